"""A town with one of everybody, and a child of whom only a few may know."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Any

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db.models import Model
from django.urls import reverse

from accounts.models import RoleGrant, User
from allocation.models import AllocationRun, TieDecision
from allocation.queries import number_unverified
from allocation.services import CommitteeOrder, publish_run, record_tie_decision
from allocation.ties import OpenTie
from recruitment.applications.models import (
    Application,
    Channel,
    Claim,
    ListOpening,
    MayorAnswer,
    MayorRequest,
    Opening,
    Verdict,
)
from recruitment.applications.services.history import record
from recruitment.applications.workflow import Actor, Status, Verb
from recruitment.committee.models import Meeting
from recruitment.committee.services.meetings import Appointment, call_meeting, mark_attendance
from recruitment.committee.services.protocols import (
    close_protocol,
    confirm_protocol,
    present_protocol,
)
from recruitment.continuations.models import ContinuationEvent
from recruitment.procedures.models import Procedure, StageCode
from schools.models import Group, StaffMembership, StaffRole
from tests import factories
from tests.allocation.rounds import finished_run
from tests.architecture.routes import Route

SURNAME = "Źdźbłowska"
PAPER = "paper"
# What a look at a child writes. A change of a declaration writes there too, and changes its row.
READING = (Opening, ListOpening, ContinuationEvent)
# No two applications have the same first name, so that a page which names a child names one.
FIRST_NAMES = {
    Status.DRAFT: "Bożydara",
    Status.FILED: "Dobromiła",
    Status.IN_VERIFICATION: "Gorzysława",
    Status.RETURNED: "Jaropełka",
    Status.VERIFIED: "Ludomiła",
    Status.REJECTED: "Mścisława",
    Status.WITHDRAWN: "Niegosława",
    PAPER: "Radzimiła",
    "another": "Świętosława",
}
STAYING = "Wszebora"
BORN_ON = date(2022, 5, 17)
# Of each role one person at every preschool, and one person of the office.
STAFF = tuple(StaffRole.values)


class Moment(Enum):
    """How far the town has come; each moment has what the earlier ones have."""

    APPLYING = factories.DURING[StageCode.APPLICATION]
    TIED = factories.DURING[StageCode.ALLOCATION]
    ORDERED = factories.STAGE_DATES[StageCode.QUALIFIED_LISTS][0]
    ANNOUNCED = factories.DURING[StageCode.QUALIFIED_LISTS]

    @property
    def clock(self) -> datetime:
        """What the server's clock shows then."""
        return self.value


@dataclass(frozen=True)
class Town:
    """`applications` are those of the child, one of each status and one on paper, all of `owner`."""

    procedure: Procedure
    first: Group
    second: Group
    elsewhere: Group
    people: dict[str, User] = field(default_factory=dict)
    applications: dict[str, Application] = field(default_factory=dict)

    @property
    def newest_run(self) -> AllocationRun | None:
        """The run that the office's pages are about."""
        return self.procedure.runs.first()

    @property
    def meeting(self) -> Meeting:
        """The meeting of the first preschool's committee."""
        return Meeting.objects.get()

    def address(self, route: Route, application: Application | None = None) -> str:
        """The address of a route, with values that exist wherever they can.

        A parameter that is new here is an error until somebody says what it may be.
        """
        run = self.newest_run
        order = TieDecision.objects.first()
        values = {
            "public_id": self._public_id(route, application),
            "number": run.number if run else 1,
            "index": 1,
            "pk": order.pk if order else 1,
            "meeting": self.meeting.pk,
            "question": MayorRequest.objects.get().pk,
            "person": self.people["first member"].pk,
            "name": "lublin-2022" if route.name == "shipped_criteria_file" else "problem.json",
            "version": 2,
            "code": StageCode.VERIFICATION
            if route.name == "move_stage"
            else self.first.institution.code,
            "key": "nie-ma-takiego",
            "uidb36": "1",
        }
        return reverse(route.name, kwargs={name: values[name] for name in route.parameters})

    def _public_id(self, route: Route, application: Application | None) -> str:
        if route.is_about_a_declaration:
            return str(self.procedure.continuations.get().public_id)
        return application.public_id if application else "nie-ma-takiego"


def make_town(moment: Moment = Moment.APPLYING) -> Town:
    """The town at this moment; the caller sets the clock."""
    procedure = factories.make_procedure()
    factories.make_criteria(procedure)
    factories.make_next_criteria(procedure)
    first, second, elsewhere = (
        factories.make_group(
            factories.make_institution(code, short_name=f"PM nr {number}"),
            f"{code}-grupa",
            places_total=places,
        )
        for number, (code, places) in enumerate(
            {"pierwsze": 2, "drugie": 5, "trzecie": 5}.items(), start=1
        )
    )
    # Somebody stays in the first group, so one place is free there.
    factories.make_continuation(first, procedure, first_names=STAYING, surname=SURNAME)
    town = Town(procedure, first, second, elsewhere)
    _settle(town)
    _apply(town)
    _convene(town, moment)
    if moment is not Moment.APPLYING:
        _allocate(town, moment)
    return town


