"""A frozen picture of a procedure: the only module that knows both the database and the engine."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from django.db import connection, transaction

from allocation.engine import Child, Choice, Group, Problem, Reserve, Rules
from allocation.engine.formats.problem_json import problem_to_json
from allocation.engine.formats.text import canonical_json
from allocation.engine.problem import Key, ReserveOrder, TieRule, UnfilledReserve
from allocation.explanations import CLAIM, ORDER, Questions, question
from allocation.keys import BASE_LENGTH, KEY_NAMES, base_key
from allocation.models import TieDecision
from allocation.ties import TieKey
from recruitment.applications.canonical import sha256_of
from recruitment.applications.models import Application, Claim
from recruitment.applications.models import Choice as ChoiceRow
from recruitment.applications.scoring import Scoring, choice_fact, claim_fact
from recruitment.criteria.facts import ChildFact, ClaimFact, Verdict
from recruitment.criteria.numbers import in_json
from recruitment.criteria.points import Points, Why
from recruitment.procedures.models import Procedure
from recruitment.procedures.queries import offered_groups
from schools.models import Group as GroupRow
from schools.models import GroupKind

STATEMENT = "statement"
NOT_TOLD = frozenset({Why.NOT_CLAIMED, Why.OTHER_AGE})
"""Criteria that nobody asked for: a run keeps no line about them."""

CommitteeOrders = dict[TieKey, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The question for the engine, and the points behind it so that no page computes them again.

    `facts` is made of JSON values only::

        {"criteria": {code: {"name", "stage"}},
         "applications": {application number: [choice, …]},
         "questions": {application number: [question, …]}}

    with each choice `{"position", "group", "resident", "statutory", "municipal", "lines",
    "left_out"}`; a line is `[criterion, points, why]`; `left_out` says why the choice takes no
    part (`birth_year`, `statement`), or is empty. Questions are those of `explanations`.
    """

    problem: Problem
    facts: dict[str, Any]

    @property
    def text(self) -> str:
        """The problem as canonical JSON, the same text for the same question."""
        return canonical_json(problem_to_json(self.problem)).decode()

    @property
    def sha256(self) -> str:
        """The fingerprint of the text."""
        return sha256_of(self.text)


@contextmanager
def as_of_one_moment() -> Iterator[None]:
    """Whatever is read inside is of the same moment, even if others store changes meanwhile.

    PostgreSQL must be told before the first query of a transaction, so one that is open already
    stays as it is. A transaction of SQLite is such a picture anyway.
    """
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def take_snapshot(procedure: Procedure) -> Snapshot:
    """Freeze the verified applications, the free places and the rules.

    The number of queries does not depend on the number of applications. Points count only what
    the committee accepted; an application that nobody verified takes no part (art. 150 ust. 7).
    """
    groups = {group.pk: group for group in offered_groups(procedure)}
    scoring = Scoring.of(procedure)
    orders = committee_orders(procedure)
    children: list[Child] = []
    facts: dict[str, list[dict[str, Any]]] = {}
    questions: Questions = {}
    for applicant in _verified_applicants(procedure):
        choices = list(_scored_choices(applicant, scoring, groups))
        facts[applicant.number] = [_choice_facts(choice) for choice in choices]
        children.append(_child(applicant.number, choices, orders))
        asked = [
            *_about_claims(applicant, children[-1], scoring, groups),
            *_about_orders(applicant.number, choices, orders),
        ]
        if asked:
            questions[applicant.number] = asked
    return Snapshot(
        problem=Problem(
            groups=tuple(_group(group) for group in groups.values()),
            children=tuple(children),
            rules=_rules(procedure),
            key_names=KEY_NAMES,
        ),
        facts={
            "criteria": {
                code: {"name": criterion.name, "stage": criterion.stage}
                for code, criterion in scoring.criteria.items()
            },
            "applications": facts,
            "questions": questions,
        },
    )


def committee_orders(procedure: Procedure) -> CommitteeOrders:
    """The committee's word on equal children: n for the first of n, down to 1 for the last.

    Keyed by group and shared points. Of several decisions on the same children at the same
    points the latest is in force.
    """
    orders: CommitteeOrders = {}
    for decision in TieDecision.objects.filter(procedure=procedure).select_related("group"):
        last = len(decision.order)
        orders[decision.group.code, tuple(decision.points)] = {
            child: last - index for index, child in enumerate(decision.order)
        }
    return orders


@dataclass(frozen=True, slots=True)
class _Applicant:
    """A verified application as values; `choices` are pairs of position and group.

    `birth_year` is the one with which the child takes part (`Procedure.birth_year_of`).
    """

    number: str
    birth_year: int
    child: ChildFact
    choices: list[tuple[int, int]]
    claims: list[ClaimFact]


@dataclass(frozen=True, slots=True)
class _ScoredChoice:
    """A choice with its points and why it takes no part, if it does not."""

    position: int
    group: GroupRow
    points: Points
    left_out: str


