"""Random problems, small enough to try everything: full groups, ties, reserved and secured places.

What is drawn about a group or a child comes from tables and strategies that are made once: made
anew for every example they would cost more than the engine does. What fails shrinks to few
children with short lists and equal keys.
"""

from dataclasses import replace
from functools import cache
from itertools import permutations

from hypothesis import strategies as st

from allocation.engine import (
    Child,
    Choice,
    ClosingRule,
    Drawn,
    Group,
    Lottery,
    LotteryLevel,
    Problem,
    Reserve,
    Rules,
    TieRule,
)
from tests.allocation.engine.problems import RESERVE_RULES

TRAIT = "t"
MOST_PLACES = 3
ANY_RESERVE_RULES = st.sampled_from(RESERVE_RULES)
PLACES = st.sampled_from([(capacity, 0) for capacity in range(MOST_PLACES + 1)])
PLACES_WITH_RESERVES = st.sampled_from(
    [(capacity, seats) for capacity in range(MOST_PLACES + 1) for seats in range(capacity + 1)]
)
TRAITS = st.sampled_from([frozenset[str](), frozenset({TRAIT})])


@cache
def lists_of_wishes(groups):
    """Every ordered list of some of the groups; short lists as often as long ones."""
    by_length = [list(permutations(range(groups), length)) for length in range(groups + 1)]
    most = len(by_length[-1])
    return [wishes for lists in by_length for wishes in lists * (most // len(lists))]


@cache
def drawn_children(groups, children, keys):
    """For each child: its wishes, a number that holds all its keys, traits, a place to hold."""
    child = st.tuples(
        st.sampled_from(lists_of_wishes(groups)),
        st.integers(0, keys**groups - 1),
        TRAITS,
        st.sampled_from([None] * groups + list(range(groups))),
    )
    return st.lists(child, max_size=children)


@cache
def drawn_places(groups, reserves):
    return st.lists(PLACES_WITH_RESERVES if reserves else PLACES, min_size=1, max_size=groups)


@cache
@st.composite
def problems(draw, ties=TieRule.COMMITTEE, reserves=False, children=4, groups=3, keys=3):
    """Problems full of ties; with `reserves` under any of the four rules about reserved places."""
    places = draw(drawn_places(groups, reserves))
    order, unfilled = draw(ANY_RESERVE_RULES) if reserves else (None, None)
    drawn = draw(drawn_children(len(places), children, keys))
    free = [capacity for capacity, _ in places]
    return Problem(
        tuple(
            Group(f"g{number}", capacity, (Reserve(TRAIT, seats),) if seats else ())
            for number, (capacity, seats) in enumerate(places)
        ),
        tuple(
            Child(f"c{number}", _choices(wishes, code, keys), traits, _held(place, free))
            for number, (wishes, code, traits, place) in enumerate(drawn)
        ),
        Rules(ties, order, unfilled),
    )


def _choices(wishes, code, keys):
    return tuple(
        Choice(f"g{group}", (code // keys**number % keys + 1,))
        for number, group in enumerate(wishes)
    )


def _held(place, free):
    """A place can be held as long as there is one."""
    if place is None or not free[place]:
        return None
    free[place] -= 1
    return f"g{place}"


@cache
def strict_problems(**sizes):
    """Problems in which no two keys of a group are equal."""
    return problems(TieRule.STRICT, **sizes).map(with_unequal_keys)


def with_unequal_keys(problem):
    """A number of the child is appended to its keys; 5 and 11 mix up to ten children."""
    children = tuple(
        replace(
            child,
            choices=tuple(
                replace(choice, key=(*choice.key, number * 5 % 11)) for choice in child.choices
            ),
        )
        for number, child in enumerate(problem.children)
    )
    return replace(problem, children=children)


SEEDS = st.sampled_from(["1", "Legionowo 2026", "ż"])


@cache
@st.composite
def lotteries(draw, **sizes):
    """Problems where equal children draw: from a seed, one by one or by family, or by hand."""
    problem = draw(problems(**sizes))
    by_hand = bool(problem.children) and draw(st.booleans())
    if by_hand:
        ids = draw(st.permutations([child.id for child in problem.children]))
        lottery = Lottery(ranks=tuple(map(Drawn, ids, range(1, len(ids) + 1))))
    else:
        lottery = Lottery(draw(SEEDS), level=draw(st.sampled_from(LotteryLevel)))
    return problem.with_rules(replace(problem.rules, ties=TieRule.LOTTERY, lottery=lottery))


@cache
@st.composite
def with_minimum_sizes(draw, towns, rule=ClosingRule.SEQUENTIAL):
    """The same problems, but most groups open only for some number of children."""
    town = draw(towns)
    groups = tuple(replace(group, min_size=draw(_up_to(group.capacity))) for group in town.groups)
    return Problem(groups, town.children, replace(town.rules, closing=rule))


@cache
def _up_to(number):
    return st.integers(0, number)