def _settle(town: Town) -> None:
    """Everybody who may sign in."""
    people = town.people
    people["owner"] = factories.make_user()
    people["another parent"] = factories.make_user()
    for place in ("first", "second", "elsewhere"):
        for role in STAFF:
            institution = getattr(town, place).institution
            people[f"{place} {role}"] = factories.make_staff(institution, StaffRole(role))
    people["office"] = factories.make_office_worker()
    yesterday = Moment.APPLYING.clock.date() - timedelta(days=1)
    for former in ("former chair", "former director"):
        role = StaffRole(former.removeprefix("former "))
        people[former] = factories.make_staff(town.first.institution, role)
        StaffMembership.objects.filter(user=people[former]).update(ends_on=yesterday)
    people["former office"] = factories.make_office_worker()
    RoleGrant.objects.filter(user=people["former office"]).update(ends_on=yesterday)


def _apply(town: Town) -> None:
    """The child's applications, and a verified one of another child with the same points."""
    shared = {"groups": [town.first, town.second], "claims": ["residence", "large-family"]}
    for number, status in enumerate(Status, start=1):
        town.applications[status.value] = factories.make_application(
            town.procedure,
            status=status,
            owner=town.people["owner"],
            verdict=Verdict.ACCEPTED if status == Status.IN_VERIFICATION else None,
            child={
                "first_names": FIRST_NAMES[status],
                "surname": SURNAME,
                "pesel": factories.make_pesel(BORN_ON, number),
            },
            **shared,
        )
    _ask_about(town.applications[Status.IN_VERIFICATION], town.people["first chair"])
    town.applications[PAPER] = factories.make_application(
        town.procedure,
        status=Status.FILED,
        channel=Channel.PAPER,
        child={"first_names": FIRST_NAMES[PAPER], "surname": SURNAME},
        **shared,
    )
    factories.make_application(
        town.procedure,
        status=Status.VERIFIED,
        owner=town.people["another parent"],
        child={"first_names": FIRST_NAMES["another"], "surname": "Zając"},
        **shared,
    )


def _ask_about(application: Application, chair: User) -> None:
    """The first claim waits for the mayor, the last one is to be completed by the family."""
    first, *_rest, last = application.claims.all()
    MayorRequest.objects.create(
        claim=first,
        asked_at=Moment.APPLYING.clock,
        asked_by=chair,
        due_on=Moment.APPLYING.clock.date() + timedelta(days=14),
    )
    Claim.objects.filter(pk=last.pk).update(verdict=Verdict.TO_COMPLETE, reason="Brakuje podpisu.")


def _convene(town: Town, moment: Moment) -> None:
    """The first committee has met; its protocol is a draft, later waits, and in the end is closed.

    It tells of one application.
    """
    institution, chair = town.first.institution, town.people["first chair"]
    others = [factories.make_staff(institution, StaffRole.COMMITTEE_MEMBER) for _ in range(2)]
    present = [chair, town.people["first member"], *others]
    now = Moment.APPLYING.clock
    verified = town.applications[Status.VERIFIED]
    record(verified, Verb.VERIFIED, actor=chair, actor_role=Actor.COMMITTEE, now=now)
    meeting = call_meeting(
        institution=institution,
        procedure=town.procedure,
        appointment=Appointment(now - timedelta(hours=1), "sala nr 4"),
        actor=chair,
        now=now,
    )
    meeting = mark_attendance(
        meeting=meeting,
        present=[person.pk for person in present],
        actor=chair,
        now=now,
        seen_revision=meeting.revision,
    )
    if moment is Moment.APPLYING:
        return
    protocol = present_protocol(
        meeting=meeting, actor=chair, now=moment.clock, seen_revision=meeting.revision
    )
    seen = {"meeting": meeting, "now": moment.clock, "seen_sha256": protocol.sha256}
    confirm_protocol(actor=chair, **seen)
    if moment is Moment.ANNOUNCED:
        for person in present[1:]:
            confirm_protocol(actor=person, **seen)
        close_protocol(actor=chair, **seen)


def _allocate(town: Town, moment: Moment) -> None:
    """A run that ends with a tie; then the committee's order and a second run; then the word."""
    office, now = town.people["office"], Moment.TIED.clock
    run = finished_run(town.procedure, now)
    if moment is Moment.TIED:
        return
    tie = OpenTie.from_json(run.open_ties[0])
    order = CommitteeOrder(tuple(tie.children), "Protokół nr 3.", now.date())
    record_tie_decision(run=run, tie=tie, order=order, actor=office, now=now)
    run = finished_run(town.procedure, now)
    if moment is Moment.ANNOUNCED:
        publish_run(
            run=run,
            actor=office,
            now=moment.clock,
            acknowledged=number_unverified(town.procedure),
            reason="Termin weryfikacji minął.",
        )
        town.procedure.refresh_from_db()


