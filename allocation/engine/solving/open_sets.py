"""Which groups open where `best_open_set` decides: exactly, by CP-SAT.

Every set of open groups has one answer, the best for every child. Of the sets in which all open
groups reach their minimum the stages choose: most children placed, least total position of
wishes, fewest closed groups, and of those the closed groups that come first by id. Children of
groups that share no child decide apart.

One open group less is never better for a child. So a group stays open when closing it alone is
worse already than an answer that is known: the one of closing in sequence.
"""

from functools import partial

from ortools.sat.python import cp_model

from allocation.engine.effort import Effort
from allocation.engine.result import SolveStatus
from allocation.engine.solving.closing import (
    Minimums,
    among_open,
    close_in_sequence,
    positions_on_whole_lists,
)
from allocation.engine.solving.deferred import ask_in_order
from allocation.engine.solving.market import Market, Wish
from allocation.engine.solving.model import keep_the_rules
from allocation.engine.solving.reduction import components
from allocation.engine.solving.solver import Solver
from allocation.engine.solving.undecided import Undecided, reduce_for_every_open_set
from allocation.engine.solving.variables import Variables

Value = tuple[int, int, int]
"""Children without a place, total position of wishes, closed groups."""


def best_open_set(
    whole: Market, undecided: Undecided, minimums: Minimums, effort: Effort
) -> tuple[SolveStatus, frozenset[int]]:
    """Return the groups that close in the best set of open groups."""
    left = among_open(whole, undecided.hopeless)
    may_close = _worth_closing(whole, undecided, minimums)
    undecided = reduce_for_every_open_set(
        left, {group: minimums[group] for group in may_close}, undecided.hopeless
    )
    closed = undecided.hopeless
    for children, part in components(undecided.market):
        lists = [whole.wishes[child] for child in children]
        x = Variables(part, may_close - closed)
        open_groups_reach_their_minimum(x, minimums)
        solver = _decide(x, lists, effort)
        if solver is None:
            return SolveStatus.UNPROVEN, frozenset()
        closed |= {group for group, is_open in x.is_open.items() if not solver.is_true(is_open)}
    return SolveStatus.OPTIMAL, closed


def _worth_closing(whole: Market, undecided: Undecided, minimums: Minimums) -> frozenset[int]:
    """Return the groups of which no known answer proves yet that they stay open."""
    in_doubt = {group: minimums[group] for group in minimums.keys() - undecided.hopeless}
    ask = partial(ask_in_order, equals_stay=True)
    known = close_in_sequence(undecided.market, in_doubt, ask)

    def value(closed: frozenset[int]) -> Value:
        left = among_open(undecided.market, closed)
        positions = positions_on_whole_lists(whole, left, ask(left))
        unplaced = sum(
            position == len(wishes)
            for wishes, position in zip(whole.wishes, positions, strict=True)
        )
        return unplaced, sum(positions), len(closed)

    best = value(known)
    return frozenset(group for group in in_doubt if value(frozenset({group})) <= best)


def _decide(x: Variables, lists: list[tuple[Wish, ...]], effort: Effort) -> Solver | None:
    """Go through the stages; None if one of them cannot be proven."""
    keep_the_rules(x)
    closed_groups_admit_nobody(x)
    solver = Solver(x.cp, effort)
    aims = (most_children_are_placed(x), wishes_are_met_best(x, lists), fewest_groups_close(x))
    if any(solver.minimize(aim) != cp_model.OPTIMAL for aim in aims):
        return None
    for group in sorted(x.is_open):
        if not solver.is_true(x.is_open[group]):
            x.cp.add(x.is_open[group] == 0)
        elif solver.minimize(x.is_open[group]) != cp_model.OPTIMAL:
            return None
    return solver


def most_children_are_placed(x: Variables) -> cp_model.LinearExprT:
    """As many children as possible are placed."""
    return -sum(literal for gets in x.gets for literal in gets)


def wishes_are_met_best(x: Variables, lists: list[tuple[Wish, ...]]) -> cp_model.LinearExprT:
    """The total position of what children get on their whole lists is the least."""
    return sum(
        (wishes.index(wish) - len(wishes)) * literal
        for wishes, some, gets in zip(lists, x.market.wishes, x.gets, strict=True)
        for wish, literal in zip(some, gets, strict=True)
    )


def fewest_groups_close(x: Variables) -> cp_model.LinearExprT:
    """As few groups as possible close."""
    return -sum(x.is_open.values())


def closed_groups_admit_nobody(x: Variables) -> None:
    """A closed group admits nobody."""
    for group, is_open in x.is_open.items():
        for rows in x.asking[group].values():
            for child, position in rows:
                x.cp.add_implication(x.gets[child][position], is_open)


def open_groups_reach_their_minimum(x: Variables, minimums: Minimums) -> None:
    """A group with a minimum size opens only if it admits so many children."""
    for group in x.asking.keys() & minimums.keys():
        x.cp.add(x.taken[group] >= minimums[group]).only_enforce_if(*x.if_open(group))
