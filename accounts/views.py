"""Answers that Django asks the project for."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.csrf import csrf_failure as refuse

from accounts.kept_input import keep, page_of
from accounts.signing_in_again import ask_to_sign_in


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
