"""Proves again what families got, or that a proposal is blocked by the named ones alone."""

from collections.abc import Iterator

from allocation.engine.checking.asking import best_places
from allocation.engine.checking.case import Case
from allocation.engine.checking.parties import Party, Seating, position
from allocation.engine.errors import quoted
from allocation.engine.problem import JointEntry
from allocation.engine.result import Blocking, Displaced, Result, SolveStatus
from allocation.engine.violation import Violation


def each_family_gets_at_most_one_entry(case: Case, parties: list[Party]) -> Iterator[Violation]:
    """The places of siblings are one of the joint wishes of their family, or nobody has any."""
    for party in parties:
        got = tuple(case.assignment[child] for child in party.children)
        if party.family is not None and any(got) and got not in party.entries:
            sentence = f"did not wish for these places together: {_shown(got)}"
            code = "each_family_gets_at_most_one_entry"
            yield Violation(code, f"family {quoted(party.family)}", sentence)


def no_family_is_passed_over(
    case: Case, parties: list[Party], result: Result
) -> Iterator[Violation]:
    """No family could have an entry that it wants more; in a proposal only the named ones could."""
    named = {blocking.family for blocking in result.blocking}
    for blocking in _blocking(case, parties):
        if blocking.family not in named:
            yield Violation(
                "no_family_is_passed_over",
                f"family {quoted(blocking.family)}",
                f"could have had {_shown(blocking.entry)}",
            )


def blocking_families_are_told_right(
    case: Case, parties: list[Party], result: Result
) -> Iterator[Violation]:
    """Exactly where no answer is without blocking families are they named, with the best entry."""
    code = "blocking_families_are_told_right"
    if result.status is not SolveStatus.NO_STABLE and (result.blocking or result.proposal):
        yield Violation(code, "blocking", "there is an answer, so nothing blocks it")
        return
    if result.status is SolveStatus.NO_STABLE and not result.blocking:
        yield Violation(code, "blocking", "no family blocks the proposal, so it is an answer")
    true = _blocking(case, parties)
    for told in result.blocking:
        if told not in true:
            sentence = f"could not have {_shown(told.entry)}, or something it wants more"
            yield Violation(code, f"family {quoted(told.family)}", sentence)
    ids = [told.family for told in result.blocking]
    if ids != sorted(set(ids)):
        yield Violation(code, "blocking", "the families must stand by id, once each")


def nobody_is_placed_by_a_proposal(case: Case, result: Result) -> Iterator[Violation]:
    """Where some family blocks, nobody is placed or told anything: the office decides first."""
    code = "nobody_is_placed_by_a_proposal"
    if result.assignment != dict.fromkeys(case.children):
        yield Violation(code, "assignment", "must name every child, and no group")
    if result.cutoffs != dict.fromkeys(case.groups):
        yield Violation(code, "cutoffs", "must name every group, and no limit")
    if result.refusals != dict.fromkeys(case.children, ()):
        yield Violation(code, "refusals", "must name every child, and no refusal")
    if result.ties or result.displaced:
        yield Violation(code, "ties, displaced", "must be empty")


def displaced_children_are_told_right(case: Case, result: Result) -> Iterator[Violation]:
    """Children without siblings are named who got less than if everybody wished alone.

    Where equal keys would decide then, the place counts that the child has in any case.
    """
    true = tuple(_displaced(case)) if case.problem.families else ()
    if result.displaced != true:
        names = ", ".join(quoted(displaced.child) for displaced in true) or "nobody"
        code = "displaced_children_are_told_right"
        yield Violation(code, "displaced", f"should name {names}, with the places they had alone")


def _displaced(case: Case) -> Iterator[Displaced]:
    for child, alone in sorted(best_places(case, equals_stay=False).items()):
        got = case.assignment[child]
        has_siblings = case.children[child].family is not None
        is_worse = position(case, child, alone) < position(case, child, got)
        if alone is not None and is_worse and not has_siblings:
            yield Displaced(child, alone)


def _blocking(case: Case, parties: list[Party]) -> list[Blocking]:
    """Find every family that could have an entry it wants more, with the first such entry."""
    seating = Seating(case, case.assignment)
    found = []
    for party in parties:
        entry = None if party.family is None else seating.better_entry(party)
        if party.family is not None and entry is not None:
            found.append(Blocking(party.family, entry))
    return found


def _shown(entry: JointEntry) -> str:
    return ", ".join("none" if group is None else quoted(group) for group in entry)
