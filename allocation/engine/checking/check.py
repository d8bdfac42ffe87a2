"""Proves an answer again, by loops a lawyer can follow, without the solver.

Every rule of the model has a function of the same name here that looks for its violation; then
what the answer tells people (limits, open ties, refusals) is worked out once more and compared.
"""

from collections.abc import Iterable, Iterator

from allocation.engine.checking.asking import best_places
from allocation.engine.checking.case import Case
from allocation.engine.checking.closing import (
    closed_groups_admit_nobody,
    groups_close_in_the_declared_sequence,
    no_other_open_set_is_better,
    not_every_set_is_tried,
    open_groups_reach_their_minimum,
)
from allocation.engine.checking.families import (
    blocking_families_are_told_right,
    displaced_children_are_told_right,
    each_family_gets_at_most_one_entry,
    no_family_is_passed_over,
    nobody_is_placed_by_a_proposal,
)
from allocation.engine.checking.parties import parties_of
from allocation.engine.checking.placement import check_placement
from allocation.engine.checking.report import (
    facts_of,
    limits_are_told_right,
    open_ties_are_told_right,
    refusals_are_told_right,
)
from allocation.engine.checking.siblings import not_every_way_is_tried
from allocation.engine.checking.small_parts import (
    children_apart_from_families,
    equals_may_meet_a_family,
    no_other_assignment_is_better,
    not_every_assignment_is_tried,
    parts_of,
)
from allocation.engine.errors import quoted
from allocation.engine.formats.problem_json import problem_sha256
from allocation.engine.problem import Mechanism, Problem, TieRule
from allocation.engine.result import Result, SolveStatus
from allocation.engine.violation import Violation


def check(problem: Problem, result: Result) -> list[Violation]:
    """Return every way in which the result breaks the rules of the problem; none if it is right.

    An answer about other children or groups is read no further than that.
    """
    if problem.rules.mechanism is Mechanism.FINAL_PLACEMENT:
        return list(it_answers_this_problem(problem, result)) or check_placement(problem, result)
    is_proposal = bool(problem.families) and result.status is SolveStatus.NO_STABLE
    assignment = result.proposal if is_proposal else result.assignment
    case = Case(problem, assignment, result.closed)
    violations = [
        *it_answers_this_problem(problem, result),
        *closed_groups_admit_nobody(case, result),
        *each_child_gets_at_most_one_place(case),
    ]
    if violations:
        return violations
    return [
        *secured_places_are_kept(case),
        *places_are_not_exceeded(case),
        *nobody_below_a_refused_key_is_admitted(case),
        *nobody_above_the_limit_is_passed_over(case, result),
        *no_wanted_place_stays_empty(case),
        *equal_children_are_treated_equally(case),
        *reserved_places_follow_the_declared_order(case),
        *(_about_families if problem.families else _about_the_best)(case, result),
        *(nobody_is_placed_by_a_proposal(case, result) if is_proposal else _told(case, result)),
    ]


def _about_the_best(case: Case, result: Result) -> Iterator[Violation]:
    """Where no siblings wish together, one answer is the best for all."""
    yield from blocking_families_are_told_right(case, [], result)
    yield from every_child_gets_its_best_place(case, case.children)
    yield from open_groups_reach_their_minimum(case)
    yield from groups_close_in_the_declared_sequence(case)
    yield from no_other_open_set_is_better(case)


def _about_families(case: Case, result: Result) -> Iterator[Violation]:
    parties = parties_of(case)
    yield from each_family_gets_at_most_one_entry(case, parties)
    yield from no_family_is_passed_over(case, parties, result)
    yield from blocking_families_are_told_right(case, parties, result)
    parts = parts_of(case, parties)
    yield from every_child_gets_its_best_place(case, children_apart_from_families(parts))
    yield from no_other_assignment_is_better(case, parts)


