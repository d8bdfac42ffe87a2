"""One preschool with a headteacher and a committee of four, before and after its meeting."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.models import User
from recruitment.applications.models import Application
from recruitment.applications.workflow import Status
from recruitment.committee.models import Meeting, Protocol
from recruitment.committee.services.meetings import Appointment, call_meeting, mark_attendance
from recruitment.committee.services.protocols import confirm_protocol, present_protocol
from recruitment.procedures.models import Procedure, StageCode
from recruitment.verification.services.decisions import (
    ClaimDecision,
    Verdict,
    decide_claims,
    mark_verified,
)
from schools.models import Group, Institution, StaffRole
from tests import factories

NOW = factories.DURING[StageCode.VERIFICATION]
AN_HOUR = timedelta(hours=1)
TODAY = NOW.date()


@dataclass(frozen=True)
class Scene:
    procedure: Procedure
    ours: Institution
    theirs: Institution
    our_group: Group
    their_group: Group
    head: User
    chair: User
    members: tuple[User, ...]

    @property
    def everybody(self) -> list[User]:
        """The committee, the chair first."""
        return [self.chair, *self.members]

    def application(self, status: Status = Status.FILED, **fields: object) -> Application:
        """An application to our group first and to theirs second."""
        fields.setdefault("groups", [self.our_group, self.their_group])
        return factories.make_application(self.procedure, status=status, **fields)

    def child_of(self, person: User) -> Application:
        """The person files for a child of their own; ours is the second choice."""
        return self.application(owner=person, groups=[self.their_group, self.our_group])

    def meeting(self, held_at: datetime = NOW - AN_HOUR) -> Meeting:
        """A meeting convened by the chair."""
        return call_meeting(
            institution=self.ours,
            procedure=self.procedure,
            appointment=Appointment(held_at, "sala nr 4"),
            actor=self.chair,
            now=held_at - timedelta(days=1),
        )

    def attended(self, people: list[User], held_at: datetime = NOW - AN_HOUR) -> Meeting:
        """A meeting at which these people were."""
        return mark_attendance(
            meeting=self.meeting(held_at),
            present=[person.pk for person in people],
            actor=self.chair,
            now=held_at,
            seen_revision=1,
        )

    def presented(self, people: list[User], now: datetime = NOW) -> Protocol:
        """The protocol of a meeting at which these people were, waiting for them."""
        meeting = self.attended(people, now - AN_HOUR)
        return present_protocol(
            meeting=meeting, actor=self.chair, now=now, seen_revision=meeting.revision
        )

    def verify(self, application: Application, now: datetime = NOW) -> None:
        """The chair accepts every claim and approves."""
        decide_claims(
            application=application,
            decisions=[
                ClaimDecision(claim.pk, Verdict.ACCEPTED) for claim in application.claims.all()
            ],
            actor=self.chair,
            now=now,
            seen_event=application.events.last().pk,
        )
        mark_verified(
            application=application,
            actor=self.chair,
            now=now,
            seen_event=application.events.last().pk,
        )


def make_scene() -> Scene:
    procedure = factories.make_procedure()
    factories.make_criteria(procedure)
    ours = factories.make_institution(
        "ours", name="Przedszkole Słoneczne", short_name="PM nr 1", street="ul. Leśna 1"
    )
    theirs = factories.make_institution("theirs", short_name="PM nr 2")
    return Scene(
        procedure=procedure,
        ours=ours,
        theirs=theirs,
        our_group=factories.make_group(ours, name="Pszczółki"),
        their_group=factories.make_group(theirs, name="Motylki"),
        head=factories.make_staff(ours, StaffRole.DIRECTOR, first_name="Maria", last_name="Łoś"),
        chair=_member(ours, "Ewa", "Ćwik", StaffRole.COMMITTEE_CHAIR),
        members=tuple(
            _member(ours, *name)
            for name in (("Jan", "Abacki"), ("Zofia", "Łęcka"), ("Olga", "Żuk"))
        ),
    )


def _member(
    institution: Institution,
    first_name: str,
    last_name: str,
    role: StaffRole = StaffRole.COMMITTEE_MEMBER,
) -> User:
    return factories.make_staff(institution, role, first_name=first_name, last_name=last_name)


def confirm(protocol: Protocol, *people: User, now: datetime = NOW) -> None:
    """Each of these people confirms the version as it stands."""
    for person in people:
        confirm_protocol(
            meeting=protocol.meeting, actor=person, now=now, seen_sha256=protocol.sha256
        )


def day_before(day: date) -> date:
    return day - timedelta(days=1)
