"""Groups that do not reach their minimum size close one after another.

The emptiest one (children who will sit there / minimum, as exact fractions; by id among equals)
closes and everybody asks again, until every open group reaches its minimum.
"""

from collections.abc import Callable, Collection
from fractions import Fraction

from allocation.engine.problem import Problem
from allocation.engine.solving.market import Market, Wish
from allocation.engine.solving.seating import decide

Minimums = dict[int, int]
"""The minimum size of every group that may close, by its number."""


def minimums_of(problem: Problem) -> Minimums:
    """Return the groups that may close: a group where a child holds a place stays open."""
    held = {child.secured for child in problem.children}
    return {
        number: group.min_size
        for number, group in enumerate(problem.groups)
        if group.min_size and group.id not in held
    }


def close_in_sequence(
    market: Market, minimums: Minimums, answer: Callable[[Market], list[int]]
) -> frozenset[int]:
    """Return the groups that close; `answer` tells what every child gets among open groups."""
    closed: frozenset[int] = frozenset()
    while True:
        left = among_open(market, closed)
        sizes = sizes_of(left, answer(left), minimums.keys() - closed)
        too_small = [group for group in sizes if sizes[group] < minimums[group]]
        if not too_small:
            return closed
        emptiest = min(
            too_small, key=lambda group: (Fraction(sizes[group], minimums[group]), group)
        )
        closed |= {emptiest}


def sizes_of(market: Market, positions: list[int], groups: Collection[int]) -> dict[int, int]:
    """Count the children who will sit in each of the groups, however open ties are ordered."""
    wanting: dict[int, list[Wish]] = {group: [] for group in groups}
    for wishes, position in zip(market.wishes, positions, strict=True):
        for wish in wishes[: position + 1]:
            if wish.group in wanting:
                wanting[wish.group].append(wish)
    return {group: size_of(market, group, wishes) for group, wishes in wanting.items()}


def size_of(market: Market, group: int, asking: list[Wish]) -> int:
    """Count the children who will sit in a group if these ask for it."""
    decision = decide(market.seats[group], asking)
    return min(sum(decision.ordinary_first), sum(decision.entitled_first))


def among_open(market: Market, closed: Collection[int]) -> Market:
    """Return the market without the wishes for closed groups."""
    return Market(
        seats=market.seats,
        wishes=tuple(
            tuple(wish for wish in wishes if wish.group not in closed) for wishes in market.wishes
        ),
    )


def positions_on_whole_lists(whole: Market, left: Market, positions: list[int]) -> list[int]:
    """Translate positions among the wishes left into positions on the children's whole lists."""
    return [
        wishes.index(some[position]) if position < len(some) else len(wishes)
        for wishes, some, position in zip(whole.wishes, left.wishes, positions, strict=True)
    ]
