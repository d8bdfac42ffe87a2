"""Who sits in a committee, who may not, and what its pages show."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import Enum

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.utils.timezone import localtime

from accounts.models import User
from recruitment.applications.models import Application, Guardian
from recruitment.committee.models import CompositionChange, Meeting, Protocol
from recruitment.committee.quorum import FEWEST_MEMBERS, quorum_of
from recruitment.procedures.models import Procedure
from recruitment.procedures.queries import institutions_beside
from schools.models import Institution, StaffMembership, StaffMembershipQuerySet, StaffRole
from schools.polish_order import sort_key

COMMITTEE_ROLES = (StaffRole.COMMITTEE_CHAIR, StaffRole.COMMITTEE_MEMBER)


class Bar(Enum):
    """Why somebody may not sit in a committee (regulation Dz.U. 2019 poz. 1737)."""

    HEADTEACHER = "headteacher"
    OWN_CHILD = "own_child"


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a committee; one with a `bar` does not count and confirms nothing."""

    person: User
    is_chair: bool
    starts_on: date
    ends_on: date | None
    bar: Bar | None = None
    is_marked: bool = False

    @property
    def name(self) -> str:
        """First name and surname."""
        return self.person.get_full_name()

    @property
    def is_present(self) -> bool:
        """Was this person at the meeting, as one who counts?"""
        return self.is_marked and self.bar is None


@dataclass(frozen=True, slots=True)
class Composition:
    """The people of a committee, the chair first, then in Polish order of surnames."""

    members: tuple[Member, ...]

    @property
    def chairs(self) -> list[Member]:
        """Whoever leads it: one person, when all is well."""
        return [member for member in self.members if member.is_chair]

    @property
    def barred(self) -> list[Member]:
        """Members who may not sit in it."""
        return [member for member in self.members if member.bar]

    @property
    def present(self) -> list[Member]:
        """Members who were at the meeting and count."""
        return [member for member in self.members if member.is_present]

    @property
    def quorum(self) -> int:
        """How many must be present."""
        return quorum_of(len(self.members))

    @property
    def has_quorum(self) -> bool:
        """Were enough of them present? Nobody is no quorum of nobody."""
        return len(self.present) >= max(self.quorum, 1)

    @property
    def is_large_enough(self) -> bool:
        """Does it have as many members as the law asks for?"""
        return len(self.members) >= FEWEST_MEMBERS


def composition_on(institution: Institution, procedure: Procedure | None, day: date) -> Composition:
    """Who sits in the institution's committee on this day."""
    return _composition(StaffMembership.objects.current(day), institution, procedure, day)


def seats_from(institution: Institution, procedure: Procedure | None, today: date) -> list[Member]:
    """Every seat held today or from a later day: who changes the role in the meantime has two."""
    return _seats(StaffMembership.objects.not_over(today), institution, procedure, today)


def composition_at(meeting: Meeting) -> Composition:
    """Who sat in the committee on the day of the meeting, and who of them was there."""
    day = localtime(meeting.held_at).date()
    present = set(meeting.attendances.values_list("person", flat=True))
    return _composition(
        StaffMembership.objects.current(day), meeting.institution, meeting.procedure, day, present
    )


def _composition(
    memberships: StaffMembershipQuerySet,
    institution: Institution,
    procedure: Procedure | None,
    day: date,
    present: Collection[int] = (),
) -> Composition:
    """One seat of each person: the chair's, for who has two on the same day."""
    seats = _seats(memberships, institution, procedure, day, present)
    first_seats = {seat.person.pk: seat for seat in reversed(seats)}
    return Composition(tuple(seat for seat in seats if first_seats[seat.person.pk] is seat))


def _seats(
    memberships: StaffMembershipQuerySet,
    institution: Institution,
    procedure: Procedure | None,
    day: date,
    present: Collection[int] = (),
) -> list[Member]:
    rows = list(
        memberships.filter(institution=institution, role__in=COMMITTEE_ROLES).select_related("user")
    )
    bars = who_may_not_sit(institution, procedure, {row.user for row in rows}, day)
    seats = [
        Member(
            person=row.user,
            is_chair=row.role == StaffRole.COMMITTEE_CHAIR,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            bar=bars.get(row.user_id),
            is_marked=row.user_id in present,
        )
        for row in rows
    ]
    return sorted(seats, key=_order_of)


def _order_of(seat: Member) -> tuple[bool, str, int, date]:
    name = f"{seat.person.last_name} {seat.person.first_name}".strip() or seat.person.email
    return not seat.is_chair, sort_key(name), seat.person.pk, seat.starts_on


def who_may_not_sit(
    institution: Institution, procedure: Procedure | None, people: Collection[User], day: date
) -> dict[int, Bar]:
    """The reason against each of these people, by the key of their account.

    A zespół has one headteacher for all its institutions. A child is known by the account of its
    application, or by a guardian's address in it; it counts while its application competes and
    names one of the institution's groups at any position.
    """
    headteachers = StaffMembership.objects.current(day).filter(
        institution__in=[institution, *institutions_beside(institution)],
        role=StaffRole.DIRECTOR,
        user__in=people,
    )
    barred = dict.fromkeys(headteachers.values_list("user", flat=True), Bar.HEADTEACHER)
    if procedure is None:
        return barred
    competing = Application.objects.competing().filter(
        procedure=procedure, choices__group__institution=institution
    )
    owners = set(competing.filter(owner__in=people).values_list("owner", flat=True))
    addresses = set(
        Guardian.objects.filter(application__in=competing)
        .annotate(address=Lower("email"))
        .filter(address__in=[person.email.lower() for person in people])
        .values_list("address", flat=True)
    )
    parents = {
        person.pk: Bar.OWN_CHILD
        for person in people
        if person.pk in owners or person.email.lower() in addresses
    }
    return parents | barred


def changes_of(institution: Institution) -> "QuerySet[CompositionChange]":
    """The headteacher's acts about the committee, the newest first."""
    return institution.composition_changes.select_related("person", "recorded_by")


def meetings_of(institution: Institution, procedure: Procedure) -> "QuerySet[Meeting]":
    """The meetings of one committee, the newest first."""
    return institution.meetings.filter(procedure=procedure)


def meetings_with_protocol(
    institution: Institution, procedure: Procedure
) -> list[tuple[Meeting, Protocol | None]]:
    """The meetings of one committee, each with its standing version if there is one."""
    standing = {
        protocol.meeting_id: protocol
        for protocol in Protocol.objects.of_committee(institution, procedure).standing()
    }
    meetings = meetings_of(institution, procedure)
    return [(meeting, standing.get(meeting.pk)) for meeting in meetings]


def standing_protocol(meeting: Meeting) -> Protocol | None:
    """The version that waits for confirmations or is closed; None while there is only a draft."""
    return (
        meeting.protocols.standing()
        .select_related("presented_by", "closed_by")
        .prefetch_related("confirmations__person")
        .first()
    )


def withdrawn_protocols(meeting: Meeting) -> "QuerySet[Protocol]":
    """The versions that were taken back, each with who had confirmed it."""
    return (
        meeting.protocols.filter(withdrawn_at__isnull=False)
        .select_related("withdrawn_by")
        .prefetch_related("confirmations__person")
    )
