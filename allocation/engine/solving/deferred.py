"""Deferred acceptance: everybody asks in order of wish, each group keeps the best so far.

Gale & Shapley 1962, with equal keys as in Biró & Kiselgof 2015: the limit of a group only ever
rises. The order of asking does not matter. A refusal is final, so nobody is refused who could
have stayed under any assignment that keeps the rules: the answer is the best for every child.
"""

import heapq
from collections import defaultdict
from collections.abc import Iterable

from allocation.engine.solving.market import Market, Seats, Wish
from allocation.engine.solving.seating import NEVER, decide


def ask_in_order(market: Market, *, equals_stay: bool) -> list[int]:
    """Return for every child the position of the wish it gets; past the end means no place.

    `equals_stay`: equal children of whom some fit all stay, even above the places; otherwise
    all of them are refused.
    """
    groups = [
        _ReservingGroup(seats, equals_stay=equals_stay)
        if seats.reserved
        else _PlainGroup(seats, equals_stay=equals_stay)
        for seats in market.seats
    ]
    positions = [0] * len(market.wishes)
    asking: Iterable[int] = range(len(market.wishes))
    while asking:
        asked = set()
        for child in asking:
            for wish in market.wishes[child][positions[child] : positions[child] + 1]:
                groups[wish.group].ask(child, wish)
                asked.add(wish.group)
        asking = [child for group in asked for child in groups[group].refuse()]
        for child in asking:
            positions[child] += 1
    return positions


class _PlainGroup:
    """A group without reserved places: the children it keeps, by rank, the worst on a heap."""

    def __init__(self, seats: Seats, *, equals_stay: bool) -> None:
        self._places = seats.places
        self._equals_stay = equals_stay
        self._kept: dict[int, list[int]] = defaultdict(list)
        self._worst_first: list[int] = []
        self._number = 0
        self._refused_from = NEVER

    def ask(self, child: int, wish: Wish) -> None:
        if wish.rank not in self._kept:
            heapq.heappush(self._worst_first, -wish.rank)
        self._kept[wish.rank].append(child)
        self._number += 1

    def refuse(self) -> list[int]:
        """Return the children who cannot stay among all who have asked so far."""
        refused: list[int] = []
        while self._worst_first and self._must_leave(-self._worst_first[0]):
            rank = -heapq.heappop(self._worst_first)
            self._refused_from = min(self._refused_from, rank)
            refused += self._kept[rank]
            self._number -= len(self._kept.pop(rank))
        return refused

    def _must_leave(self, rank: int) -> bool:
        if rank >= self._refused_from:
            return True
        if self._equals_stay:
            return self._number - len(self._kept[rank]) >= self._places
        return self._number > self._places


class _ReservingGroup:
    """A group with reserved places: everybody who has asked, decided anew each time."""

    def __init__(self, seats: Seats, *, equals_stay: bool) -> None:
        self._seats = seats
        self._equals_stay = equals_stay
        self._asked: list[Wish] = []
        self._kept: dict[int, Wish] = {}

    def ask(self, child: int, wish: Wish) -> None:
        self._asked.append(wish)
        self._kept[child] = wish

    def refuse(self) -> list[int]:
        """Return the children who cannot stay among all who have asked so far."""
        decision = decide(self._seats, self._asked)
        limits = decision.possibly if self._equals_stay else decision.surely
        refused = [
            child for child, wish in self._kept.items() if wish.rank >= limits[wish.standing]
        ]
        for child in refused:
            del self._kept[child]
        return refused
