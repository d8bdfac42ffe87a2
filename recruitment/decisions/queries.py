"""What was decided, as pages show it: nothing of it before the announcement."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch, QuerySet

from accounts.models import User
from recruitment.applications.models import Application
from recruitment.applications.queries import applications_of
from recruitment.decisions.models import ChoiceDecision, ChoiceResult, ResultNotice
from recruitment.decisions.score import Score
from recruitment.procedures.models import Procedure
from recruitment.procedures.queries import offered_groups
from schools.models import Group

SMALLEST_SHOWN = 3
"""Fewer children than this would be told one by one by a number (R58)."""


def applications_with_decision(user: User) -> "QuerySet[Application]":
    """A parent's own applications for their list, each with what was decided of the child."""
    return applications_of(user).select_related("decision__group__institution")


def applications_with_result(user: User) -> "QuerySet[Application]":
    """The parent's own applications with the decision and what came of every choice."""
    choices = ChoiceDecision.objects.select_related("group__institution")
    return (
        Application.objects.owned_by(user)
        .select_related("candidate", "procedure", "decision__group__institution")
        .prefetch_related(Prefetch("decision__choices", queryset=choices))
    )


def number_of_notices(procedure: Procedure) -> dict[str, int]:
    """How many letters about the announcement there are, and how many of them have gone out."""
    return ResultNotice.objects.filter(procedure=procedure).aggregate(
        total=Count("pk"), sent=Count("sent_at")
    )


@dataclass(frozen=True, slots=True)
class GroupThreshold:
    """What everybody may know of a group: never a name, never a number that tells one child.

    `qualified` and `lowest` are None when fewer than `SMALLEST_SHOWN` children are qualified.
    """

    group: Group
    places: int
    qualified: int | None
    lowest: Score | None


def thresholds(procedure: Procedure) -> list[GroupThreshold]:
    """Every group with its places, qualified children and lowest qualifying points (art. 158)."""
    rows = (
        ChoiceDecision.objects.filter(
            decision__application__procedure=procedure, result=ChoiceResult.QUALIFIED
        )
        .order_by()
        .values_list("group", "last_resident", "last_statutory_points", "last_municipal_points")
        .annotate(Count("pk"))
    )
    shown = {
        group: (number, Score(*lowest))
        for group, *lowest, number in rows
        if number >= SMALLEST_SHOWN
    }
    return [
        GroupThreshold(
            group,
            group.free_places,  # type: ignore[attr-defined]  # of offered_groups
            *shown.get(group.pk, (None, None)),
        )
        for group in offered_groups(procedure)
    ]
