"""Siblings are kept in one institution where that leaves nobody without a place.

Of all placements with the most children placed CP-SAT finds, stage by stage: most families
together, least total distance, and, family after family by id, the first institution by id. After
that each family has its institution or goes apart, and the rest is a flow again. Only families
and the children they compete with are in the model, and of their ways only those that the tolls
of places (see `tolls`) do not exclude.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from allocation.engine.effort import Effort
from allocation.engine.problem import Problem
from allocation.engine.result import SolveStatus
from allocation.engine.solving.first import positions_of, somebody_first_does_better
from allocation.engine.solving.placement.detours import Detours
from allocation.engine.solving.placement.map import Map, Places
from allocation.engine.solving.placement.relaxation import tolls_of_relaxation
from allocation.engine.solving.placement.rivals import Rivals, rivals_of_families
from allocation.engine.solving.placement.tolls import SCALE, Tolls, tolls_of_placement
from allocation.engine.solving.solver import Solver

MARGINS = (30 * SCALE, 240 * SCALE, 1_920 * SCALE)
"""Detours tried one after another until a placement is found, then any; see `tolls`."""

EXACT = 2**53
"""Whole numbers up to here are exact as the solver's floating-point numbers."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The map in which families that stay together have no way elsewhere, and must be placed."""

    status: SolveStatus
    where: Map
    must: frozenset[int]


@dataclass(frozen=True, slots=True)
class Found:
    """A model, how far it was solved, and the solver that knows its last solution."""

    status: cp_model.CpSolverStatus
    detours: Detours
    solver: Solver

    def number_together(self) -> int:
        together = (one for homes in self.detours.together for one in homes.values())
        return sum(self.solver.is_true(is_here) for is_here in together)


def keep_siblings_together(problem: Problem, where: Map, places: Places, effort: Effort) -> Kept:
    """Decide which families stay together and where; `places` is a shortest placement."""
    rivals = rivals_of_families(problem, where, places)
    if not rivals.families:
        return Kept(SolveStatus.OPTIMAL, where, frozenset())
    found = None
    if SCALE * rivals.farthest() < EXACT:
        found = _shortest(rivals, tolls_of_placement(where, places), effort)
    if found is None or not _first_homes_by_id_are_proven(found):
        return Kept(SolveStatus.UNPROVEN, where, frozenset())
    metres, must = list(where.metres), set[int]()
    for family, homes in zip(rivals.families, found.detours.together, strict=True):
        for home, is_here in homes.items():
            if found.solver.is_true(is_here):
                must.update(family.children)
                for child in family.children:
                    metres[child] = {g: far for g, far in metres[child].items() if g in home}
    return Kept(SolveStatus.OPTIMAL, replace(where, metres=tuple(metres)), frozenset(must))


def _shortest(rivals: Rivals, tolls: Tolls, effort: Effort) -> Found | None:
    """Find most families together, and of such placements a shortest one; None if not proven.

    Mostly all families can be together, and this is tried first.
    """
    number = len(rivals.families)
    better = tolls_of_relaxation(rivals, tolls, number, effort)
    if better is not None:
        found = _least_detours(rivals, better, number, effort, MARGINS)
        if found.status != cp_model.INFEASIBLE:
            return found if found.status == cp_model.OPTIMAL else None
    most = _least_detours_of_any(rivals.wherever(), Tolls(bonus=SCALE), None, effort)
    if most.status != cp_model.OPTIMAL:
        return None
    found = _least_detours_of_any(rivals, tolls, most.number_together(), effort)
    return found if found.status == cp_model.OPTIMAL else None


def _least_detours_of_any(
    rivals: Rivals, tolls: Tolls, number: int | None, effort: Effort
) -> Found:
    better = tolls_of_relaxation(rivals, tolls, number, effort) or tolls
    return _least_detours(rivals, better, number, effort, (*MARGINS, None))


def _least_detours(
    rivals: Rivals,
    tolls: Tolls,
    number: int | None,
    effort: Effort,
    margins: Sequence[int | None],
) -> Found:
    """Solve for the least detours, within the first margin that allows any placement."""
    margin, *wider = margins
    detours = Detours(rivals, tolls, number=number, margin=margin)
    if margin is not None:
        detours.cp.add(detours.total() <= margin)
    solver = Solver(detours.cp, effort)
    status = solver.minimize(detours.total())
    if status == cp_model.INFEASIBLE and wider:
        return _least_detours(rivals, tolls, number, effort, wider)
    return Found(status, detours, solver)


def _first_homes_by_id_are_proven(found: Found) -> bool:
    """Of equally good placements find the one in which the first family has the first home."""
    together = [list(homes.values()) for homes in found.detours.together]
    while True:
        homes = positions_of(found.solver, together)
        first = somebody_first_does_better(found.detours.cp, together, homes)
        status = found.solver.minimize(first)
        if status != cp_model.OPTIMAL:
            return status == cp_model.INFEASIBLE
