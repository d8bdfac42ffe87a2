"""Dull makers of rows, shared by every test: they write rows directly and never call a service.

Each maker takes what a test cares about and invents the rest. The dates are fixed: applications are
taken from `OPENS_AT` to `CLOSES_AT`, and `DURING[stage]` is a moment inside each stage.
"""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from allauth.account.models import EmailAddress

from accounts.models import Role, RoleGrant, User
from recruitment.applications.identity import identity_key, new_application_number
from recruitment.applications.models import (
    Application,
    Candidate,
    CaseEvent,
    Channel,
    Choice,
    Claim,
    DocumentKind,
    Guardian,
    GuardianRole,
    Submission,
    Verdict,
)
from recruitment.applications.snapshot import snapshot
from recruitment.applications.workflow import NOT_COMPETING, Actor, Status, Verb
from recruitment.criteria.models import CriteriaSet, Criterion
from recruitment.criteria.services import add_version, put_in_force
from recruitment.criteria.spreadsheet import columns
from recruitment.criteria.spreadsheet.sheets import Sheets
from recruitment.procedures.models import Continuation, Procedure, Stage, StageCode
from schools.models import (
    Group,
    GroupKind,
    Institution,
    InstitutionKind,
    StaffMembership,
    StaffRole,
)
from tests.criteria_sheets import criteria_sheets

WARSAW = ZoneInfo("Europe/Warsaw")
SCHOOL_YEAR = "2027/2028"
PASSWORD = "zielone-jabłka-w-sadzie"


def at(month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A moment of 2027 by the clock of Warsaw."""
    return datetime(2027, month, day, hour, minute, tzinfo=WARSAW)


OPENS_AT = at(3, 1, 12)
CLOSES_AT = at(3, 14, 16)
STAGE_DATES = {
    StageCode.CONTINUATION: (at(2, 22, 8), at(2, 26, 16)),
    StageCode.APPLICATION: (OPENS_AT, CLOSES_AT),
    StageCode.VERIFICATION: (at(3, 15, 8), at(3, 26, 16)),
    StageCode.ALLOCATION: (at(3, 30, 8), at(4, 2, 16)),
    StageCode.QUALIFIED_LISTS: (at(4, 5, 12), at(4, 5, 13)),
    StageCode.CONFIRMATION: (at(4, 6, 8), at(4, 12, 15)),
    StageCode.ADMITTED_LISTS: (at(4, 14, 12), at(4, 14, 13)),
}
DURING = {code: starts + (ends - starts) / 2 for code, (starts, ends) in STAGE_DATES.items()}
NOW = at(3, 5, 18, 42)

_serial = count(1)


# --- people -----------------------------------------------------------------------------------
def make_user(email: str = "", **fields: object) -> User:
    """A parent's account with its address confirmed; its password is `PASSWORD`."""
    user = User.objects.create_user(
        email or f"osoba{next(_serial)}@example.org", PASSWORD, **fields
    )
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    return user


def make_office_worker(email: str = "", **fields: object) -> User:
    """A person of the education office, since the year 2020."""
    worker = make_user(email, **fields)
    RoleGrant.objects.create(user=worker, role=Role.OFFICE, starts_on=date(2020, 9, 1))
    return worker


def make_staff(
    institution: Institution,
    role: StaffRole = StaffRole.DIRECTOR,
    email: str = "",
    **fields: object,
) -> User:
    """A person who speaks for the institution, since the year 2020."""
    person = make_user(email, **fields)
    StaffMembership.objects.create(
        user=person, institution=institution, role=role, starts_on=date(2020, 9, 1)
    )
    return person


def make_pesel(birth_on: date, serial: int = 0) -> str:
    """A correct PESEL of somebody born on this day; another one for another serial.

    Serials below a thousand are for those who name them, so the counted ones never meet them.
    """
    month = birth_on.month + (20 if birth_on.year >= 2000 else 0)
    digits = f"{birth_on:%y}{month:02d}{birth_on:%d}{serial or _counted():04d}"
    weights = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)
    total = sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=True))
    return f"{digits}{-total % 10}"


def _counted() -> int:
    return 1_000 + next(_serial) % 9_000


# --- places -----------------------------------------------------------------------------------
def make_institution(code: str = "", **fields: object) -> Institution:
    """A preschool in Legionowo."""
    number = next(_serial)
    defaults = {
        "kind": InstitutionKind.PRESCHOOL,
        "name": f"Przedszkole Miejskie nr {number}",
        "short_name": f"PM nr {number}",
        "street": f"ul. Leśna {number}",
        "postcode": "05-120",
        "city": "Legionowo",
        "position": number,
    }
    return Institution.objects.create(code=code or f"pm{number}", **{**defaults, **fields})


