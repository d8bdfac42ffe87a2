"""What happened in one group: its limits, its open ties, and why it refused somebody."""

from collections import Counter
from dataclasses import dataclass

from allocation.engine.result import Reason
from allocation.engine.solving.market import SECURED_RANK, Seats, Standing, Wish
from allocation.engine.solving.seating import Decision, Seated, decide, without_secured


@dataclass(frozen=True, slots=True)
class RankTie:
    """Equal children (by number) of one rank of whom somebody has to choose."""

    rank: int
    places: int
    children: tuple[int, ...]


class GroupStory:
    """One group after the allocation.

    `wanting` are the children who want it at least as much as what they got; `admitted` are
    those among them who got it. A child of a family asks with its family, so it counts as
    wanting only where it is admitted.
    """

    def __init__(self, seats: Seats, wanting: dict[int, Wish], admitted: dict[int, Wish]) -> None:
        self.seats = seats
        self.wanting = wanting
        self.admitted = admitted
        self.has_free_places = len(admitted) < seats.places
        self.secured = [wish for wish in admitted.values() if wish.rank == SECURED_RANK]
        competing = [wish for wish in admitted.values() if wish.rank != SECURED_RANK]
        self.last_rank = max((wish.rank for wish in competing), default=None)
        self.last_open_rank = self._last_on_open()

    @property
    def cutoff_rank(self) -> int | None:
        """Return the rank of the last admitted on places open to all.

        There is none where nobody had to compete for them: the group has free places and
        refused nobody, or only children with a secured or reserved place sit there.
        """
        if self.has_free_places and len(self.wanting) == len(self.admitted):
            return None
        return self.last_open_rank

    def last_admitted_rank(self, standing: Standing) -> int | None:
        """Return the last rank admitted on the places for which the standing competes."""
        return self.last_rank if standing is Standing.ENTITLED else self.last_open_rank

    def ties(self) -> list[RankTie]:
        """Return the equal children whose order decides who is admitted, best rank first.

        Where ordinary and entitled equals meet at the last open place, all of them matter. A
        child whose admission only hangs on such a tie above it is not part of a tie itself.
        """
        decision = decide(self.seats, self.wanting.values())
        contested = Counter(
            (wish.rank, wish.standing)
            for wish in self.wanting.values()
            if decision.surely[wish.standing] <= wish.rank < decision.possibly[wish.standing]
        )
        named = {equals for equals, number in contested.items() if number > 1}
        if decision.ordinary_first != decision.entitled_first:
            mixed = self._mixed_rank(decision)
            named |= {(mixed, standing) for standing in Standing}
        return [self._tie(rank, named, decision) for rank in sorted({rank for rank, _ in named})]

    def reason(self, child: int, wish: Wish, ties: list[RankTie]) -> Reason:
        """Say why the group refused the child; see `Reason` for the order."""
        reason = Reason.FULL_HIGHER_KEYS
        if not self.seats.places:
            reason = Reason.NO_PLACES
        elif len(self.secured) == self.seats.places:
            reason = Reason.PLACES_SECURED
        elif any(child in tie.children for tie in ties):
            reason = Reason.CONTESTED_TIE
        elif self.has_free_places:
            is_below = any(tie.rank < wish.rank for tie in ties)
            reason = Reason.BELOW_CONTESTED_TIE if is_below else Reason.RESERVED_KEPT_EMPTY
        elif self.last_rank is not None and self.last_rank > wish.rank:
            reason = Reason.OPEN_PLACES_FULL
        return reason

    def has_room_beside(self, siblings: frozenset[int], wish: Wish) -> bool:
        """Tell whether one of the siblings would get in, were it alone with its wish."""
        better = [
            child
            for child, place in self.admitted.items()
            if place.rank < wish.rank and child not in siblings
        ]
        return len(better) < self.seats.places

    def _last_on_open(self) -> int | None:
        """Return the last rank admitted on open places, all places being taken in order.

        Where equals meet at the last open place, ordinary children count as sitting there first.
        """
        secured = Counter(wish.standing for wish in self.secured)
        left = without_secured(
            self.seats, Seated(secured[Standing.ORDINARY], secured[Standing.ENTITLED])
        )
        in_order = sorted(
            (wish.rank, wish.standing, child)
            for child, wish in self.wanting.items()
            if wish.rank != SECURED_RANK
        )
        entitled = [place for place in in_order if place[1] is Standing.ENTITLED]
        on_open = [place for place in in_order if place[1] is Standing.ORDINARY]
        on_open += entitled[left.reserved :] if self.seats.reserve_first else in_order[: left.open]
        return max((rank for rank, _, child in on_open if child in self.admitted), default=None)

    def _mixed_rank(self, decision: Decision) -> int:
        """Return the rank at the last open place: that of the first ordinary child in doubt."""
        ordinary = [w.rank for w in self.wanting.values() if w.standing is Standing.ORDINARY]
        return sorted(ordinary)[decision.entitled_first.ordinary]

    def _tie(self, rank: int, named: set[tuple[int, Standing]], decision: Decision) -> RankTie:
        children = tuple(
            child
            for child, wish in self.wanting.items()
            if wish.rank == rank and (rank, wish.standing) in named
        )
        better = Counter(wish.standing for wish in self.wanting.values() if wish.rank < rank)
        equal = Counter(self.wanting[child].standing for child in children)
        line_ups = (decision.ordinary_first, decision.entitled_first)
        places = min(
            sum(
                min(max(seated[standing] - better[standing], 0), equal[standing])
                for standing in Standing
            )
            for seated in line_ups
        )
        return RankTie(rank, places, children)
