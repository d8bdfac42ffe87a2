"""Who has opened a file: the events of one application, many looks of one person as one line."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min

from accounts.models import Role
from recruitment.applications.models import Application, Opened
from schools.models import StaffRole

_ROLES = {role.value: role.label for role in (*StaffRole, *Role)}


@dataclass(frozen=True, slots=True)
class OpenedBy:
    """Who opened what, how many times, and when first and last."""

    who: str
    what: str
    times: int
    first_at: datetime
    last_at: datetime


def opened_by_role(application: Application) -> list[OpenedBy]:
    """For the family: which institution, in which role; the person's name stays with the office.

    The newest first.
    """
    return _grouped(application, "role", "institution__short_name")


def opened_by_person(application: Application) -> list[OpenedBy]:
    """For the committee and the office: the same with names, so that each answers for oneself."""
    person = ("opened_by", "opened_by__first_name", "opened_by__last_name", "opened_by__email")
    return _grouped(application, "role", "institution__short_name", *person)


def _grouped(application: Application, *who: str) -> list[OpenedBy]:
    rows = (
        application.openings.order_by()
        .values(*who, "what")
        .annotate(times=Count("pk"), first_at=Min("opened_at"), last_at=Max("opened_at"))
        .order_by("-last_at", *who, "what")
    )
    return [
        OpenedBy(
            who=_who(row),
            what=str(Opened(row["what"]).label),
            times=row["times"],
            first_at=row["first_at"],
            last_at=row["last_at"],
        )
        for row in rows
    ]


def _who(row: dict[str, str | None]) -> str:
    """`Anna Nowak, przewodniczący komisji, PM nr 1`, as far as it is asked for."""
    name = " ".join(
        filter(None, [row.get("opened_by__first_name"), row.get("opened_by__last_name")])
    )
    parts = [
        name or row.get("opened_by__email"),
        _ROLES[str(row["role"])],
        row["institution__short_name"],
    ]
    return ", ".join(str(part) for part in parts if part)
