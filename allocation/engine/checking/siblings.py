"""Proves again which siblings are kept together in a final placement."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from math import prod

from allocation.engine.checking.ways import NOWHERE, Assignment, Ways, prices_or_saving
from allocation.engine.errors import quoted
from allocation.engine.problem import Family, Problem
from allocation.engine.violation import Violation

EVERY_WAY_UP_TO = 500
"""Ways of keeping families together or not up to which each of them is tried."""

CHILDREN_UP_TO = 200
"""Children up to which trying them is quick enough."""

Home = tuple[bool, str]
Homes = tuple[Home | None, ...]
"""The institution of every family that is together, in the order of the families."""


def homes_of(problem: Problem, assignment: Assignment) -> Homes:
    """Return where each family is together."""
    home = {group.id: group.home for group in problem.groups}
    homes: list[Home | None] = []
    for family in problem.families:
        places = [assignment[child] for child in family.children]
        found = {home[place] for place in places if place is not NOWHERE}
        homes.append(found.pop() if NOWHERE not in places and len(found) == 1 else None)
    return tuple(homes)


def ways_beside(problem: Problem, ways: Ways, homes: Homes) -> Ways:
    """Hold the families that are together to their institution: no other way, and a place."""
    home = {group.id: group.home for group in problem.groups}
    metres = dict(ways.metres)
    must: set[str] = set()
    for family, its_home in zip(problem.families, homes, strict=True):
        if its_home is not None:
            must.update(family.children)
            for child in family.children:
                near = ways.metres[child].items()
                metres[child] = {group: far for group, far in near if home[group] == its_home}
    return replace(ways, metres=metres, must=frozenset(must))


def siblings_are_kept_together(
    problem: Problem, ways: Ways, assignment: Assignment
) -> Iterator[Violation]:
    """As many families are together as possible without leaving a child out, over short ways.

    Then the first family by id has the first institution by id, then the second family, …
    """
    if not problem.families or not_every_way_is_tried(problem):
        return
    told = _value(ways, assignment, homes_of(problem, assignment))
    for homes in product(*(_possible(problem, family) for family in problem.families)):
        best = _shortest(ways_beside(problem, ways, homes))
        if best is not None and _value(ways, best, homes) < told:
            names = ", ".join(
                quoted(family.id)
                for family, home in zip(problem.families, homes, strict=True)
                if home is not None
            )
            sentence = f"it is better to keep together: {names or 'nobody'}"
            yield Violation("siblings_are_kept_together", "families", sentence)
            return


def not_every_way_is_tried(problem: Problem) -> bool:
    """Tell whether there are too many families, or children, to try every way."""
    ways = prod(len(_possible(problem, family)) for family in problem.families)
    return ways > EVERY_WAY_UP_TO or (
        bool(problem.families) and len(problem.children) > CHILDREN_UP_TO
    )


def _possible(problem: Problem, family: Family) -> list[Home | None]:
    """Return the institutions where every sibling may go, and being apart."""
    home = {group.id: group.home for group in problem.groups}
    near = [
        {home[group] for group, _ in child.distances}
        for child in problem.children
        if child.id in family.children
    ]
    return [*sorted(set.intersection(*near)), None]


def _value(
    ways: Ways, assignment: Assignment, homes: Homes
) -> tuple[int, int, int, list[tuple[bool, Home]]]:
    """Return what is compared, less being better, in the order of the stages."""
    unplaced = sum(1 for place in assignment.values() if place is NOWHERE)
    apart = sum(1 for home in homes if home is None)
    return (
        unplaced,
        apart,
        ways.total(assignment),
        [(home is None, home or (False, "")) for home in homes],
    )


def _shortest(ways: Ways) -> Assignment | None:
    """Place as many as possible, first those who must, then do every round trip that saves."""
    assignment: Assignment = dict.fromkeys(ways.metres, NOWHERE)
    for child in sorted(ways.metres, key=lambda child: child not in ways.must):
        chain = ways.chain_to_a_free_place(assignment, child)
        if not chain and child in ways.must:
            return None
        assignment.update(chain)
    while True:
        moves = ways.moves(assignment)
        _, trip = prices_or_saving(moves)
        if not trip:
            return assignment
        for node, other in zip(trip, [*trip[1:], trip[0]], strict=True):
            _, child = moves[node][other]
            if child:
                assignment[child] = other
