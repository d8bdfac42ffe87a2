"""What is left to decide about groups that may close, whichever of them open.

A wish can go when it is refused, or needless, in every set of open groups: a group that may close
takes part in neither proof. A group that even all who may still ask cannot fill to its minimum
never opens.
"""

from collections.abc import Collection
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from allocation.engine.solving.closing import Minimums, among_open, size_of
from allocation.engine.solving.deferred import ask_in_order
from allocation.engine.solving.market import Market, Wish
from allocation.engine.solving.reduction import sure_admissions, without_sure_refusals
from allocation.engine.solving.seating import decide


class Undecided(NamedTuple):
    """What is left after the reduction: the wishes, and groups that cannot reach their minimum."""

    market: Market
    hopeless: frozenset[int]

    def asking(self) -> list[list[Wish]]:
        """Return the wishes left for each group."""
        asking: list[list[Wish]] = [[] for _ in self.market.seats]
        for wishes in self.market.wishes:
            for wish in wishes:
                asking[wish.group].append(wish)
        return asking


class Equals(NamedTuple):
    """Two children of one rank of whom a group may have to choose one."""

    group: int
    rank: int


def reduce_for_every_open_set(
    market: Market, may_close: Minimums, hopeless: frozenset[int] = frozenset()
) -> Undecided:
    """Leave out wishes that are refused or needless whatever opens, and hopeless groups."""
    while True:
        undecided = Undecided(_reduced(among_open(market, hopeless), may_close), hopeless)
        asking = undecided.asking()
        too_small = {
            group
            for group in may_close.keys() - hopeless
            if size_of(market, group, asking[group]) < may_close[group]
        }
        if not too_small:
            return undecided
        hopeless |= too_small


def equals_who_may_matter(undecided: Undecided) -> Equals | None:
    """Return equal children whose order may matter in some set of open groups, if there are any."""
    for seats, asking in zip(undecided.market.seats, undecided.asking(), strict=True):
        surely = min(decide(seats, asking).surely)
        in_doubt = sorted(wish for wish in asking if wish.rank >= surely)
        for better, wish in pairwise(in_doubt):
            if better.rank == wish.rank:
                return Equals(wish.group, wish.rank)
    return None


def _reduced(market: Market, may_close: Minimums) -> Market:
    """A group that may close refuses nobody for sure, and admits nobody for sure."""
    refusing_none = _with_places(market, may_close, len(market.wishes) + 1)
    hopes = without_sure_refusals(refusing_none, ask_in_order(refusing_none, equals_stay=True))
    ends = sure_admissions(_with_places(market, may_close, 0), hopes)
    return Market(
        seats=market.seats,
        wishes=tuple(tuple(wishes[: end + 1]) for wishes, end in zip(hopes, ends, strict=True)),
    )


def _with_places(market: Market, groups: Collection[int], places: int) -> Market:
    return replace(
        market,
        seats=tuple(
            replace(seats, places=places, reserved=0) if group in groups else seats
            for group, seats in enumerate(market.seats)
        ),
    )
