"""Siblings are kept in one institution where that leaves nobody without a place.

Of all placements with the most children placed CP-SAT finds, stage by stage: most families
together, least total distance, and, family after family by id, the first institution by id. After
that each family has its institution or goes apart, and the rest is a flow again. Only families
and the children they compete with are in the model: a group with a place for everybody who may
come connects nobody.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from allocation.engine.effort import Effort
from allocation.engine.problem import Problem
from allocation.engine.result import SolveStatus
from allocation.engine.solving.first import positions_of, somebody_first_does_better
from allocation.engine.solving.placement.map import NOWHERE, Map, Places
from allocation.engine.solving.solver import Solver


@dataclass(frozen=True, slots=True)
class Siblings:
    """A family: its children, and for each institution, by id, the groups they may attend there."""

    children: tuple[int, ...]
    homes: tuple[frozenset[int], ...]


@dataclass(frozen=True, slots=True)
class Kept:
    """The map in which families that stay together have no way elsewhere, and must be placed."""

    status: SolveStatus
    where: Map
    must: frozenset[int]


def keep_siblings_together(problem: Problem, where: Map, places: Places, effort: Effort) -> Kept:
    """Decide which families stay together and where; `places` is a shortest placement."""
    families = [family for family in siblings_of(problem, where) if family.homes]
    model = _Model(where, families, places)
    solver = Solver(model.cp, effort)
    solver.complete(model.guess(families, places))
    if not _every_stage_is_proven(model, solver):
        return Kept(SolveStatus.UNPROVEN, where, frozenset())
    metres, must = list(where.metres), set[int]()
    for family, together in zip(families, model.together, strict=True):
        for home, is_here in zip(family.homes, together, strict=True):
            if solver.is_true(is_here):
                must.update(family.children)
                for child in family.children:
                    metres[child] = {g: far for g, far in metres[child].items() if g in home}
    return Kept(SolveStatus.OPTIMAL, replace(where, metres=tuple(metres)), frozenset(must))


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


def _every_stage_is_proven(model: "_Model", solver: Solver) -> bool:
    aims = (model.families_together(), model.distance())
    if any(solver.minimize(aim) != cp_model.OPTIMAL for aim in aims):
        return False
    while True:
        homes = positions_of(solver, model.together)
        status = solver.minimize(somebody_first_does_better(model.cp, model.together, homes))
        if status != cp_model.OPTIMAL:
            return status == cp_model.INFEASIBLE


class _Model:
    """`goes[child][group]`: the child gets a place there. `together[family][home]`: all of it."""

    def __init__(self, where: Map, families: list[Siblings], places: Places) -> None:
        self.cp = cp_model.CpModel()
        self._where = where
        coming = Counter(group for metres in where.metres for group in metres)
        self._contested = {g for g, number in coming.items() if number > where.places[g]}
        related = _related(where, families, self._contested)
        siblings = {child for family in families for child in family.children}
        self.goes = {
            child: {
                group: self.cp.new_bool_var("")
                for group in self._worth_trying(child, is_sibling=child in siblings)
            }
            for child in related
        }
        self.together = [[self.cp.new_bool_var("") for _ in family.homes] for family in families]
        self._as_many_are_placed(places)
        self._places_are_not_exceeded()
        for family, together in zip(families, self.together, strict=True):
            self._together_means_every_sibling(family, together)

    def families_together(self) -> cp_model.LinearExprT:
        """Count the families together, as a number to be made small."""
        return -sum(literal for together in self.together for literal in together)

    def distance(self) -> cp_model.LinearExprT:
        """Return the metres of all ways."""
        return sum(
            self._where.distance(child, group) * literal
            for child, goes in self.goes.items()
            for group, literal in goes.items()
        )

    def _worth_trying(self, child: int, *, is_sibling: bool) -> list[int]:
        """Leave out what is farther than a group that has a place for the child anyway."""
        metres = self._where.metres[child]
        free = [far for group, far in metres.items() if group not in self._contested]
        if is_sibling or not free:
            return list(metres)
        return [group for group, far in metres.items() if far <= free[0]]

    def _as_many_are_placed(self, places: Places) -> None:
        for goes in self.goes.values():
            self.cp.add_at_most_one(goes.values())
        placed = sum(1 for child in self.goes if places[child] != NOWHERE)
        self.cp.add(
            sum(literal for goes in self.goes.values() for literal in goes.values()) == placed
        )

    def _places_are_not_exceeded(self) -> None:
        coming = defaultdict(list)
        for goes in self.goes.values():
            for group, literal in goes.items():
                coming[group].append(literal)
        for group in coming.keys() & self._contested:
            self.cp.add(sum(coming[group]) <= self._where.places[group])

    def _together_means_every_sibling(
        self, family: Siblings, together: list[cp_model.IntVar]
    ) -> None:
        self.cp.add_at_most_one(together)
        for home, is_here in zip(family.homes, together, strict=True):
            for child in family.children:
                goes = self.goes[child]
                self.cp.add_bool_or(*[goes[g] for g in goes if g in home], ~is_here)

    def guess(self, families: list[Siblings], places: Places) -> dict[cp_model.IntVar, bool]:
        """Return the shortest placement as a first solution, completely."""
        values: dict[cp_model.IntVar, bool] = {}
        for child, goes in self.goes.items():
            values |= {literal: group == places[child] for group, literal in goes.items()}
        for family, together in zip(families, self.together, strict=True):
            for home, is_here in zip(family.homes, together, strict=True):
                values[is_here] = all(places[child] in home for child in family.children)
        return values


def _related(where: Map, families: list[Siblings], contested: set[int]) -> list[int]:
    """Return the children who compete, directly or through others, with a child of a family."""
    coming = defaultdict(list)
    for child, metres in enumerate(where.metres):
        for group in metres.keys() & contested:
            coming[group].append(child)
    related = {child for family in families for child in family.children}
    waiting, seen = list(related), set[int]()
    while waiting:
        for group in (where.metres[waiting.pop()].keys() & contested) - seen:
            seen.add(group)
            waiting += [child for child in coming[group] if child not in related]
            related.update(coming[group])
    return sorted(related)
