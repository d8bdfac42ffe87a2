"""Taking back a filed application: to correct it, or for good."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from recruitment.applications.models import Application
from recruitment.applications.permissions import check_can_reopen, check_can_withdraw
from recruitment.applications.services.history import change_status
from recruitment.applications.services.saving import lock
from recruitment.applications.workflow import Actor, Status


@transaction.atomic
def reopen_application(*, application: Application, actor: User, now: datetime) -> Application:
    """Make a filed application a draft again: until filed once more it takes part in nothing.

    Already a draft: nothing happens. Raises NotAllowed.
    """
    application = lock(application)
    if application.is_draft and application.owner_id == actor.pk:
        return application
    check_can_reopen(actor, application, now)
    make_draft_again(application, actor=actor, actor_role=Actor.PARENT, now=now)
    return application


def make_draft_again(
    application: Application, *, actor: User, actor_role: Actor, now: datetime, reason: str = ""
) -> None:
    """The step back to a draft, whoever makes it; the caller holds the lock and has checked."""
    change_status(
        application, Status.DRAFT, actor=actor, actor_role=actor_role, now=now, reason=reason
    )
    application.filed_at = None
    application.save(update_fields=["filed_at"])


@transaction.atomic
def withdraw_application(*, application: Application, actor: User, now: datetime) -> Application:
    """Withdraw for good: the child may then be in another application.

    Already withdrawn: nothing happens. Raises NotAllowed.
    """
    application = lock(application)
    if application.status == Status.WITHDRAWN and application.owner_id == actor.pk:
        return application
    check_can_withdraw(actor, application, now)
    change_status(application, Status.WITHDRAWN, actor=actor, actor_role=Actor.PARENT, now=now)
    return application
