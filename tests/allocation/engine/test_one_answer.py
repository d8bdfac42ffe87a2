"""`check` accepts one answer to a problem and no other, however truly the other is told."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.engine import (
    ClosingRule,
    EqualKeysError,
    Lottery,
    Problem,
    Result,
    Rules,
    SolveStatus,
    TieRule,
    allocate,
    check,
    not_proved_again,
    problem_sha256,
)
from allocation.engine.checking.case import Case
from allocation.engine.checking.families import _displaced
from allocation.engine.checking.report import _refusals, facts_of
from tests.allocation.engine.examples import examples
from tests.allocation.engine.problems import STRICT, child, entitled, group, problem, reserving
from tests.allocation.engine.test_families import ONLY, town
from tests.allocation.engine.test_families_by_definition import towns
from tests.allocation.engine.test_properties import FOUR_RULES, problems

few = examples(30)

SEVERAL = [
    Rules(),
    STRICT,
    Rules(TieRule.ALL_IN),
    Rules(TieRule.LOTTERY, lottery=Lottery("Legionowo")),
]


def told_truly(
    asked: Problem, assignment: dict[str, str | None], closed: Iterable[str] = ()
) -> Result:
    """A result in which everything but the assignment is as it should be."""
    closed = tuple(sorted(closed))
    case = Case(asked, assignment, closed)
    facts = {name: facts_of(case, name) for name in case.groups}
    return Result(
        problem_sha256=problem_sha256(asked),
        status=SolveStatus.OPTIMAL,
        assignment=assignment,
        cutoffs={name: fact.limit for name, fact in facts.items()},
        ties=tuple(chain.from_iterable(fact.ties for fact in facts.values())),
        refusals={name: _refusals(case, facts, name) for name in case.children},
        engine={},
        closed=closed,
        displaced=tuple(_displaced(case)) if asked.families else (),
    )


def accepted(asked: Problem) -> list[tuple[dict[str, str | None], tuple[str, ...]]]:
    """Every assignment, with the groups it closes, that `check` has nothing against."""
    may_close = [each.id for each in asked.groups if each.min_size]
    listed = Case(asked, {}).listed
    found = []
    for number in range(len(may_close) + 1):
        for closed in combinations(may_close, number):
            options = ([*(set(own) - set(closed)), None] for own in listed.values())
            for places in product(*options):
                assignment = dict(zip(listed, places, strict=True))
                if not check(asked, told_truly(asked, assignment, closed)):
                    found.append((assignment, closed))
    return found


def answers(asked: Problem) -> list[tuple[dict[str, str | None], tuple[str, ...]]]:
    """What the engine answers, if anything is decided."""
    try:
        result = allocate(asked)
    except EqualKeysError:
        return []
    return [(result.assignment, result.closed)] if result.status is SolveStatus.OPTIMAL else []


@pytest.mark.parametrize("rules", SEVERAL)
@few
@given(small=problems())
def test_one_answer_is_accepted(rules, small):
    asked = small.with_rules(rules)

    assert accepted(asked) == answers(asked)


@pytest.mark.parametrize("rules", [rules for rules in SEVERAL if rules.ties is not TieRule.ALL_IN])
@pytest.mark.parametrize("about_reserves", FOUR_RULES)
@few
@given(data=st.data())
def test_one_answer_with_reserved_places_is_accepted(rules, about_reserves, data):
    small = data.draw(problems(rules=about_reserves))
    asked = small.with_rules(replace(small.rules, ties=rules.ties, lottery=rules.lottery))

    assert accepted(asked) == answers(asked)


@pytest.mark.parametrize(
    ("ties", "closing"),
    [
        (TieRule.COMMITTEE, ClosingRule.SEQUENTIAL),
        (TieRule.STRICT, ClosingRule.SEQUENTIAL),
        (TieRule.STRICT, ClosingRule.BEST_OPEN_SET),
    ],
)
@few
@given(data=st.data())
def test_one_answer_with_minimum_sizes_is_accepted(ties, closing, data):
    small = data.draw(problems(ties=ties))
    groups = tuple(
        replace(each, min_size=data.draw(st.integers(0, each.capacity))) for each in small.groups
    )
    asked = replace(small, groups=groups, rules=replace(small.rules, closing=closing))

    assert accepted(asked) == answers(asked)


@pytest.mark.parametrize("strict", [True, False])
@few
@given(data=st.data())
def test_one_answer_with_families_is_accepted(strict, data):
    asked = data.draw(towns(children=4, groups=3, strict=strict))

    assert accepted(asked) == answers(asked) or not_proved_again(asked)


# What was accepted beside families once.

TWINS = [child("t1", Z=2), child("t2", Z=1)]
FAMILY = [(("t1", "t2"), ONLY)]
HOME = group("Z", 2)


def test_children_apart_from_families_get_their_best_place_however_many_they_are():
    many = [child(f"c{number}", A=-number) for number in range(6)]
    swap = [child("ala", A=1, B=2), child("jan", B=1, A=2)]
    asked = town([HOME, group("A", 1), group("B", 1)], FAMILY, [*TWINS, *swap, *many])
    worse = {**allocate(asked).assignment, "ala": "B", "jan": "A"}

    assert {violation.place for violation in check(asked, told_truly(asked, worse))} == {
        'child "ala"',
        'child "jan"',
    }


def test_beside_families_no_place_waits_for_equal_children():
    asked = town([HOME, group("A", 1)], FAMILY, [*TWINS, child("ala", A=1), child("jan", A=1)])
    waiting = {"t1": "Z", "t2": "Z", "ala": None, "jan": None}

    assert {violation.code for violation in check(asked, told_truly(asked, waiting))} == {
        "no_wanted_place_stays_empty",
        "every_child_gets_its_best_place",
    }


@pytest.mark.parametrize("about_reserves", FOUR_RULES)
def test_beside_families_no_reserved_place_waits_for_equal_children(about_reserves):
    """Six more children wish for Z: too many to try everything."""
    many = [child(f"c{number}", Z=-number) for number in range(6)]
    equals = [replace(entitled(name, A=1, Z=-9), family=None) for name in ("ala", "jan")]
    asked = replace(
        town([HOME], FAMILY, [*TWINS, *many]),
        groups=(group("A", 1, reserved=1), HOME),
        rules=reserving(*about_reserves, TieRule.STRICT),
    )
    asked = replace(asked, children=(*asked.children, *equals))
    waiting = {**dict.fromkeys(each.id for each in asked.children), "t1": "Z", "t2": "Z"}

    assert {violation.code for violation in check(asked, told_truly(asked, waiting))} == {
        "reserved_places_follow_the_declared_order"
    }


def test_the_answer_told_truly_is_what_the_engine_tells():
    asked = problem([group("P", 1)], [child("ala", P=2), child("jan", P=1)])
    result = allocate(asked)

    assert told_truly(asked, result.assignment) == replace(result, engine={})
