"""Which files belong together: a problem, and the result that is or will be its answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from allocation.command_line.reading import STANDARD, holds_tables, is_folder, names_in
from allocation.engine import InputError

RESULT = "result.json"


@dataclass(frozen=True, slots=True)
class Task:
    """`folder` is where the result goes, if a folder was named; `is_tables` tells of the problem."""

    problem: Path
    result: Path
    folder: Path | None = None
    is_tables: bool = False


def tasks_to_solve(arguments: Sequence[str], output: str) -> list[Task]:
    """Say where the result of each problem goes. Raise `InputError` where two would meet."""
    problems = [problem for argument in arguments for problem in _problems(Path(argument))]
    _require_one_standard_input(problems)
    if not _is_for_folder(arguments, output):
        return [Task(problems[0], Path(output))]
    tasks = [_answer(problem, Path(output), is_only=len(problems) == 1) for problem in problems]
    taken: dict[Path, Path] = {}
    for task in tasks:
        other = taken.setdefault(task.result, task.problem)
        if other is not task.problem:
            reason = f"is where the results of both {other} and {task.problem} would go"
            raise InputError(str(task.result), reason)
    return tasks


def tasks_to_verify(arguments: Sequence[str]) -> list[Task]:
    """Return pairs of a problem and its result. Raise `InputError` where something has no other."""
    if len(arguments) % 2:
        raise InputError(arguments[-1], "give a result for each problem: PROBLEM RESULT …")
    tasks = [
        task
        for problem, result in zip(arguments[::2], arguments[1::2], strict=True)
        for task in _pairs(Path(problem), Path(result))
    ]
    _require_one_standard_input([path for task in tasks for path in (task.problem, task.result)])
    return tasks


def _pairs(problem: Path, result: Path) -> list[Task]:
    problems = _problems(problem)
    if is_folder(result):
        return [_answer(each, result, is_only=len(problems) == 1) for each in problems]
    if is_folder(problem) and not holds_tables(problem):
        raise InputError(str(result), f"must be a folder, as {problem} is")
    return [Task(problem, result)]


def _problems(path: Path) -> list[Path]:
    """Return the problem that the path is, or those in a folder that is no problem itself."""
    if not is_folder(path) or holds_tables(path):
        return [path]
    found = [path / name for name in names_in(path) if _is_problem(name)]
    if not found:
        raise InputError(str(path), "holds neither tables of a problem nor any PROBLEM.json")
    return found


def _is_problem(name: str) -> bool:
    return name.endswith(".json") and name != RESULT and not name.endswith(f".{RESULT}")


def _is_for_folder(arguments: Sequence[str], output: str) -> bool:
    if len(arguments) > 1 or output.endswith("/") or is_folder(Path(output)):
        return True
    return is_folder(Path(arguments[0])) and not output.endswith(".json") and output != "-"


def _answer(problem: Path, output: Path, *, is_only: bool) -> Task:
    if holds_tables(problem):
        folder = output if is_only else output / problem.resolve().name
        return Task(problem, folder / RESULT, folder, is_tables=True)
    name = "problem" if problem == STANDARD else problem.name.removesuffix(".json")
    return Task(problem, output / f"{name}.{RESULT}", output)


def _require_one_standard_input(paths: Sequence[Path]) -> None:
    if paths.count(STANDARD) > 1:
        raise InputError("-", "standard input can be read only once")
