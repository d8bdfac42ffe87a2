"""Who may go where, who could move where, and what that would save, for `check`.

Children move between groups. A *round trip* is a chain of moves that leaves every group, and the
number of children without a place, as it was. A placement is the shortest exactly when no round
trip saves a metre; one with as many children as possible is left when no chain of moves ends at
a free place.
"""

from dataclasses import dataclass

NOWHERE = None
FREE = ""
"""The free places together; no group has an empty id."""

Node = str | None
Assignment = dict[str, str | None]
Moves = dict[Node, dict[Node, tuple[int, str]]]
"""The cheapest move from one node to another: the metres it costs, and the child that moves."""


@dataclass(frozen=True, slots=True)
class Ways:
    """`metres[child][group]`, the places of every group, the children who must have a place."""

    metres: dict[str, dict[str, int]]
    places: dict[str, int]
    must: frozenset[str] = frozenset()

    def distance(self, child: str, place: Node) -> int:
        """Return how far the place is; having none is no way at all."""
        return 0 if place is NOWHERE else self.metres[child][place]

    def options(self, child: str) -> list[Node]:
        """Return where the child may be: the nearest first, by id among equally near, then none."""
        near = self.metres[child]
        groups: list[Node] = [*sorted(near, key=lambda group: (near[group], group))]
        return groups if child in self.must else [*groups, NOWHERE]

    def total(self, assignment: Assignment) -> int:
        """Add up the metres of all children."""
        return sum(self.distance(child, place) for child, place in assignment.items())

    def inside(self, assignment: Assignment) -> dict[str, list[str]]:
        """Return the children of every group."""
        inside: dict[str, list[str]] = {group: [] for group in self.places}
        for child, place in assignment.items():
            if place is not NOWHERE:
                inside[place].append(child)
        return inside

    def chain_to_a_free_place(self, assignment: Assignment, *begin: str) -> dict[str, str]:
        """Return who could move where so that one more child, one of `begin`, gets a place.

        `begin` have no place; nobody moves if there is no such chain.
        """
        inside = self.inside(assignment)
        arrived: dict[str, str] = {}
        waiting = list(begin)
        for child in waiting:
            for group in sorted(self.metres[child]):
                if group in arrived:
                    continue
                arrived[group] = child
                if len(inside[group]) < self.places[group]:
                    return _chain_back(assignment, arrived, group)
                waiting += inside[group]
        return {}

    def moves(self, assignment: Assignment) -> Moves:
        """Return the cheapest move between any two nodes; free places move for nothing."""
        moves: Moves = {NOWHERE: {}, FREE: {}, **{group: {} for group in self.places}}
        for child, place in assignment.items():
            known, own = moves[place], self.distance(child, place)
            for other, far in self.metres[child].items():
                if other not in known or far - own < known[other][0]:
                    known[other] = (far - own, child)
            if child not in self.must and (NOWHERE not in known or -own < known[NOWHERE][0]):
                known[NOWHERE] = (-own, child)
        for group, children in self.inside(assignment).items():
            if len(children) < self.places[group]:
                moves[group][FREE] = (0, "")
            if children:
                moves[FREE][group] = (0, "")
        return moves


def _chain_back(assignment: Assignment, arrived: dict[str, str], last: str) -> dict[str, str]:
    chain: dict[str, str] = {}
    group: Node = last
    while group is not NOWHERE:
        child = arrived[group]
        chain[child] = group
        group = assignment[child]
    return chain


def prices_or_saving(moves: Moves) -> tuple[dict[Node, int], list[Node]]:
    """Return a price for every node that no move undercuts, or else a round trip that saves metres.

    Bellman 1958: after as many rounds as there are nodes, only a round trip still lowers prices.
    """
    prices: dict[Node, int] = dict.fromkeys(moves, 0)
    before: dict[Node, Node] = {}
    lowered: list[Node] = []
    for _ in moves:
        lowered = []
        for node, others in moves.items():
            for other, (cost, _) in others.items():
                if prices[node] + cost < prices[other]:
                    prices[other] = prices[node] + cost
                    before[other] = node
                    lowered.append(other)
        if not lowered:
            return prices, []
    node = lowered[0]
    for _ in moves:
        node = before[node]
    trip = [node]
    while before[trip[-1]] != node:
        trip.append(before[trip[-1]])
    return prices, trip[::-1]