def plausible_answers(town: Town, application: Application | None) -> dict[str, Any]:
    """What all forms of the service together would send, were they filled in right.

    One set for every address, so that an address which is new gets something to chew on too.
    """
    child = {
        "first_names": "Zofia",
        "surname": SURNAME,
        "pesel": factories.make_pesel(BORN_ON, 4821),
        "has_statement": "no",
    }
    home = {
        "is_resident": "yes",
        "street": "ul. Łąkowa",
        "house_number": "12",
        "postcode": "05-120",
        "city": "Legionowo",
    }
    guardians = {
        "guardians-1-role": "mother",
        "guardians-1-first_names": "Anna",
        "guardians-1-surname": SURNAME,
        "guardians-1-lives_with_child": "yes",
        "guardians-question-exists": "no",
    }
    criteria = dict.fromkeys(["disability", "large-family", "both-work", "one-works"], "no")
    return {
        **child,
        **home,
        **guardians,
        **criteria,
        **_prefixed("child", child),
        **_prefixed("address", home),
        **_prefixed("criteria", criteria),
        **_day("receipt-received_on", Moment.APPLYING.clock.date() - timedelta(days=1)),
        **_day("starts_on", factories.STAGE_DATES[StageCode.VERIFICATION][0].date()),
        **_day("ends_on", factories.STAGE_DATES[StageCode.VERIFICATION][1].date()),
        **_day("decided_on", date(2027, 3, 29)),
        **_day("effective_on", Moment.APPLYING.clock.date()),
        **_day("due_on", factories.DURING[StageCode.VERIFICATION].date()),
        **_day("held_on", Moment.APPLYING.clock.date()),
        **_about(application),
        **_seen_of_meeting(town),
        **_tie_places(town),
        "receipt-received_time": "10:15",
        "receipt-idempotency_key": "klucz-papierowy",
        **_day("arrival-received_on", factories.DURING[StageCode.CONTINUATION].date()),
        "arrival-received_time": "10:15",
        "arrival-late_because": "outage",
        "arrival-note": "Nie było prądu.",
        "place-group": town.first.pk,
        "choices-position_1": town.first.pk,
        "copied_from": "none",
        "group": town.elsewhere.pk,
        "acknowledged": number_unverified(town.procedure),
        "liability": "on",
        "information": "on",
        "idempotency_key": "klucz",
        "starts_time": "09:00",
        "ends_time": "17:00",
        "reason": "Powód zapisany w protokole nr 3.",
        "language": "uk",
        "email": town.people["former chair"].email,
        "first_name": "Jan",
        "last_name": "Nowak",
        "role": StaffRole.COMMITTEE_MEMBER,
        "act": "zarządzenie nr 5/2027",
        "held_time": "16:00",
        "place": "sala nr 4",
        "present": town.people["first chair"].pk,
        "findings": "Bez uwag.",
        "answer": MayorAnswer.CONFIRMED,
    }


def _prefixed(prefix: str, answers: dict[str, str]) -> dict[str, str]:
    return {f"{prefix}-{name}": value for name, value in answers.items()}


def _day(name: str, day: date) -> dict[str, int]:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def _about(application: Application | None) -> dict[str, Any]:
    """A verdict on the last claim, from somebody who has just opened the case."""
    if application is None:
        return {}
    claim, event = application.claims.last(), application.events.last()
    return {
        "seen_event": event.pk if event else 0,
        **({"claims": claim.pk} if claim else {}),
        **({f"claim-{claim.pk}-verdict": Verdict.TO_COMPLETE} if claim else {}),
        **({f"claim-{claim.pk}-reason": "Brakuje zaświadczenia."} if claim else {}),
    }


def _seen_of_meeting(town: Town) -> dict[str, Any]:
    """What somebody saw who has just opened the meeting and its protocol."""
    protocol = town.meeting.protocols.first()
    return {
        "seen_revision": town.meeting.revision,
        "seen_sha256": protocol.sha256 if protocol else "",
    }


def _tie_places(town: Town) -> dict[str, int]:
    """The order of the children whom the newest run left tied, or whom the committee has ordered."""
    run, decision = town.newest_run, TieDecision.objects.first()
    children = decision.order if decision else []
    if run and run.open_ties:
        children = OpenTie.from_json(run.open_ties[0]).children
    return {f"place_{child}": place for place, child in enumerate(children, start=1)}


def everything_stored(*, but: Iterable[type[Model]] = ()) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, but for sessions: two pictures are equal when nothing changed."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values_list())
        for model in apps.get_models()
        if model not in {Session, *but}
    }
