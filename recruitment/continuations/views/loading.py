"""The one way in which a page gets at a declaration: showing it is recorded."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.requests import SignedInRequest
from recruitment.continuations import queries
from recruitment.continuations.services import record_opening
from recruitment.procedures.models import Continuation

DeclarationView = Callable[[SignedInRequest, Continuation], HttpResponse]


def opens_declaration(
    view: DeclarationView,
) -> Callable[[SignedInRequest, str], HttpResponse]:
    """Give the view an own declaration, or a 404; record the look when a page comes back."""

    @wraps(view)
    def page(request: SignedInRequest, public_id: str) -> HttpResponse:
        visible = queries.visible_declarations(request.user, timezone.localdate())
        declaration = get_object_or_404(visible, public_id=public_id)
        response = view(request, declaration)
        if response.status_code != HTTPStatus.FOUND:
            record_opening(declaration, actor=request.user, now=timezone.now())
        return response

    return page
