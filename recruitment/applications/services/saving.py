"""What every change of a draft begins and ends with; callers hold the transaction."""

from datetime import datetime

from accounts.models import User
from recruitment.applications.models import Application, Channel, Section
from recruitment.applications.permissions import check_can_fill
from recruitment.applications.services.history import record
from recruitment.applications.workflow import Actor, Verb


def acts_as(application: Application) -> Actor:
    """In which role a person fills this application: it follows from how it is filed."""
    return Actor.CLERK if application.channel == Channel.PAPER else Actor.PARENT


def lock(application: Application) -> Application:
    """The application as it is in the database now, kept from other changes until the end.

    The candidate and the procedure are read by later queries: a row joined to a locked one would
    be as old as the moment before the wait for the lock.
    """
    return Application.objects.select_for_update().get(pk=application.pk)


def lock_for_filling(application: Application, actor: User, now: datetime) -> Application:
    """A locked application that this person may fill now. Raises NotAllowed."""
    locked = lock(application)
    check_can_fill(actor, locked, now)
    return locked


def section_saved(
    application: Application, section: Section, *, actor: User, now: datetime
) -> None:
    """The section has right answers: forget what was typed and unfinished, note the time."""
    application.section_drafts.filter(section=section).delete()
    application.saved_at = now
    application.save(
        update_fields=[
            "identity_key",
            "has_single_guardian",
            "criteria_answered_at",
            "saved_at",
        ]
    )
    record(
        application,
        Verb.SECTION_SAVED,
        actor=actor,
        actor_role=acts_as(application),
        now=now,
        detail=section.value,
    )
