"""Prices of places that prove a placement the shortest, and show what could be swapped for free.

Moves between groups form a graph: a child may leave its group for another one, or for nowhere
where it need not have a place; a free place may wander. No round trip in it saves a metre (the
placement is the shortest), so every node has a price such that no move costs less than the
difference of prices. A move that costs exactly that is *free*: every other placement that is as
good consists of free moves.
"""

from collections import deque
from collections.abc import Collection

from allocation.engine.solving.placement.map import NOWHERE, Map, Places


class Prices:
    """The price of every group; after them that of a free place, and last that of no place.

    So a place is the index of its price, and NOWHERE, -1, that of the last.
    """

    def __init__(self, where: Map, places: Places, must: Collection[int]) -> None:
        self._where = where
        self._must = must
        self._free_place = len(where.places)
        self._prices = _shortest(self._cheapest_moves(places))

    def free_moves(self, child: int, place: int) -> list[int]:
        """Return where the child may be, its own place included, without any loss; dearest last."""
        prices = self._prices
        level = self._where.distance(child, place) - prices[place]
        free = [
            other
            for other, far in self._where.metres[child].items()
            if far - prices[other] == level
        ]
        if child not in self._must and -prices[NOWHERE] == level:
            free.append(NOWHERE)
        return free

    def takes_part_in_free_places(self, group: int) -> bool:
        """Tell whether a free place may wander to or from the group without any loss."""
        return self._prices[group] == self._prices[self._free_place]

    def toll(self, group: int) -> int:
        """Return what a place in the group is worth more than a free one."""
        return self._prices[self._free_place] - self._prices[group]

    def fare(self) -> int:
        """Return how dear a place, way and toll, is as good as none to a child that may go without."""
        return self._prices[self._free_place] - self._prices[NOWHERE]

    def _cheapest_moves(self, places: Places) -> list[dict[int, int]]:
        moves: list[dict[int, int]] = [{} for _ in range(self._free_place + 2)]
        taken = [0] * len(moves)
        for child, place in enumerate(places):
            taken[place] += 1
            own, cheapest = self._where.distance(child, place), moves[place]
            for group, far in self._where.metres[child].items():
                if group not in cheapest or far - own < cheapest[group]:
                    cheapest[group] = far - own
            if child not in self._must and -own < cheapest.get(NOWHERE, 1):
                cheapest[NOWHERE] = -own
        for group, number in enumerate(self._where.places):
            if taken[group] < number:
                moves[group][self._free_place] = 0
            if taken[group]:
                moves[self._free_place][group] = 0
        return moves


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
