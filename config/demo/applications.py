"""Writing applications by the hundred: the rows that filling in and checking would have left."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db.models import Model

from accounts.models import User
from config.demo.cases import FORMAL_REASON, TIME_TO_CHECK, Case, Cases
from config.demo.chance import Chance
from config.demo.households import Child, Household
from config.demo.wishes import Claimed
from recruitment.applications.canonical import sha256_of
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
    Opened,
    Opening,
    Submission,
    Verdict,
)
from recruitment.applications.snapshot import snapshot
from recruitment.applications.workflow import Actor, Status, Verb
from recruitment.criteria.models import Kind
from recruitment.procedures.models import Procedure
from recruitment.verification.labels import verdict_change
from schools.models import Group, StaffRole

_BYTES_OF_PUBLIC_ID = 16
_WITH_PHONE_SHARE = 0.6
_ROWS_AT_ONCE = 500
_IN_ORDER_OF_REFERENCE = (
    User.objects,
    Application.objects,
    Candidate.objects,
    Guardian.objects,
    Choice.objects,
    Claim.objects,
    CaseEvent.objects,
    Opening.objects,
)
_CLOSING_VERB = {
    Status.VERIFIED: Verb.VERIFIED,
    Status.RETURNED: Verb.RETURNED,
    Status.REJECTED: Verb.REJECTED,
}


@dataclass(frozen=True, slots=True)
class Wish:
    """One child's application as values: who, where to, what is claimed, how far it has come."""

    household: Household
    child: Child
    choices: Sequence[Group]
    claims: Sequence[Claimed]
    case: Case


class ApplicationWriter:
    """Turns wishes into rows, and saves them many at once."""

    def __init__(
        self, procedure: Procedure, chairs: dict[int, User], cases: Cases, chance: Chance
    ) -> None:
        self._procedure = procedure
        self._chairs = chairs
        self._cases = cases
        self._chance = chance
        self._numbers: set[str] = set()
        self._no_password = make_password(None)
        self._rows: dict[type[Model], list[Any]] = {}

    def add(self, wishes: Sequence[Wish], owner: User | None = None) -> None:
        """The applications of one family; its account is made unless `owner` is given."""
        if owner is None:
            owner = _account_of(wishes[0].household, self._no_password)
            self._keep(owner)
        for wish in wishes:
            self._add_application(wish, owner)

    def save(self) -> None:
        """Write what has been added, each kind of rows after those that it points at."""
        filed = [row for row in self._rows.get(Application, []) if row.filed_at]
        for objects in _IN_ORDER_OF_REFERENCE:
            objects.bulk_create(self._rows.pop(objects.model, []), batch_size=_ROWS_AT_ONCE)
        Submission.objects.bulk_create(
            _submission(application)
            for application in Application.objects.with_answers()
            .filter(pk__in=[application.pk for application in filed])
            .order_by("pk")
        )

    def _keep(self, *rows: Model) -> None:
        for row in rows:
            self._rows.setdefault(type(row), []).append(row)

    def _add_application(self, wish: Wish, owner: User) -> None:
        application = self._application(wish, owner)
        self._keep(application, _candidate(application, wish))
        self._keep(*(self._guardian(application, wish, position) for position in _positions(wish)))
        self._keep(_event(application, wish.case.started_at, Verb.STARTED, application.owner))
        claims = self._claims(application, wish)
        if wish.case.filed_at is None:
            self._keep(*(claim for claim in claims if _is_known(claim)))
            return
        self._keep(
            *(
                Choice(application=application, position=position, group=group)
                for position, group in enumerate(wish.choices, start=1)
            )
        )
        self._keep(*claims)
        self._keep(*_filing(application, wish.case, wish.case.filed_at, self._chair(wish)))
        if wish.case.checked_at is not None:
            checked_at = wish.case.checked_at
            self._keep(*_checking(application, claims, checked_at, self._chair(wish)))
            self._keep(self._look(application, wish, checked_at))

    def _look(self, application: Application, wish: Wish, opened_at: datetime) -> Opening:
        """Whoever decides on a case has opened it."""
        return Opening(
            application=application,
            opened_at=opened_at,
            opened_by=self._chair(wish),
            role=StaffRole.COMMITTEE_CHAIR,
            institution_id=wish.choices[0].institution_id,
            what=Opened.CASE,
        )

    def _application(self, wish: Wish, owner: User) -> Application:
        case = wish.case
        is_paper = case.channel == Channel.PAPER
        return Application(
            public_id=_public_id(self._chance),
            number=self._number(),
            procedure=self._procedure,
            owner=None if is_paper else owner,
            channel=case.channel,
            status=case.status,
            identity_key=_identity(wish.child),
            has_single_guardian=len(wish.household.parents) == 1,
            criteria_answered_at=case.filed_at,
            created_at=case.started_at,
            saved_at=case.filed_at or case.started_at,
            filed_at=case.filed_at,
        )

    def _number(self) -> str:
        """A number that no other application has."""
        while (number := new_application_number(self._chance)) in self._numbers:
            continue
        self._numbers.add(number)
        return number

    def _guardian(self, application: Application, wish: Wish, position: int) -> Guardian:
        household = wish.household
        parent = household.parents[position - 1]
        has_phone = self._chance.happens(_WITH_PHONE_SHARE)
        is_first = position == 1
        return Guardian(
            application=application,
            position=position,
            role=parent.role,
            first_names=parent.first_name,
            surname=parent.surname,
            email=household.email if is_first else "",
            phone=f"+485000{self._chance.randrange(10**5):05d}" if has_phone else "",
            street=household.home.street,
            house_number=household.home.house_number,
            flat_number=household.home.flat_number,
            postcode=household.home.postcode,
            city=household.home.city,
        )

    def _claims(self, application: Application, wish: Wish) -> list[Claim]:
        claims = []
        for number, claimed in enumerate(wish.claims, start=1):
            verdict, reason = self._cases.draw_verdict(
                wish.case, is_last=number == len(wish.claims)
            )
            is_decided = verdict != Verdict.PENDING
            claims.append(
                Claim(
                    application=application,
                    criterion=claimed.criterion,
                    institution=claimed.group.institution if claimed.group else None,
                    verdict=verdict,
                    reason=reason,
                    decided_at=wish.case.checked_at if is_decided else None,
                    decided_by=self._chair(wish) if is_decided else None,
                )
            )
        return claims

    def _chair(self, wish: Wish) -> User:
        """Who leads the committee of the first-choice institution."""
        return self._chairs[wish.choices[0].institution_id]