def _told(case: Case, result: Result) -> Iterator[Violation]:
    facts = {group: facts_of(case, group) for group in case.groups}
    yield from limits_are_told_right(facts, result)
    yield from open_ties_are_told_right(facts, result)
    yield from refusals_are_told_right(case, facts, result)
    yield from displaced_children_are_told_right(case, result)


def it_answers_this_problem(problem: Problem, result: Result) -> Iterator[Violation]:
    """The answer is proven and was given to this very problem."""
    code = "it_answers_this_problem"
    if result.problem_sha256 != problem_sha256(problem):
        yield Violation(code, "problem_sha256", "the result belongs to another problem")
    is_admission = problem.rules.mechanism is Mechanism.ADMISSION
    if is_admission and (result.placed, result.total_distance) != (None, None):
        yield Violation(code, "placed", "only final placement tells these totals")
    may_have_none = is_admission and problem.families
    proven = [SolveStatus.OPTIMAL, *([SolveStatus.NO_STABLE] if may_have_none else [])]
    if result.status not in proven:
        yield Violation(code, "status", f"the result is {result.status}, not proven optimal")


def each_child_gets_at_most_one_place(case: Case) -> Iterator[Violation]:
    """Every child of the problem, and nobody else, has one answer: a group it asked for or none."""
    code = "each_child_gets_at_most_one_place"
    for child in sorted(case.children.keys() | case.assignment.keys()):
        if child not in case.children:
            yield Violation(code, f"child {quoted(child)}", "the problem has no such child")
        elif child not in case.assignment:
            yield Violation(code, f"child {quoted(child)}", "has no answer")
        elif case.assignment[child] not in (None, *case.wishes[child]):
            sentence = f"did not compete for group {quoted(case.assignment[child])}"
            yield Violation(code, f"child {quoted(child)}", sentence)


def secured_places_are_kept(case: Case) -> Iterator[Violation]:
    """A child that holds a place keeps it or gets one it wants more."""
    for child in case.problem.children:
        if child.secured and case.assignment[child.id] is None:
            sentence = f"lost its secured place in group {quoted(child.secured)}"
            yield Violation("secured_places_are_kept", f"child {quoted(child.id)}", sentence)


def places_are_not_exceeded(case: Case) -> Iterator[Violation]:
    """A group admits at most as many children as it has places; `all_in` adds last equals only."""
    for group in case.problem.groups:
        inside = case.inside[group.id]
        fits = len(inside) <= group.capacity
        if case.rules.ties is TieRule.ALL_IN:
            fits = fits or case.possibly_in(group.id, inside) == set(inside)
        if not fits:
            sentence = f"{len(inside)} children on {group.capacity} places"
            yield Violation("places_are_not_exceeded", f"group {quoted(group.id)}", sentence)


def nobody_below_a_refused_key_is_admitted(case: Case) -> Iterator[Violation]:
    """Nobody is refused a group while a lower key got a place that is open to both."""
    for group in case.groups:
        competing = [child for child in case.inside[group] if not case.holds(child, group)]
        ordinary = [child for child in competing if not case.is_entitled(child, group)]
        last_of_all = min(competing, key=lambda child: case.key(child, group), default=None)
        last_ordinary = min(ordinary, key=lambda child: case.key(child, group), default=None)
        for child in case.refused(group):
            last = last_of_all if case.is_entitled(child, group) else last_ordinary
            if last is not None and case.key(last, group) < case.key(child, group):
                sentence = (
                    f"child {quoted(child)} with key {list(case.key(child, group))} is refused, "
                    f"but {quoted(last)} with {list(case.key(last, group))} is admitted"
                )
                code = "nobody_below_a_refused_key_is_admitted"
                yield Violation(code, f"group {quoted(group)}", sentence)


