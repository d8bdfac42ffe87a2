"""How the parent's pages find an application, and whether it may be changed now."""

from datetime import datetime

from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.requests import SignedInRequest
from recruitment.applications.models import Application
from recruitment.procedures.models import Procedure, Stage


def own_application(request: SignedInRequest, public_id: str) -> Application:
    """The signed-in parent's application; for anybody else it does not exist (404).

    Narrower than `visible_to`: staff and office read an application on their own pages.
    """
    return get_object_or_404(
        Application.objects.owned_by(request.user).with_answers(), public_id=public_id
    )


def stages_of(procedure: Procedure) -> dict[str, Stage]:
    """The dated stages by their code."""
    return {stage.code: stage for stage in procedure.stages.all()}


def clock() -> datetime:
    """The server's clock: the only one that decides."""
    return timezone.now()
