"""What people are told about a town with families."""

from allocation.engine.formats.problem_json import problem_sha256
from allocation.engine.problem import JointEntry, Problem
from allocation.engine.result import Blocking, Displaced, Result, SolveStatus
from allocation.engine.solving.deferred import ask_in_order
from allocation.engine.solving.families.blocking import Seated
from allocation.engine.solving.families.town import Entry, Town
from allocation.engine.solving.market import Wish
from allocation.engine.telling.outcome import Outcome, tell


def tell_families(
    problem: Problem,
    town: Town,
    status: SolveStatus,
    obtained: tuple[Wish | None, ...],
    engine: dict[str, str],
) -> Result:
    """Describe the assignment in which every child gets its wish.

    With status `NO_STABLE` it is a proposal only: nobody is placed, and nothing else is told
    but the families that block it. An empty assignment places nobody either.
    """
    places = _places(problem, obtained)
    is_decided = bool(obtained) and status is not SolveStatus.NO_STABLE
    outcome = (
        tell(problem, town.market, _positions(town, obtained)) if is_decided else _nobody(problem)
    )
    return Result(
        problem_sha256=problem_sha256(problem),
        status=status,
        assignment=outcome.assignment,
        cutoffs=outcome.cutoffs,
        ties=outcome.ties,
        refusals=outcome.refusals,
        engine=engine,
        blocking=() if is_decided else _blocking(problem, town, obtained),
        proposal={} if is_decided else places,
        displaced=_displaced(problem, town, obtained) if is_decided else (),
    )


def _nobody(problem: Problem) -> Outcome:
    """Nobody is placed, and nobody is told anything, since nothing is decided."""
    return Outcome(
        assignment={child.id: None for child in problem.children},
        cutoffs={group.id: None for group in problem.groups},
        ties=(),
        refusals={child.id: () for child in problem.children},
    )


def _positions(town: Town, obtained: tuple[Wish | None, ...]) -> list[int]:
    return [
        len(wishes) if wish is None else wishes.index(wish)
        for wishes, wish in zip(town.market.wishes, obtained, strict=True)
    ]


def _places(problem: Problem, obtained: tuple[Wish | None, ...]) -> dict[str, str | None]:
    return {
        child.id: None if wish is None else problem.groups[wish.group].id
        for child, wish in zip(problem.children, obtained, strict=False)
    }


def _blocking(
    problem: Problem, town: Town, obtained: tuple[Wish | None, ...]
) -> tuple[Blocking, ...]:
    """Name the families that could have an entry they want more, and the first such entry."""
    if not obtained:
        return ()
    seated = Seated(town, obtained)
    better = [seated.better_entry(family) for family in town.families]
    return tuple(
        Blocking(family.id, _told(problem, joint.entries[entry]))
        for family, joint, entry in zip(problem.families, town.families, better, strict=True)
        if entry is not None
    )


def _told(problem: Problem, entry: Entry) -> JointEntry:
    return tuple(None if wish is None else problem.groups[wish.group].id for wish in entry.wishes)


def _displaced(
    problem: Problem, town: Town, obtained: tuple[Wish | None, ...]
) -> tuple[Displaced, ...]:
    """Name the children without siblings who got less than if all wished for themselves.

    Where equal keys would decide then, what counts is the place a child would have had in
    whatever order the equals stand.
    """
    independent = ask_in_order(town.market, equals_stay=False)
    together = _positions(town, obtained)
    return tuple(
        Displaced(child.id, problem.groups[wishes[alone].group].id)
        for child, wishes, alone, got in zip(
            problem.children, town.market.wishes, independent, together, strict=True
        )
        if child.family is None and alone < got
    )
