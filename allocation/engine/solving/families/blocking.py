"""Which entries a family could have, given who sits where."""

from bisect import bisect_left
from collections.abc import Sequence

from allocation.engine.solving.families.town import Demand, JointWish, Town
from allocation.engine.solving.market import Wish


class Seated:
    """Who sits where; `obtained` is for each child the wish it got, or None."""

    def __init__(self, town: Town, obtained: Sequence[Wish | None]) -> None:
        self._town = town
        self._obtained = obtained
        self._ranks: list[list[int]] = [[] for _ in town.market.seats]
        for wish in obtained:
            if wish is not None:
                self._ranks[wish.group].append(wish.rank)
        for ranks in self._ranks:
            ranks.sort()

    def entry_of(self, family: JointWish) -> int:
        """Return the number of the entry the family got; past the end means no place."""
        got = tuple(self._obtained[child] for child in family.children)
        return next(
            (n for n, entry in enumerate(family.entries) if entry.wishes == got),
            len(family.entries),
        )

    def better_entry(self, family: JointWish) -> int | None:
        """Return the first entry that the family wants more than what it got and could have."""
        return next((n for n in range(self.entry_of(family)) if self.could_have(family, n)), None)

    def could_have(self, family: JointWish, number: int) -> bool:
        """Tell whether every group of the entry would rather have the children it asks for.

        It would if so many places are free of children of other families, or single children,
        who stand above the lowest of those it asks for.
        """
        return all(
            self._above(family, demand) <= self._places(demand) - demand.children
            for demand in family.entries[number].demands()
        )

    def _places(self, demand: Demand) -> int:
        return self._town.market.seats[demand.group].places

    def _above(self, family: JointWish, demand: Demand) -> int:
        """Count the children outside the family who sit there above the lowest asked for."""
        siblings = [
            wish
            for wish in (self._obtained[child] for child in family.children)
            if wish is not None and wish.group == demand.group and wish.rank < demand.lowest_rank
        ]
        return bisect_left(self._ranks[demand.group], demand.lowest_rank) - len(siblings)
