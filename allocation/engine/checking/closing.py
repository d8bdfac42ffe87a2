"""Proves again which groups open where some have a minimum size."""

from collections.abc import Collection, Iterator

from allocation.engine.checking.asking import best_places
from allocation.engine.checking.case import Case
from allocation.engine.errors import quoted
from allocation.engine.problem import ClosingRule, Problem
from allocation.engine.result import Result
from allocation.engine.violation import Violation

EVERY_SET_UP_TO = 12
"""Groups that may close up to which every set of open groups is tried."""

Value = tuple[int, int, int, list[str]]
"""Children without a place, wishes asked for, closed groups: their number, their ids.

As many children placed and as many wishes asked for mean the same total of positions.
"""


def closed_groups_admit_nobody(case: Case, result: Result) -> Iterator[Violation]:
    """Only groups with a minimum size, where nobody holds a place, close; they admit nobody."""
    code = "closed_groups_admit_nobody"
    if list(result.closed) != sorted(case.closed):
        yield Violation(code, "closed", "the closed groups must stand by id, once each")
    for group in sorted(case.closed - groups_that_may_close(case.problem).keys()):
        yield Violation(code, f"group {quoted(group)}", "this group may not close")
    for child, place in sorted(case.assignment.items()):
        if place in case.closed:
            sentence = f"is placed in the closed group {quoted(place)}"
            yield Violation(code, f"child {quoted(child)}", sentence)


def open_groups_reach_their_minimum(case: Case) -> Iterator[Violation]:
    """A group with a minimum size opens only if so many children will sit there."""
    minimums = groups_that_may_close(case.problem)
    for group, size in _sizes(case, case.assignment, case.closed).items():
        if size < minimums[group]:
            sentence = f"opens with {size} children, its minimum is {minimums[group]}"
            code = "open_groups_reach_their_minimum"
            yield Violation(code, f"group {quoted(group)}", sentence)


def groups_close_in_the_declared_sequence(case: Case) -> Iterator[Violation]:
    """The emptiest group below its minimum closes, everybody asks again, until there is none."""
    if case.rules.closing is not ClosingRule.SEQUENTIAL:
        return
    minimums = groups_that_may_close(case.problem)
    closed: set[str] = set()
    while True:
        emptiest, its_size = None, 0
        for group, size in sorted(_sizes(case, best_places(case, closed), closed).items()):
            if size >= minimums[group]:
                continue
            if emptiest is None or size * minimums[emptiest] < its_size * minimums[group]:
                emptiest, its_size = group, size
        if emptiest is None:
            break
        closed.add(emptiest)
    for group in sorted(closed ^ case.closed):
        sentence = "should close" if group in closed else "should not close"
        code = "groups_close_in_the_declared_sequence"
        yield Violation(code, f"group {quoted(group)}", sentence)


def no_other_open_set_is_better(case: Case) -> Iterator[Violation]:
    """No other set of open groups places more children, or as many with dearer wishes.

    Then fewer closed groups are better, then those that come first by id. Groups are closed one
    more at a time, in every way; a set in which every open group reaches its minimum, or which
    is worse already, needs no more closing, because one group less is never better for a child.
    """
    may_close = groups_that_may_close(case.problem)
    if case.rules.closing is not ClosingRule.BEST_OPEN_SET or not_every_set_is_tried(case.problem):
        return
    told = _value(case, case.assignment, case.closed)
    waiting = [frozenset[str]()]
    seen = set(waiting)
    while waiting:
        closed = waiting.pop()
        places = best_places(case, closed)
        value = _value(case, places, closed)
        if value[:3] > told[:3]:
            continue
        sizes = _sizes(case, places, closed)
        if all(sizes[group] >= may_close[group] for group in sizes):
            if value < told:
                names = ", ".join(quoted(group) for group in sorted(closed)) or "none"
                sentence = f"a better set of groups would close: {names}"
                yield Violation("no_other_open_set_is_better", "closed", sentence)
                return
            continue
        more = {closed | {group} for group in may_close.keys() - closed} - seen
        waiting += more
        seen |= more


def groups_that_may_close(problem: Problem) -> dict[str, int]:
    """Return the minimum of every group that may close: nobody holds a place there."""
    held = {child.secured for child in problem.children}
    return {
        group.id: group.min_size
        for group in problem.groups
        if group.min_size and group.id not in held
    }


def not_every_set_is_tried(problem: Problem) -> bool:
    """Tell whether there are too many sets of open groups to try each of them."""
    is_best = problem.rules.closing is ClosingRule.BEST_OPEN_SET
    return is_best and len(groups_that_may_close(problem)) > EVERY_SET_UP_TO


def _sizes(case: Case, places: dict[str, str | None], closed: Collection[str]) -> dict[str, int]:
    """Count who will sit in each open group with a minimum, however open ties are ordered."""
    wanting: dict[str, list[str]] = {
        group: [] for group in groups_that_may_close(case.problem) if group not in closed
    }
    for child, wishes in case.listed.items():
        for group in _wanted(wishes, places[child]):
            if group in wanting:
                wanting[group].append(child)
    return {
        group: min(len(line_up) for line_up in case.both_line_ups(group, children))
        for group, children in wanting.items()
    }


def _wanted(wishes: list[str], place: str | None) -> list[str]:
    """Return the wishes a child has at least as dear as the place it got."""
    return wishes if place is None else wishes[: wishes.index(place) + 1]


def _value(case: Case, places: dict[str, str | None], closed: Collection[str]) -> Value:
    unplaced = [child for child, place in places.items() if place is None]
    asked = sum(len(_wanted(wishes, places[child])) for child, wishes in case.listed.items())
    return len(unplaced), asked, len(closed), sorted(closed)
