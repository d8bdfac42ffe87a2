"""What the committee of the first-choice institution does with an application.

Each action takes `seen_event`, the last event of the case that the person saw: when somebody else
has acted since, nothing is changed and NotAllowed says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from recruitment.applications.errors import NotAllowed
from recruitment.applications.models import Application, Claim, Verdict
from recruitment.applications.reasons import full_reason, newest_reason, own_words
from recruitment.applications.services.history import change_status, record
from recruitment.applications.services.taking_back import make_draft_again
from recruitment.applications.workflow import Actor, Status, Verb
from recruitment.verification.labels import in_office_language, verdict_change
from recruitment.verification.mail import (
    send_handing_back,
    send_rejection,
    send_request_for_completion,
)
from recruitment.verification.permissions import (
    check_can_ask_for_completion,
    check_can_decide,
    check_can_hand_back,
    check_can_unlock,
    check_can_withdraw_for_family,
    check_claims_are_settled,
    check_mayor_has_answered,
    days_for_completion,
)
from recruitment.verification.queries import latest_event_id
from recruitment.verification.validators import validate_completion_day, validate_verdict


@dataclass(frozen=True, slots=True)
class ClaimDecision:
    """What the committee says of one claim.

    A refusal, or what is to be completed, has a reason of the library (`reason_code`), own words
    (`reason`) or both. `is_seen_only`: accepted upon a document of which no copy is kept.
    """

    claim_id: int
    verdict: Verdict
    reason: str = ""
    reason_code: str = ""
    is_seen_only: bool = False

    def stands_in(self, claim: Claim) -> bool:
        """Has the committee said exactly this of the claim before?"""
        if self.verdict == Verdict.ACCEPTED:
            said = (Verdict.ACCEPTED, self.is_seen_only)
            return (claim.verdict, claim.is_seen_only) == said
        said_words = (self.verdict, self.reason_code, self.reason.strip())
        return (claim.verdict, claim.reason_code, own_words(claim)) == said_words

    def columns(self) -> dict[str, Any]:
        """How a claim keeps the decision: an accepted one has no reason."""
        if self.verdict == Verdict.ACCEPTED:
            return {"verdict": self.verdict, "is_seen_only": self.is_seen_only}
        return {
            "verdict": self.verdict,
            "reason": full_reason(self.reason_code, self.reason),
            "reason_code": self.reason_code,
            "reason_version": newest_reason(self.reason_code).version if self.reason_code else None,
        }


# How a claim is on which nothing has been said.
_NOTHING_SAID = {
    "verdict": Verdict.PENDING,
    "is_seen_only": False,
    "reason": "",
    "reason_code": "",
    "reason_version": None,
}


@transaction.atomic
def decide_claims(
    *,
    application: Application,
    decisions: Iterable[ClaimDecision],
    actor: User,
    now: datetime,
    seen_event: int,
) -> int:
    """Write the verdicts that are new or differ, and return how many those are.

    The first verdict starts the verification of a filed application, and resumes that of one
    which waits for completion. A claim that is not accepted gives no points (art. 150); the
    application stays valid. Raises NotAllowed, and ValidationError when a reason is missing.
    """
    application = lock_case(application, seen_event)
    check_can_decide(actor, application, now)
    return _write(decisions, application, actor=actor, now=now)


def _write(
    decisions: Iterable[ClaimDecision], application: Application, *, actor: User, now: datetime
) -> int:
    """Save and record what is new among the decisions; the number of those."""
    claims = {
        claim.pk: claim for claim in application.claims.select_related("criterion", "institution")
    }
    changes = []
    for decision in decisions:
        validate_verdict(decision.verdict, decision.reason, decision.reason_code)
        claim = claims[decision.claim_id]
        if not decision.stands_in(claim):
            changes.append((claim, decision.columns()))
    if changes:
        take_up(application, actor=actor, now=now)
    for claim, columns in changes:
        _change_verdict(claim, columns, actor=actor, now=now)
    return len(changes)


@transaction.atomic
def mark_verified(
    *,
    application: Application,
    actor: User,
    now: datetime,
    seen_event: int,
    decisions: Iterable[ClaimDecision] = (),
) -> Application:
    """Close the verification: from here on the application takes part in the allocation.

    The last verdicts may come along: they and the step are saved together, or nothing is.
    """
    application = lock_case(application, seen_event)
    check_can_decide(actor, application, now)
    _write(decisions, application, actor=actor, now=now)
    check_claims_are_settled(application)
    check_mayor_has_answered(application)
    take_up(application, actor=actor, now=now)
    _move(application, Status.VERIFIED, actor=actor, now=now)
    return application


@transaction.atomic
def return_for_completion(
    *, application: Application, due_on: date, actor: User, now: datetime, seen_event: int
) -> Application:
    """Ask the family for what is missing until a day that the committee sets (art. 150 ust. 7).

    The owner of the account gets a message after commit. Raises NotAllowed, and ValidationError at
    `due_on` for a day that is over, or on which the committee does not verify any more.
    """
    application = lock_case(application, seen_event)
    check_can_ask_for_completion(actor, application, now)
    validate_completion_day(due_on, days_for_completion(application.procedure, now))
    take_up(application, actor=actor, now=now)
    application.completion_due_on = due_on
    application.save(update_fields=["completion_due_on"])
    _move(
        application,
        Status.RETURNED,
        actor=actor,
        now=now,
        detail=in_office_language(
            lambda: _("termin: %(day)s") % {"day": date_format(due_on, "j E Y")}
        ),
    )
    transaction.on_commit(lambda: send_request_for_completion(application), robust=True)
    return application


@transaction.atomic
def hand_back(
    *, application: Application, reason: str, actor: User, now: datetime, seen_event: int
) -> Application:
    """Make the application a draft again, for the family to correct and file while that is open.

    The answers may change, so no verdict stands as it is: what was accepted is looked at again,
    what was not accepted is to be completed, with its reason. The owner gets a message after commit.
    """
    application = lock_case(application, seen_event)
    check_can_hand_back(actor, application, now)
    take_up(application, actor=actor, now=now)
    for claim in application.claims.select_related("criterion", "institution"):
        if claim.verdict == Verdict.ACCEPTED:
            _change_verdict(claim, {}, actor=actor, now=now)
        elif claim.verdict == Verdict.REJECTED:
            to_complete = {"verdict": Verdict.TO_COMPLETE, "reason": claim.reason}
            _change_verdict(claim, to_complete, actor=actor, now=now)
    make_draft_again(application, actor=actor, actor_role=Actor.COMMITTEE, now=now, reason=reason)
    transaction.on_commit(lambda: send_handing_back(application), robust=True)
    return application


@transaction.atomic
def reject(
    *, application: Application, reason: str, actor: User, now: datetime, seen_event: int
) -> Application:
    """Reject an application for a formal reason: it takes part in nothing, and the child is free
    to apply again. The reason is kept in the history, where the family reads it.
    """
    application = lock_case(application, seen_event)
    check_can_decide(actor, application, now)
    take_up(application, actor=actor, now=now)
    _move(application, Status.REJECTED, actor=actor, now=now, reason=reason)
    transaction.on_commit(lambda: send_rejection(application), robust=True)
    return application


@transaction.atomic
def unlock(
    *, application: Application, reason: str, actor: User, now: datetime, seen_event: int
) -> Application:
    """Take a verified application back to verification, with the reason in its history."""
    application = lock_case(application, seen_event)
    check_can_unlock(actor, application, now)
    _move(application, Status.IN_VERIFICATION, actor=actor, now=now, reason=reason)
    return application


@transaction.atomic
def withdraw_for_family(
    *, application: Application, reason: str, actor: User, now: datetime, seen_event: int
) -> Application:
    """Write out an application whose family resigned at the institution; the child may apply anew."""
    application = lock_case(application, seen_event)
    check_can_withdraw_for_family(actor, application, now)
    _move(application, Status.WITHDRAWN, actor=actor, now=now, reason=reason)
    return application


def lock_case(application: Application, seen_event: int) -> Application:
    """The row as it is now, locked until the transaction ends; NotAllowed when the case moved on."""
    current = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if latest_event_id(current) != seen_event:
        raise NotAllowed(
            _("Ktoś przed chwilą zmienił ten wniosek. Nic nie zapisano. Odśwież stronę i sprawdź.")
        )
    return current


def take_up(application: Application, *, actor: User, now: datetime) -> None:
    """Whoever acts on an application that only waits has begun, or resumed, its verification."""
    if application.status != Status.IN_VERIFICATION:
        _move(application, Status.IN_VERIFICATION, actor=actor, now=now)


def _move(
    application: Application,
    target: Status,
    *,
    actor: User,
    now: datetime,
    reason: str = "",
    detail: str = "",
) -> None:
    change_status(
        application,
        target,
        actor=actor,
        actor_role=Actor.COMMITTEE,
        now=now,
        reason=reason,
        detail=detail,
    )


def _change_verdict(claim: Claim, columns: dict[str, Any], *, actor: User, now: datetime) -> None:
    """Save the verdict; the history keeps the one before and the new one, each with its reason."""
    before, earlier_reason = in_office_language(lambda: claim.verdict_in_words), claim.reason
    columns = {**_NOTHING_SAID, **columns}
    is_open = columns["verdict"] == Verdict.PENDING
    columns["decided_at"] = None if is_open else now
    columns["decided_by"] = None if is_open else actor
    for name, value in columns.items():
        setattr(claim, name, value)
    claim.save(update_fields=list(columns))
    record(
        claim.application,
        Verb.CLAIM_DECIDED,
        actor=actor,
        actor_role=Actor.COMMITTEE,
        now=now,
        detail=verdict_change(claim, before),
        reason=claim.reason,
        earlier_reason=earlier_reason,
    )
