"""The last stage: of equally good answers the one that is best for the first by public id."""

from ortools.sat.python import cp_model

from allocation.engine.solving.solver import Solver

Options = list[list[cp_model.IntVar]]
"""The literals of each child or family, the preferred first; at most one of them is true."""


def positions_of(solver: Solver, options: Options) -> list[int]:
    """Return which literal of each is true in the last solution; past the end for none."""
    return [
        next((n for n, literal in enumerate(literals) if solver.is_true(literal)), len(literals))
        for literals in options
    ]


def somebody_first_does_better(
    cp: cp_model.CpModel, options: Options, obtained: list[int]
) -> cp_model.LinearExprT:
    """The first child or family, by public id, that changes its place gets one it prefers.

    `options` are the literals of each, the preferred first; `obtained` are the positions to be
    improved upon, past the end for none. Whatever keeps this rule comes before them in the order
    of positions; the sum returned is the number of the one who changes, so the least one leaves
    alone all who need no change.
    """
    all_before_same: cp_model.LiteralT = cp.new_constant(1)
    first, numbers = [], []
    for child, (gets, position) in enumerate(zip(options, obtained, strict=True)):
        if position:
            does_better = cp.new_bool_var("")
            cp.add_implication(does_better, all_before_same)
            cp.add_bool_or(*gets[:position], ~does_better)
            first.append(does_better)
            numbers.append(child)
        if gets:
            all_same = cp.new_bool_var("")
            cp.add_implication(all_same, all_before_same)
            stays = gets[position : position + 1]
            leaves_out = [] if stays else gets
            cp.add_bool_and(*stays, *[~one for one in leaves_out]).only_enforce_if(all_same)
            all_before_same = all_same
    cp.add_exactly_one(first)
    return cp_model.LinearExpr.weighted_sum(first, numbers)
