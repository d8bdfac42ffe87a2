"""The CP-SAT model: the rules as constraints, in cut-off form.

For every group and every rank that occurs there one variable says whether the rank is refused;
so the size is linear in the number of wishes. An assignment satisfies the model exactly when it
follows the rules (no justified envy, no wasted place, equals treated equally); the best one for
all children at once is the one with the least total position of wishes.

Biró & Kiselgof 2015 (limits with equal treatment); Ágoston, Biró, Kováts, Jankó 2018-22
(binary cut-off variables).
"""

from itertools import pairwise

from ortools.sat.python import cp_model

from allocation.engine.effort import Effort
from allocation.engine.result import SolveStatus
from allocation.engine.solving.first import positions_of
from allocation.engine.solving.market import SECURED_RANK, Market
from allocation.engine.solving.reserved_places import reserved_places_follow_the_declared_order
from allocation.engine.solving.solver import Solver
from allocation.engine.solving.variables import Variables


def solve(market: Market, effort: Effort) -> tuple[SolveStatus, list[int]]:
    """Return for every child the position of the wish it gets; past the end means no place.

    When the work allowed runs out the status is `UNPROVEN` and there are no positions.
    """
    x = Variables(market)
    keep_the_rules(x)
    solver = Solver(x.cp, effort)
    if solver.minimize(every_child_gets_its_best_place(x)) != cp_model.OPTIMAL:
        return SolveStatus.UNPROVEN, []
    return SolveStatus.OPTIMAL, positions_of(solver, x.gets)


def keep_the_rules(x: Variables) -> None:
    """Allow exactly the assignments that follow the rules among the groups that open."""
    each_child_gets_at_most_one_place(x)
    secured_places_are_kept(x)
    places_are_not_exceeded(x)
    nobody_below_a_refused_key_is_admitted(x)
    nobody_above_the_limit_is_passed_over(x)
    no_wanted_place_stays_empty(x)
    equal_children_are_treated_equally(x)
    reserved_places_follow_the_declared_order(x)


def each_child_gets_at_most_one_place(x: Variables) -> None:
    """A child is admitted to at most one of the groups it asked for."""
    for gets in x.gets:
        x.cp.add_at_most_one(gets)


def secured_places_are_kept(x: Variables) -> None:
    """A child that holds a place keeps it or gets one it wants more."""
    for child, wishes in enumerate(x.market.wishes):
        if wishes and wishes[-1].rank == SECURED_RANK:
            x.cp.add_at_least_one(x.gets[child])


def places_are_not_exceeded(x: Variables) -> None:
    """A group admits at most as many children as it has places."""
    for group, by_rank in x.asking.items():
        rows = [row for rows in by_rank.values() for row in rows]
        x.cp.add(x.taken[group] == sum(x.gets[child][position] for child, position in rows))


def nobody_below_a_refused_key_is_admitted(x: Variables) -> None:
    """Once a key is refused in a group, neither it nor a lower key is admitted there."""
    for group, refuses in x.refuses.items():
        for better, worse in pairwise(refuses.values()):
            x.cp.add_implication(better, worse)
        for rank, rows in x.asking[group].items():
            for child, position in rows:
                x.cp.add_implication(x.gets[child][position], ~refuses[rank])


def nobody_above_the_limit_is_passed_over(x: Variables) -> None:
    """A child whose key is not refused gets this group or one it wants more."""
    for group, refuses in x.refuses.items():
        for rank, rows in x.asking[group].items():
            for child, position in rows:
                x.cp.add_bool_or(*x.gets[child][: position + 1], refuses[rank])


def no_wanted_place_stays_empty(x: Variables) -> None:
    """An open group refuses a single child only when all its places are taken."""
    for group, refuses in x.refuses.items():
        is_closed = [~is_open for is_open in x.if_open(group)]
        is_full = x.cp.new_bool_var(f"is_full_{group}")
        x.cp.add(x.taken[group] == x.seats[group].places).only_enforce_if(is_full)
        for better, rank in x.neighbours(group):
            if len(x.asking[group][rank]) == 1:
                x.cp.add_bool_or(~refuses[rank], *x.refused(group, better), is_full, *is_closed)


def equal_children_are_treated_equally(x: Variables) -> None:
    """Equal children are refused together, and only when not all who want to come would fit."""
    for group, refuses in x.refuses.items():
        for better, rank in x.neighbours(group):
            rows = x.asking[group][rank]
            if len(rows) > 1:
                wanting = x.wanting(rows)
                row = x.cp.add(x.taken[group] + wanting > x.seats[group].places)
                row.only_enforce_if(
                    refuses[rank],
                    *[~refused for refused in x.refused(group, better)],
                    *x.if_open(group),
                )


def every_child_gets_its_best_place(x: Variables) -> cp_model.LinearExprT:
    """Among all assignments that follow the rules, every child has its best place.

    There is one that is best for all children at once, so the least total position is its.
    """
    return sum(
        (position - len(gets)) * literal for gets in x.gets for position, literal in enumerate(gets)
    )
