"""A form with an old token, and the button that prolongs a session."""

from http import HTTPStatus
from typing import cast

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.csrf import csrf_failure as refuse
from django.views.decorators.http import require_POST

from accounts.kept_input import keep, page_of
from accounts.sessions import SessionStore
from accounts.signing_in_again import ask_to_sign_in

SECONDS_LEFT = "X-Session-Seconds-Left"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form with an old token: do nothing, but give back what was typed if it is our own page's.

    It happens to whoever signs in again in another tab. Only the browser's own word that the form
    comes from here counts (the header Origin); without it the form is refused.
    """
    if not (_comes_from_here(request) and _needs_account(request)):
        return refuse(request, reason)
    if not request.user.is_authenticated:
        return ask_to_sign_in(request)
    if keep(request, str(request.user.pk)):
        return redirect(page_of(request))
    return refuse(request, reason)


def _comes_from_here(request: HttpRequest) -> bool:
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


def _needs_account(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is not None and getattr(match.func, "login_required", True)


@login_not_required
@require_POST
def prolong_session(request: HttpRequest) -> HttpResponse:
    """The button of the warning before the end: 204 and the seconds left, 403 when it is too late."""
    if not request.user.is_authenticated:
        return HttpResponse(status=HTTPStatus.FORBIDDEN)
    session = cast(SessionStore, request.session)
    return HttpResponse(status=HTTPStatus.NO_CONTENT, headers={SECONDS_LEFT: session.seconds_left})
