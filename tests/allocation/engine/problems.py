"""Short ways to write a problem and to break a result."""

from dataclasses import replace

from allocation.engine import (
    Child,
    Choice,
    Group,
    Problem,
    Reserve,
    ReserveOrder,
    Result,
    Rules,
    TieRule,
    UnfilledReserve,
    Violation,
    allocate,
    check,
)

COMMITTEE = Rules()
STRICT = Rules(ties=TieRule.STRICT)

RESERVED = "statement"

RESERVE_RULES = [(order, unfilled) for order in ReserveOrder for unfilled in UnfilledReserve]


def reserving(
    order: ReserveOrder, unfilled: UnfilledReserve, ties: TieRule = TieRule.COMMITTEE
) -> Rules:
    return Rules(ties=ties, reserve_order=order, unfilled_reserve=unfilled)


def group(group_id: str, capacity: int, reserved: int = 0) -> Group:
    return Group(group_id, capacity, (Reserve(RESERVED, reserved),) if reserved else ())


def child(
    child_id: str, *, traits: tuple[str, ...] = (), secured: str | None = None, **keys: int
) -> Child:
    """`child("ala", P=3, Q=1)` wants P with key [3], then Q with key [1]."""
    choices = tuple(Choice(group_id, (key,)) for group_id, key in keys.items())
    return Child(child_id, choices, frozenset(traits), secured)


def entitled(child_id: str, **keys: int) -> Child:
    return child(child_id, traits=(RESERVED,), **keys)


def problem(groups: list[Group], children: list[Child], rules: Rules = COMMITTEE) -> Problem:
    return Problem(tuple(groups), tuple(children), rules)


def placed(problem: Problem) -> dict[str, str | None]:
    """The assignment, after check and second opinion have agreed to it."""
    result = allocate(problem, second_opinion=True)
    assert check(problem, result) == []
    assert result.second_opinion is None or result.second_opinion.agrees
    return result.assignment


def moved(result: Result, **assignment: str | None) -> Result:
    """The same result with some children moved by hand."""
    return replace(result, assignment={**result.assignment, **assignment})


def codes(problem: Problem, result: Result) -> set[str]:
    return {violation.code for violation in check(problem, result)}


def sentences(violations: list[Violation]) -> list[str]:
    return [str(violation) for violation in violations]
