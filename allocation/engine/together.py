"""Allocation in a town where siblings wish together."""

from collections.abc import Callable

from allocation.engine.effort import Effort
from allocation.engine.problem import Problem
from allocation.engine.result import Result
from allocation.engine.solving.families.town import build_town
from allocation.engine.solving.market import build_market
from allocation.engine.telling.families import tell_families


def allocate_together(
    problem: Problem,
    *,
    say: Callable[[str], None],
    effort: Effort,
    engine: dict[str, str],
) -> Result:
    """Return the best assignment that no family and no single child blocks, or that none is.

    Raise `EqualKeysError` where the order of equal children of different families may decide.
    """
    from allocation.engine.solving.families.decide import (  # noqa: PLC0415 -- slow import
        decide_town,
    )

    say("compile")
    town = build_town(problem, build_market(problem))
    say("solve")
    found = decide_town(problem, town, effort)
    say("report")
    return tell_families(problem, town, found.status, found.obtained, engine)
