"""What every page of a signed-in person has in common."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, cast

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from accounts.kept_input import KeptInput, forget, kept_for, remember_person
from accounts.sessions import SessionStore
from accounts.signing_in_again import ask_to_sign_in
from ui.filling import filled

GetResponse = Callable[[HttpRequest], HttpResponse]


class SignInAgainMiddleware(LoginRequiredMiddleware):
    """Guests sign in first; what somebody typed while their session ended is not lost by that."""

    # Django promises a redirect; htmx needs another answer to be led away.
    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, _view: Callable[..., Any]
    ) -> HttpResponse:
        return ask_to_sign_in(request)


def private_pages_are_not_cached(get_response: GetResponse) -> GetResponse:
    """A shared computer keeps nothing behind: nothing is stored, and signing out clears the rest.

    Cookies stay: the one of the session is gone anyway, and the language should outlive it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        was_signed_in = request.user.is_authenticated
        response = get_response(request)
        if request.user.is_authenticated or was_signed_in:
            add_never_cache_headers(response)
        if was_signed_in and not request.user.is_authenticated:
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response

    return middleware


def sessions_live_while_used(get_response: GetResponse) -> GetResponse:
    """Whoever opens pages stays signed in; whoever leaves the computer does not."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            cast(SessionStore, request.session).renew()
        return get_response(request)

    return middleware


def typed_input_comes_back(get_response: GetResponse) -> GetResponse:
    """Show the form again as it was typed before signing in; forget it when it is sent again."""

    def middleware(request: HttpRequest) -> HttpResponse:
        kept = kept_for(request)
        response = get_response(request)
        if kept and request.method == "GET" and request.path == kept.page:
            _put_back(request, response, kept)
        elif kept and _is_sent_again(request, response, kept):
            forget(request, kept)
        if request.user.is_authenticated:
            remember_person(request, response)
        return response

    return middleware


def _is_sent_again(request: HttpRequest, response: HttpResponse, kept: KeptInput) -> bool:
    is_taken = response.status_code != HTTPStatus.FORBIDDEN
    return is_taken and request.method == "POST" and request.path == kept.action


def _put_back(request: HttpRequest, response: HttpResponse, kept: KeptInput) -> None:
    is_page = response.headers.get("Content-Type", "").startswith("text/html")
    if response.status_code != HTTPStatus.OK or response.streaming or not is_page:
        return
    text = _("Przywróciliśmy wpisane dane. Nie są jeszcze zapisane. Sprawdź je i zapisz.")
    response.content = filled(
        response.text,
        address=request.path,
        action=kept.action,
        fields=kept.fields,
        note=render_to_string(
            "components/notification_banner.html", {"text": text, "id": "kept-input"}
        ),
    )
