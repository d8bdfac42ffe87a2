"""Tolls that show which ways cannot belong to a best placement.

Say a place in a group costs a toll, a child who gets a place is paid a fare, and a family that
is together a bonus. As so many places, children and families are given, this adds the same to
every placement. So a placement costs a constant more than all its *detours* together: of each
child and family above its own cheapest choice, and the toll of every place left empty. Who
looks for a placement with detours up to a margin can leave out all ways with a greater one.
This holds for any tolls, in whole numbers; good ones, from a linear relaxation, make all
detours of the best placement small.
"""

from dataclasses import dataclass, field

from allocation.engine.solving.placement.map import NOWHERE, Map, Places
from allocation.engine.solving.placement.prices import Prices

SCALE = 60
"""Metres are counted in sixtieths: the halves, thirds … of a relaxation become whole numbers."""

Costs = dict[int, int]
"""What each place costs a child; NOWHERE is one of them."""


@dataclass(frozen=True, slots=True)
class Tolls:
    """The toll of every group in demand, the fare of a child, the bonus of a family."""

    groups: dict[int, int] = field(default_factory=dict)
    fare: int = 0
    bonus: int = 0

    def costs(self, metres: dict[int, int]) -> Costs:
        """Return what the places cost a child that may have any of them."""
        return {
            group: SCALE * far + self.groups.get(group, 0) - self.fare
            for group, far in metres.items()
        }

    def costs_with_nowhere(self, metres: dict[int, int]) -> Costs:
        """Return what the places cost a child that may also get none."""
        return {**self.costs(metres), NOWHERE: 0}


def tolls_of_placement(where: Map, places: Places) -> Tolls:
    """Return the tolls under which a shortest placement, without families, has no detours."""
    prices = Prices(where, places, ())
    return Tolls(
        {group: SCALE * prices.toll(group) for group in range(len(where.places))},
        SCALE * prices.fare(),
    )
