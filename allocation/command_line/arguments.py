"""What can be written on the command line, and its help. Each example runs as it stands."""

from argparse import (
    ArgumentParser,
    ArgumentTypeError,
    BooleanOptionalAction,
    RawDescriptionHelpFormatter,
)

from allocation.command_line.explaining import explain
from allocation.command_line.language import LANGUAGES
from allocation.command_line.schemas import schema
from allocation.command_line.solving import solve
from allocation.command_line.verifying import verify
from allocation.engine import SECOND_OPINION_UP_TO
from allocation.engine.formats.schemas import FORMATS

MOST_WORKERS = 64

PROBLEM = """\
  echo '{"schema": "nabor-problem/1",
         "rules": {"ties": "committee"},
         "groups": [{"id": "bees", "capacity": 1}],
         "children": [{"id": "ala", "choices": [{"group": "bees", "key": [1, 80]}]},
                      {"id": "jan", "choices": [{"group": "bees", "key": [1, 75]}]}],
         "key_names": ["lives here", "points"]}' > problem.json
"""
SOLVE = "  python -m allocation solve problem.json -o result.json\n"

EXIT_CODES = """
exit codes: 0 done, 1 a result is disputed or not proven, 2 something is not understood;
of several problems the worst. The files are described in docs/file-format.md.
"""

GENERAL = f"""\
example, one group with one place and two children:
{PROBLEM}{SOLVE}\
  python -m allocation verify problem.json result.json
  python -m allocation explain problem.json result.json --child jan
{EXIT_CODES}"""

OF_SOLVE = f"""\
A problem is a file, a folder of CSV tables, a folder of such files, or - for standard input.
With several of them, or a folder as output, the result of town.json is named town.result.json;
that of tables is result.json, result.csv and ties.csv.

example:
{PROBLEM}{SOLVE}\
  python -m allocation solve problem.json -o results/
{EXIT_CODES}"""

OF_VERIFY = f"""\
Two folders stand for all problems of the first with their results in the second.

example:
{PROBLEM}{SOLVE}\
  python -m allocation verify problem.json result.json
{EXIT_CODES}"""

OF_EXPLAIN = f"""\
Nothing is estimated: for every answer the round is run again with that one change.

example:
{PROBLEM}{SOLVE}\
  python -m allocation explain problem.json result.json --child jan --with-key bees=1,85
{EXIT_CODES}"""

OF_SCHEMA = f"""\
example:
  python -m allocation schema problem > nabor-problem-1.schema.json
{EXIT_CODES}"""


def parser() -> ArgumentParser:
    """Return the parser; what it understands has the command itself as `run`."""
    whole = _described(
        ArgumentParser(prog="python -m allocation"),
        "Assign children to groups by the rules of an admission procedure.",
        GENERAL,
    )
    commands = whole.add_subparsers(required=True, metavar="COMMAND")
    _add_solve(commands.add_parser("solve", help="work out who is admitted where"))
    _add_verify(commands.add_parser("verify", help="prove results again, without the solver"))
    _add_explain(commands.add_parser("explain", help="tell why, and what would have changed it"))
    _add_schema(commands.add_parser("schema", help="print the JSON Schema of a file format"))
    return whole


def _add_solve(command: ArgumentParser) -> None:
    _described(command, "Work out who is admitted where.", OF_SOLVE).set_defaults(run=solve)
    command.add_argument("problem", nargs="+", metavar="PROBLEM")
    command.add_argument("-o", "--output", required=True, metavar="RESULT.json|FOLDER|-")
    command.add_argument(
        "--second-opinion",
        action=BooleanOptionalAction,
        help=f"solve the whole CP-SAT model too (default: up to {SECOND_OPINION_UP_TO} children)",
    )
    command.add_argument(
        "--workers",
        type=_workers,
        default=1,
        metavar="N",
        help="threads of the solver (default: 1); the answer does not depend on it",
    )
    _add_language(command, "language of the reasons in result.csv (default: Polish)")


def _add_verify(command: ArgumentParser) -> None:
    described = _described(command, "Prove results again, without the solver.", OF_VERIFY)
    described.set_defaults(run=verify)
    command.add_argument("files", nargs="+", metavar="PROBLEM RESULT")


def _add_explain(command: ArgumentParser) -> None:
    described = _described(
        command, "Tell why children are where they are, and what would have changed it.", OF_EXPLAIN
    )
    described.set_defaults(run=explain)
    command.add_argument("problem", metavar="PROBLEM")
    command.add_argument("result", metavar="RESULT")
    command.add_argument(
        "--child",
        action="append",
        default=[],
        metavar="ID",
        help="only this child; can be repeated (default: all who were refused something)",
    )
    command.add_argument(
        "--with-key",
        action="append",
        default=[],
        metavar="GROUP=1,90",
        help="ask also what the child would have got with this key; can be repeated",
    )
    command.add_argument("--json", action="store_true", help="as data instead of sentences")
    _add_language(command, "language of the sentences (default: Polish)")


def _add_schema(command: ArgumentParser) -> None:
    described = _described(command, "Print the JSON Schema of a file format.", OF_SCHEMA)
    described.set_defaults(run=schema)
    command.add_argument("format", choices=FORMATS)


def _add_language(command: ArgumentParser, text: str) -> None:
    command.add_argument("--language", choices=LANGUAGES, default="pl", help=text)


def _workers(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST_WORKERS):
        raise ArgumentTypeError(f"must be a whole number from 1 to {MOST_WORKERS}, not {text!r}")
    return int(text)


def _described(command: ArgumentParser, description: str, epilog: str) -> ArgumentParser:
    command.description = description
    command.epilog = epilog
    command.formatter_class = RawDescriptionHelpFormatter
    return command