def nobody_above_the_limit_is_passed_over(case: Case, result: Result) -> Iterator[Violation]:
    """A child whose key is above the limit told to people gets this group or one it wants more."""
    for group in case.groups:
        limit = result.cutoffs.get(group)
        if limit is None:
            continue
        for child in case.refused(group):
            key = case.key(child, group)
            if key > limit:
                sentence = (
                    f"child {quoted(child)} with key {list(key)} is above the limit "
                    f"{list(limit)}, but refused"
                )
                code = "nobody_above_the_limit_is_passed_over"
                yield Violation(code, f"group {quoted(group)}", sentence)


def no_wanted_place_stays_empty(case: Case) -> Iterator[Violation]:
    """No place stays empty that a refused child wanted.

    Only the committee lets one wait: for the best refused child and its equals, if not all fit.
    """
    for group in case.problem.groups:
        refused = case.refused(group.id)
        free = group.capacity - len(case.inside[group.id])
        if group.reserves or not refused or free <= 0:
            continue
        best = max(case.key(child, group.id) for child in refused)
        equals = [child for child in refused if case.key(child, group.id) == best]
        if len(equals) <= free or case.rules.ties is not TieRule.COMMITTEE:
            sentence = f"{free} place(s) stay empty although {quoted(equals[0])} was refused"
            yield Violation("no_wanted_place_stays_empty", f"group {quoted(group.id)}", sentence)


def equal_children_are_treated_equally(case: Case) -> Iterator[Violation]:
    """Of equal children who want a group, none is admitted where another is refused."""
    for group in case.groups:
        admitted = {case.equals(child, group): child for child in case.inside[group]}
        for child in case.refused(group):
            equal = admitted.get(case.equals(child, group))
            if equal is not None:
                sentence = (
                    f"children {quoted(equal)} and {quoted(child)} have equal keys, but only "
                    "the first is admitted"
                )
                code = "equal_children_are_treated_equally"
                yield Violation(code, f"group {quoted(group)}", sentence)


def reserved_places_follow_the_declared_order(case: Case) -> Iterator[Violation]:
    """Reserved and open places are filled in the declared order; unfilled ones as declared.

    Equal children of whom the order decides wait for the committee; elsewhere there are none.
    """
    for group in case.problem.groups:
        if not group.reserves:
            continue
        inside, asking = set(case.inside[group.id]), case.asking[group.id]
        wrong = inside ^ case.surely_in(group.id, asking)
        if case.rules.ties is not TieRule.COMMITTEE:
            wrong |= inside ^ case.possibly_in(group.id, asking)
        for child in sorted(wrong):
            sentence = (
                f"child {quoted(child)} should{' not' if child in inside else ''} be admitted"
            )
            code = "reserved_places_follow_the_declared_order"
            yield Violation(code, f"group {quoted(group.id)}", sentence)


def every_child_gets_its_best_place(case: Case, children: Iterable[str]) -> Iterator[Violation]:
    """Each of the children has the best place it can have while all the rules above are kept."""
    places = best_places(case, case.closed)
    for child in sorted(children):
        if case.assignment[child] != places[child]:
            sentence = f"should get {quoted(places[child])}, not {quoted(case.assignment[child])}"
            yield Violation("every_child_gets_its_best_place", f"child {quoted(child)}", sentence)


def not_proved_again(problem: Problem) -> list[str]:
    """Return what `check` takes on trust, because trying everything would take too long."""
    trusted = []
    if problem.rules.mechanism is Mechanism.FINAL_PLACEMENT:
        if not_every_way_is_tried(problem):
            trusted.append("that no other way of keeping siblings together is better")
        return trusted
    if not_every_set_is_tried(problem):
        trusted.append("that no other set of open groups is better")
    if problem.families:
        case = Case(problem, {})
        parts = parts_of(case, parties_of(case))
        if not_every_assignment_is_tried(case, parts):
            trusted.append("that no other assignment is better or blocked by fewer families")
        if equals_may_meet_a_family(case, parts):
            trusted.append("that no order of children with equal keys decides")
    return trusted
