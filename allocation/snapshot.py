"""A frozen picture of a procedure: the only module that knows both the database and the engine."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from allocation.engine import Child, Choice, Group, Problem, Reserve, Rules
from allocation.engine.files import canonical_json, problem_to_json
from allocation.engine.problem import ReserveOrder, TieRule, UnfilledReserve
from allocation.models import TieDecision
from allocation.ties import TieKey
from recruitment.applications.models import Application
from recruitment.applications.models import Choice as ChoiceRow
from recruitment.applications.scoring import Scoring
from recruitment.criteria.points import Points, Why
from recruitment.procedures.models import Procedure
from recruitment.procedures.queries import offered_groups
from schools.models import Group as GroupRow
from schools.models import GroupKind

STATEMENT = "statement"
NOT_TOLD = frozenset({Why.NOT_CLAIMED, Why.OTHER_BIRTH_YEAR})
"""Criteria that nobody asked for: a run keeps no line about them."""

CommitteeOrders = dict[TieKey, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The question for the engine, and the points behind it so that no page computes them again.

    `facts` is made of JSON values only::

        {"criteria": {code: {"name", "stage"}},
         "applications": {public id: [choice, …]}}

    with each choice `{"position", "group", "resident", "statutory", "municipal", "lines",
    "left_out"}`; a line is `[criterion, points, why]`; `left_out` says why the choice takes no
    part (`birth_year`, `statement`, `not_offered`), or is empty.
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


def sha256_of(text: str) -> str:
    """The fingerprint by which a stored problem or result is recognised."""
    return hashlib.sha256(text.encode()).hexdigest()


def take_snapshot(procedure: Procedure) -> Snapshot:
    """Freeze the verified applications, the free places and the rules.

    The number of queries does not depend on the number of applications. Points count only what
    the committee accepted; an application that nobody verified takes no part (art. 150 ust. 7).
    """
    groups = {group.code: group for group in offered_groups(procedure)}
    scoring = Scoring.of(procedure)
    orders = committee_orders(procedure)
    children: list[Child] = []
    facts: dict[str, list[dict[str, Any]]] = {}
    for application in _verified_applications(procedure):
        rows = list(_scored_choices(application, scoring, groups))
        facts[application.public_id] = [_choice_facts(*row) for row in rows]
        children.append(_child(application.public_id, rows, orders))
    return Snapshot(
        problem=Problem(
            groups=tuple(_group(group) for group in groups.values()),
            children=tuple(children),
            rules=_rules(procedure),
        ),
        facts={
            "criteria": {
                code: {"name": criterion.name, "stage": criterion.stage}
                for code, criterion in scoring.criteria.items()
            },
            "applications": facts,
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


def _verified_applications(procedure: Procedure) -> "Iterable[Application]":
    return (
        Application.objects.verified()
        .filter(procedure=procedure)
        .select_related("candidate")
        .prefetch_related("choices__group__institution", "claims__criterion", "claims__institution")
        .order_by("public_id")
    )


def _scored_choices(
    application: Application, scoring: Scoring, groups: dict[str, GroupRow]
) -> Iterator[tuple[ChoiceRow, Points, str]]:
    """Each choice in order of wish, with its points and why it takes no part, if it does not."""
    for choice in application.choices.all():
        points = scoring.points(application, choice)
        yield choice, points, _left_out(application, choice, points, groups)


def _left_out(
    application: Application, choice: ChoiceRow, points: Points, groups: dict[str, GroupRow]
) -> str:
    """Why the child cannot compete in the group it chose; a special group is for children whose
    statement the committee accepted, whatever the parent declared.
    """
    birth_on = application.candidate.birth_on
    group = choice.group
    if group.code not in groups or groups[group.code].pk != group.pk:
        return "not_offered"
    if birth_on is None or not group.birth_year_from <= birth_on.year <= group.birth_year_to:
        return "birth_year"
    if group.kind == GroupKind.SPECIAL and not points.has_statement:
        return "statement"
    return ""


def _choice_facts(choice: ChoiceRow, points: Points, left_out: str) -> dict[str, Any]:
    return {
        "position": choice.position,
        "group": choice.group.code,
        "resident": points.resident,
        "statutory": points.statutory,
        "municipal": points.municipal,
        "lines": [
            [line.criterion, line.points, line.why.value]
            for line in points.lines
            if line.why not in NOT_TOLD
        ],
        "left_out": left_out,
    }


def _child(
    public_id: str, rows: list[tuple[ChoiceRow, Points, str]], orders: CommitteeOrders
) -> Child:
    has_statement = any(points.has_statement for _, points, _ in rows)
    return Child(
        id=public_id,
        choices=tuple(
            Choice(
                group=choice.group.code,
                key=(
                    *points.key,
                    orders.get((choice.group.code, points.key), {}).get(public_id, 0),
                ),
            )
            for choice, points, left_out in rows
            if not left_out
        ),
        traits=frozenset({STATEMENT}) if has_statement else frozenset(),
    )


def _group(group: GroupRow) -> Group:
    """The places that are free; in an integration group some wait for children with a statement."""
    reserved = group.free_for_statement if group.kind == GroupKind.INTEGRATION else 0
    return Group(
        id=group.code,
        capacity=group.free_places,
        institution=group.institution.code,
        reserves=(Reserve(STATEMENT, reserved),) if reserved else (),
    )


def _rules(procedure: Procedure) -> Rules:
    return Rules(
        ties=TieRule(procedure.tie_rule),
        reserve_order=ReserveOrder(procedure.reserve_order),
        unfilled_reserve=UnfilledReserve(procedure.unfilled_reserve),
    )
