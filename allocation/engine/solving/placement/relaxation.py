"""Good tolls from the linear relaxation of a model, solved by GLOP.

Its numbers are not exact and need not be: whatever the tolls, the model made with them is.
"""

from collections.abc import Iterable
from math import inf

from ortools.linear_solver.python import model_builder
from ortools.linear_solver.python.model_builder import LinearExpr

from allocation.engine.effort import Effort
from allocation.engine.solving.placement.detours import Detours
from allocation.engine.solving.placement.rivals import Rivals
from allocation.engine.solving.placement.tolls import SCALE, Tolls

BEYOND = 2**62

WIDE = 500 * SCALE
"""Ways with greater detours do not take part in the relaxation; it would hardly use them."""


def tolls_of_relaxation(
    rivals: Rivals, tolls: Tolls, number: int | None, effort: Effort
) -> Tolls | None:
    """Return better tolls than the given ones; None if so many cannot be together even then."""
    detours = Detours(rivals, tolls, number=number, margin=WIDE)
    relaxed, rows = _relaxed(detours)
    solver = model_builder.Solver("glop")
    solver.set_solver_specific_parameters(f"max_deterministic_time: {effort.deterministic_time}")
    if solver.solve(relaxed) != model_builder.SolveStatus.OPTIMAL:
        return None

    def price(row: int) -> int:
        return round(solver.dual_value(rows[row]))

    return Tolls(
        {
            group: max(0, tolls.groups.get(group, 0) - price(row))
            for group, row in detours.rows_of_groups.items()
        },
        tolls.fare + price(detours.row_of_placed),
        tolls.bonus + sum(price(row) for row in detours.rows_of_together),
    )


def _relaxed(
    detours: Detours,
) -> tuple[model_builder.Model, list[model_builder.LinearConstraint]]:
    """Return the model without the condition that numbers are whole, and its rows."""
    proto = detours.cp.proto
    relaxed = model_builder.Model()
    variables = [
        relaxed.new_num_var(variable.domain[0], variable.domain[1], "")
        for variable in proto.variables
    ]

    def weighted_sum(indices: Iterable[int], weights: Iterable[int]) -> LinearExpr:
        return LinearExpr.weighted_sum([variables[index] for index in indices], list(weights))

    rows = []
    for constraint in proto.constraints:
        least, most = constraint.linear.domain
        rows.append(
            relaxed.add_linear_constraint(
                weighted_sum(constraint.linear.vars, constraint.linear.coeffs),
                least if least > -BEYOND else -inf,
                most if most < BEYOND else inf,
            )
        )
    relaxed.minimize(weighted_sum(proto.objective.vars, proto.objective.coeffs))
    return relaxed, rows
