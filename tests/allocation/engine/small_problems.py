"""Problems small enough to try everything, read from random numbers one after another.

Full groups, ties, reserved and secured places. Every number is below some limit, and a zero is
always the simplest there is: a child that does not exist, a first wish, the lowest key.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import islice, permutations
from typing import Self, TypeVar

from allocation.engine import (
    Child,
    Choice,
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
BYTES_OF_A_PROBLEM = 96
SEEDS = ["1", "Legionowo 2026", "ż"]


class Numbers:
    """Small numbers, one a byte; zeros when the bytes are used up."""

    def __init__(self, data: bytes) -> None:
        self._bytes = iter(data)

    def record(self, length: int) -> Self:
        """The next ones apart: what is read from them moves nothing that comes after."""
        return type(self)(bytes(islice(self._bytes, length)))

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


@cache
def lists_of_wishes(groups: int, longest: int = 4) -> list[tuple[int, ...]]:
    """Every ordered list of some of the groups; short lists as often as long ones."""
    longest = min(groups, longest)
    by_length = [list(permutations(range(groups), length)) for length in range(longest + 1)]
    most = len(by_length[-1])
    return [wishes for lists in by_length for wishes in lists * (most // len(lists))]


def read_problem(
    numbers, ties, reserves=False, secured=True, unequal=True, children=4, groups=3, keys=3
):
    """A problem full of ties; under `strict` no two keys of a group are equal, if `unequal`."""
    number_of_groups = 1 + numbers.up_to(groups - 1)
    number_of_children = numbers.up_to(children)
    order, unfilled = numbers.one_of(RESERVE_RULES) if reserves else (None, None)
    places = [_group(f"g{number}", numbers.record(2), reserves) for number in range(groups)]
    places = places[:number_of_groups]
    free = [group.capacity if secured else 0 for group in places]
    asking = [
        _child(f"c{number}", numbers.record(3 + groups), (groups, keys), free)
        for number in range(number_of_children)
    ]
    town = Problem(
        tuple(places), tuple(filter(None, asking)), Rules(TieRule.COMMITTEE, order, unfilled)
    )
    if ties is TieRule.LOTTERY:
        lottery = read_lottery(numbers, [child.id for child in town.children])
        return town.with_rules(replace(town.rules, ties=ties, lottery=lottery))
    town = town.with_rules(replace(town.rules, ties=ties))
    return with_unequal_keys(town) if ties is TieRule.STRICT and unequal else town


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


def read_minimum_sizes(numbers, town, rule):
    """The same problem, but most groups open only for some number of children."""
    groups = tuple(
        replace(group, min_size=numbers.below(group.capacity + 1)) for group in town.groups
    )
    return replace(town, groups=groups, rules=replace(town.rules, closing=rule))


def read_lottery(numbers, ids):
    """From a seed, child by child or family by family, or drawn by hand."""
    if ids and numbers.below(2):
        return Lottery(ranks=tuple(map(Drawn, numbers.shuffled(ids), range(1, len(ids) + 1))))
    return Lottery(numbers.one_of(SEEDS), level=numbers.one_of(list(LotteryLevel)))


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
