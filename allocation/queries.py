"""What the office's pages show of runs and of the applications that wait."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from allocation.models import AllocationRun, Placement, RunStatus, TieDecision
from allocation.outcomes import GroupOutcome
from allocation.ties import OpenTie
from recruitment.applications.models import Application
from recruitment.applications.workflow import WAITING_FOR_COMMITTEE, Status
from recruitment.procedures.models import Procedure
from schools.models import Group, Institution


def runs_of(procedure: Procedure) -> "QuerySet[AllocationRun]":
    """The ledger of the procedure, newest first, without the long texts."""
    return (
        AllocationRun.objects.filter(procedure=procedure)
        .select_related("created_by", "published_by", "procedure")
        .defer("problem", "result", "facts")
        .annotate(
            number_of_children=Count("placements"),
            number_placed=Count("placements", filter=Q(placements__group__isnull=False)),
        )
        .order_by("-number")
    )


def number_by_status(procedure: Procedure) -> dict[Status, int]:
    """How many applications have each status; a draft is nobody's business but the parent's."""
    counted = dict(
        Application.objects.filter(procedure=procedure)
        .order_by()
        .values_list("status")
        .annotate(Count("pk"))
    )
    return {status: counted.get(status, 0) for status in Status if status != Status.DRAFT}


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


def number_by_position(run: AllocationRun) -> dict[int | None, int]:
    """How many children the run places at their first, second, … choice; None: not placed."""
    return dict(run.placements.order_by("position").values_list("position").annotate(Count("pk")))


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
        Application.objects.filter(procedure=procedure, public_id__in=list(children))
        .select_related("candidate")
        .order_by("candidate__sort_key", "number")
    )


def decided_places(run: AllocationRun) -> dict[tuple[str, tuple[int, ...]], TieDecision]:
    """The ties of this run that the committee has already decided, by group and points."""
    return {
        (decision.group.code, tuple(decision.points)): decision
        for decision in run.tie_decisions.select_related("group")
    }


def earlier_decision(tie: OpenTie, procedure: Procedure) -> TieDecision | None:
    """The order on record for the same place, if the committee gave one before."""
    return (
        TieDecision.objects.filter(
            procedure=procedure, group__code=tie.group, points=list(tie.points)
        )
        .order_by("recorded_at", "pk")
        .last()
    )
