"""What every page of a signed-in person has in common."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

GetResponse = Callable[[HttpRequest], HttpResponse]


def private_pages_are_not_cached(get_response: GetResponse) -> GetResponse:
    """Forbid storing what a signed-in person sees (a shared computer keeps nothing behind)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated:
            add_never_cache_headers(response)
        return response

    return middleware
