"""Random problems, small enough to try everything: full groups, ties, reserved and secured places.

A whole problem is read from some bytes, one small number after another, which costs Hypothesis a
fraction of what as many separate draws would. A zero is always the simplest there is: a child that
does not exist, a first wish, the lowest key.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice, permutations
from random import Random
from typing import TypeVar

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

T = TypeVar("T")

TRAIT = "t"
MOST_PLACES = 3
BYTES = st.binary(min_size=96, max_size=96)
FOUR_BYTES = st.binary(min_size=4, max_size=4)
SEEDS = ["1", "Legionowo 2026", "ż"]

shufflers = st.integers(0, 2**32 - 1).map(Random)
"""Where the order matters to nobody, nothing need shrink."""


class Numbers:
    """Small numbers, one a byte; zeros when the bytes are used up."""

    def __init__(self, data: bytes) -> None:
        self._bytes = iter(data)

    def record(self, length: int) -> "Numbers":
        """The next ones apart: what is read from them moves nothing that comes after."""
        return Numbers(bytes(islice(self._bytes, length)))

    def below(self, limit: int) -> int:
        return next(self._bytes, 0) % limit

    def up_to(self, most: int) -> int:
        """The largest number more often than each of the others."""
        return min(self.below(most * 3 // 2 + 1), most)

    def one_of(self, options: Sequence[T]) -> T:
        return options[self.below(len(options))]

    def shuffled(self, options: Sequence[T]) -> list[T]:
        left = list(options)
        return [left.pop(self.below(len(left))) for _ in options]


@st.composite
def read_from_bytes(draw: st.DrawFn, read: Callable[[Numbers], T]) -> T:
    """What was read is printed when it fails, not its bytes."""
    return read(Numbers(draw(BYTES)))


@cache
def lists_of_wishes(groups: int, longest: int = 4) -> list[tuple[int, ...]]:
    """Every ordered list of some of the groups; short lists as often as long ones."""
    longest = min(groups, longest)
    by_length = [list(permutations(range(groups), length)) for length in range(longest + 1)]
    most = len(by_length[-1])
    return [wishes for lists in by_length for wishes in lists * (most // len(lists))]


@cache
def problems(ties=TieRule.COMMITTEE, **sizes):
    """Problems full of ties; with `reserves` under any of the four rules about reserved places."""
    return read_from_bytes(lambda numbers: read_problem(numbers, ties, **sizes))


def read_problem(numbers, ties, reserves=False, secured=True, children=4, groups=3, keys=3):
    number_of_groups = 1 + numbers.up_to(groups - 1)
    number_of_children = numbers.up_to(children)
    order, unfilled = numbers.one_of(RESERVE_RULES) if reserves else (None, None)
    group_list = [_group(f"g{number}", numbers.record(2), reserves) for number in range(groups)][
        :number_of_groups
    ]
    free = [group.capacity if secured else 0 for group in group_list]
    child_list = [
        _child(f"c{number}", numbers.record(3 + groups), (groups, keys), free)
        for number in range(number_of_children)
    ]
    return Problem(tuple(group_list), tuple(filter(None, child_list)), Rules(ties, order, unfilled))


def _group(name, numbers, reserves):
    capacity = numbers.below(MOST_PLACES + 1)
    seats = numbers.below(capacity + 1) if reserves else 0
    return Group(name, capacity, (Reserve(TRAIT, seats),) if seats else ())


def _child(name, numbers, sizes, free):
    """One child, who may wish for more groups than there are; a zero first is nobody."""
    groups, keys = sizes
    code = numbers.below(len(lists_of_wishes(groups)) + 1)
    if not code:
        return None
    traits = frozenset({TRAIT} if numbers.below(2) else ())
    held = numbers.below(2 * groups) - groups
    wishes = [wish for wish in lists_of_wishes(groups)[code - 1] if wish < len(free)]
    choices = tuple(Choice(f"g{wish}", (1 + numbers.below(keys),)) for wish in wishes)
    if not 0 <= held < len(free) or not free[held]:
        return Child(name, choices, traits)
    free[held] -= 1
    return Child(name, choices, traits, f"g{held}")


class DrawnNumbers(Numbers):
    """The same numbers as separate draws: many times slower, but they shrink to the very end."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def record(self, length: int) -> "Numbers":
        return self

    def below(self, limit: int) -> int:
        return self._draw(st.integers(0, limit - 1))


@st.composite
def problems_that_shrink(draw, ties=TieRule.COMMITTEE, **sizes):
    problem = read_problem(DrawnNumbers(draw), ties, **sizes)
    return with_unequal_keys(problem) if ties is TieRule.STRICT else problem


@cache
def strict_problems(**sizes):
    """Problems in which no two keys of a group are equal."""
    return read_from_bytes(
        lambda numbers: with_unequal_keys(read_problem(numbers, TieRule.STRICT, **sizes))
    )


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


@cache
def lotteries(**sizes):
    """Problems where equal children draw: from a seed, one by one or by family, or by hand."""

    def read(numbers):
        problem = read_problem(numbers, TieRule.COMMITTEE, **sizes)
        lottery = read_lottery(numbers, [child.id for child in problem.children])
        return problem.with_rules(replace(problem.rules, ties=TieRule.LOTTERY, lottery=lottery))

    return read_from_bytes(read)


def read_lottery(numbers, ids):
    if ids and numbers.below(2):
        return Lottery(ranks=tuple(map(Drawn, numbers.shuffled(ids), range(1, len(ids) + 1))))
    return Lottery(numbers.one_of(SEEDS), level=numbers.one_of(list(LotteryLevel)))


@cache
@st.composite
def with_minimum_sizes(draw, towns, rule=ClosingRule.SEQUENTIAL):
    """The same problems, but most groups open only for some number of children."""
    town, numbers = draw(towns), Numbers(draw(FOUR_BYTES))
    groups = tuple(
        replace(group, min_size=numbers.below(group.capacity + 1)) for group in town.groups
    )
    return replace(town, groups=groups, rules=replace(town.rules, closing=rule))
