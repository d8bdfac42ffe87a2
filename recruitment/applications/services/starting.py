"""Starting an application: empty, with answers copied from an earlier one, or from paper."""

from dataclasses import fields
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.models import User
from recruitment.applications.identity import new_application_number
from recruitment.applications.models import Application, Candidate, CaseEvent, Channel
from recruitment.applications.permissions import check_can_enter_paper, check_can_start
from recruitment.applications.services.claims import claim_of_kind
from recruitment.applications.services.history import record
from recruitment.applications.services.saving import acts_as
from recruitment.applications.values import AddressValues
from recruitment.applications.workflow import Status, Verb
from recruitment.criteria.models import Kind
from recruitment.procedures.models import Procedure


@transaction.atomic
def start_application(
    *,
    procedure: Procedure,
    owner: User,
    now: datetime,
    copied_from: Application | None = None,
) -> Application:
    """A parent's new draft. Raises NotAllowed outside the stage of applications.

    Guardians and address are copied from another application of the same parent when one is given.
    An own draft that nobody has touched since it was started is used again, whatever was copied
    into it: a second press, at once or from a page left open, starts nothing new.
    """
    # Two presses at the same instant come one after the other.
    User.objects.select_for_update(no_key=True).get(pk=owner.pk)
    check_can_start(procedure, now)
    application = _untouched_draft(procedure, owner)
    if application is None:
        application = _new(procedure, owner=owner, actor=owner, channel=Channel.ONLINE, now=now)
    elif application.guardians.exists():
        _forget_family(application)
    if copied_from is not None:
        _copy_family(copied_from, application)
    return application


@transaction.atomic
def start_paper_application(*, procedure: Procedure, actor: User, now: datetime) -> Application:
    """A draft of an application brought on paper; it has no owner. Raises NotAllowed."""
    check_can_enter_paper(actor, procedure, now)
    return _new(procedure, owner=None, actor=actor, channel=Channel.PAPER, now=now)


def _untouched_draft(procedure: Procedure, owner: User) -> Application | None:
    """A draft in which no section has been saved since it was started."""
    saved = CaseEvent.objects.filter(application=OuterRef("pk"), verb=Verb.SECTION_SAVED)
    return (
        Application.objects.owned_by(owner)
        .filter(~Exists(saved), procedure=procedure, status=Status.DRAFT, channel=Channel.ONLINE)
        .filter(section_drafts=None, choices=None, criteria_answered_at=None)
        .filter(candidate__birth_on=None)
        .order_by("pk")
        .first()
    )


def _new(
    procedure: Procedure, *, owner: User | None, actor: User, channel: Channel, now: datetime
) -> Application:
    application = Application.objects.create(
        procedure=procedure,
        owner=owner,
        channel=channel,
        number=_free_number(),
        created_at=now,
        saved_at=now,
    )
    Candidate.objects.create(application=application)
    record(application, Verb.STARTED, actor=actor, actor_role=acts_as(application), now=now)
    return application


def _free_number() -> str:
    number = new_application_number()
    while Application.objects.filter(number=number).exists():
        number = new_application_number()
    return number


def _forget_family(application: Application) -> None:
    """Take out what an earlier press copied."""
    application.guardians.all().delete()
    application.has_single_guardian = False
    application.save(update_fields=["has_single_guardian"])
    _set_home(application, Candidate())


def _copy_family(source: Application, target: Application) -> None:
    """Copy the guardians and the address; children of one family live together."""
    for guardian in source.guardians.all():
        guardian.pk = None
        guardian.application = target
        guardian.save(force_insert=True)
    target.has_single_guardian = source.has_single_guardian
    target.save(update_fields=["has_single_guardian"])
    _set_home(target, source.candidate)


def _set_home(application: Application, neighbour: Candidate) -> None:
    """Let the child live where this other child does."""
    candidate = application.candidate
    for field in fields(AddressValues):
        setattr(candidate, field.name, getattr(neighbour, field.name))
    candidate.is_resident = neighbour.is_resident
    candidate.save()
    claim_of_kind(application, Kind.RESIDENCE, holds=bool(candidate.is_resident))