def make_group(institution: Institution | None = None, code: str = "", **fields: object) -> Group:
    """A general group for every birth year of the procedure, with 25 places."""
    number = next(_serial)
    defaults = {
        "school_year": SCHOOL_YEAR,
        "kind": GroupKind.GENERAL,
        "name": f"Grupa {number}",
        "birth_year_from": 2021,
        "birth_year_to": 2024,
        "places_total": 25,
    }
    return Group.objects.create(
        institution=institution or make_institution(),
        code=code or f"grupa-{number}",
        **{**defaults, **fields},
    )


# --- the procedure ----------------------------------------------------------------------------
def make_procedure(
    *, during: StageCode | None = None, now: datetime = NOW, **fields: object
) -> Procedure:
    """A procedure with all stages dated as in `STAGE_DATES`.

    With `during` the dates are moved so that this stage is the one open at `now`.
    """
    defaults = {
        "slug": f"nabor-{next(_serial)}",
        "name": "Nabór do przedszkoli na rok szkolny 2027/2028",
        "school_year": SCHOOL_YEAR,
        "birth_year_from": 2021,
        "birth_year_to": 2024,
        "max_choices": 3,
    }
    procedure = Procedure.objects.create(**{**defaults, **fields})
    shift = now - DURING[during] if during else timedelta(0)
    Stage.objects.bulk_create(
        Stage(procedure=procedure, code=code, starts_at=starts + shift, ends_at=ends + shift)
        for code, (starts, ends) in STAGE_DATES.items()
    )
    return procedure


def make_continuation(group: Group, procedure: Procedure, **fields: object) -> Continuation:
    """The declaration of Jan Nowak, who stays in the group, brought on its first day."""
    number = next(_serial)
    defaults = {
        "number": f"D-{number:05d}-0000",
        "first_names": "Jan",
        "surname": "Nowak",
        "birth_on": date(2022, 1, 1),
        "identity_key": f"{number:064d}",
        "received_at": at(2, 22, 9),
    }
    return Continuation.objects.create(group=group, procedure=procedure, **{**defaults, **fields})


# Criteria of every scope: asked with yes or no, asked elsewhere, and computed.
_CRITERIA = (
    {
        columns.CODE: "residence",
        columns.STAGE: "pierwszeństwo",
        columns.KIND: "zamieszkanie",
        columns.POINTS: 1,
    },
    {columns.CODE: "statement", columns.STAGE: "pierwszeństwo", columns.KIND: "orzeczenie"},
    {columns.CODE: "large-family", columns.STAGE: "ustawowe", columns.POINTS: 100},
    {columns.CODE: "disability", columns.STAGE: "ustawowe", columns.POINTS: 100},
    {columns.CODE: "both-work", columns.POINTS: 20, columns.GROUP: "work"},
    {columns.CODE: "one-works", columns.POINTS: 10, columns.GROUP: "work"},
    {
        columns.CODE: "sibling",
        columns.SCOPE: "każda placówka osobno",
        columns.POINTS: 20,
        columns.IN_COMPLEX: "tak",
    },
    {
        columns.CODE: "near",
        columns.SCOPE: "każda placówka osobno",
        columns.POINTS: 30,
        columns.AGE_FROM: 6,
        columns.AGE_TO: 6,
    },
    {
        columns.CODE: "first-choice",
        columns.KIND: "pierwszy wybór",
        columns.SCOPE: "placówka pierwszego wyboru",
        columns.POINTS: 4,
        columns.QUESTION: None,
        columns.VERIFICATION: "wyliczane",
    },
)
_GROUPS = (("work", "najwyżej punktowane", None),)


def make_criteria(procedure: Procedure, sheets: Sheets | None = None) -> dict[str, Criterion]:
    """Criteria in force, by their codes: those of the sheets, or plain ones of every scope."""
    criteria_set = add_version(
        procedure=procedure,
        sheets=criteria_sheets(_CRITERIA, groups=_GROUPS) if sheets is None else sheets,
        added_by=None,
        now=NOW,
    )
    put_in_force(criteria_set=criteria_set, activated_by=None, now=NOW)
    return {criterion.code: criterion for criterion in criteria_set.criteria.all()}


def make_next_criteria(procedure: Procedure) -> CriteriaSet:
    """A version not in force, by which a large family is worth 200 points instead of 100."""
    criteria = [
        {**told, columns.POINTS: 200} if told[columns.CODE] == "large-family" else told
        for told in _CRITERIA
    ]
    return add_version(
        procedure=procedure,
        sheets=criteria_sheets(criteria, groups=_GROUPS),
        added_by=None,
        now=NOW,
    )


