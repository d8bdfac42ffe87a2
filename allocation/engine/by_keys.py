"""Admission by keys, every child for itself: who is in, which groups close, what people are told."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from allocation.engine.effort import Effort
from allocation.engine.errors import EqualKeysError
from allocation.engine.formats.problem_json import problem_sha256
from allocation.engine.problem import ClosingRule, Problem, TieRule
from allocation.engine.result import Result, SecondOpinion, SolveStatus
from allocation.engine.solving.closing import (
    among_open,
    close_in_sequence,
    minimums_of,
    positions_on_whole_lists,
)
from allocation.engine.solving.deferred import ask_in_order
from allocation.engine.solving.market import Market, Wish, build_market
from allocation.engine.solving.reduction import components, reduce_market
from allocation.engine.solving.seating import decide
from allocation.engine.solving.undecided import (
    equals_who_may_matter,
    reduce_for_every_open_set,
)
from allocation.engine.telling.outcome import tell

STRICT_ORDERS = (TieRule.STRICT, TieRule.LOTTERY)

NOT_ALL_FIT = 'but not all of them fit; the rule "strict" may not choose among them'


def allocate_by_keys(
    problem: Problem,
    *,
    say: Callable[[str], None],
    second_opinion: bool,
    effort: Effort,
    engine: dict[str, str],
) -> Result:
    """Return the assignment that is the best for every child, under the rules for equal ones.

    Raise `EqualKeysError` where the rule is `strict` and equal keys may decide.
    """
    say("compile")
    whole = build_market(problem)
    status, closed = SolveStatus.OPTIMAL, frozenset[int]()
    if any(group.min_size for group in problem.groups):
        say("close groups")
        status, closed = _closed_groups(problem, whole, effort)
    market = among_open(whole, closed) if closed else whole
    say("ask in order")
    positions = _ask(problem, market)
    if problem.rules.ties in STRICT_ORDERS and status is SolveStatus.OPTIMAL:
        say("solve")
        status, positions = _decide_the_rest(market, positions, effort)
    say("report")
    outcome = tell(problem, whole, positions_on_whole_lists(whole, market, positions), closed)
    opinion = None
    if second_opinion and problem.rules.ties is not TieRule.ALL_IN:
        say("second opinion")
        opinion = _second_opinion(problem, market, positions, effort)
    return Result(
        problem_sha256=problem_sha256(problem),
        status=status,
        assignment=outcome.assignment,
        cutoffs=outcome.cutoffs,
        ties=outcome.ties,
        refusals=outcome.refusals,
        engine=engine,
        closed=tuple(problem.groups[number].id for number in sorted(closed)),
        second_opinion=opinion,
    )


def _ask(problem: Problem, market: Market) -> list[int]:
    """Let everybody ask in order of wish; the rule for equal children is kept."""
    equals_stay = problem.rules.ties is not TieRule.COMMITTEE
    if any(group.reserves or group.min_size for group in problem.groups):
        positions = ask_in_order(market, equals_stay=equals_stay)
    else:
        positions = _ask_at_once(problem, equals_stay=equals_stay)
    if problem.rules.ties in STRICT_ORDERS:
        _require_no_equals_at_a_limit(problem, market, positions)
    return positions


def _ask_at_once(problem: Problem, *, equals_stay: bool) -> list[int]:
    from allocation.engine.arrays.deferred import ask_in_rounds  # noqa: PLC0415 -- slow import
    from allocation.engine.arrays.market import array_market  # noqa: PLC0415 -- slow import

    positions: list[int] = ask_in_rounds(array_market(problem), equals_stay=equals_stay).tolist()
    return positions


def _closed_groups(
    problem: Problem, market: Market, effort: Effort
) -> tuple[SolveStatus, frozenset[int]]:
    """Return the groups that do not open, by the closing rule of the problem."""
    minimums = minimums_of(problem)
    if problem.rules.closing is ClosingRule.SEQUENTIAL:
        closed = close_in_sequence(market, minimums, partial(_ask, problem))
        return SolveStatus.OPTIMAL, closed
    undecided = reduce_for_every_open_set(market, minimums)
    equals = equals_who_may_matter(undecided)
    if equals is not None:
        raise _equal_in_group(problem, undecided.market, equals.group, equals.rank)
    from allocation.engine.solving.open_sets import best_open_set  # noqa: PLC0415 -- slow import

    return best_open_set(market, undecided, minimums, effort)


def _equal_in_group(problem: Problem, market: Market, group: int, rank: int) -> EqualKeysError:
    children = [
        child
        for child, wishes in zip(problem.children, market.wishes, strict=True)
        if any((wish.group, wish.rank) == (group, rank) for wish in wishes)
    ]
    group_id = problem.groups[group].id
    key = next(choice.key for choice in children[0].choices if choice.group == group_id)
    return EqualKeysError.among(
        group_id, key, tuple(child.id for child in children), why=NOT_ALL_FIT
    )


def _require_no_equals_at_a_limit(problem: Problem, market: Market, positions: list[int]) -> None:
    """Refuse to choose silently: with all equals kept, no group may have to choose among them.

    If none has to, every order of equal children gives this same assignment.
    """
    kept: list[list[Wish]] = [[] for _ in market.seats]
    for wishes, position in zip(market.wishes, positions, strict=True):
        for wish in wishes[position : position + 1]:
            kept[wish.group].append(wish)
    for seats, kept_here in zip(market.seats, kept, strict=True):
        surely = decide(seats, kept_here).surely
        if any(wish.rank >= surely[wish.standing] for wish in kept_here):
            raise _equal_keys(problem, market, positions)


def _equal_keys(problem: Problem, market: Market, positions: list[int]) -> EqualKeysError:
    committee = problem.with_rules(replace(problem.rules, ties=TieRule.COMMITTEE))
    tie = tell(committee, market, positions).ties[0]
    return EqualKeysError.among(tie.group, tie.key, tie.children, why=NOT_ALL_FIT)


def _decide_the_rest(
    market: Market, positions: list[int], effort: Effort
) -> tuple[SolveStatus, list[int]]:
    """Let the model decide, part by part, where the reduction leaves a choice."""
    parts = components(reduce_market(market, positions))
    if not parts:
        return SolveStatus.OPTIMAL, positions
    from allocation.engine.solving.model import solve  # noqa: PLC0415 -- slow import

    decided = list(positions)
    for children, part in parts:
        status, obtained = solve(part, effort)
        if status is not SolveStatus.OPTIMAL:
            return status, positions
        for child, wishes, position in zip(children, part.wishes, obtained, strict=True):
            decided[child] = market.wishes[child].index(wishes[position])
    return SolveStatus.OPTIMAL, decided


def _second_opinion(
    problem: Problem, market: Market, positions: list[int], effort: Effort
) -> SecondOpinion:
    from allocation.engine.solving.model import solve  # noqa: PLC0415 -- slow import

    status, obtained = solve(market, effort)
    differs = tuple(
        child.id
        for child, ours, theirs in zip(problem.children, positions, obtained, strict=False)
        if ours != theirs
    )
    return SecondOpinion(status, status is SolveStatus.OPTIMAL and not differs, differs)
