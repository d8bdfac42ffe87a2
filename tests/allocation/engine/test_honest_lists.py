"""Where it can pay to name another list than the true one, and where no longer.

That it never does with strict keys is a property in `test_properties`, families have their own
examples in `test_families`.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.engine import Child, ClosingRule, Problem, Rules, TieRule, allocate
from allocation.ties import open_ties
from tests.allocation.engine.examples import examples
from tests.allocation.engine.problems import COMMITTEE, child, group, problem
from tests.allocation.engine.strategies import problems

Answer = dict[str, str | None]
Allocate = Callable[[Problem], Answer]


def assigned(town: Problem) -> Answer:
    return allocate(town).assignment


def with_list(town: Problem, one: Child, choices: tuple) -> Problem:
    changed = (
        replace(each, choices=choices) if each.id == one.id else each for each in town.children
    )
    return replace(town, children=tuple(changed))


def gains(town: Problem, outcome: Allocate = assigned) -> set[tuple[str, tuple[str, ...]]]:
    """Every child and other list of its groups with which it would get a dearer group."""
    honest = outcome(town)
    found = set()
    for one in town.children:
        wishes = [choice.group for choice in one.choices]
        dearer = wishes[: wishes.index(honest[one.id])] if honest[one.id] in wishes else wishes
        for length in range(len(wishes) + 1):
            for other in permutations(one.choices, length):
                if outcome(with_list(town, one, other))[one.id] in dearer:
                    found.add((one.id, tuple(choice.group for choice in other)))
    return found


def test_while_a_tie_is_open_a_shorter_list_can_look_better_in_the_proposal():
    """Equal everywhere, both wait everywhere; who names only Q is alone there."""
    town = problem(
        [group("P", 1), group("Q", 1)], [child("ala", P=2, Q=1), child("jan", P=2, Q=1)], COMMITTEE
    )

    assert assigned(town) == {"ala": None, "jan": None}
    assert gains(town) == {
        ("ala", ("Q",)),
        ("ala", ("Q", "P")),
        ("jan", ("Q",)),
        ("jan", ("Q", "P")),
    }
    assert gains(town, decided_in([["ala", "jan"], ["ala", "jan"]])) == set()


def decided_in(orders: list[list[str]]) -> Allocate:
    """The committee decides tie after tie, always by the same order of the children of a group."""

    def outcome(town: Problem) -> Answer:
        numbers = {g.id: order[::-1] for g, order in zip(town.groups, orders, strict=True)}
        asked: dict[tuple, tuple[str, ...]] = {}
        while True:
            decided = _with_orders(town, numbers, asked)
            result = allocate(decided)
            ties = open_ties(decided, result)
            if not ties:
                return result.assignment
            asked |= {(tie.group, tie.points): tie.children for tie in ties}

    return outcome


def _with_orders(town, numbers, asked):
    """Keys as in the product: residence, two stages, and the order where one was asked for."""

    def key(child_id, choice):
        points = (1, 0, *choice.key)
        is_ordered = child_id in asked.get((choice.group, points), ())
        return (*points, 1 + numbers[choice.group].index(child_id) if is_ordered else 0)

    return replace(
        town,
        children=tuple(
            replace(
                each,
                choices=tuple(replace(choice, key=key(each.id, choice)) for choice in each.choices),
            )
            for each in town.children
        ),
    )


@pytest.mark.parametrize("reserves", [False, True])
@examples(40)
@given(data=st.data())
def test_once_the_committee_has_decided_every_tie_no_other_list_helps(reserves, data):
    """If its order of the children does not depend on their lists."""
    town = data.draw(problems(reserves=reserves, children=3))
    names = [each.id for each in town.children]
    orders = [data.draw(st.permutations(names)) for _ in town.groups]

    assert gains(town, decided_in(orders)) == set()


def test_closing_in_sequence_one_child_can_save_a_group_by_hiding_a_wish():
    """Q is the emptiest and closes first, then P; asked at once, Q would have opened."""
    town = problem(
        [replace(group("P", 2), min_size=2), replace(group("Q", 1), min_size=1)],
        [child("ala", P=1, Q=1)],
        Rules(TieRule.STRICT, closing=ClosingRule.SEQUENTIAL),
    )

    assert assigned(town) == {"ala": None}
    assert gains(town) == {("ala", ("Q",)), ("ala", ("Q", "P"))}


def test_with_the_best_open_set_a_child_can_open_its_dearest_group_by_hiding_a_wish():
    """Q with both children places more than P with one; without ala Q cannot open at all."""
    town = problem(
        [replace(group("P", 1), min_size=1), replace(group("Q", 2), min_size=2)],
        [child("ala", P=1, Q=2), child("jan", Q=1)],
        Rules(TieRule.STRICT, closing=ClosingRule.BEST_OPEN_SET),
    )

    assert assigned(town) == {"ala": "Q", "jan": "Q"}
    assert gains(town) == {("ala", ("P",))}
