"""Prices of places that prove a placement the shortest, and show what could be swapped for free.

Moves between groups form a graph: a child may leave its group for another one, or for nowhere
where it need not have a place; a free place may wander. No round trip in it saves a metre (the
placement is the shortest), so every node has a price such that no move costs less than the
difference of prices. A move that costs exactly that is *free*: every other placement that is as
good consists of free moves.
"""

from collections import deque
from collections.abc import Collection, Iterator

from allocation.engine.solving.placement.map import NOWHERE, Map, Places


class Prices:
    """The price of every group and of having no place; `free_place` is that of a free one."""

    def __init__(self, where: Map, places: Places, must: Collection[int]) -> None:
        self._where = where
        self._must = must
        self._nowhere = len(where.places)
        self._free_place = self._nowhere + 1
        self._prices = _shortest(self._free_place + 1, self._cheapest_moves(places))

    def free_moves(self, child: int, place: int) -> list[int]:
        """Return where the child may be, its own place included, without any loss; dearest last."""
        level = self._where.distance(child, place) - self._price(place)
        return [
            other
            for other in self._options(child)
            if self._where.distance(child, other) - self._price(other) == level
        ]

    def takes_part_in_free_places(self, group: int) -> bool:
        """Tell whether a free place may wander to or from the group without any loss."""
        return self._prices[group] == self._prices[self._free_place]

    def _price(self, place: int) -> int:
        return self._prices[self._node(place)]

    def _node(self, place: int) -> int:
        return self._nowhere if place == NOWHERE else place

    def _options(self, child: int) -> Iterator[int]:
        yield from self._where.metres[child]
        if child not in self._must:
            yield NOWHERE

    def _cheapest_moves(self, places: Places) -> list[dict[int, int]]:
        moves: list[dict[int, int]] = [{} for _ in range(self._free_place + 1)]
        taken = [0] * (self._nowhere + 1)
        for child, place in enumerate(places):
            origin = self._node(place)
            taken[origin] += 1
            own, cheapest = self._where.distance(child, place), moves[origin]
            for group, far in self._where.metres[child].items():
                if group not in cheapest or far - own < cheapest[group]:
                    cheapest[group] = far - own
            if child not in self._must and -own < cheapest.get(self._nowhere, 1):
                cheapest[self._nowhere] = -own
        for group, number in enumerate(self._where.places):
            if taken[group] < number:
                moves[group][self._free_place] = 0
            if taken[group]:
                moves[self._free_place][group] = 0
        return moves


def _shortest(nodes: int, moves: list[dict[int, int]]) -> list[int]:
    """Return prices that no move undercuts (Bellman 1958, Moore 1959)."""
    prices = [0] * nodes
    waiting = deque(range(nodes))
    is_waiting = [True] * nodes
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
