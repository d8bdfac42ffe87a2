"""Final placement from beginning to end."""

from dataclasses import dataclass

from allocation.engine.effort import Effort
from allocation.engine.problem import Problem
from allocation.engine.result import SolveStatus
from allocation.engine.solving.placement.flow import shortest_ways
from allocation.engine.solving.placement.map import NOWHERE, Map, Places, build_map
from allocation.engine.solving.placement.swaps import nearest_by_id


@dataclass(frozen=True, slots=True)
class Placement:
    """The place of every child; nobody has one where nothing is proven."""

    status: SolveStatus
    where: Map
    places: Places

    @property
    def placed(self) -> int:
        return sum(1 for place in self.places if place != NOWHERE)

    @property
    def total_distance(self) -> int:
        return sum(self.where.distance(child, place) for child, place in enumerate(self.places))


def place_children(problem: Problem, effort: Effort) -> Placement:
    """Return the best placement: most placed, most families together, least distance.

    The last stage makes it unique: the first child by id has the nearest place it can have,
    then the second, and so on.
    """
    where, must = build_map(problem), frozenset[int]()
    nobody = [NOWHERE] * len(problem.children)
    places = shortest_ways(where)
    if places is not None and problem.families:
        from allocation.engine.solving.placement.siblings import (  # noqa: PLC0415 -- slow import
            keep_siblings_together,
        )

        kept = keep_siblings_together(problem, where, places, effort)
        if kept.status is not SolveStatus.OPTIMAL:
            return Placement(kept.status, where, nobody)
        where, must = kept.where, kept.must
        places = shortest_ways(where, must)
    if places is None:
        return Placement(SolveStatus.UNPROVEN, where, nobody)
    return Placement(SolveStatus.OPTIMAL, where, nearest_by_id(where, places, must))
