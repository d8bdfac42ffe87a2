"""The engine on files, without Django: `python -m allocation solve PROBLEM.json -o RESULT.json`.

Exit codes: 0 done, 1 the result is disputed or not proven, 2 the input is not understood.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from allocation.engine import (
    SECOND_OPINION_UP_TO,
    InputError,
    Problem,
    Result,
    allocate,
    canonical_json,
    check,
    not_proved_again,
    parse_json,
    problem_from_json,
    result_from_json,
    result_to_json,
)

DONE, DISPUTED, NOT_UNDERSTOOD = 0, 1, 2

EXAMPLE = """\
example:
  python -m allocation solve problem.json -o result.json
  python -m allocation verify problem.json result.json

A problem of one group with one place and two children:
  {"schema": "nabor-problem/1",
   "rules": {"ties": "committee"},
   "groups": [{"id": "bees", "capacity": 1}],
   "children": [{"id": "ala", "choices": [{"group": "bees", "key": [1, 80]}]},
                {"id": "jan", "choices": [{"group": "bees", "key": [1, 75]}]}]}

exit codes: 0 done, 1 result disputed or not proven, 2 input not understood
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "solve":
            return _solve(options.problem, options.output, second_opinion=options.second_opinion)
        return _verify(options.problem, options.result)
    except InputError as error:
        return _complain(NOT_UNDERSTOOD, str(error))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m allocation",
        description="Assign children to groups by the rules of an admission procedure.",
        epilog=EXAMPLE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", required=True)
    solve = commands.add_parser("solve", help="work out who is admitted where")
    solve.add_argument("problem", type=Path, metavar="PROBLEM.json")
    solve.add_argument("-o", "--output", type=Path, required=True, metavar="RESULT.json")
    solve.add_argument(
        "--second-opinion",
        action=argparse.BooleanOptionalAction,
        help=f"solve the whole CP-SAT model too (default: up to {SECOND_OPINION_UP_TO} children)",
    )
    verify = commands.add_parser("verify", help="prove a result again, without the solver")
    verify.add_argument("problem", type=Path, metavar="PROBLEM.json")
    verify.add_argument("result", type=Path, metavar="RESULT.json")
    return parser


def _solve(problem_path: Path, output: Path, *, second_opinion: bool | None) -> int:
    problem = _read_problem(problem_path)
    if second_opinion is None:
        second_opinion = len(problem.children) <= SECOND_OPINION_UP_TO
    with _naming(problem_path):
        result = allocate(problem, second_opinion=second_opinion)
    return write_result(problem, result, output)


def write_result(problem: Problem, result: Result, output: Path) -> int:
    """Write a result that nobody disputes; tell the disputes and write nothing otherwise."""
    disputes = [str(violation) for violation in check(problem, result)]
    if result.second_opinion is not None and not result.second_opinion.agrees:
        differs = ", ".join(result.second_opinion.differs) or "nobody"
        disputes.append(f"second opinion: {result.second_opinion.status}, differs about {differs}")
    if disputes:
        return _complain(DISPUTED, *disputes)
    try:
        output.write_bytes(canonical_json(result_to_json(result)))
    except OSError as error:
        raise InputError(str(output), f"cannot be written: {error.strerror}") from None
    sys.stdout.write(f"{output}: {_summary(result)}\n")
    return DONE


def _verify(problem_path: Path, result_path: Path) -> int:
    problem = _read_problem(problem_path)
    document = _read(result_path)
    with _naming(result_path):
        result = result_from_json(document)
    violations = check(problem, result)
    if violations:
        for violation in violations:
            sys.stdout.write(f"{violation}\n")
        return DISPUTED
    taken_on_trust = "".join(f"; not proved again: {what}" for what in not_proved_again(problem))
    sys.stdout.write(f"{result_path}: every rule is kept; {_summary(result)}{taken_on_trust}\n")
    return DONE


def _summary(result: Result) -> str:
    placed = sum(1 for group in result.assignment.values() if group is not None)
    waiting = len(result.ties)
    text = f"{placed} of {len(result.assignment)} children placed"
    if waiting:
        text += f", {waiting} tie{'s wait' if waiting > 1 else ' waits'} for the committee"
    if result.blocking:
        names = ", ".join(blocking.family for blocking in result.blocking)
        text += f", no answer keeps all the rules: the proposal is blocked by {names}"
    if result.displaced:
        text += f", {len(result.displaced)} displaced by siblings"
    if result.second_opinion is not None:
        text += ", second opinion agrees"
    return text


def _read_problem(path: Path) -> Problem:
    document = _read(path)
    with _naming(path):
        return problem_from_json(document)


def _read(path: Path) -> object:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror}") from None
    with _naming(path):
        return parse_json(data)


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Put the name of the file in front of whatever is wrong inside it."""
    try:
        yield
    except InputError as error:
        raise InputError(str(path), str(error)) from None


def _complain(code: int, *lines: str) -> int:
    for line in lines:
        sys.stderr.write(f"{line}\n")
    return code


if __name__ == "__main__":
    sys.exit(main())
