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
from tests.allocation.engine.problems import (
    RESERVE_RULES,
    child,
    entitled,
    group,
    problem,
    reserving,
)
from tests.allocation.engine.strategies import problems, with_minimum_sizes
from tests.allocation.engine.test_families import ONLY, town
from tests.allocation.engine.test_families_by_definition import towns

few = examples(30)


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


SIMPLE = {
    "committee": problems(),
    "strict": problems(TieRule.STRICT, unequal=False),
    "all in": problems(ties=TieRule.ALL_IN),
    "lottery": problems(TieRule.LOTTERY),
}
RESERVING = {
    "committee with reserves": problems(reserves=True),
    "strict with reserves": problems(TieRule.STRICT, unequal=False, reserves=True),
    "lottery with reserves": problems(TieRule.LOTTERY, reserves=True),
}
LIMITED = {
    "committee with minimum sizes": with_minimum_sizes(problems()),
    "strict with minimum sizes": with_minimum_sizes(problems(TieRule.STRICT, unequal=False)),
    "the best open set": with_minimum_sizes(
        problems(TieRule.STRICT, unequal=False), ClosingRule.BEST_OPEN_SET
    ),
}
KINDS = {**SIMPLE, **RESERVING, **LIMITED}


@pytest.mark.parametrize("kind", [*SIMPLE, *RESERVING, "committee with minimum sizes"])
@few
@given(data=st.data())
def test_one_answer_is_accepted(kind, data):
    asked = data.draw(KINDS[kind])

    assert accepted(asked) == answers(asked)


@pytest.mark.parametrize("kind", ["strict with minimum sizes", "the best open set"])
@few
@given(data=st.data())
def test_where_groups_may_close_one_answer_is_accepted_or_equal_children_are_named(kind, data):
    """The engine names them also where their order decides on the way, and not in the end."""
    asked = data.draw(KINDS[kind])

    assert answers(asked) in (accepted(asked), [])
    assert len(accepted(asked)) <= 1


def test_equal_children_are_named_although_the_group_that_frees_their_place_closes():
    """Only c2 wants g0, which needs two; until g0 closes, c1 and c3 compete for the place of c2."""
    asked = problem(
        [replace(group("g0", 2), min_size=2), group("g1", 1)],
        [child("c1", g1=2), child("c2", g0=1, secured="g1"), child("c3", g1=2)],
        Rules(ties=TieRule.STRICT, closing=ClosingRule.SEQUENTIAL),
    )

    with pytest.raises(EqualKeysError) as refusal:
        allocate(asked)

    assert refusal.value.children == ("c1", "c3")
    assert accepted(asked) == [({"c1": None, "c2": "g1", "c3": None}, ("g0",))]


@pytest.mark.parametrize("strict", [True, False])
@few
@given(data=st.data())
def test_one_answer_with_families_is_accepted(strict, data):
    asked = data.draw(towns(children=4, groups=3, unequal=strict))

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


@pytest.mark.parametrize("about_reserves", RESERVE_RULES)
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
