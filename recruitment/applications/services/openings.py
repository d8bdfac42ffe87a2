"""Recording who was shown what of a child: in the request that shows it, before it is sent."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from accounts.models import Role, User
from recruitment.applications.models import ListOpening, Opened, OpenedList, Opening
from recruitment.procedures.models import Procedure
from schools.models import Institution, StaffMembership, StaffRole


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, in which role, and for which institution (the office for none)."""

    user: User
    role: str
    institution: Institution | None

    @classmethod
    def of_office(cls, user: User) -> "Reader":
        return cls(user, Role.OFFICE, None)

    @classmethod
    def at(cls, institution: Institution, user: User, today: date) -> "Reader":
        """The person in their role at this institution, or, having none there, of the office.

        Of several roles the one that decides most: in the order of `StaffRole`.
        """
        held = StaffMembership.objects.current(today).filter(user=user, institution=institution)
        roles = set(held.values_list("role", flat=True))
        role = next((role for role in StaffRole if role in roles), None)
        return cls(user, role, institution) if role else cls.of_office(user)


def record_openings(
    applications: Iterable[int], *, reader: Reader, what: Opened, now: datetime
) -> None:
    """One event for each of these applications (keys of rows), however many a file tells of."""
    Opening.objects.bulk_create(
        Opening(
            application_id=application,
            opened_at=now,
            opened_by=reader.user,
            role=reader.role,
            institution=reader.institution,
            what=what,
        )
        for application in applications
    )


def record_list_opening(
    procedure: Procedure,
    *,
    user: User,
    what: OpenedList,
    number_of_children: int,
    now: datetime,
    filters: str = "",
) -> None:
    """One event for a list of names, each of which leads to a file with events of its own."""
    ListOpening.objects.create(
        procedure=procedure,
        opened_at=now,
        opened_by=user,
        what=what,
        filters=filters,
        number_of_children=number_of_children,
    )
