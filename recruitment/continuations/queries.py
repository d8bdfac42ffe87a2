"""Which declarations somebody may see, and what was done with one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from accounts.models import User
from recruitment.continuations.models import Done
from recruitment.procedures.models import Continuation, Procedure
from recruitment.procedures.queries import offered_groups
from schools.models import Group, Institution, StaffRole
from schools.polish_order import sort_key
from ui.folding import fold


@dataclass(frozen=True, slots=True)
class Line:
    """Who did what, how many times, when last, and why."""

    what: str
    who: str
    times: int
    last_at: datetime
    reason: str


def visible_declarations(user: User, today: date) -> "QuerySet[Continuation]":
    """The declarations to the institutions of this person; the office sees only how many."""
    return Continuation.objects.filter(
        group__institution__in=Institution.objects.of_staff(user, today)
    ).select_related("group__institution", "procedure")


def matching(user: User, procedure: Procedure, today: date, text: str = "") -> list[Continuation]:
    """Own declarations of the procedure whose child's name or number holds every word of `text`.

    In the Polish order of the children's names.
    """
    words = fold(text).split()
    declarations = [
        one
        for one in visible_declarations(user, today).filter(procedure=procedure)
        if all(word in fold(f"{one.list_name} {one.number}") for word in words)
    ]
    return sorted(declarations, key=lambda one: (sort_key(one.list_name), one.pk))


def own_groups(user: User, procedure: Procedure, today: date) -> "QuerySet[Group]":
    """The groups of this person's institutions, with their free places."""
    mine = Institution.objects.of_staff(user, today)
    return offered_groups(procedure).filter(institution__in=mine)


def with_withdrawn(groups: "QuerySet[Group]", procedure: Procedure) -> "QuerySet[Group]":
    """Groups of `offered_groups` with how many declarations were `withdrawn` in each."""
    gone = Continuation.objects.filter(
        group=OuterRef("pk"), procedure=procedure, withdrawn_at__isnull=False
    )
    number = gone.order_by().values("group").annotate(number=Count("pk")).values("number")
    return groups.annotate(withdrawn=Coalesce(Subquery(number), 0))


def history_of(declaration: Continuation) -> list[Line]:
    """What was done with the declaration and who opened it, the last first."""
    rows = (
        declaration.events.order_by()
        .values("done", "actor__first_name", "actor__last_name", "actor__email", "role", "reason")
        .annotate(times=Count("pk"), last_at=Max("happened_at"), last=Max("pk"))
        .order_by("-last")
    )
    return [
        Line(
            what=str(Done(row["done"]).label),
            who=_who(row),
            times=row["times"],
            last_at=row["last_at"],
            reason=row["reason"],
        )
        for row in rows
    ]


def _who(row: Mapping[str, Any]) -> str:
    """`Anna Nowak, sekretariat`; without a name the address of the account."""
    name = f"{row['actor__first_name']} {row['actor__last_name']}".strip()
    return f"{name or row['actor__email']}, {StaffRole(row['role']).label}"
