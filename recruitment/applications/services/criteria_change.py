"""A new version of the criteria: what it would change for whom, and putting it in force."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from recruitment.applications.errors import NotAllowed
from recruitment.applications.models import Application, Choice, Claim
from recruitment.applications.scoring import Scoring
from recruitment.applications.services.history import record
from recruitment.applications.workflow import Actor, Verb
from recruitment.criteria.comparison import reasons_against
from recruitment.criteria.models import CriteriaSet
from recruitment.criteria.points import Points
from recruitment.criteria.queries import set_in_force
from recruitment.criteria.rules import Stage
from recruitment.criteria.services import put_in_force


@dataclass(frozen=True, slots=True)
class StageChange:
    """The points of a stage by the criteria in force, and by the new ones."""

    stage: Stage
    before: Decimal
    after: Decimal

    @property
    def difference(self) -> Decimal:
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class ChoiceChange:
    """What would change at one choice of an application.

    Claims that nobody has verified yet count as true, so that nothing is hidden by being early.
    `lost_gates` and `won_gates` are conditions that would no longer be met, or would be at last.
    """

    application: Application
    choice: Choice
    stages: tuple[StageChange, ...]
    lost_gates: frozenset[str]
    won_gates: frozenset[str]


def changes_of(criteria_set: CriteriaSet) -> Iterator[ChoiceChange]:
    """Yield every choice of a filed application whose points the new version would change."""
    before, after = Scoring.of(criteria_set.procedure), Scoring.by(criteria_set)
    applications = (
        Application.objects.competing()
        .filter(procedure=criteria_set.procedure)
        .with_answers()
        .order_by("number")
    )
    for application in applications:
        for choice in application.choices.all():
            change = _change(
                application,
                choice,
                before.points(application, choice, count_pending=True),
                after.points(application, choice, count_pending=True),
            )
            if change is not None:
                yield change


def _change(
    application: Application, choice: Choice, before: Points, after: Points
) -> ChoiceChange | None:
    stages = tuple(
        StageChange(stage, before.total(stage), after.total(stage))
        for stage in Stage
        if before.total(stage) != after.total(stage)
    )
    lost = frozenset(after.unmet_gates) - frozenset(before.unmet_gates)
    won = frozenset(before.unmet_gates) - frozenset(after.unmet_gates)
    if not stages and not lost and not won:
        return None
    return ChoiceChange(application, choice, stages, lost, won)


def check_can_activate(criteria_set: CriteriaSet) -> None:
    """A version that is not in force yet, of which the allocation compares everything.

    Raise `NotAllowed` otherwise, and when results are announced.
    """
    if criteria_set.is_active:
        raise NotAllowed(_("Ta wersja kryteriów już obowiązuje."))
    if criteria_set.procedure.is_published:
        raise NotAllowed(_("Wyniki są ogłoszone. Kryteriów tego naboru nie można już zmienić."))
    for reason in reasons_against(criteria_set.resolution.rules):
        raise NotAllowed(_("Tej wersji nie można włączyć. %(reason)s") % {"reason": reason})


@transaction.atomic
def activate(*, criteria_set: CriteriaSet, actor: User, now: datetime) -> int:
    """Count points by this version from now on; return the number of applications it changes.

    Every claim goes over to the criterion of the same code with its verdict, so nothing that was
    verified is lost; a claim to a criterion that is gone stays on record and gives no points.
    Raise `NotAllowed` as `check_can_activate` does.
    """
    check_can_activate(criteria_set)
    changed = {change.application for change in changes_of(criteria_set)}
    old = set_in_force(criteria_set.procedure)
    put_in_force(criteria_set=criteria_set, activated_by=actor, now=now)
    if old is not None:
        _take_claims_over(old, criteria_set)
    for application in sorted(changed, key=lambda application: application.number):
        record(
            application,
            Verb.CRITERIA_CHANGED,
            actor=actor,
            actor_role=Actor.OFFICE,
            now=now,
            detail=_("wersja %(number)d") % {"number": criteria_set.version},
        )
    return len(changed)


def _take_claims_over(old: CriteriaSet, new: CriteriaSet) -> None:
    new_by_code = {criterion.code: criterion for criterion in new.criteria.all()}
    for criterion in old.criteria.all():
        if criterion.code in new_by_code:
            Claim.objects.filter(criterion=criterion).update(criterion=new_by_code[criterion.code])
