"""Entering an application that a family brought on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from accounts.models import User
from recruitment.applications.identity import identity_key
from recruitment.applications.models import Application, Channel
from recruitment.applications.permissions import check_can_enter_paper
from recruitment.applications.services.choices import set_choices
from recruitment.applications.services.filing import submit_application
from recruitment.applications.services.sections import (
    save_address,
    save_child,
    save_criteria,
    save_guardians,
)
from recruitment.applications.services.starting import start_paper_application
from recruitment.applications.typed_criteria import Claimed
from recruitment.applications.values import (
    ChildValues,
    GuardianValues,
    PaperReceipt,
    ResidenceValues,
)
from recruitment.procedures.models import Procedure, StageCode
from recruitment.verification.validators import validate_receipt
from schools.models import Group


@dataclass(frozen=True, slots=True)
class PaperApplication:
    """Everything that stands on the paper, and when it was brought."""

    receipt: PaperReceipt
    child: ChildValues
    guardians: Sequence[GuardianValues]
    residence: ResidenceValues
    groups: Sequence[Group]
    claims: Claimed


@transaction.atomic
def enter_paper_application(
    *,
    procedure: Procedure,
    paper: PaperApplication,
    actor: User,
    now: datetime,
    idempotency_key: str,
) -> Application:
    """File a paper application with the time at which the institution received it.

    All or nothing: no draft stays behind a refusal. A second call with the same key for the same
    child returns the first application, also when both come at once: the calls of one person wait
    for each other. Raises NotAllowed when the person or the clock says no, ValidationError when a
    rule is broken (at `pesel` or `document_number` when the child has an application already).
    """
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    entered = _entered(procedure, paper.child, idempotency_key)
    if entered is not None:
        return entered
    check_can_enter_paper(actor, procedure, now)
    validate_receipt(paper.receipt, procedure.stages.get(code=StageCode.APPLICATION), now)
    application = start_paper_application(procedure=procedure, actor=actor, now=now)
    _fill(application, paper, actor=actor, now=now)
    submission = submit_application(
        application=application,
        actor=actor,
        now=now,
        idempotency_key=idempotency_key,
        receipt=paper.receipt,
    )
    return submission.application


def _entered(procedure: Procedure, child: ChildValues, idempotency_key: str) -> Application | None:
    """What this key has entered for this child.

    A page that the browser keeps may be filled anew for another child: that is another application.
    """
    return Application.objects.filter(
        procedure=procedure,
        channel=Channel.PAPER,
        identity_key=identity_key(
            pesel=child.pesel,
            document_kind=child.document_kind,
            document_number=child.document_number,
        ),
        submissions__idempotency_key=idempotency_key,
    ).first()


def _fill(application: Application, paper: PaperApplication, *, actor: User, now: datetime) -> None:
    """Save the sections in the order in which each may ask the ones before it."""
    save_child(application=application, values=paper.child, actor=actor, now=now)
    save_guardians(application=application, values=paper.guardians, actor=actor, now=now)
    save_address(application=application, values=paper.residence, actor=actor, now=now)
    set_choices(application=application, groups=paper.groups, actor=actor, now=now)
    save_criteria(application=application, values=paper.claims, actor=actor, now=now)
