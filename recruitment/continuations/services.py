"""Entering a declaration that a family brought on paper, and withdrawing it."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import User
from recruitment.applications.constraints import breaks
from recruitment.applications.errors import NotAllowed
from recruitment.applications.identity import identity_key
from recruitment.applications.services.openings import Reader
from recruitment.applications.values import ChildValues, PaperReceipt
from recruitment.continuations.models import ContinuationEvent, Done
from recruitment.continuations.numbers import new_declaration_number
from recruitment.continuations.permissions import check_can_enter, check_can_withdraw
from recruitment.procedures.models import STAYS_ONCE, Continuation, Procedure, StageCode
from recruitment.verification.validators import validate_receipt
from schools.models import Group, Institution, StaffRole


@dataclass(frozen=True, slots=True)
class PaperDeclaration:
    """Everything that stands on the paper, and when it was brought."""

    receipt: PaperReceipt
    child: ChildValues
    group: Group


@transaction.atomic
def enter_declaration(
    *, procedure: Procedure, paper: PaperDeclaration, actor: User, now: datetime
) -> Continuation:
    """Keep the child's place: from here on the group has one free place fewer (art. 153).

    The same paper entered again gives the first declaration. Raises NotAllowed when the person or
    the clock says no, ValidationError at `pesel` or `document_number` when the child has another.
    """
    # Two presses at the same instant come one after the other.
    User.objects.select_for_update(no_key=True).get(pk=actor.pk)
    check_can_enter(actor, procedure, now)
    _check_is_own(paper.group, actor, now)
    validate_receipt(paper.receipt, procedure.stages.get(code=StageCode.CONTINUATION), now)
    key = identity_key(
        pesel=paper.child.pesel,
        document_kind=paper.child.document_kind,
        document_number=paper.child.document_number,
    )
    standing = procedure.continuations.standing().filter(identity_key=key).first()
    if standing is not None:
        if (standing.group, standing.received_at) == (paper.group, paper.receipt.received_at):
            return standing
        raise _stays_already(paper.child)
    declaration = _create(procedure, paper, key)
    _record(declaration, Done.ENTERED, actor=actor, now=now)
    return declaration


@transaction.atomic
def withdraw_declaration(
    *, declaration: Continuation, reason: str, actor: User, now: datetime
) -> Continuation:
    """Give the child's place back to the procedure; the child is then free to apply. NotAllowed."""
    declaration = Continuation.objects.select_for_update(of=("self",)).get(pk=declaration.pk)
    check_can_withdraw(actor, declaration, now)
    declaration.withdrawn_at = now
    declaration.save(update_fields=["withdrawn_at"])
    _record(declaration, Done.WITHDRAWN, actor=actor, now=now, reason=reason)
    return declaration


def record_opening(declaration: Continuation, *, actor: User, now: datetime) -> None:
    """Somebody was shown the declaration."""
    _record(declaration, Done.OPENED, actor=actor, now=now)


def _check_is_own(group: Group, actor: User, now: datetime) -> None:
    mine = Institution.objects.of_staff(actor, localtime(now).date())
    if not mine.filter(pk=group.institution_id).exists():
        raise NotAllowed(_("Deklarację wprowadza placówka, do której dziecko chodzi."))


def _create(procedure: Procedure, paper: PaperDeclaration, key: str) -> Continuation:
    try:
        with transaction.atomic():
            return Continuation.objects.create(
                procedure=procedure,
                group=paper.group,
                number=_free_number(),
                first_names=paper.child.first_names,
                surname=paper.child.surname,
                birth_on=paper.child.birth_on,
                identity_key=key,
                has_statement=paper.child.has_statement,
                received_at=paper.receipt.received_at,
                late_because=paper.receipt.late_because,
                late_note=paper.receipt.note,
            )
    except IntegrityError as error:
        if not breaks(error, Continuation, STAYS_ONCE):
            raise
        # Another preschool entered the child between our look and this row.
        raise _stays_already(paper.child) from error


def _stays_already(child: ChildValues) -> ValidationError:
    field = "pesel" if child.pesel else "document_number"
    sentence = _("Deklaracja tego dziecka jest już przyjęta.")
    return ValidationError({field: ValidationError(sentence, code="stays_already")})


def _free_number() -> str:
    number = new_declaration_number()
    while Continuation.objects.filter(number=number).exists():
        number = new_declaration_number()
    return number


def _record(
    declaration: Continuation, done: Done, *, actor: User, now: datetime, reason: str = ""
) -> None:
    """Append to the history, in the role at the child's preschool."""
    reader = Reader.at(declaration.group.institution, actor, localtime(now).date())
    ContinuationEvent.objects.create(
        continuation=declaration,
        happened_at=now,
        actor=actor,
        role=StaffRole(reader.role),
        done=done,
        reason=reason,
    )
