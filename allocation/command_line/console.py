"""What is told on the terminal: text from files never breaks a line or moves the cursor."""

import io
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from allocation.command_line.ending import Ending, ExitCode
from allocation.engine import InputError


def require_output() -> None:
    """Make sure that there is somewhere to write, also what the terminal has no letters for.

    Nobody has to listen to errors. Raise `InputError` without a standard output.
    """
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 -- till the end
    if sys.stdout is None:
        raise InputError("standard output", "is closed")
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def say(lines: Iterable[str]) -> None:
    """Write an answer to standard output."""
    for line in lines:
        sys.stdout.write(f"{on_one_line(line)}\n")


def remark(lines: Iterable[str]) -> None:
    """Write what is no answer, such as an error, to standard error."""
    for line in lines:
        sys.stderr.write(f"{on_one_line(line)}\n")


def tell(ending: Ending, *, is_stdout_taken: bool = False) -> ExitCode:
    """Tell how something ended and return its code."""
    is_answer = ending.code is ExitCode.DONE and not is_stdout_taken
    (say if is_answer else remark)(ending.lines)
    return ending.code


def on_one_line(text: str) -> str:
    """Show line breaks, control characters and broken ones by their codes."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text
    )
