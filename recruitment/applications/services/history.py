"""Changing a status and recording it: the only place where `.status` is assigned."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from recruitment.applications.errors import NotAllowed
from recruitment.applications.models import Application, CaseEvent
from recruitment.applications.workflow import Actor, Status, Verb, transition


def record(  # noqa: PLR0913 -- each is a column of the event
    application: Application,
    verb: Verb,
    *,
    actor: User | None,
    actor_role: Actor,
    now: datetime,
    detail: str = "",
    reason: str = "",
    earlier_reason: str = "",
) -> CaseEvent:
    """Append an event to the application's history; `detail` holds no personal data.

    `reason` is what somebody wrote to explain the step, `earlier_reason` that of what it replaces.
    """
    return CaseEvent.objects.create(
        application=application,
        happened_at=now,
        actor=actor,
        actor_role=actor_role,
        verb=verb,
        detail=detail,
        reason=reason,
        earlier_reason=earlier_reason,
    )


def change_status(  # noqa: PLR0913 -- each is a column of the event
    application: Application,
    target: Status,
    *,
    actor: User | None,
    actor_role: Actor,
    now: datetime,
    reason: str = "",
    detail: str = "",
) -> None:
    """Move the application to `target` if the workflow allows it, and record the step.

    The row is changed only if it still has the status that was loaded, so that two people who act
    at once cannot both succeed. Raises NotAllowed.
    """
    step = transition(application.status, target, actor_role)
    if step is None:
        raise NotAllowed(
            _("Wniosek ma stan „%(status)s”, więc tego nie można teraz zrobić.")
            % {"status": application.get_status_display()}
        )
    changed = Application.objects.filter(pk=application.pk, status=step.source).update(
        status=step.target
    )
    if not changed:
        raise NotAllowed(_("Ktoś przed chwilą zmienił ten wniosek. Odśwież stronę i sprawdź."))
    application.status = step.target
    record(
        application,
        step.verb,
        actor=actor,
        actor_role=actor_role,
        now=now,
        reason=reason,
        detail=detail,
    )
