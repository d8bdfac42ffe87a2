"""Works out once more what an answer tells people: limits, open ties, refusals."""

from collections.abc import Iterator

from allocation.engine.check_case import OPEN, Case
from allocation.engine.errors import quoted
from allocation.engine.problem import Key, TieRule
from allocation.engine.result import Reason, Refusal, Result, Tie
from allocation.engine.violation import Violation


def limits_are_told_right(case: Case, result: Result) -> Iterator[Violation]:
    """Every limit is the key of the last child admitted on places open to all.

    It is null where the group has free places and refused nobody, or where only children with
    a secured or reserved place sit there.
    """
    limits = {
        group.id: _last_on_open(case, group.id)
        if len(case.inside[group.id]) >= group.capacity or case.refused(group.id)
        else None
        for group in case.problem.groups
    }
    for group in sorted(limits.keys() | result.cutoffs.keys()):
        if group not in limits or group not in result.cutoffs:
            sentence = "the limits must name every group of the problem and no other"
            yield Violation("limits_are_told_right", f"group {quoted(group)}", sentence)
        elif limits[group] != result.cutoffs[group]:
            sentence = f"the limit is {_shown(limits[group])}, not {_shown(result.cutoffs[group])}"
            yield Violation("limits_are_told_right", f"group {quoted(group)}", sentence)


def open_ties_are_told_right(case: Case, result: Result) -> Iterator[Violation]:
    """Every tie that waits for the committee is reported, and no other."""
    told, true = set(result.ties), set(_all_ties(case))
    for tie in sorted(told ^ true, key=lambda tie: (tie.group, tie.key, tie.children)):
        names = ", ".join(quoted(child) for child in tie.children)
        what = "there is no such tie" if tie in told else "a tie is not reported"
        sentence = f"{what}: {tie.places} place(s), key {list(tie.key)}, children {names}"
        yield Violation("open_ties_are_told_right", f"group {quoted(tie.group)}", sentence)
    if len(told) < len(result.ties):
        yield Violation("open_ties_are_told_right", "ties", "a tie is reported twice")


def refusals_are_told_right(case: Case, result: Result) -> Iterator[Violation]:
    """Every child is told about every group it wanted more than what it got, with true facts."""
    for child in sorted(case.children.keys() | result.refusals.keys()):
        true = _refusals(case, result, child) if child in case.children else None
        told = result.refusals.get(child)
        if told != true:
            sentence = "the refusals do not tell what happened"
            for facts, claimed in zip(true or (), told or (), strict=False):
                if facts != claimed:
                    sentence = f"the refusal of group {quoted(facts.group)} should be {facts}"
                    break
            yield Violation("refusals_are_told_right", f"child {quoted(child)}", sentence)


def _all_ties(case: Case) -> Iterator[Tie]:
    if case.rules.ties is TieRule.COMMITTEE:
        for group in case.groups:
            yield from _ties(case, group)


def _ties(case: Case, group: str) -> Iterator[Tie]:
    """Yield the equal children whose order decides, by key.

    A child alone at its key waits for a tie above and is no tie itself. Where ordinary and
    entitled equals meet at the last open place, the line-ups seat different ordinary children:
    then all equals of those matter.
    """
    asking = case.asking[group]
    doubtful = case.possibly_in(group, asking) - case.surely_in(group, asking)
    line_ups = case.both_line_ups(group, asking)
    sitting = [{c for c in line_up if not case.is_entitled(c, group)} for line_up in line_ups]
    mixed = {case.key(child, group) for child in sitting[0] - sitting[-1]}
    for key in {case.key(child, group) for child in doubtful}:
        equals = [child for child in asking if case.key(child, group) == key]
        equals = [child for child in equals if not case.holds(child, group)]
        if key not in mixed:
            equals = [c for c in equals if c in doubtful and _has_equal(case, group, c, doubtful)]
        if equals:
            places = min(sum(1 for c in equals if c in line_up) for line_up in line_ups)
            yield Tie(group, places, key, tuple(sorted(equals)))


def _has_equal(case: Case, group: str, child: str, others: set[str]) -> bool:
    own = case.equals(child, group)
    return any(other != child and case.equals(other, group) == own for other in others)


def _refusals(case: Case, result: Result, child: str) -> tuple[Refusal, ...]:
    wishes = case.wishes[child]
    got = case.assignment[child]
    wanted_more = wishes if got is None else wishes[: wishes.index(got)]
    return tuple(_refusal(case, result, child, group) for group in wanted_more)


def _refusal(case: Case, result: Result, child: str, group: str) -> Refusal:
    return Refusal(
        group=group,
        own=case.key(child, group),
        last_admitted=(
            _last_of_all(case, group)
            if case.is_entitled(child, group)
            else _last_on_open(case, group)
        ),
        capacity=case.groups[group].capacity,
        admitted=len(case.inside[group]),
        reason=_reason(case, result, child, group),
    )


def _reason(case: Case, result: Result, child: str, group: str) -> Reason:
    """Find the first true reason, in the order in which `Reason` lists them."""
    capacity, inside = case.groups[group].capacity, case.inside[group]
    ties = [tie for tie in result.ties if tie.group == group]
    competing = [other for other in inside if not case.holds(other, group)]
    own = case.key(child, group)
    is_free = len(inside) < capacity
    truths = {
        Reason.NO_PLACES: capacity == 0,
        Reason.PLACES_SECURED: not competing and not is_free,
        Reason.CONTESTED_TIE: any(child in tie.children for tie in ties),
        Reason.BELOW_CONTESTED_TIE: is_free and any(tie.key > own for tie in ties),
        Reason.RESERVED_KEPT_EMPTY: is_free,
        Reason.OPEN_PLACES_FULL: any(case.key(other, group) < own for other in competing),
        Reason.FULL_HIGHER_KEYS: True,
    }
    return next(reason for reason, is_true in truths.items() if is_true)


def _last_of_all(case: Case, group: str) -> Key | None:
    keys = [case.key(c, group) for c in case.inside[group] if not case.holds(c, group)]
    return min(keys, default=None)


def _last_on_open(case: Case, group: str) -> Key | None:
    """Return the lowest key on open places; in doubt entitled children sit on reserved ones."""
    kinds = case.seat_by_seat(group, case.line(group, case.asking[group]))
    keys = [
        case.key(child, group)
        for child in case.inside[group]
        if not case.holds(child, group)
        and (kinds.get(child) == OPEN or not case.is_entitled(child, group))
    ]
    return min(keys, default=None)


def _shown(key: Key | None) -> str:
    return "none" if key is None else str(list(key))
