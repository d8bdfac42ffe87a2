"""Final placement: where the children still without a place may go, by distance."""

from collections.abc import Callable

from allocation.engine.effort import Effort
from allocation.engine.formats.problem_json import problem_sha256
from allocation.engine.problem import Problem
from allocation.engine.result import Result


def allocate_by_distance(
    problem: Problem,
    *,
    say: Callable[[str], None],
    effort: Effort,
    engine: dict[str, str],
) -> Result:
    """Return the best placement. Nobody competes by keys, so there are no limits or refusals."""
    from allocation.engine.solving.placement.map import NOWHERE  # noqa: PLC0415 -- slow import
    from allocation.engine.solving.placement.place import (  # noqa: PLC0415 -- slow import
        place_children,
    )

    say("place")
    placement = place_children(problem, effort)
    return Result(
        problem_sha256=problem_sha256(problem),
        status=placement.status,
        assignment={
            child.id: None if place == NOWHERE else problem.groups[place].id
            for child, place in zip(problem.children, placement.places, strict=True)
        },
        cutoffs={group.id: None for group in problem.groups},
        ties=(),
        refusals={child.id: () for child in problem.children},
        engine=engine,
        placed=placement.placed,
        total_distance=placement.total_distance,
    )
