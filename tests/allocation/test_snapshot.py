"""From rows to the engine's question: whole values, and a number of queries that does not grow."""

from datetime import date

import pytest

from allocation.engine import Child, Choice, Group, Problem, Reserve, Rules
from allocation.engine.problem import ReserveOrder, TieRule, UnfilledReserve
from allocation.snapshot import take_snapshot
from recruitment.applications.models import Verdict
from recruitment.applications.workflow import Status
from schools.models import GroupKind
from tests.allocation.rounds import order_equals
from tests.factories import (
    make_application,
    make_claim,
    make_continuation,
    make_criteria,
    make_group,
    make_institution,
    make_procedure,
)

pytestmark = pytest.mark.django_db

RULES = Rules(
    ties=TieRule.COMMITTEE,
    reserve_order=ReserveOrder.RESERVE_FIRST,
    unfilled_reserve=UnfilledReserve.KEPT_EMPTY,
)


@pytest.fixture
def procedure():
    procedure = make_procedure()
    make_criteria(procedure)
    return procedure


def test_snapshot_holds_verified_applications_free_places_and_rules(procedure):
    preschool = make_institution("pm1")
    bees = make_group(preschool, "pszczolki", places_total=3)
    owls = make_group(preschool, "sowki", places_total=2)
    make_continuation(bees, procedure)
    anna = make_application(
        procedure,
        status=Status.VERIFIED,
        groups=[bees, owls],
        claims=["residence", "large-family"],
    )
    for status in (Status.FILED, Status.DRAFT, Status.REJECTED, Status.WITHDRAWN):
        make_application(procedure, status=status, groups=[bees])

    snapshot = take_snapshot(procedure)

    assert snapshot.problem == Problem(
        groups=(
            Group("pszczolki", 2, institution="pm1"),
            Group("sowki", 2, institution="pm1"),
        ),
        children=(
            Child(
                anna.number,
                (Choice("pszczolki", (1, 100, 4, 0)), Choice("sowki", (1, 100, 4, 0))),
            ),
        ),
        rules=RULES,
        key_names=(
            "zamieszkanie w gminie",
            "kryteria ustawowe",
            "kryteria samorządowe",
            "kolejność ustalona przez komisję",
        ),
    )


def test_snapshot_keeps_the_points_with_the_lines_that_somebody_asked_for(procedure):
    bees = make_group(make_institution("pm1"), "pszczolki")
    anna = make_application(
        procedure, status=Status.VERIFIED, groups=[bees], claims=["residence", "both-work"]
    )
    make_claim(anna, "large-family", verdict=Verdict.REJECTED)

    facts = take_snapshot(procedure).facts

    assert facts["applications"] == {
        anna.number: [
            {
                "position": 1,
                "group": "pszczolki",
                "resident": True,
                "statutory": 0,
                "municipal": 24,
                "lines": [
                    ["residence", 1, "counted"],
                    ["large-family", 0, "rejected"],
                    ["both-work", 20, "counted"],
                    ["first-choice", 4, "counted"],
                ],
                "left_out": "",
            }
        ]
    }
    assert facts["criteria"]["both-work"] == {"name": "Kryterium both-work", "stage": 4}


def test_snapshot_leaves_out_choices_that_are_not_for_the_child(procedure):
    preschool = make_institution("pm1")
    older = make_group(preschool, "starszaki", birth_year_from=2021, birth_year_to=2021)
    special = make_group(preschool, "specjalny", kind=GroupKind.SPECIAL)
    bees = make_group(preschool, "pszczolki")
    anna = make_application(
        procedure,
        status=Status.VERIFIED,
        groups=[older, special, bees],
        child={"birth_on": date(2022, 5, 17), "has_statement": True},
    )
    make_claim(anna, "statement", verdict=Verdict.REJECTED)

    snapshot = take_snapshot(procedure)

    assert snapshot.problem.children == (Child(anna.number, (Choice("pszczolki", (0, 0, 4, 0)),)),)
    assert [choice["left_out"] for choice in snapshot.facts["applications"][anna.number]] == [
        "birth_year",
        "statement",
        "",
    ]


