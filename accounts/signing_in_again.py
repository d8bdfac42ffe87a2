"""The way to the page for signing in, and back, for somebody whose session has ended."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from accounts.kept_input import keep, last_person, page_of


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Lead a guest to signing in and then to the page they were on; say what became of their form."""
    if request.method == "POST" and (person := last_person(request)):
        if keep(request, person):
            told = _(
                "Sesja się skończyła. Wpisane dane przechowamy przez 30 minut. "
                "Po zalogowaniu wrócą do formularza."
            )
        else:
            told = _(
                "Sesja się skończyła i nic nie zostało zapisane. Po zalogowaniu spróbuj ponownie."
            )
        messages.warning(request, told)
    is_page = request.method in {"GET", "HEAD"} and not _is_part_of_page(request)
    page = request.get_full_path() if is_page else page_of(request)
    away = redirect_to_login(page, resolve_url(settings.LOGIN_URL))
    # A part of a page cannot be exchanged for the whole page for signing in.
    return HttpResponseClientRedirect(away.url) if _is_part_of_page(request) else away


def _is_part_of_page(request: HttpRequest) -> bool:
    return bool(getattr(request, "htmx", False))