# --- applications -----------------------------------------------------------------------------
def make_draft(
    procedure: Procedure, owner: User | None = None, now: datetime = NOW, **fields: object
) -> Application:
    """An application just started: an empty candidate and nothing else; a paper one has no owner."""
    if owner is None and fields.get("channel") != Channel.PAPER:
        owner = make_user()
    application = Application.objects.create(
        procedure=procedure,
        owner=owner,
        number=new_application_number(),
        created_at=now,
        saved_at=now,
        **fields,
    )
    Candidate.objects.create(application=application)
    return application


def make_application(
    procedure: Procedure,
    *,
    status: Status = Status.DRAFT,
    owner: User | None = None,
    groups: Sequence[Group] = (),
    claims: Sequence[str | tuple[str, Institution]] = (),
    child: dict[str, object] | None = None,
    verdict: Verdict | None = None,
    now: datetime = NOW,
    **fields: object,
) -> Application:
    """A whole application in this status, as if filed at `now`.

    `groups` are the choices in their order (default: one new group). `claims` are codes of criteria,
    or pairs of a code and an institution. `child` overrides the candidate's fields. The verdict on
    every claim follows from the status unless given.
    """
    application = make_draft(procedure, owner, now, **fields)
    _fill_candidate(application, child or {})
    make_guardian(application, position=1)
    make_guardian(application, position=2, role=GuardianRole.FATHER, first_names="Adam")
    Choice.objects.bulk_create(
        Choice(application=application, position=position, group=group)
        for position, group in enumerate(groups or [make_group()], start=1)
    )
    if verdict is None:
        verdict = Verdict.ACCEPTED if status == Status.VERIFIED else Verdict.PENDING
    for claim in claims:
        code, institution = (claim, None) if isinstance(claim, str) else claim
        make_claim(application, code, institution=institution, verdict=verdict, now=now)
    _file(application, status, now)
    return Application.objects.get(pk=application.pk)


def _fill_candidate(application: Application, fields: dict[str, object]) -> None:
    candidate = application.candidate
    defaults = {
        "first_names": "Zofia",
        "surname": "Kowalska",
        "birth_on": date(2022, 5, 17),
        "street": "ul. Łąkowa",
        "house_number": "12",
        "flat_number": "3",
        "postcode": "05-120",
        "city": "Legionowo",
        "is_resident": True,
    }
    for name, value in {**defaults, **fields}.items():
        setattr(candidate, name, value)
    if not candidate.pesel and not candidate.document_number:
        candidate.pesel = make_pesel(candidate.birth_on)
    candidate.set_order_keys()
    candidate.save()


def make_guardian(application: Application, position: int = 1, **fields: object) -> Guardian:
    """A parent who lives with the child."""
    defaults = {
        "role": GuardianRole.MOTHER,
        "first_names": "Anna",
        "surname": "Kowalska",
        "email": "anna@example.org",
        "phone": "+48601602603",
    }
    return Guardian.objects.create(
        application=application, position=position, **{**defaults, **fields}
    )


def make_claim(
    application: Application,
    code: str,
    *,
    institution: Institution | None = None,
    verdict: Verdict = Verdict.PENDING,
    now: datetime = NOW,
) -> Claim:
    """A claim to the criterion of this code in the application's procedure."""
    decided = verdict != Verdict.PENDING
    refused = verdict in {Verdict.REJECTED, Verdict.TO_COMPLETE}
    return Claim.objects.create(
        application=application,
        criterion=Criterion.objects.get(
            criteria_set__procedure=application.procedure_id,
            criteria_set__is_active=True,
            code=code,
        ),
        institution=institution,
        verdict=verdict,
        reason="Brakuje zaświadczenia." if refused else "",
        decided_at=now if decided else None,
        decided_by=make_user() if decided else None,
    )


def _file(application: Application, status: Status, now: datetime) -> None:
    """Give the row its status with all that a filed application has."""
    candidate = application.candidate
    key = identity_key(
        pesel=candidate.pesel,
        document_kind=candidate.document_kind,
        document_number=candidate.document_number,
    )
    was_filed = status != Status.DRAFT
    Application.objects.filter(pk=application.pk).update(
        status=status,
        identity_key=key,
        criteria_answered_at=now,
        filed_at=now if was_filed else None,
    )
    if was_filed:
        content = snapshot(Application.objects.with_answers().get(pk=application.pk))
        Submission.objects.create(
            application=application,
            number=1,
            content=content,
            sha256=hashlib.sha256(content.encode()).hexdigest(),
            idempotency_key=f"klucz-{next(_serial)}",
            filed_at=now,
        )
        CaseEvent.objects.create(
            application=application,
            happened_at=now,
            actor=application.owner,
            actor_role=Actor.PARENT,
            verb=Verb.SUBMITTED,
        )


CHILD_WITHOUT_PESEL = {
    "pesel": "",
    "document_kind": DocumentKind.PASSPORT,
    "document_number": "FB 123456",
}
COMPETING = [status for status in Status if status not in NOT_COMPETING]