def test_an_accepted_statement_opens_special_groups_and_reserved_places(procedure):
    preschool = make_institution("pm1")
    mixed = make_group(
        preschool,
        "integracyjny",
        kind=GroupKind.INTEGRATION,
        places_total=20,
        places_for_statement=5,
    )
    special = make_group(preschool, "specjalny", kind=GroupKind.SPECIAL, places_for_statement=4)
    make_continuation(mixed, procedure, has_statement=True)
    anna = make_application(
        procedure, status=Status.VERIFIED, groups=[special, mixed], claims=["statement"]
    )

    snapshot = take_snapshot(procedure)

    assert snapshot.problem.groups == (
        Group("integracyjny", 19, (Reserve("statement", 4),), "pm1"),
        Group("specjalny", 25, institution="pm1"),
    )
    assert snapshot.problem.children == (
        Child(
            anna.number,
            (Choice("specjalny", (0, 0, 4, 0)), Choice("integracyjny", (0, 0, 4, 0))),
            frozenset({"statement"}),
        ),
    )


def test_a_verified_child_without_a_suitable_choice_still_takes_part(procedure):
    older = make_group(code="starszaki", birth_year_from=2021, birth_year_to=2021)
    anna = make_application(procedure, status=Status.VERIFIED, groups=[older])

    assert take_snapshot(procedure).problem.children == (Child(anna.number, ()),)


def test_the_order_of_the_committee_is_the_last_element_of_the_key(procedure):
    bees = make_group(make_institution("pm1"), "pszczolki", places_total=1)
    first, second, other = (
        make_application(procedure, status=Status.VERIFIED, groups=[bees]) for _ in range(3)
    )
    withdrawn = make_application(procedure, status=Status.WITHDRAWN, groups=[bees])
    order_equals(procedure, bees, (0, 0, 4), [withdrawn, second, first])

    keys = {child.id: child.choices[0].key for child in take_snapshot(procedure).problem.children}

    assert keys == {
        second.number: (0, 0, 4, 2),
        first.number: (0, 0, 4, 1),
        other.number: (0, 0, 4, 0),
    }


def test_the_latest_order_at_the_same_points_is_in_force(procedure):
    bees = make_group(make_institution("pm1"), "pszczolki", places_total=1)
    first, second = (
        make_application(procedure, status=Status.VERIFIED, groups=[bees]) for _ in range(2)
    )
    order_equals(procedure, bees, (0, 0, 4), [first, second])
    order_equals(procedure, bees, (0, 0, 4), [second, first])
    order_equals(procedure, bees, (1, 0, 4), [first, second])

    keys = {child.id: child.choices[0].key for child in take_snapshot(procedure).problem.children}

    assert keys == {second.number: (0, 0, 4, 2), first.number: (0, 0, 4, 1)}


def test_the_same_rows_have_the_same_fingerprint(procedure):
    make_application(procedure, status=Status.VERIFIED, claims=["residence"])

    assert take_snapshot(procedure).sha256 == take_snapshot(procedure).sha256


def test_number_of_queries_does_not_grow_with_applications(procedure, django_assert_num_queries):
    bees = make_group()
    make_application(
        procedure,
        status=Status.VERIFIED,
        groups=[bees],
        claims=["residence", ("sibling", bees.institution)],
    )
    with django_assert_num_queries(8):
        take_snapshot(procedure)

    for _ in range(3):
        preschool = make_institution()
        make_application(
            procedure,
            status=Status.VERIFIED,
            groups=[bees, make_group(preschool)],
            claims=["residence", ("sibling", preschool)],
        )
    with django_assert_num_queries(8):
        take_snapshot(procedure)


def test_snapshot_asks_what_a_claim_that_was_not_accepted_would_have_changed(procedure):
    bees, owls = make_group(), make_group()
    anna = make_application(
        procedure, status=Status.VERIFIED, groups=[bees, owls], claims=["residence"]
    )
    make_claim(anna, "large-family", verdict=Verdict.REJECTED)

    assert take_snapshot(procedure).facts["questions"] == {
        anna.number: [
            {
                "kind": "claim",
                "about": "large-family",
                "keys": {bees.code: [1, 100, 4, 0], owls.code: [1, 100, 0, 0]},
            }
        ]
    }


def test_snapshot_asks_what_the_first_place_in_the_committees_order_would_have_changed(procedure):
    bees = make_group()
    anna, bartek = (
        make_application(procedure, status=Status.VERIFIED, groups=[bees], claims=["residence"])
        for _ in range(2)
    )
    order_equals(procedure, bees, (1, 0, 4), [anna, bartek])

    questions = take_snapshot(procedure).facts["questions"]

    first = {"kind": "order", "about": bees.code, "keys": {bees.code: [1, 0, 4, 3]}}
    assert questions == {anna.number: [first], bartek.number: [first]}
