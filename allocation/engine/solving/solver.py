"""One CP-SAT model that is solved again and again, always in the same way."""

from ortools.sat.python import cp_model

from allocation.engine.effort import Effort

RANDOM_SEED = 1


class Solver:
    """Solves a model for one aim after another within one allowance of work.

    The allowance is in the solver's own units, which do not depend on the machine. Several
    workers take turns at fixed points of the search: so it also does not depend on the machine
    whether the allowance suffices. The last solution is the complete hint for the next solve.
    """

    def __init__(self, model: cp_model.CpModel, effort: Effort) -> None:
        self._model = model
        self._time_left = effort.deterministic_time
        self._workers = effort.workers
        self._solution: list[int] = []
        self.gap: int | None = None

    def is_true(self, literal: cp_model.IntVar) -> bool:
        """Tell what the last solution says about a literal."""
        return bool(self._solution[literal.index])

    def complete(self, hints: dict[cp_model.IntVar, bool]) -> None:
        """Find a first solution in which all these literals have these values."""
        for literal, value in hints.items():
            self._model.add_hint(literal, value)
        self._solve(hinted_values_are_fixed=True)

    def minimize(self, value: cp_model.LinearExprT) -> cp_model.CpSolverStatus:
        """Come as low as possible and stay there from now on."""
        self._model.minimize(value)
        self._hint_the_last_solution()
        status, solver = self._solve()
        if status == cp_model.OPTIMAL:
            self._model.add(value == solver.value(value))
        elif status == cp_model.FEASIBLE:
            self.gap = round(solver.objective_value - solver.best_objective_bound)
        return status

    def _hint_the_last_solution(self) -> None:
        self._model.clear_hints()
        if len(self._solution) == len(self._model.proto.variables):
            hint = self._model.proto.solution_hint
            hint.vars.extend(range(len(self._solution)))
            hint.values.extend(self._solution)

    def _solve(
        self, *, hinted_values_are_fixed: bool = False
    ) -> tuple[cp_model.CpSolverStatus, cp_model.CpSolver]:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = self._workers
        solver.parameters.interleave_search = self._workers > 1
        solver.parameters.random_seed = RANDOM_SEED
        solver.parameters.max_deterministic_time = max(self._time_left, 0)
        solver.parameters.fix_variables_to_their_hinted_value = hinted_values_are_fixed
        status = solver.solve(self._model)
        self._time_left -= solver.response_proto.deterministic_time
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self._solution = list(solver.response_proto.solution)
        return status, solver
