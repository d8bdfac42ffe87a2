"""The net itself: mechanisms that are wrong in a known way, and the case that shows each of them.

Every copy below has one mistake that admission systems have really made. The random problems of
the properties find it, and Hypothesis shrinks what it found to a case that anybody can read.
"""

from collections.abc import Callable
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, Phase, find, given, settings

from allocation.engine import Group, Key, Problem, TieRule, allocate, problem_to_json
from tests.allocation.engine.brute_force import Answer, Definition
from tests.allocation.engine.examples import examples
from tests.allocation.engine.problems import codes, moved
from tests.allocation.engine.strategies import problems, problems_that_shrink

SIZES = {"secured": False, "children": 4, "groups": 3, "keys": 3}
LARGE = {"secured": False, "children": 8, "groups": 4}
UNTIL_FOUND = settings(
    max_examples=1_000,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


class Seat(NamedTuple):
    """A child in a group."""

    child: str
    key: Key


def deferred_acceptance(
    problem: Problem, staying: Callable[[Group, list[Seat]], list[Seat]]
) -> Answer:
    """Everybody asks in order of wish; `staying` is told a group and who sits there, as they came."""
    groups = {group.id: group for group in problem.groups}
    wishes = {child.id: list(child.choices) for child in problem.children}
    sitting: dict[str, list[Seat]] = {group: [] for group in groups}
    asking = list(wishes)
    while asking:
        child = asking.pop(0)
        if not wishes[child]:
            continue
        wish = wishes[child].pop(0)
        line = [*sitting[wish.group], Seat(child, wish.key)]
        sitting[wish.group] = staying(groups[wish.group], line)
        asking += [seat.child for seat in line if seat not in sitting[wish.group]]
    return everybody(problem, sitting)


def everybody(problem: Problem, sitting: dict[str, list[Seat]]) -> Answer:
    got = {seat.child: group for group, line in sitting.items() for seat in line}
    return {child.id: got.get(child.id) for child in problem.children}


def best_first(line: list[Seat]) -> list[Seat]:
    return sorted(line, key=lambda seat: seat.key, reverse=True)


def first_come_among_equals(problem: Problem) -> Answer:
    """A sort that keeps the order of asking decides silently between equal children."""
    return deferred_acceptance(problem, lambda group, line: best_first(line)[: group.capacity])


def one_child_too_many(problem: Problem) -> Answer:
    return deferred_acceptance(problem, lambda group, line: best_first(line)[: group.capacity + 1])


def acceptance_at_once(problem: Problem) -> Answer:
    """Boston: all first wishes are decided for good, then all second ones, and so on."""
    sitting: dict[str, list[Seat]] = {group.id: [] for group in problem.groups}
    placed: set[str] = set()
    for position in range(len(problem.groups)):
        for group in problem.groups:
            asking = [
                Seat(child.id, wish.key)
                for child in problem.children
                for wish in child.choices[position : position + 1]
                if wish.group == group.id and child.id not in placed
            ]
            sitting[group.id] += best_first(asking)[: group.capacity - len(sitting[group.id])]
        placed = {seat.child for line in sitting.values() for seat in line}
    return everybody(problem, sitting)


def case(groups, children, ties):
    """A problem as it is written to files."""
    return {
        "schema": "nabor-problem/1",
        "rules": {"ties": ties},
        "groups": [{"id": name, "capacity": places} for name, places in groups.items()],
        "children": [
            {
                "id": name,
                "choices": [{"group": group, "key": key} for group, key in wishes.items()],
            }
            for name, wishes in children.items()
        ],
    }


PLANTED = {
    first_come_among_equals: (
        case({"g0": 1}, {"c0": {"g0": [1]}, "c1": {"g0": [1]}}, "committee"),
        "equal_children_are_treated_equally",
    ),
    one_child_too_many: (
        case({"g0": 0}, {"c0": {"g0": [1, 0]}}, "strict"),
        "places_are_not_exceeded",
    ),
    acceptance_at_once: (
        case(
            {"g0": 0, "g1": 1},
            {"c0": {"g1": [1, 0], "g0": [1, 0]}, "c1": {"g0": [1, 5], "g1": [1, 5]}},
            "strict",
        ),
        "nobody_below_a_refused_key_is_admitted",
    ),
}


@pytest.mark.parametrize(
    ("broken", "smallest", "rule"), [(b, *told) for b, told in PLANTED.items()]
)
def test_a_planted_bug_is_found_and_shrinks_to_a_case_that_can_be_read(broken, smallest, rule):
    """By the definition; `check` names the rule that is broken."""
    towns = problems_that_shrink(TieRule(smallest["rules"]["ties"]), **SIZES)

    found = find(
        towns, lambda town: broken(town) != Definition(town).answer(), settings=UNTIL_FOUND
    )

    assert problem_to_json(found) == smallest
    assert rule in codes(found, moved(allocate(found), **broken(found)))


@pytest.mark.parametrize("broken", PLANTED)
def test_the_same_properties_find_it_among_their_own_problems(broken):
    """What is read from bytes, as for the properties, shows the bug as well."""
    ties = PLANTED[broken][0]["rules"]["ties"]
    towns = problems(TieRule(ties), **LARGE)

    with pytest.raises(AssertionError):
        _agrees_with_the_definition(broken, towns)


def _agrees_with_the_definition(mechanism, towns):
    @settings(examples(150), phases=[Phase.generate])
    @given(towns)
    def property_of(town):
        assert mechanism(town) == Definition(town).answer()

    property_of()
