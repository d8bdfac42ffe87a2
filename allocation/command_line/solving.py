"""The command `solve`: work out who is admitted where."""

from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from allocation.command_line.console import tell
from allocation.command_line.ending import Ending, ExitCode
from allocation.command_line.language import translator
from allocation.command_line.progress import progress
from allocation.command_line.reading import STANDARD, naming, read_problem, shown, tables_in
from allocation.command_line.summary import summary
from allocation.command_line.tasks import Task, tasks_to_solve
from allocation.command_line.writing import make_folder, write_bytes
from allocation.engine import (
    SECOND_OPINION_UP_TO,
    InputError,
    Problem,
    Result,
    allocate,
    canonical_json,
    check,
    result_to_json,
)
from allocation.engine.formats.tables.problem import separator_of
from allocation.engine.formats.tables.result import result_tables


def solve(options: Namespace) -> ExitCode:
    """Solve each problem; one that cannot be solved does not stop the others."""
    tasks = tasks_to_solve(options.problem, options.output)
    if tasks[0].folder is not None:
        make_folder(Path(options.output))
    codes = []
    with progress(len(tasks), "problem") as bar:
        for task in tasks:
            ending = _solve(task, options, bar.at)
            bar.advance()
            with bar.aside():
                codes.append(tell(ending, is_stdout_taken=task.result == STANDARD))
    return max(codes)


def _solve(task: Task, options: Namespace, at: Callable[[str], None]) -> Ending:
    try:
        at("read")
        problem = read_problem(task.problem)
        wants_opinion = options.second_opinion
        if wants_opinion is None:
            wants_opinion = len(problem.children) <= SECOND_OPINION_UP_TO
        with naming(task.problem):
            result = allocate(
                problem,
                second_opinion=wants_opinion,
                on_progress=at,
                workers=options.workers,
            )
        at("check")
        return write_result(problem, result, task, language=options.language)
    except InputError as error:
        return Ending(ExitCode.NOT_UNDERSTOOD, (str(error),))


def write_result(problem: Problem, result: Result, task: Task, *, language: str = "pl") -> Ending:
    """Write a result that nobody disputes; tell the disputes and write nothing otherwise."""
    disputes = [str(violation) for violation in check(problem, result)]
    if result.second_opinion is not None and not result.second_opinion.agrees:
        differs = ", ".join(result.second_opinion.differs) or "nobody"
        disputes.append(f"second opinion: {result.second_opinion.status}, differs about {differs}")
    if disputes:
        name = shown(task.problem)
        return Ending(ExitCode.DISPUTED, tuple(f"{name}: {dispute}" for dispute in disputes))
    _write(problem, result, task, language)
    return Ending(ExitCode.DONE, (f"{_where(task)}: {summary(result)}",))


def _write(problem: Problem, result: Result, task: Task, language: str) -> None:
    if task.folder is not None and task.is_tables:
        make_folder(task.folder)
        tables = result_tables(
            problem,
            result,
            separator=separator_of(tables_in(task.problem)),
            translate=translator(language),
        )
        for name, data in tables.items():
            write_bytes(task.folder / name, data)
    write_bytes(task.result, canonical_json(result_to_json(result)))


def _where(task: Task) -> str:
    if task.folder is not None and task.is_tables:
        return str(task.folder)
    return "standard output" if task.result == STANDARD else str(task.result)