def _verified_applicants(procedure: Procedure) -> Iterator[_Applicant]:
    """By number. Plain values: rows of a whole city as objects would be slow."""
    verified = Application.objects.verified().filter(procedure=procedure)
    choices: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for application, position, group in (
        ChoiceRow.objects.filter(application__in=verified)
        .order_by("application_id", "position")
        .values_list("application_id", "position", "group_id")
    ):
        choices[application].append((position, group))
    claims: dict[int, list[ClaimFact]] = defaultdict(list)
    for application, criterion, verdict, institution, answer in (
        Claim.objects.filter(application__in=verified)
        .order_by()
        .values_list(
            "application_id",
            "criterion__code",
            "verdict",
            "institution__code",
            "answer",
        )
    ):
        claims[application].append(claim_fact(criterion, verdict, institution, answer))
    for pk, number, is_single, birth_on, is_deferred in verified.order_by("number").values_list(
        "pk", "number", "has_single_guardian", "candidate__birth_on", "candidate__is_deferred"
    ):
        birth_year = procedure.birth_year_of(birth_on) if birth_on else 0
        child = ChildFact(
            age=procedure.age_of(birth_on) if birth_on else 0,
            parents=1 if is_single else 2,
            is_deferred=is_deferred,
        )
        yield _Applicant(number, birth_year, child, choices[pk], claims[pk])


def _scored_choices(
    applicant: _Applicant, scoring: Scoring, groups: dict[int, GroupRow]
) -> Iterator[_ScoredChoice]:
    """In order of wish. Raises KeyError for a group that is not offered in the procedure's year."""
    first_choice = groups[applicant.choices[0][1]].institution
    for position, pk in applicant.choices:
        group = groups[pk]
        points = scoring.points_of_facts(
            applicant.claims,
            choice_fact(group, first_choice),
            applicant.child,
        )
        yield _ScoredChoice(position, group, points, _left_out(applicant, group, points))


def _left_out(applicant: _Applicant, group: GroupRow, points: Points) -> str:
    """Why the child cannot compete in the group it chose.

    A special group is for children whose statement the committee accepted, whatever the parent
    declared.
    """
    if not group.birth_year_from <= applicant.birth_year <= group.birth_year_to:
        return "birth_year"
    if group.kind == GroupKind.SPECIAL and not points.has_statement:
        return "statement"
    return ""


def _choice_facts(choice: _ScoredChoice) -> dict[str, Any]:
    points = choice.points
    return {
        "position": choice.position,
        "group": choice.group.code,
        "resident": points.is_resident,
        "statutory": in_json(points.statutory),
        "municipal": in_json(points.municipal),
        "lines": [
            [line.criterion, in_json(line.points), line.why.value]
            for line in points.lines
            if line.why not in NOT_TOLD
        ],
        "left_out": choice.left_out,
    }


def _child(number: str, choices: list[_ScoredChoice], orders: CommitteeOrders) -> Child:
    has_statement = any(choice.points.has_statement for choice in choices)
    return Child(
        id=number,
        choices=tuple(
            Choice(choice.group.code, _key(number, choice, orders))
            for choice in choices
            if not choice.left_out
        ),
        traits=frozenset({STATEMENT}) if has_statement else frozenset(),
    )


def _key(number: str, choice: _ScoredChoice, orders: CommitteeOrders) -> Key:
    """Residence, stage 1, stage 2; then the committee's order, 0 where it said nothing."""
    order = orders.get((choice.group.code, base_key(choice.points)), {})
    return (*base_key(choice.points), order.get(number, 0))


def _about_claims(
    applicant: _Applicant, child: Child, scoring: Scoring, groups: dict[int, GroupRow]
) -> Iterator[dict[str, Any]]:
    """Ask of every criterion that was not accepted: what if it had been?

    The committee's order then says nothing of the child, because its points would be others.
    """
    usual = {choice.group: choice.key for choice in child.choices}
    doubted = {claim.criterion for claim in applicant.claims if claim.verdict != Verdict.ACCEPTED}
    for criterion in sorted(doubted):
        claims = [
            replace(claim, verdict=Verdict.ACCEPTED) if claim.criterion == criterion else claim
            for claim in applicant.claims
        ]
        scored = _scored_choices(replace(applicant, claims=claims), scoring, groups)
        keys = {choice.group.code: (*base_key(choice.points), 0) for choice in scored}
        changed = {
            group: key
            for group, key in keys.items()
            if group in usual and key[:BASE_LENGTH] != usual[group][:BASE_LENGTH]
        }
        if changed:
            yield question(CLAIM, criterion, changed)


def _about_orders(
    number: str, choices: list[_ScoredChoice], orders: CommitteeOrders
) -> Iterator[dict[str, Any]]:
    """Ask where the committee put equal children in order: what if this one had been first?"""
    for choice in choices:
        order = orders.get((choice.group.code, base_key(choice.points)), {})
        if order.get(number, 0) and not choice.left_out:
            first = (*base_key(choice.points), len(order) + 1)
            yield question(ORDER, choice.group.code, {choice.group.code: first})


def _group(group: GroupRow) -> Group:
    """The places that are free; in an integration group some wait for children with a statement."""
    kept = group.free_for_statement  # type: ignore[attr-defined]  # of offered_groups
    reserved = kept if group.kind == GroupKind.INTEGRATION else 0
    return Group(
        id=group.code,
        capacity=group.free_places,  # type: ignore[attr-defined]  # of offered_groups
        institution=group.institution.code,
        reserves=(Reserve(STATEMENT, reserved),) if reserved else (),
    )


def _rules(procedure: Procedure) -> Rules:
    return Rules(
        ties=TieRule(procedure.tie_rule),
        reserve_order=ReserveOrder(procedure.reserve_order),
        unfilled_reserve=UnfilledReserve(procedure.unfilled_reserve),
    )
