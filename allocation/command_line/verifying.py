"""The command `verify`: prove results again, without the solver."""

from argparse import Namespace

from allocation.command_line.console import say, tell
from allocation.command_line.ending import Ending, ExitCode
from allocation.command_line.progress import progress
from allocation.command_line.reading import read_problem, read_result, shown
from allocation.command_line.summary import summary
from allocation.command_line.tasks import Task, tasks_to_verify
from allocation.engine import InputError, check, not_proved_again


def verify(options: Namespace) -> ExitCode:
    """Prove each result; one that is not understood does not stop the others."""
    tasks = tasks_to_verify(options.files)
    codes = []
    with progress(len(tasks), "result") as bar:
        for task in tasks:
            ending = _verify(task)
            bar.advance()
            with bar.aside():
                codes.append(_tell(ending))
    return max(codes)


def _verify(task: Task) -> Ending:
    try:
        problem, result = read_problem(task.problem), read_result(task.result)
    except InputError as error:
        return Ending(ExitCode.NOT_UNDERSTOOD, (str(error),))
    name = shown(task.result)
    violations = check(problem, result)
    if violations:
        lines = tuple(f"{name}: {violation}" for violation in violations)
        return Ending(ExitCode.DISPUTED, lines)
    on_trust = "".join(f"; not proved again: {what}" for what in not_proved_again(problem))
    return Ending(ExitCode.DONE, (f"{name}: every rule is kept; {summary(result)}{on_trust}",))


def _tell(ending: Ending) -> ExitCode:
    """Violations are the answer that was asked for, so they go to standard output."""
    if ending.code is ExitCode.DISPUTED:
        say(ending.lines)
        return ending.code
    return tell(ending)
