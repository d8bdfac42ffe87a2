"""Proves a final placement again, by plain loops: nobody more, nothing shorter, the declared one.

Siblings who are together are held to their institution first; the rest is proved beside them.
"""

from collections import defaultdict
from collections.abc import Iterator

from allocation.engine.checking.siblings import (
    homes_of,
    siblings_are_kept_together,
    ways_beside,
)
from allocation.engine.checking.ways import (
    FREE,
    NOWHERE,
    Assignment,
    Node,
    Ways,
    prices_or_saving,
)
from allocation.engine.errors import quoted
from allocation.engine.problem import Problem
from allocation.engine.result import Result
from allocation.engine.violation import Violation


def check_placement(problem: Problem, result: Result) -> list[Violation]:
    """Return every way in which the answer breaks the rules of final placement."""
    ways = Ways(
        metres={child.id: dict(child.distances) for child in problem.children},
        places={group.id: group.capacity for group in problem.groups},
    )
    violations = list(each_child_gets_a_place_it_may_have(ways, result.assignment))
    if violations:
        return violations
    violations += places_are_not_exceeded(ways, result.assignment)
    violations += totals_are_told_right(ways, result)
    violations += nothing_else_is_told(problem, result)
    if violations:
        return violations
    beside = ways_beside(problem, ways, homes_of(problem, result.assignment))
    return [
        *as_many_as_possible_are_placed(ways, result.assignment),
        *siblings_are_kept_together(problem, ways, result.assignment),
        *nothing_shorter_is_possible(beside, result.assignment),
    ]


def each_child_gets_a_place_it_may_have(ways: Ways, assignment: Assignment) -> Iterator[Violation]:
    """Every child of the problem, and nobody else, has one answer: a group in reach, or none."""
    code = "each_child_gets_a_place_it_may_have"
    for child in sorted(ways.metres.keys() | assignment.keys()):
        if child not in ways.metres:
            yield Violation(code, f"child {quoted(child)}", "the problem has no such child")
        elif child not in assignment:
            yield Violation(code, f"child {quoted(child)}", "has no answer")
        elif assignment[child] not in (NOWHERE, *ways.metres[child]):
            sentence = f"may not be sent to group {quoted(assignment[child])}"
            yield Violation(code, f"child {quoted(child)}", sentence)


def places_are_not_exceeded(ways: Ways, assignment: Assignment) -> Iterator[Violation]:
    """A group takes at most as many children as it has places."""
    for group, children in ways.inside(assignment).items():
        if len(children) > ways.places[group]:
            sentence = f"{len(children)} children on {ways.places[group]} places"
            yield Violation("places_are_not_exceeded", f"group {quoted(group)}", sentence)


def totals_are_told_right(ways: Ways, result: Result) -> Iterator[Violation]:
    """The number of children placed and the metres of all ways are added up right."""
    placed = sum(1 for place in result.assignment.values() if place is not NOWHERE)
    for name, true, told in (
        ("placed", placed, result.placed),
        ("total_distance", ways.total(result.assignment), result.total_distance),
    ):
        if told != true:
            yield Violation("totals_are_told_right", name, f"is {true}, not {told}")


def nothing_else_is_told(problem: Problem, result: Result) -> Iterator[Violation]:
    """Nobody competes by keys here: there are no limits, ties, refusals or closed groups."""
    nothing = {
        "cutoffs": (result.cutoffs, {group.id: None for group in problem.groups}),
        "refusals": (result.refusals, {child.id: () for child in problem.children}),
        "ties": (result.ties, ()),
        "closed": (result.closed, ()),
        "blocking": (result.blocking, ()),
        "proposal": (result.proposal, {}),
        "displaced": (result.displaced, ()),
    }
    for name, (told, true) in nothing.items():
        if told != true:
            yield Violation("nothing_else_is_told", name, "final placement tells nothing here")


def as_many_as_possible_are_placed(ways: Ways, assignment: Assignment) -> Iterator[Violation]:
    """No child without a place could get one, even if others moved to make room."""
    without = [child for child, place in assignment.items() if place is NOWHERE]
    chain = ways.chain_to_a_free_place(assignment, *without)
    if chain:
        sentence = "one more child could be placed: " + _told(chain)
        yield Violation("as_many_as_possible_are_placed", "assignment", sentence)


def nothing_shorter_is_possible(ways: Ways, assignment: Assignment) -> Iterator[Violation]:
    """No children could trade places so that the ways get shorter, nobody losing a place.

    Of placements that are as short the declared one is taken: child after child, by id, has the
    nearest place it can have.
    """
    moves = ways.moves(assignment)
    prices, trip = prices_or_saving(moves)
    if trip:
        children = [moves[a][b][1] for a, b in zip(trip, trip[1:] + trip[:1], strict=True)]
        names = ", ".join(quoted(child) for child in children if child)
        sentence = f"these children could trade places and save metres: {names}"
        yield Violation("nothing_shorter_is_possible", "assignment", sentence)
    else:
        yield from the_first_by_id_have_the_nearest(ways, assignment, prices)


def the_first_by_id_have_the_nearest(
    ways: Ways, assignment: Assignment, prices: dict[Node, int]
) -> Iterator[Violation]:
    """No child could have a nearer place by trading with children after it, at the same length.

    By the prices every move that belongs to such a trade costs exactly the difference of prices.
    """
    free = {child: _free_options(ways, prices, assignment, child) for child in sorted(assignment)}
    movable = {child: options for child, options in free.items() if len(options) > 1}
    after: dict[Node, set[str]] = defaultdict(set)
    for child in movable:
        after[assignment[child]].add(child)
    spare = {
        group
        for group, children in ways.inside(assignment).items()
        if len(children) < ways.places[group]
    }
    sharing = {group for group in ways.places if prices[group] == prices[FREE]}
    for child, options in movable.items():
        own = assignment[child]
        after[own].remove(child)
        nearer = options[: options.index(own)]
        seen: set[Node] = set(nearer)
        waiting = list(nearer)
        for node in waiting:
            following = {other for mover in after[node] for other in movable[mover]}
            if node == FREE:
                following |= sharing
            elif node in sharing & spare:
                following.add(FREE)
            waiting += following - seen
            seen |= following
        if own in seen:
            sentence = "could have a nearer place, trading with children after it"
            code = "the_first_by_id_have_the_nearest"
            yield Violation(code, f"child {quoted(child)}", sentence)


def _free_options(
    ways: Ways, prices: dict[Node, int], assignment: Assignment, child: str
) -> list[Node]:
    """Return where the child could be without making the ways longer."""
    level = ways.distance(child, assignment[child]) - prices[assignment[child]]
    return [
        place
        for place in ways.options(child)
        if ways.distance(child, place) - prices[place] == level
    ]


def _told(chain: dict[str, str]) -> str:
    return ", ".join(f"{quoted(child)} to {quoted(group)}" for child, group in chain.items())
