"""Makes the answer unique: of all placements that are equally good, one by a declared rule.

Child after child, by id, gets the nearest place it can have without making the placement worse
and without touching the children before it. Two placements that are equally good differ by
round trips of free moves (see `prices`), so only those are searched.
"""

from collections import defaultdict, deque
from collections.abc import Collection

from allocation.engine.solving.placement.map import NOWHERE, Map, Places
from allocation.engine.solving.placement.prices import Prices

FREE_PLACE = -2
"""The node to which a free place belongs."""


def nearest_by_id(where: Map, places: Places, must: Collection[int] = ()) -> Places:
    """Return the placement, as good as the given one, that is the nearest by id of child."""
    swaps = _Swaps(where, places, must)
    for child in swaps.movable:
        swaps.settle(child)
    return swaps.places


class _Swaps:
    """A placement, and who may move where without any loss.

    `_arriving[place][origin]`: the children, not settled yet, who may move from there.
    """

    def __init__(self, where: Map, places: Places, must: Collection[int]) -> None:
        prices = Prices(where, places, must)
        self.places = list(places)
        self._options = prices.free_moves()
        self.movable = sorted(self._options)
        self._free = list(where.places)
        for place in places:
            if place != NOWHERE:
                self._free[place] -= 1
        self._sharing = {
            group for group in range(len(where.places)) if prices.takes_part_in_free_places(group)
        }
        self._arriving: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
        for child in self.movable:
            self._enter(child)

    def settle(self, child: int) -> None:
        """Move the child to the nearest place it can have, and leave it there."""
        self._leave(child)
        own = self.places[child]
        better = self._options[child][: self._options[child].index(own)]
        if better:
            way = self._ways_to(own, better[0])
            reached = next((place for place in better if place in way), own)
            self._go_round(child, reached, way)

    def _ways_to(self, target: int, wanted: int) -> dict[int, int]:
        """Return for each node from which free moves lead to the target the next node."""
        way: dict[int, int] = {target: target}
        waiting = deque([target])
        while waiting and wanted not in way:
            node = waiting.popleft()
            for origin in self._origins(node):
                if origin not in way:
                    way[origin] = node
                    waiting.append(origin)
        return way

    def _origins(self, node: int) -> list[int]:
        if node == FREE_PLACE:
            return [group for group in self._sharing if self._free[group]]
        origins = [origin for origin, children in self._arriving[node].items() if children]
        return [*origins, FREE_PLACE] if node in self._sharing else origins

    def _go_round(self, child: int, reached: int, way: dict[int, int]) -> None:
        """Move the child, and everybody on the way from where it goes to where it was."""
        own, node = self.places[child], reached
        self.places[child] = reached
        while node != own:
            following = way[node]
            if following == FREE_PLACE:
                self._free[node] -= 1
            elif node == FREE_PLACE:
                self._free[following] += 1
            else:
                mover = min(self._arriving[following][node])
                self._leave(mover)
                self.places[mover] = following
                self._enter(mover)
            node = following

    def _enter(self, child: int) -> None:
        place = self.places[child]
        for option in self._options[child]:
            if option != place:
                self._arriving[option][place].add(child)

    def _leave(self, child: int) -> None:
        place = self.places[child]
        for option in self._options[child]:
            if option != place:
                self._arriving[option][place].remove(child)
