"""Announcing who is qualified: the proposal of an allocation becomes the committee's decisions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from recruitment.applications.errors import NotAllowed
from recruitment.applications.models import Application
from recruitment.decisions.jobs import send_result_notices
from recruitment.decisions.models import (
    ChoiceDecision,
    ChoiceReason,
    ChoiceResult,
    Decision,
    Result,
)
from recruitment.decisions.notices import queue_notices
from recruitment.decisions.score import Score
from recruitment.procedures.models import Procedure
from schools.models import Group

BATCH = 500


@dataclass(frozen=True, slots=True)
class ChoiceOutcome:
    """What came of one choice; `last` is the score of the last child admitted to the group.

    A line is `{"name", "stage", "points", "why"}`: one criterion and what it gave. `explanation`
    tells what would have changed a refusal, as `ChoiceDecision` keeps it.
    """

    position: int
    group: str
    result: ChoiceResult
    own: Score
    reason: ChoiceReason | None = None
    last: Score | None = None
    lines: Sequence[dict[str, Any]] = field(default=())
    explanation: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Qualification:
    """What came of one application: plain facts, named by application number and group code."""

    application: str
    choices: tuple[ChoiceOutcome, ...]

    @property
    def obtained(self) -> ChoiceOutcome | None:
        """The choice the child is qualified to, or None."""
        return next(
            (choice for choice in self.choices if choice.result is ChoiceResult.QUALIFIED), None
        )


@transaction.atomic
def record_qualification(
    *,
    procedure: Procedure,
    run_number: int,
    qualifications: Iterable[Qualification],
    now: datetime,
) -> int:
    """Record a decision for every application of the proposal; return how many.

    Decisions are made once in a procedure; a second time is refused (NotAllowed). Each keeps the
    points and the reasons of that day, because a parent may ask for them (art. 158 ust. 6–7).
    """
    if Decision.objects.filter(application__procedure=procedure).exists():
        raise NotAllowed(_("Wyniki tego naboru są już ogłoszone."))
    applications = dict(Application.objects.filter(procedure=procedure).values_list("number", "pk"))
    groups = dict(Group.objects.filter(school_year=procedure.school_year).values_list("code", "pk"))
    qualifications = list(qualifications)
    decisions = Decision.objects.bulk_create(
        [
            _decision(qualification, applications, groups, run_number, now)
            for qualification in qualifications
        ],
        batch_size=BATCH,
    )
    ChoiceDecision.objects.bulk_create(
        [
            _choice_decision(decision, choice, groups)
            for decision, qualification in zip(decisions, qualifications, strict=True)
            for choice in qualification.choices
        ],
        batch_size=BATCH,
    )
    return len(decisions)


@transaction.atomic
def notify_families(*, procedure: Procedure, now: datetime) -> None:
    """Tell everybody who took part that results are out; the letters go out after the commit.

    They are kept until they are sent, so the announcement stands whatever the mail server does.
    """
    queue_notices(procedure, now)
    transaction.on_commit(partial(send_result_notices.enqueue, procedure.pk), robust=True)


def _decision(
    qualification: Qualification,
    applications: dict[str, int],
    groups: dict[str, int],
    run_number: int,
    now: datetime,
) -> Decision:
    obtained = qualification.obtained
    return Decision(
        application_id=applications[qualification.application],
        result=Result.QUALIFIED if obtained else Result.NOT_QUALIFIED,
        group_id=groups[obtained.group] if obtained else None,
        position=obtained.position if obtained else None,
        run_number=run_number,
        decided_at=now,
    )


def _choice_decision(
    decision: Decision, choice: ChoiceOutcome, groups: dict[str, int]
) -> ChoiceDecision:
    last = choice.last
    return ChoiceDecision(
        decision=decision,
        position=choice.position,
        group_id=groups[choice.group],
        result=choice.result,
        reason=choice.reason or "",
        is_resident=choice.own.resident,
        statutory_points=choice.own.statutory,
        municipal_points=choice.own.municipal,
        lines=list(choice.lines),
        explanation=choice.explanation,
        last_resident=last.resident if last else None,
        last_statutory_points=last.statutory if last else None,
        last_municipal_points=last.municipal if last else None,
    )
