"""Who gets what in a town with families: reduce, split, solve each part."""

from dataclasses import replace

from allocation.engine.effort import Effort
from allocation.engine.problem import Problem
from allocation.engine.result import SolveStatus
from allocation.engine.solving.families.equals import require_no_equals_that_may_decide
from allocation.engine.solving.families.parts import Part, parts_with_families
from allocation.engine.solving.families.reduction import reduce_town
from allocation.engine.solving.families.stages import Found, find_best
from allocation.engine.solving.families.town import Town


def decide_town(problem: Problem, town: Town, effort: Effort) -> Found:
    """Return the best assignment that no family and no single child blocks.

    If there is none, the status is `NO_STABLE` and the assignment the best of those that the
    fewest families block. Parts are solved one by one: every aim is a sum over them, so what is
    best in each is best in all.
    """
    found = _best(problem, town, effort, may_block=False)
    if found.status is not SolveStatus.NO_STABLE:
        return found
    blocked = _best(problem, town, effort, may_block=True)
    if blocked.status is SolveStatus.OPTIMAL:
        return replace(blocked, status=SolveStatus.NO_STABLE)
    return blocked


def _best(problem: Problem, town: Town, effort: Effort, *, may_block: bool) -> Found:
    reduced = reduce_town(town, may_block=may_block)
    parts = parts_with_families(reduced)
    require_no_equals_that_may_decide(problem, _settled(reduced, parts))
    found = [find_best(part.town, may_block=may_block, effort=effort) for part in parts]
    worst = next((one for one in found if one.status is SolveStatus.NO_STABLE), None)
    worst = worst or next((one for one in found if one.status is SolveStatus.UNPROVEN), None)
    whole = Found(SolveStatus.OPTIMAL) if worst is None else worst
    if not all(one.obtained for one in found):
        return replace(whole, obtained=())
    obtained = [next(iter(wishes), None) for wishes in reduced.market.wishes]
    for part, one in zip(parts, found, strict=True):
        for child, wish in zip(part.children, one.obtained, strict=True):
            obtained[child] = wish
    return replace(whole, obtained=tuple(obtained))


def _settled(town: Town, parts: list[Part]) -> Town:
    """Return the reduced town with one wish for every child outside the parts."""
    undecided = {child for part in parts for child in part.children}
    wishes = tuple(
        wishes if child in undecided else wishes[:1]
        for child, wishes in enumerate(town.market.wishes)
    )
    return replace(town, market=replace(town.market, wishes=wishes))
