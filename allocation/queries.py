"""What the office's pages show of runs and of the applications that wait."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from allocation.models import AllocationRun, Placement, RunStatus, TieDecision
from allocation.outcomes import GroupOutcome, score_of
from allocation.ties import OpenTie
from recruitment.applications.models import Application
from recruitment.applications.workflow import WAITING_FOR_COMMITTEE
from recruitment.decisions.score import Score
from recruitment.procedures.models import Procedure
from schools.models import Group, Institution


def runs_of(procedure: Procedure) -> "QuerySet[AllocationRun]":
    """The ledger of the procedure, newest first, without the long texts."""
    return (
        AllocationRun.objects.filter(procedure=procedure)
        .select_related("created_by", "published_by", "procedure")
        .defer("problem", "result", "facts", "explanations")
        .annotate(
            number_placed=Count("placements", filter=Q(placements__group__isnull=False)),
            number_not_placed=Count("placements", filter=Q(placements__group__isnull=True)),
        )
        .order_by("-number")
    )


def number_unverified(procedure: Procedure) -> int:
    """How many filed applications take no part, because nobody has verified them."""
    return Application.objects.filter(procedure=procedure).waiting_for_committee().count()


def institutions_with_waiting(procedure: Procedure) -> "QuerySet[Institution]":
    """Institutions whose committee has not verified everything: `number_waiting`, most first."""
    waiting = Q(
        groups__choices__position=1,
        groups__choices__application__procedure=procedure,
        groups__choices__application__status__in=WAITING_FOR_COMMITTEE,
    )
    return (
        Institution.objects.annotate(number_waiting=Count("groups__choices", filter=waiting))
        .filter(number_waiting__gt=0)
        .order_by("-number_waiting", "position", "code")
    )


def waiting_applications(procedure: Procedure) -> "QuerySet[Application]":
    """Filed applications that nobody has verified, by first-choice institution and name."""
    return (
        Application.objects.filter(procedure=procedure, choices__position=1)
        .waiting_for_committee()
        .select_related("candidate")
        .annotate(
            institution_name=F("choices__group__institution__short_name"),
            institution_position=F("choices__group__institution__position"),
        )
        .order_by("institution_position", "candidate__sort_key", "pk")
    )


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One group with what a run proposes for it and the children who wait for the committee."""

    group: Group
    outcome: GroupOutcome
    contested: int

    @property
    def last_in_words(self) -> str:
        """The points of the last child with a place, or why there is no such child."""
        if self.outcome.lowest:
            return self.outcome.lowest.in_words
        if not self.outcome.places:
            return _("nie ma wolnych miejsc")
        if self.contested:
            return _("czeka na decyzję komisji")
        if self.outcome.refused:
            return _("nikt nie otrzymał miejsca")
        return _("nikt nie ubiegał się o miejsce")


def group_rows(
    procedure: Procedure, outcomes: dict[str, GroupOutcome], ties: Iterable[OpenTie]
) -> list[GroupRow]:
    """The groups of a run in the order of the public offer."""
    ties = list(ties)
    return [
        GroupRow(
            group=group,
            outcome=outcomes[group.code],
            contested=sum(len(tie.children) for tie in ties if tie.group == group.code),
        )
        for group in Group.objects.for_year(procedure.school_year)
        if group.code in outcomes
    ]


@dataclass(frozen=True, slots=True)
class PositionRow:
    """How many children got the group that they put at this position; None: no place.

    `waits`: they have no place only until the committee has put equal children in order.
    """

    position: int | None
    number: int
    waits: bool = False


def number_by_position(run: AllocationRun) -> list[PositionRow]:
    """First choices first; then the children who wait for the committee, then those without a place.

    A row without children is left out.
    """
    rows = [
        PositionRow(position, number)
        for position, number in run.placements.filter(position__isnull=False)
        .values_list("position")
        .annotate(Count("pk"))
        .order_by("position")
    ]
    without_place = run.placements.filter(position__isnull=True)
    asked = {child for tie in ties_of(run) for child in tie.children}
    waiting = without_place.filter(application__number__in=asked).count() if asked else 0
    rows += [
        PositionRow(None, waiting, waits=True),
        PositionRow(None, without_place.count() - waiting),
    ]
    return [row for row in rows if row.number]


@dataclass(frozen=True, slots=True)
class Movement:
    """How many children fare otherwise than in an earlier run."""

    earlier_number: int
    gained: int
    lost: int
    moved: int