def _account_of(household: Household, password: str) -> User:
    """The account of a family that nobody signs in to."""
    parent = household.parents[0]
    return User(
        email=household.email,
        first_name=parent.first_name,
        last_name=parent.surname,
        password=password,
    )


def _public_id(chance: Chance) -> str:
    """As the model's own, but repeatable."""
    return base64.urlsafe_b64encode(chance.randbytes(_BYTES_OF_PUBLIC_ID)).rstrip(b"=").decode()


def _identity(child: Child) -> str:
    return identity_key(
        pesel=child.pesel,
        document_kind=DocumentKind.PASSPORT if child.passport else "",
        document_number=child.passport,
    )


def _positions(wish: Wish) -> range:
    return range(1, len(wish.household.parents) + 1)


def _candidate(application: Application, wish: Wish) -> Candidate:
    child, home = wish.child, wish.household.home
    candidate = Candidate(
        application=application,
        first_names=child.first_name,
        surname=child.surname,
        birth_on=child.birth_on,
        pesel=child.pesel,
        document_kind=DocumentKind.PASSPORT if child.passport else "",
        document_number=child.passport,
        has_statement=child.has_statement,
        is_resident=wish.household.is_resident,
        street=home.street,
        house_number=home.house_number,
        flat_number=home.flat_number,
        postcode=home.postcode,
        city=home.city,
    )
    candidate.set_order_keys()
    return candidate


def _submission(application: Application) -> Submission:
    content = snapshot(application)
    return Submission(
        application=application,
        number=1,
        content=content,
        sha256=sha256_of(content),
        idempotency_key=f"demo-{application.number}",
        filed_at=application.saved_at,
    )


def _is_known(claim: Claim) -> bool:
    """Does the claim follow from answers about the child, before any criterion is asked about?"""
    return claim.criterion.kind in {Kind.RESIDENCE, Kind.STATEMENT}


def _event(
    application: Application,
    happened_at: datetime,
    verb: Verb,
    actor: User | None,
    role: Actor = Actor.PARENT,
) -> CaseEvent:
    return CaseEvent(
        application=application,
        happened_at=happened_at,
        actor=actor,
        actor_role=role,
        verb=verb,
    )


def _filing(
    application: Application, case: Case, filed_at: datetime, chair: User
) -> list[CaseEvent]:
    """How the application came in, and went again when it was withdrawn."""
    if case.channel == Channel.PAPER:
        entered = Verb.ENTERED_FROM_PAPER
        events = [_event(application, filed_at, entered, chair, Actor.CLERK)]
    else:
        events = [_event(application, filed_at, Verb.SUBMITTED, application.owner)]
    if case.status == Status.WITHDRAWN:
        withdrawn_at = filed_at + TIME_TO_CHECK
        events.append(_event(application, withdrawn_at, Verb.WITHDRAWN, application.owner))
    return events


def _checking(
    application: Application, claims: Sequence[Claim], checked_at: datetime, chair: User
) -> list[CaseEvent]:
    """The steps of the committee, in the order in which it makes them."""
    steps = [(Verb.VERIFICATION_STARTED, "", "")]
    steps += [
        (Verb.CLAIM_DECIDED, _first_verdict(claim), claim.reason)
        for claim in claims
        if claim.decided_at
    ]
    status = Status(application.status)
    if status in _CLOSING_VERB:
        steps.append(
            (_CLOSING_VERB[status], "", FORMAL_REASON if status == Status.REJECTED else "")
        )
    return [
        CaseEvent(
            application=application,
            happened_at=checked_at,
            actor=chair,
            actor_role=Actor.COMMITTEE,
            verb=verb,
            detail=detail,
            reason=reason,
        )
        for verb, detail, reason in steps
    ]


def _first_verdict(claim: Claim) -> str:
    """The history's words for a verdict on a claim that nobody had spoken of before."""
    untouched = Claim(criterion=claim.criterion, institution=claim.institution)
    return verdict_change(untouched, Verdict(claim.verdict))
