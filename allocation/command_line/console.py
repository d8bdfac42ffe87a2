"""What is told on the terminal: text from files never breaks a line or moves the cursor."""

import sys
from collections.abc import Iterable

from allocation.command_line.ending import Ending, ExitCode


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
