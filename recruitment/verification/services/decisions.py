"""What the committee of the first-choice institution does with an application.

Each action takes `seen_event`, the last event of the case that the person saw: when somebody else
has acted since, nothing is changed and NotAllowed says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from recruitment.applications.errors import NotAllowed
from recruitment.applications.models import Application, Claim, Verdict
from recruitment.applications.services.history import change_status, record
from recruitment.applications.services.taking_back import make_draft_again
from recruitment.applications.workflow import Actor, Status, Verb
from recruitment.verification.labels import verdict_change
from recruitment.verification.mail import (
    send_handing_back,
    send_rejection,
    send_request_for_completion,
)
from recruitment.verification.permissions import (
    check_can_decide,
    check_can_hand_back,
    check_can_unlock,
    check_can_withdraw_for_family,
    check_claims_are_settled,
    check_something_is_to_complete,
)
from recruitment.verification.queries import latest_event_id
from recruitment.verification.validators import validate_verdict


@dataclass(frozen=True, slots=True)
class ClaimDecision:
    """What the committee says of one claim."""

    claim_id: int
    verdict: Verdict
    reason: str = ""


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
    application = _locked(application, seen_event)
    check_can_decide(actor, application, now)
    claims = {
        claim.pk: claim for claim in application.claims.select_related("criterion", "institution")
    }
    changes = []
    for decision in decisions:
        validate_verdict(decision.verdict, decision.reason)
        reason = "" if decision.verdict == Verdict.ACCEPTED else decision.reason.strip()
        claim = claims[decision.claim_id]
        if (claim.verdict, claim.reason) != (decision.verdict, reason):
            changes.append((claim, decision.verdict, reason))
    if changes:
        _take_up(application, actor=actor, now=now)
    for claim, verdict, reason in changes:
        _change_verdict(claim, verdict, reason, actor=actor, now=now)
    return len(changes)


@transaction.atomic
def mark_verified(
    *, application: Application, actor: User, now: datetime, seen_event: int
) -> Application:
    """Close the verification: from here on the application takes part in the allocation."""
    application = _locked(application, seen_event)
    check_can_decide(actor, application, now)
    check_claims_are_settled(application)
    _take_up(application, actor=actor, now=now)
    _move(application, Status.VERIFIED, actor=actor, now=now)
    return application


@transaction.atomic
def return_for_completion(
    *, application: Application, actor: User, now: datetime, seen_event: int
) -> Application:
    """Ask the family for what is missing; the owner of the account gets a message after commit."""
    application = _locked(application, seen_event)
    check_can_decide(actor, application, now)
    check_something_is_to_complete(application)
    _take_up(application, actor=actor, now=now)
    _move(application, Status.RETURNED, actor=actor, now=now)
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
    application = _locked(application, seen_event)
    check_can_hand_back(actor, application, now)
    _take_up(application, actor=actor, now=now)
    for claim in application.claims.select_related("criterion", "institution"):
        if claim.verdict == Verdict.ACCEPTED:
            _change_verdict(claim, Verdict.PENDING, "", actor=actor, now=now)
        elif claim.verdict == Verdict.REJECTED:
            _change_verdict(claim, Verdict.TO_COMPLETE, claim.reason, actor=actor, now=now)
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
    application = _locked(application, seen_event)
    check_can_decide(actor, application, now)
    _take_up(application, actor=actor, now=now)
    _move(application, Status.REJECTED, actor=actor, now=now, reason=reason)
    transaction.on_commit(lambda: send_rejection(application), robust=True)
    return application


@transaction.atomic
def unlock(
    *, application: Application, reason: str, actor: User, now: datetime, seen_event: int
) -> Application:
    """Take a verified application back to verification, with the reason in its history."""
    application = _locked(application, seen_event)
    check_can_unlock(actor, application, now)
    _move(application, Status.IN_VERIFICATION, actor=actor, now=now, reason=reason)
    return application


@transaction.atomic
def withdraw_for_family(
    *, application: Application, reason: str, actor: User, now: datetime, seen_event: int
) -> Application:
    """Write out an application whose family resigned at the institution; the child may apply anew."""
    application = _locked(application, seen_event)
    check_can_withdraw_for_family(actor, application, now)
    _move(application, Status.WITHDRAWN, actor=actor, now=now, reason=reason)
    return application


def _locked(application: Application, seen_event: int) -> Application:
    """The row as it is now, locked until the transaction ends; NotAllowed when the case moved on."""
    current = Application.objects.select_for_update(of=("self",)).get(pk=application.pk)
    if latest_event_id(current) != seen_event:
        raise NotAllowed(
            _("Ktoś przed chwilą zmienił ten wniosek. Nic nie zapisano. Odśwież stronę i sprawdź.")
        )
    return current


def _take_up(application: Application, *, actor: User, now: datetime) -> None:
    """Whoever acts on an application that only waits has begun, or resumed, its verification."""
    if application.status != Status.IN_VERIFICATION:
        _move(application, Status.IN_VERIFICATION, actor=actor, now=now)


def _move(
    application: Application, target: Status, *, actor: User, now: datetime, reason: str = ""
) -> None:
    change_status(
        application, target, actor=actor, actor_role=Actor.COMMITTEE, now=now, reason=reason
    )


def _change_verdict(
    claim: Claim, verdict: Verdict, reason: str, *, actor: User, now: datetime
) -> None:
    """Save the verdict; the history keeps the one before, the new one, and why."""
    change = verdict_change(claim, verdict)
    is_open = verdict == Verdict.PENDING
    claim.verdict, claim.reason = verdict, reason
    claim.decided_at = None if is_open else now
    claim.decided_by = None if is_open else actor
    claim.save(update_fields=["verdict", "reason", "decided_at", "decided_by"])
    record(
        claim.application,
        Verb.CLAIM_DECIDED,
        actor=actor,
        actor_role=Actor.COMMITTEE,
        now=now,
        detail=change,
        reason=reason,
    )
