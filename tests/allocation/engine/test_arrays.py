"""The engine on arrays against the readable reference, and its proof against broken answers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.engine import Child, Choice, Group, Lottery, Problem, Rules, TieRule
from allocation.engine.arrays.deferred import ask_in_rounds
from allocation.engine.arrays.market import SECURED, ArrayMarket, array_market, one_number_a_key
from allocation.engine.arrays.proof import broken_rules
from allocation.engine.solving.deferred import ask_in_order
from allocation.engine.solving.market import build_market
from tests.allocation.engine.examples import examples
from tests.allocation.engine.problems import STRICT, child, group, problem
from tests.allocation.engine.strategies import problems

many = examples(300)

# ala and jan each hold what the other wants more.
SWAP = problem(
    [group("A", 1), group("B", 1)],
    [child("ala", A=1, B=2), child("jan", B=1, A=2)],
    STRICT,
)
# P has one place for ala and jan, in this order; Q has one for whoever is left.
QUEUE = problem(
    [group("P", 1), group("Q", 1)],
    [child("ala", P=3, Q=1), child("jan", P=2, Q=2)],
    STRICT,
)


def rows(market: ArrayMarket) -> list[list[tuple[int, int]]]:
    pairs = list(zip(market.group.tolist(), market.key.tolist(), strict=True))
    return [pairs[first:last] for first, last in zip(market.start, market.start[1:], strict=False)]


@pytest.mark.parametrize("equals_stay", [True, False])
@many
@given(town=problems(children=8, groups=4))
def test_asking_in_rounds_gives_what_asking_one_by_one_gives(equals_stay, town):
    expected = ask_in_order(build_market(town), equals_stay=equals_stay)

    assert ask_in_rounds(array_market(town), equals_stay=equals_stay).tolist() == expected


@many
@given(problems(TieRule.STRICT, children=8, groups=4))
def test_the_proof_accepts_the_best_assignment_and_no_other(town):
    market = array_market(town)
    best = ask_in_rounds(market)

    assert list(broken_rules(market, best)) == []
    for number, length in enumerate(np.diff(market.start)):
        for position in {*range(length + 1)} - {int(best[number])}:
            other = best.copy()
            other[number] = position
            assert list(broken_rules(market, other))


@pytest.mark.parametrize(
    ("town", "positions", "rules"),
    [
        (SWAP, [0, 0], []),
        (SWAP, [1, 1], ["every_child_gets_its_best_place"]),
        (QUEUE, [0, 1], []),
        (QUEUE, [1, 0], ["nobody_below_a_refused_key_is_admitted"]),
        (QUEUE, [0, 0], ["places_are_not_exceeded"]),
        (QUEUE, [0, 2], ["no_wanted_place_stays_empty"]),
        (QUEUE, [0, 3], ["each_child_gets_at_most_one_place"]),
        (QUEUE, [-1, 1], ["each_child_gets_at_most_one_place"]),
        (QUEUE, [0], ["each_child_gets_at_most_one_place"]),
        (
            problem([group("P", 1)], [child("ala", P=1), child("jan", P=1)]),
            [0, 1],
            ["equal_children_are_treated_equally"],
        ),
    ],
)
def test_the_proof_names_the_broken_rule(town, positions, rules):
    assert list(broken_rules(array_market(town), np.array(positions))) == rules


def test_a_longer_circle_of_better_places_is_found():
    """Three children, each holding what the next one wants; a fourth group stands aside."""
    circle = problem(
        [group("A", 1), group("B", 1), group("C", 1), group("D", 1)],
        [
            child("ala", A=1, B=2),
            child("ewa", B=1, C=2),
            child("iga", C=1, A=2),
            child("jan", D=1),
        ],
        STRICT,
    )

    broken = list(broken_rules(array_market(circle), np.array([1, 1, 1, 0])))

    assert broken == ["every_child_gets_its_best_place"]


@examples(100)
@given(
    st.integers(1, 4).flatmap(
        lambda length: st.lists(
            st.lists(st.integers(-(2**63), 2**63 - 1), min_size=length, max_size=length).map(tuple),
            min_size=1,
            max_size=20,
        )
    )
)
def test_one_number_compares_as_the_whole_key_does(keys):
    numbers = one_number_a_key(keys).tolist()

    for key, number in zip(keys, numbers, strict=True):
        for other, other_number in zip(keys, numbers, strict=True):
            assert (key < other) == (number < other_number)


def test_a_secured_place_stands_above_every_key_and_ends_the_list():
    town = Problem(
        (Group("P", 1), Group("Q", 1)),
        (
            Child("ala", (Choice("P", (2**40,)), Choice("Q", (1,))), secured="P"),
            Child("jan", (Choice("Q", (5,)), Choice("P", (3,)))),
        ),
        Rules(TieRule.STRICT),
    )

    assert rows(array_market(town)) == [[(0, SECURED)], [(1, 5), (0, 3)]]


def test_keys_of_different_length_are_compared_inside_their_group():
    town = Problem(
        (Group("P", 1), Group("Q", 1)),
        (
            Child("ala", (Choice("P", (1, 7)), Choice("Q", (9,)))),
            Child("jan", (Choice("P", (1, 8)), Choice("Q", (8,)))),
        ),
        Rules(TieRule.STRICT),
    )

    assert ask_in_rounds(array_market(town)).tolist() == [1, 0]


def test_a_lottery_orders_equal_children():
    town = problem(
        [group("P", 1)],
        [child("ala", P=1), child("jan", P=1)],
        Rules(TieRule.LOTTERY, lottery=Lottery("x")),
    )

    assert ask_in_rounds(array_market(town)).tolist() == ask_in_order(
        build_market(town), equals_stay=False
    )


def test_nobody_asks_in_an_empty_town():
    market = array_market(problem([], []))

    assert ask_in_rounds(market).tolist() == []
    assert list(broken_rules(market, ask_in_rounds(market))) == []