def movement_since_previous(run: AllocationRun) -> Movement | None:
    """The run beside the finished one before it; None when there is none."""
    earlier = (
        AllocationRun.objects.filter(
            procedure=run.procedure_id, status=RunStatus.DONE, number__lt=run.number
        )
        .only("number")
        .order_by("-number")
        .first()
    )
    if earlier is None:
        return None
    before, after = _groups_by_application(earlier), _groups_by_application(run)
    pairs = [(before.get(application), group) for application, group in after.items()]
    return Movement(
        earlier_number=earlier.number,
        gained=sum(old is None and new is not None for old, new in pairs),
        lost=sum(old is not None and new is None for old, new in pairs),
        moved=sum(None not in (old, new) and old != new for old, new in pairs),
    )


def _groups_by_application(run: AllocationRun) -> dict[int, int | None]:
    return dict(Placement.objects.filter(run=run).values_list("application", "group"))


def tie_children(procedure: Procedure, children: Iterable[str]) -> list[Application]:
    """The children of a tie in alphabetical order, which decides nothing."""
    return list(
        Application.objects.filter(procedure=procedure, number__in=list(children))
        .select_related("candidate")
        .order_by("candidate__sort_key", "number")
    )


@dataclass(frozen=True, slots=True)
class TieRow:
    """A tie of a run: `index` is its number in the run's record, from 1; `decision` is the
    committee's word since the run.
    """

    index: int
    tie: OpenTie
    group: Group
    score: Score | None
    decision: TieDecision | None


def ties_of(run: AllocationRun) -> list[OpenTie]:
    """The ties that the run left to the committee, as they were stored."""
    return [OpenTie.from_json(document) for document in run.open_ties]


def undecided_ties(run: AllocationRun) -> list[OpenTie]:
    """The ties of the run of which the committee has said nothing since."""
    decided = {
        (group, tuple(points))
        for group, points in run.tie_decisions.values_list("group__code", "points")
    }
    return [tie for tie in ties_of(run) if (tie.group, tie.points) not in decided]


def tie_rows(run: AllocationRun, ties: Sequence[OpenTie]) -> list[TieRow]:
    """The ties in the order of the public offer, higher points first, with what the committee has
    said of them meanwhile.
    """
    groups = _groups_by_code(run.procedure)
    place = {code: number for number, code in enumerate(groups)}
    decided = {
        (decision.group.code, tuple(decision.points)): decision
        for decision in run.tie_decisions.select_related("group")
    }
    rows = [
        TieRow(
            index=index,
            tie=tie,
            group=groups[tie.group],
            score=score_of(tie.points),
            decision=decided.get((tie.group, tie.points)),
        )
        for index, tie in enumerate(ties, start=1)
    ]
    rows.sort(key=lambda row: row.tie.points, reverse=True)
    return sorted(rows, key=lambda row: place[row.tie.group])


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order of the committee that is in force."""

    decision: TieDecision
    score: Score | None


def orders_in_force(procedure: Procedure) -> list[OrderRow]:
    """The latest order of the committee at every group and points, as `tie_rows` are in order."""
    latest: dict[tuple[int, tuple[int, ...]], TieDecision] = {}
    decisions = TieDecision.objects.filter(procedure=procedure)
    for decision in decisions.select_related("group__institution", "asked_by_run"):
        latest[decision.group_id, tuple(decision.points)] = decision
    if not latest:
        return []
    place = {code: number for number, code in enumerate(_groups_by_code(procedure))}
    by_points = sorted(latest.values(), key=lambda decision: decision.points, reverse=True)
    return [
        OrderRow(decision, score_of(tuple(decision.points)))
        for decision in sorted(by_points, key=lambda decision: place[decision.group.code])
    ]


def earlier_order(tie: OpenTie, procedure: Procedure) -> list[Application]:
    """The children in the order that the committee gave before for the same place, if it did."""
    for row in orders_in_force(procedure):
        decision = row.decision
        if (decision.group.code, tuple(decision.points)) == (tie.group, tie.points):
            children = {child.number: child for child in tie_children(procedure, decision.order)}
            return [children[number] for number in decision.order if number in children]
    return []


def _groups_by_code(procedure: Procedure) -> dict[str, Group]:
    return {group.code: group for group in Group.objects.for_year(procedure.school_year)}
