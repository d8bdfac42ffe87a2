"""What the browser is told with every answer, static files included."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

GetResponse = Callable[[HttpRequest], HttpResponse]


def browser_policy(get_response: GetResponse) -> GetResponse:
    """Add the headers of `BROWSER_POLICY`, for which Django has no settings of its own."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in settings.BROWSER_POLICY.items():
            response.setdefault(name, value)
        return response

    return middleware
