"""As many children as possible get a place, then over the least total distance.

Both at once by `ortools.graph.python.min_cost_flow`: a unit of flow is a child. Children who
must get a place (siblings kept together) bring their unit themselves; all others share what the
greatest flow allows.
"""

from collections.abc import Collection

import numpy as np
from ortools.graph.python import min_cost_flow

from allocation.engine.solving.placement.map import NOWHERE, Map, Places


def shortest_ways(where: Map, must: Collection[int] = ()) -> Places | None:
    """Return one best placement; None if the solver cannot prove it.

    Which one of several equally good placements it is, is not part of any rule.
    """
    network = _Network(where)
    placed = network.solve_greatest_flow()
    if placed is not None and must:
        placed = _Network(where, must).solve_flow_of(_number_placed(placed))
    return placed


def _number_placed(places: Places) -> int:
    return sum(1 for place in places if place != NOWHERE)


class _Network:
    """Source, children, groups, sink. The way of a child to a group costs its distance."""

    def __init__(self, where: Map, must: Collection[int] = ()) -> None:
        self._must = must
        self._children = len(where.metres)
        self._source = self._children + len(where.places)
        self._sink = self._source + 1
        self._flow = min_cost_flow.SimpleMinCostFlow()
        self._child, self._group, metres = where.ways
        self._ways = self._flow.add_arcs_with_capacity_and_unit_cost(
            self._child, self._children + self._group, np.ones(len(metres), np.int64), metres
        )
        for group, places in enumerate(where.places):
            self._flow.add_arc_with_capacity_and_unit_cost(
                self._children + group, self._sink, min(places, self._children), 0
            )
        for child in range(self._children):
            if child in must:
                self._flow.set_node_supply(child, 1)
            else:
                self._flow.add_arc_with_capacity_and_unit_cost(self._source, child, 1, 0)

    def solve_greatest_flow(self) -> Places | None:
        """Place as many children as possible."""
        self._supply(self._children)
        return self._places(self._flow.solve_max_flow_with_min_cost())

    def solve_flow_of(self, number: int) -> Places | None:
        """Place exactly so many children, among them all who must."""
        self._supply(number)
        return self._places(self._flow.solve())

    def _supply(self, number: int) -> None:
        self._flow.set_node_supply(self._source, number - len(self._must))
        self._flow.set_node_supply(self._sink, -number)

    def _places(self, status: min_cost_flow.SimpleMinCostFlow.Status) -> Places | None:
        if status != self._flow.OPTIMAL:
            return None
        places = [NOWHERE] * self._children
        used = self._flow.flows(self._ways) > 0
        for child, group in zip(self._child[used], self._group[used], strict=True):
            places[int(child)] = int(group)
        return places
