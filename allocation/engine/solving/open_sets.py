"""Which groups open where `best_open_set` decides: exactly, by CP-SAT.

Every set of open groups has one answer, the best for every child. Of the sets in which all open
groups reach their minimum the stages choose: most children placed, least total position of
wishes, fewest closed groups, and of those the closed groups that come first by id. Children of
groups that share no child decide apart.
"""

from collections.abc import Collection
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from allocation.engine.result import SolveStatus
from allocation.engine.solving.closing import Minimums, among_open, size_of
from allocation.engine.solving.deferred import ask_in_order
from allocation.engine.solving.market import Market, Wish
from allocation.engine.solving.model import keep_the_rules
from allocation.engine.solving.reduction import (
    components,
    sure_admissions,
    without_sure_refusals,
)
from allocation.engine.solving.seating import decide
from allocation.engine.solving.stages import Stages
from allocation.engine.solving.variables import Variables


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


def best_open_set(
    whole: Market, undecided: Undecided, minimums: Minimums, deterministic_time: float
) -> tuple[SolveStatus, frozenset[int]]:
    """Return the groups that close in the best set of open groups."""
    closed = undecided.hopeless
    for children, part in components(undecided.market):
        lists = [whole.wishes[child] for child in children]
        stages, x = _decide(part, lists, minimums, deterministic_time)
        if not stages.is_proven:
            return SolveStatus.UNPROVEN, frozenset()
        closed |= {group for group, is_open in x.is_open.items() if stages.is_true(~is_open)}
    return SolveStatus.OPTIMAL, closed


def reduce_for_every_open_set(market: Market, minimums: Minimums) -> Undecided:
    """Leave out wishes that are refused or needless whatever opens, and hopeless groups."""
    hopeless: frozenset[int] = frozenset()
    while True:
        undecided = Undecided(_reduced(among_open(market, hopeless), minimums), hopeless)
        asking = undecided.asking()
        too_small = {
            group
            for group in minimums.keys() - hopeless
            if size_of(market, group, asking[group]) < minimums[group]
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


def _reduced(market: Market, minimums: Minimums) -> Market:
    """A group that may close refuses nobody for sure, and admits nobody for sure."""
    refusing_none = _with_places(market, minimums, len(market.wishes) + 1)
    hopes = without_sure_refusals(refusing_none, ask_in_order(refusing_none, equals_stay=True))
    ends = sure_admissions(_with_places(market, minimums, 0), hopes)
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


def _decide(
    part: Market, lists: list[tuple[Wish, ...]], minimums: Minimums, deterministic_time: float
) -> tuple[Stages, Variables]:
    x = Variables(part, minimums)
    keep_the_rules(x)
    closed_groups_admit_nobody(x)
    open_groups_reach_their_minimum(x, minimums)
    stages = Stages(x.cp, deterministic_time)
    stages.least(-sum(literal for gets in x.gets for literal in gets))
    stages.least(
        sum(
            (wishes.index(wish) - len(wishes)) * literal
            for wishes, some, gets in zip(lists, part.wishes, x.gets, strict=True)
            for wish, literal in zip(some, gets, strict=True)
        )
    )
    stages.least(-sum(x.is_open.values()))
    for group in sorted(x.is_open):
        if stages.is_proven and stages.is_true(x.is_open[group]):
            stages.least(x.is_open[group])
        else:
            x.cp.add(x.is_open[group] == 0)
    return stages, x


def closed_groups_admit_nobody(x: Variables) -> None:
    """A closed group admits nobody."""
    for group, is_open in x.is_open.items():
        for rows in x.asking[group].values():
            for child, position in rows:
                x.cp.add_implication(x.gets[child][position], is_open)


def open_groups_reach_their_minimum(x: Variables, minimums: Minimums) -> None:
    """A group that may close opens only with at least its minimum of children."""
    for group, is_open in x.is_open.items():
        x.cp.add(x.taken[group] >= minimums[group]).only_enforce_if(is_open)
