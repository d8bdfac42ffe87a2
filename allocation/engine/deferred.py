"""Deferred acceptance: everybody asks in order of wish, each group keeps the best so far.

Gale & Shapley 1962, with equal keys as in Biró & Kiselgof 2015: the limit of a group only ever
rises. The order of asking does not matter. A refusal is final, so nobody is refused who could
have stayed under any assignment that keeps the rules: the answer is the best for every child.
"""

import heapq
from collections import defaultdict
from typing import Protocol

from allocation.engine.market import Market, Seats, Wish
from allocation.engine.seating import decide


class _Group(Protocol):
    def ask(self, child: int, wish: Wish) -> list[int]:
        """Let one more child ask; return the children refused because of that."""


def ask_in_order(market: Market, *, equals_stay: bool) -> list[int]:
    """Return for every child the position of the wish it gets; past the end means no place.

    `equals_stay`: equal children of whom some fit all stay, even above the places; otherwise
    all of them are refused.
    """
    groups: list[_Group] = [
        _ReservingGroup(seats, equals_stay=equals_stay)
        if seats.reserved
        else _PlainGroup(seats.places, equals_stay=equals_stay)
        for seats in market.seats
    ]
    positions = [0] * len(market.wishes)
    asking = list(range(len(market.wishes)))
    while asking:
        child = asking.pop()
        wishes = market.wishes[child]
        if positions[child] < len(wishes):
            wish = wishes[positions[child]]
            for refused in groups[wish.group].ask(child, wish):
                positions[refused] += 1
                asking.append(refused)
    return positions


class _PlainGroup:
    """A group without reserved places: the children it keeps, by rank, the worst on a heap."""

    def __init__(self, places: int, *, equals_stay: bool) -> None:
        self._places = places
        self._equals_stay = equals_stay
        self._kept: dict[int, list[int]] = defaultdict(list)
        self._worst_first: list[int] = []
        self._number = 0
        self._refused_from: int | None = None

    def ask(self, child: int, wish: Wish) -> list[int]:
        if self._refused_from is not None and wish.rank >= self._refused_from:
            return [child]
        if wish.rank not in self._kept:
            heapq.heappush(self._worst_first, -wish.rank)
        self._kept[wish.rank].append(child)
        self._number += 1
        refused: list[int] = []
        while self._number and self._too_many():
            self._refused_from = -heapq.heappop(self._worst_first)
            leaving = self._kept.pop(self._refused_from)
            self._number -= len(leaving)
            refused += leaving
        return refused

    def _too_many(self) -> bool:
        if not self._equals_stay:
            return self._number > self._places
        worst = self._kept[-self._worst_first[0]]
        return self._number - len(worst) >= self._places


class _ReservingGroup:
    """A group with reserved places: everybody who has asked, decided anew each time."""

    def __init__(self, seats: Seats, *, equals_stay: bool) -> None:
        self._seats = seats
        self._equals_stay = equals_stay
        self._asked: list[Wish] = []
        self._kept: dict[int, Wish] = {}

    def ask(self, child: int, wish: Wish) -> list[int]:
        self._asked.append(wish)
        self._kept[child] = wish
        decision = decide(self._seats, self._asked)
        limits = decision.possibly if self._equals_stay else decision.surely
        refused = [
            child for child, kept in self._kept.items() if kept.rank >= limits[kept.standing]
        ]
        for child in refused:
            del self._kept[child]
        return refused
