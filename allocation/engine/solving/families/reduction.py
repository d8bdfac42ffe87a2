"""Leaving out the wishes and entries of a town that decide nothing, however ties are broken.

Consider the assignments in which places are not exceeded and no child without siblings could
have a place it wants more; families may have whatever entries they like. In all of them:

*Sure refusal, child without siblings.* Deferred acceptance among these children alone gives each
of them its best hope; what it wanted more is refused by as many better children as there are
places, each of whom gets that group or, if not, leaves it full of children still better.

*Sure refusal, entry.* Let it ask a group of `places` for k children, the lowest of them j, and
let no sibling that it does not bring there stand above j. If `places - k + 1` children without
siblings stand above j and have the group as their best hope, then either all of them sit there
or the group is full of children above one of them, of whom at most k - 1 are siblings of j. So
k places below them are never free: the entry is neither taken, nor could the family have it.

*Sure admission.* If a child fits even if everybody who may still come does come, the place is
its own for the asking. A child without siblings gets it or better, so what it wanted less can
go. A family for whose entry all places are sure gets it or better too, unless it is one of the
families that block, so this is used only while no family may block.

A child is above another only if its key is strictly higher, and may come before it if equal; so
all this holds for every way of breaking ties. Whatever is left out is neither obtained nor
could be had: the same assignments remain, with the same blocking families.
"""

from bisect import bisect_left
from dataclasses import replace

from allocation.engine.solving.deferred import ask_in_order
from allocation.engine.solving.families.town import Demand, Entry, JointWish, Town
from allocation.engine.solving.market import Market, Seats, Wish
from allocation.engine.solving.reduction import without_sure_refusals
from allocation.engine.solving.seating import decide


def reduce_town(town: Town, *, may_block: bool) -> Town:
    """Return the town without wishes and entries that are surely refused or surely not needed.

    `may_block`: keep whatever matters to assignments that some families block.
    """
    members = town.in_families()
    singles = replace(
        town.market,
        wishes=tuple(
            () if child in members else wishes for child, wishes in enumerate(town.market.wishes)
        ),
    )
    hopes = without_sure_refusals(singles, ask_in_order(singles, equals_stay=True))
    certain = _certain_ranks(town.market.seats, hopes)
    parties = [
        JointWish((child,), tuple(Entry((wish,), is_together=False) for wish in wishes))
        for child, wishes in enumerate(hopes)
        if child not in members
    ]
    parties += [_without_refused_entries(town, family, certain) for family in town.families]
    admissions = _SureAdmissions(town.market.seats, parties, may_block=may_block)
    return _restricted(town, admissions.run())


def _certain_ranks(seats: tuple[Seats, ...], hopes: list[list[Wish]]) -> list[list[int]]:
    """List by group the ranks of the children whose best hope it is."""
    certain: list[list[int]] = [[] for _ in seats]
    for wishes in hopes:
        for wish in wishes[:1]:
            certain[wish.group].append(wish.rank)
    return [sorted(ranks) for ranks in certain]


def _without_refused_entries(town: Town, family: JointWish, certain: list[list[int]]) -> JointWish:
    def is_refused(entry: Entry, demand: Demand) -> bool:
        places = town.market.seats[demand.group].places
        needed = places - demand.children + 1
        if needed <= 0:
            return True
        if bisect_left(certain[demand.group], demand.lowest_rank) < needed:
            return False
        return not any(
            wish.group == demand.group and wish.rank < demand.lowest_rank
            for child, brought in zip(family.children, entry.wishes, strict=True)
            if brought is None or brought.group != demand.group
            for wish in town.market.wishes[child]
        )

    return family._replace(
        entries=tuple(
            entry
            for entry in family.entries
            if not any(is_refused(entry, demand) for demand in entry.demands())
        )
    )


class _SureAdmissions:
    """Who may still come to each group, told again whenever somebody surely need not."""

    def __init__(
        self, seats: tuple[Seats, ...], parties: list[JointWish], *, may_block: bool
    ) -> None:
        self._seats = seats
        self._parties = parties
        self._may_block = may_block
        self._party_of = {
            child: index for index, party in enumerate(parties) for child in party.children
        }
        self._may_come: list[dict[int, Wish]] = [{} for _ in seats]
        for party in parties:
            for child, wish in _places(party):
                self._may_come[wish.group][child] = wish
        self._sure: set[tuple[int, int]] = set()
        self._waiting = set(range(len(seats)))

    def run(self) -> list[JointWish]:
        while self._waiting:
            group = self._waiting.pop()
            asking = self._may_come[group]
            surely = decide(self._seats[group], asking.values()).surely
            fitting = [
                child
                for child, wish in asking.items()
                if wish.rank < surely[wish.standing] and (child, group) not in self._sure
            ]
            self._sure.update((child, group) for child in fitting)
            for child in fitting:
                self._leave_out_what_is_not_needed(self._party_of[child])
        return self._parties

    def _leave_out_what_is_not_needed(self, index: int) -> None:
        party = self._parties[index]
        if self._may_block and len(party.children) > 1:
            return
        for position, entry in enumerate(party.entries[:-1]):
            if all(
                wish is None or (child, wish.group) in self._sure
                for child, wish in zip(party.children, entry.wishes, strict=True)
            ):
                needed = party._replace(entries=party.entries[: position + 1])
                self._parties[index] = needed
                for child, wish in _places(party) - _places(needed):
                    del self._may_come[wish.group][child]
                    self._waiting.add(wish.group)
                return


def _places(party: JointWish) -> set[tuple[int, Wish]]:
    """Return the places to which some entry brings some child."""
    return {
        (child, wish)
        for entry in party.entries
        for child, wish in zip(party.children, entry.wishes, strict=True)
        if wish is not None
    }


def _restricted(town: Town, parties: list[JointWish]) -> Town:
    """Return the town with the entries of these parties alone."""
    left = {place for party in parties for place in _places(party)}
    kept = [
        [position for position, wish in enumerate(wishes) if (child, wish) in left]
        for child, wishes in enumerate(town.market.wishes)
    ]
    wishes = tuple(
        tuple(all_wishes[position] for position in positions)
        for all_wishes, positions in zip(town.market.wishes, kept, strict=True)
    )
    return Town(
        market=Market(town.market.seats, wishes),
        families=tuple(party for party in parties if len(party.children) > 1),
        positions=tuple(
            (*(told[position] for position in positions), told[-1])
            for told, positions in zip(town.positions, kept, strict=True)
        ),
    )
