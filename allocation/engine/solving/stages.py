"""One objective after another: solve, fix what was reached, go on to the next. Never weights."""

from ortools.sat.python import cp_model

RANDOM_SEED = 1


class Stages:
    """A model that gets narrower with every stage; only a proven optimum counts.

    One worker, one seed and a limit in deterministic time: the same model gives the same
    solution everywhere. After the first failure nothing more is solved.
    """

    def __init__(self, cp: cp_model.CpModel, deterministic_time: float) -> None:
        self.is_proven = True
        self._cp = cp
        self._solver = cp_model.CpSolver()
        self._solver.parameters.num_workers = 1
        self._solver.parameters.random_seed = RANDOM_SEED
        self._solver.parameters.max_deterministic_time = deterministic_time

    def least(self, objective: cp_model.LinearExprT) -> None:
        """Make the objective as small as the earlier stages allow, and keep it there."""
        if not self.is_proven:
            return
        self._cp.minimize(objective)
        self.is_proven = self._solver.solve(self._cp) == cp_model.OPTIMAL
        if self.is_proven:
            self._cp.add(objective == self._solver.value(objective))
            self._begin_the_next_from_here()

    def is_true(self, literal: cp_model.LiteralT) -> bool:
        """Tell whether the solution of the last stage makes the literal true."""
        return self._solver.boolean_value(literal)

    def _begin_the_next_from_here(self) -> None:
        self._cp.clear_hints()
        for number, value in enumerate(self._solver.response_proto.solution):
            self._cp.add_hint(self._cp.get_int_var_from_proto_index(number), value)
