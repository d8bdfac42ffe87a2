"""The one public door: a problem in, a proven answer out."""

from collections.abc import Callable
from functools import cache
from importlib import metadata

from allocation.engine.by_distance import allocate_by_distance
from allocation.engine.by_keys import allocate_by_keys
from allocation.engine.effort import Effort
from allocation.engine.problem import Mechanism, Problem
from allocation.engine.result import Result
from allocation.engine.together import allocate_together

VERSION = "1"
"""Raised whenever the same problem could get another answer or another text."""

DETERMINISTIC_TIME = 10_000.0
"""Work allowed to the solver for one model, in its own units; never wall-clock time."""

SECOND_OPINION_UP_TO = 20_000
"""Children up to which solving the whole model as well takes less than a minute."""

Progress = Callable[[str], None]


def allocate(
    problem: Problem,
    *,
    second_opinion: bool = False,
    on_progress: Progress | None = None,
    deterministic_time: float = DETERMINISTIC_TIME,
    workers: int = 1,
) -> Result:
    """Return the assignment that follows the rules and is the best for every child.

    Strict keys and lotteries: reduce the problem, let the CP-SAT model decide what is left.
    `committee` and `all_in`: the least score limits under which equal children are treated
    equally. With `second_opinion` the whole model is solved as well (not offered for families
    and for `all_in`, which is for what-if only) and what it says stands in `result.second_opinion`.
    Where siblings wish together: the best assignment that no family blocks, if there is one.
    `on_progress` is called with the name of each step. `deterministic_time` is the work allowed
    to the solver for one model; the answer does not depend on its `workers`. Raise `EqualKeysError` when the rule is
    `strict` and equal keys may decide; `docs/allocation.md` says when that is.
    """
    effort = Effort(deterministic_time, workers)
    say = on_progress or _say_nothing
    engine = {"allocation": VERSION, "ortools": _version_of("ortools")}
    if problem.rules.mechanism is Mechanism.FINAL_PLACEMENT:
        return allocate_by_distance(problem, say=say, effort=effort, engine=engine)
    if problem.families:
        return allocate_together(problem, say=say, effort=effort, engine=engine)
    return allocate_by_keys(
        problem, say=say, second_opinion=second_opinion, effort=effort, engine=engine
    )


@cache
def _version_of(library: str) -> str:
    """Read once: the files of a library are searched and parsed for it."""
    return metadata.version(library)


def _say_nothing(step: str) -> None:
    """Report no progress."""
