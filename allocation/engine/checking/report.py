"""Works out once more what an answer tells people: limits, open ties, refusals."""

from collections.abc import Iterator
from dataclasses import dataclass

from allocation.engine.checking.case import OPEN, Case
from allocation.engine.errors import quoted
from allocation.engine.problem import Key, TieRule
from allocation.engine.result import Reason, Refusal, Result, Tie
from allocation.engine.violation import Violation


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """What happened in one group. The last keys leave out children with a secured place.

    `last_on_open`: the lowest key on places open to all. `ties`: those that must be reported.
    """

    group: str
    capacity: int
    admitted: int
    has_competed: bool
    last: Key | None
    last_on_open: Key | None
    limit: Key | None
    ties: tuple[Tie, ...]


def facts_of(case: Case, group: str) -> GroupFacts:
    """Look at one group of an answer."""
    capacity, inside = case.groups[group].capacity, case.inside[group]
    competing = [child for child in inside if not case.holds(child, group)]
    kinds = case.seat_by_seat(group, case.line(group, case.asking[group]))
    on_open = [
        child
        for child in competing
        if kinds.get(child) == OPEN or not case.is_entitled(child, group)
    ]
    last_on_open = min((case.key(child, group) for child in on_open), default=None)
    is_limited = len(inside) >= capacity or len(case.asking[group]) > len(inside)
    return GroupFacts(
        group=group,
        capacity=capacity,
        admitted=len(inside),
        has_competed=bool(competing),
        last=min((case.key(child, group) for child in competing), default=None),
        last_on_open=last_on_open,
        limit=last_on_open if is_limited else None,
        ties=tuple(_ties(case, group)) if case.rules.ties is TieRule.COMMITTEE else (),
    )


def limits_are_told_right(facts: dict[str, GroupFacts], result: Result) -> Iterator[Violation]:
    """Every limit is the key of the last child admitted on places open to all.

    It is null where the group has free places and refused nobody, or where only children with
    a secured or reserved place sit there.
    """
    for group in sorted(facts.keys() | result.cutoffs.keys()):
        if group not in facts or group not in result.cutoffs:
            sentence = "the limits must name every group of the problem and no other"
            yield Violation("limits_are_told_right", f"group {quoted(group)}", sentence)
        elif facts[group].limit != result.cutoffs[group]:
            sentence = (
                f"the limit is {_shown(facts[group].limit)}, not {_shown(result.cutoffs[group])}"
            )
            yield Violation("limits_are_told_right", f"group {quoted(group)}", sentence)


def open_ties_are_told_right(facts: dict[str, GroupFacts], result: Result) -> Iterator[Violation]:
    """Every tie that waits for the committee is reported once, and no other."""
    told, true = set(result.ties), {tie for group in facts.values() for tie in group.ties}
    for tie in sorted(told ^ true, key=lambda tie: (tie.group, tie.key, tie.children, tie.places)):
        names = ", ".join(quoted(child) for child in tie.children)
        what = "there is no such tie" if tie in told else "a tie is not reported"
        sentence = f"{what}: {tie.places} place(s), key {list(tie.key)}, children {names}"
        yield Violation("open_ties_are_told_right", f"group {quoted(tie.group)}", sentence)
    if len(told) < len(result.ties):
        yield Violation("open_ties_are_told_right", "ties", "a tie is reported twice")


def refusals_are_told_right(
    case: Case, facts: dict[str, GroupFacts], result: Result
) -> Iterator[Violation]:
    """Every child is told about every group it wanted more than what it got, with true facts."""
    for child in sorted(case.children.keys() | result.refusals.keys()):
        true = _refusals(case, facts, child) if child in case.children else None
        if result.refusals.get(child) != true:
            groups = ", ".join(quoted(refusal.group) for refusal in true or ())
            sentence = f"is not told truly why it was refused {groups or 'nowhere'}"
            yield Violation("refusals_are_told_right", f"child {quoted(child)}", sentence)


def _ties(case: Case, group: str) -> Iterator[Tie]:
    """Yield the equal children whose order decides.

    A child in doubt without an equal in doubt waits for a tie above and is no tie itself. Where
    ordinary and entitled equals meet at the last open place, the two line-ups seat different
    ordinary children; then all equals of those matter.
    """
    asking = case.asking[group]
    doubtful = case.possibly_in(group, asking) - case.surely_in(group, asking)
    line_ups = case.both_line_ups(group, asking)
    sitting = [{c for c in line_up if not case.is_entitled(c, group)} for line_up in line_ups]
    mixed = {case.key(child, group) for child in sitting[0] - sitting[-1]}
    kinds = [case.equals(child, group) for child in doubtful]
    for key in {case.key(child, group) for child in doubtful}:
        equals = [
            child
            for child in asking
            if case.key(child, group) == key and not case.holds(child, group)
        ]
        if key not in mixed:
            equals = [child for child in equals if kinds.count(case.equals(child, group)) > 1]
        if equals:
            places = min(sum(1 for child in equals if child in line_up) for line_up in line_ups)
            yield Tie(group, places, key, tuple(sorted(equals)))


def _refusals(case: Case, facts: dict[str, GroupFacts], child: str) -> tuple[Refusal, ...]:
    wishes = case.listed[child]
    got = case.assignment[child]
    wanted_more = wishes if got is None else wishes[: wishes.index(got)]
    return tuple(_refusal(case, facts[group], child) for group in wanted_more)


def _refusal(case: Case, facts: GroupFacts, child: str) -> Refusal:
    is_entitled = case.is_entitled(child, facts.group)
    return Refusal(
        group=facts.group,
        own=case.key(child, facts.group),
        last_admitted=facts.last if is_entitled else facts.last_on_open,
        capacity=facts.capacity,
        admitted=facts.admitted,
        reason=(Reason.GROUP_CLOSED if facts.group in case.closed else _reason(case, facts, child)),
    )


def _reason(case: Case, facts: GroupFacts, child: str) -> Reason:
    """Find the first true reason, in the order in which `Reason` lists them."""
    own = case.key(child, facts.group)
    is_free = facts.admitted < facts.capacity
    truths = {
        Reason.NO_PLACES: facts.capacity == 0,
        Reason.PLACES_SECURED: not facts.has_competed and not is_free,
        Reason.TOGETHER: would_fit_without_its_family(case, facts.group, child),
        Reason.CONTESTED_TIE: any(child in tie.children for tie in facts.ties),
        Reason.BELOW_CONTESTED_TIE: is_free and any(tie.key > own for tie in facts.ties),
        Reason.RESERVED_KEPT_EMPTY: is_free,
        Reason.OPEN_PLACES_FULL: facts.last is not None and facts.last < own,
        Reason.FULL_HIGHER_KEYS: True,
    }
    return next(reason for reason, is_true in truths.items() if is_true)


def would_fit_without_its_family(case: Case, group: str, child: str) -> bool:
    """Tell whether a child of a family would have a place, had it asked without its siblings."""
    family = case.children[child].family
    if family is None:
        return False
    better = [
        other
        for other in case.inside[group]
        if case.children[other].family != family
        and (case.holds(other, group) or case.key(other, group) > case.key(child, group))
    ]
    return len(better) < case.groups[group].capacity


def _shown(key: Key | None) -> str:
    return "none" if key is None else str(list(key))
