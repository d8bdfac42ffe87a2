"""The best assignment of a town, by one aim after another.

Solve, fix what was reached, solve for the next aim: an earlier aim is never weighed against a
later one. At last it is asked for an assignment as good as the one found that comes before it
in the order of children, until there is none: so exactly one is left, whatever optimum was met
on the way.
"""

from dataclasses import dataclass

from ortools.sat.python import cp_model

from allocation.engine.effort import Effort
from allocation.engine.result import SolveStatus
from allocation.engine.solving.families.aims import AIMS
from allocation.engine.solving.families.guess import guess
from allocation.engine.solving.families.model import build_model
from allocation.engine.solving.families.town import Town
from allocation.engine.solving.families.variables import JointVariables
from allocation.engine.solving.first import positions_of, somebody_first_does_better
from allocation.engine.solving.market import Wish
from allocation.engine.solving.solver import Solver


@dataclass(frozen=True, slots=True)
class Found:
    """What the stages came to: for every child the wish it gets, or None.

    `NO_STABLE`: no family may block, and there is no such assignment. `UNPROVEN`: the work
    allowed ran out at the stage `aim`, `gap` away from its proven bound. `obtained` is empty in
    both cases: an assignment met on the way is not told.
    """

    status: SolveStatus
    obtained: tuple[Wish | None, ...] = ()
    aim: str = ""
    gap: int | None = None


def find_best(town: Town, *, may_block: bool, effort: Effort) -> Found:
    """Return the best assignment of a town; `effort` is for all stages together."""
    x = build_model(town, may_block=may_block)
    solver = Solver(x.cp, effort)
    _begin_with_a_guess(x, solver)
    for aim in AIMS if may_block else AIMS[1:]:
        status = solver.minimize(aim(x))
        if status == cp_model.INFEASIBLE:
            return Found(SolveStatus.NO_STABLE)
        if status != cp_model.OPTIMAL:
            return Found(SolveStatus.UNPROVEN, aim=aim.__name__, gap=solver.gap)
    return _first_of_the_best(x, solver)


def _begin_with_a_guess(x: JointVariables, solver: Solver) -> None:
    guessed = guess(x.town)
    if guessed is not None:
        solver.complete(
            {
                literal: wish == got
                for wishes, gets, got in zip(x.market.wishes, x.gets, guessed, strict=True)
                for wish, literal in zip(wishes, gets, strict=True)
            }
        )


def _first_of_the_best(x: JointVariables, solver: Solver) -> Found:
    """Go from one equally good assignment to one that comes before it, until there is none."""
    while True:
        best = _obtained(x, solver)
        status = solver.minimize(
            somebody_first_does_better(x.cp, x.gets, positions_of(solver, x.gets))
        )
        if status == cp_model.INFEASIBLE:
            return Found(SolveStatus.OPTIMAL, best)
        if status != cp_model.OPTIMAL:
            return Found(SolveStatus.UNPROVEN, aim=somebody_first_does_better.__name__)


def _obtained(x: JointVariables, solver: Solver) -> tuple[Wish | None, ...]:
    return tuple(
        next(iter(wishes[position:]), None)
        for wishes, position in zip(x.market.wishes, positions_of(solver, x.gets), strict=True)
    )
