"""Families and the children they compete with: who else can be moved by keeping siblings together.

A group with a place for everybody who may come connects nobody, and nobody need go farther than
to such a group.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from typing import Self

from allocation.engine.problem import Problem
from allocation.engine.solving.placement.map import NOWHERE, Map, Places


@dataclass(frozen=True, slots=True)
class Siblings:
    """A family: its children, and for each institution, by id, the groups they may attend there."""

    children: tuple[int, ...]
    homes: tuple[frozenset[int], ...]


@dataclass(frozen=True, slots=True)
class Rivals:
    """`metres[child]` are the ways worth trying, `places[group]` the places of groups in demand.

    `placed` of these children get a place.
    """

    families: tuple[Siblings, ...]
    metres: dict[int, dict[int, int]]
    places: dict[int, int]
    placed: int

    def farthest(self) -> int:
        """Return the metres of all children if each went as far as it may."""
        return sum(max(ways.values()) for ways in self.metres.values())

    def wherever(self) -> Self:
        """Return the same as if all ways were equally long."""
        metres = {child: dict.fromkeys(ways, 0) for child, ways in self.metres.items()}
        return replace(self, metres=metres)

    def without_siblings(self) -> list[int]:
        siblings = {child for family in self.families for child in family.children}
        return [child for child in self.metres if child not in siblings]


def rivals_of_families(problem: Problem, where: Map, places: Places) -> Rivals:
    """Gather them; `places` is a placement of as many children as possible."""
    families = tuple(family for family in siblings_of(problem, where) if family.homes)
    siblings = {child for family in families for child in family.children}
    coming = Counter(group for metres in where.metres for group in metres)
    in_demand = {group for group, number in coming.items() if number > where.places[group]}
    metres = {
        child: where.metres[child]
        if child in siblings
        else _up_to_a_sure_place(where.metres[child], in_demand)
        for child in _related(where, siblings, in_demand)
    }
    return Rivals(
        families,
        metres,
        {group: where.places[group] for group in sorted(in_demand)},
        sum(1 for child in metres if places[child] != NOWHERE),
    )


def siblings_of(problem: Problem, where: Map) -> list[Siblings]:
    """Return the families with the institutions in which every sibling may have a place."""
    number = {child.id: index for index, child in enumerate(problem.children)}
    found = []
    for family in problem.families:
        children = tuple(number[child] for child in family.children)
        homes: dict[tuple[bool, str], set[int]] = defaultdict(set)
        for child in children:
            for group in where.metres[child]:
                homes[problem.groups[group].home].add(group)
        found.append(
            Siblings(
                children,
                tuple(
                    frozenset(groups)
                    for _, groups in sorted(homes.items())
                    if all(groups & where.metres[child].keys() for child in children)
                ),
            )
        )
    return found


def _up_to_a_sure_place(metres: dict[int, int], in_demand: set[int]) -> dict[int, int]:
    """Leave out what is farther than a group that has a place for the child anyway."""
    tried: dict[int, int] = {}
    for group, far in metres.items():
        tried[group] = far
        if group not in in_demand:
            break
    return tried


def _related(where: Map, siblings: set[int], in_demand: set[int]) -> list[int]:
    """Return the children who compete, directly or through others, with a child of a family."""
    coming = defaultdict(list)
    for child, metres in enumerate(where.metres):
        for group in metres.keys() & in_demand:
            coming[group].append(child)
    related = set(siblings)
    waiting, seen = list(related), set[int]()
    while waiting:
        for group in (where.metres[waiting.pop()].keys() & in_demand) - seen:
            seen.add(group)
            waiting += [child for child in coming[group] if child not in related]
            related.update(coming[group])
    return sorted(related)
