"""Prices of places that prove a placement the shortest, and show what could be swapped for free.

Moves between groups form a graph: a child may leave its group for another one, or for nowhere
where it need not have a place; a free place may wander. No round trip in it saves a metre (the
placement is the shortest), so every node has a price such that no move costs less than the
difference of prices. A move that costs exactly that is *free*: every other placement that is as
good consists of free moves.
"""

from collections import deque
from collections.abc import Collection

import numpy as np

from allocation.engine.solving.placement.map import NOWHERE, Integers, Map, Places, integers


class Prices:
    """The price of every group; after them that of a free place, and last that of no place.

    So a place is the index of its price, and NOWHERE, -1, that of the last.
    """

    def __init__(self, where: Map, places: Places, must: Collection[int]) -> None:
        self._where = where
        self._free_place = len(where.places)
        self._places = integers(places, len(places)) % (self._free_place + 2)
        self._own = integers(
            (where.distance(child, place) for child, place in enumerate(places)), len(places)
        )
        self._may_go_without = np.ones(len(places), bool)
        self._may_go_without[list(must)] = False
        self._prices = _shortest(self._cheapest_moves())

    def free_moves(self) -> dict[int, list[int]]:
        """Return where each child may be without any loss, its own place included; dearest last.

        Children who may be in one place only are left out.
        """
        prices = np.array(self._prices)
        level = self._own - prices[self._places]
        ways = self._where.ways
        free = np.flatnonzero(ways.metres - prices[ways.group] == level[ways.child])
        nowhere = self._may_go_without & (level == -prices[NOWHERE])
        number = np.bincount(ways.child[free], minlength=len(level)) + nowhere
        several = number > 1
        free = free[several[ways.child[free]]]
        moves: dict[int, list[int]] = {int(child): [] for child in np.flatnonzero(several)}
        for child, group in zip(ways.child[free].tolist(), ways.group[free].tolist(), strict=True):
            moves[child].append(group)
        for child in np.flatnonzero(several & nowhere):
            moves[int(child)].append(NOWHERE)
        return moves

    def takes_part_in_free_places(self, group: int) -> bool:
        """Tell whether a free place may wander to or from the group without any loss."""
        return self._prices[group] == self._prices[self._free_place]

    def toll(self, group: int) -> int:
        """Return what a place in the group is worth more than a free one."""
        return self._prices[self._free_place] - self._prices[group]

    def fare(self) -> int:
        """Return how dear a place, way and toll, is as good as none to a child that may go without."""
        return self._prices[self._free_place] - self._prices[NOWHERE]

    def _cheapest_moves(self) -> list[dict[int, int]]:
        moves: list[dict[int, int]] = [{} for _ in range(self._free_place + 2)]
        ways = self._where.ways
        origins = self._places[ways.child]
        costs = ways.metres - self._own[ways.child]
        first = _cheapest_of_each(origins * len(moves) + ways.group, costs)
        columns = (origins[first], ways.group[first], costs[first])
        for origin, group, cost in zip(*(column.tolist() for column in columns), strict=True):
            moves[origin][group] = cost
        without = np.flatnonzero(self._may_go_without)
        for child in without[_cheapest_of_each(self._places[without], -self._own[without])]:
            moves[self._places[child]][len(moves) - 1] = -int(self._own[child])
        taken = np.bincount(self._places, minlength=len(moves))
        for group, number in enumerate(self._where.places):
            if taken[group] < number:
                moves[group][self._free_place] = 0
            if taken[group]:
                moves[self._free_place][group] = 0
        return moves


def _cheapest_of_each(kinds: Integers, costs: Integers) -> Integers:
    """Return the positions of the cheapest of each kind."""
    order = np.lexsort((costs, kinds))
    return order[np.flatnonzero(np.diff(kinds[order], prepend=-1))]


def _shortest(moves: list[dict[int, int]]) -> list[int]:
    """Return prices that no move undercuts (Bellman 1958, Moore 1959)."""
    prices = [0] * len(moves)
    waiting = deque(range(len(moves)))
    is_waiting = [True] * len(moves)
    while waiting:
        node = waiting.popleft()
        is_waiting[node] = False
        for other, cost in moves[node].items():
            if prices[node] + cost < prices[other]:
                prices[other] = prices[node] + cost
                if not is_waiting[other]:
                    is_waiting[other] = True
                    waiting.append(other)
    return prices
