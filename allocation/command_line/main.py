"""The command line from its arguments to its exit code."""

import os
import sys
from collections.abc import Sequence

from allocation.command_line.arguments import parser
from allocation.command_line.console import require_output, tell
from allocation.command_line.ending import Ending, ExitCode
from allocation.engine import InputError

STOPPED = 130
"""What a shell reports about a command that its user has stopped."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    try:
        require_output()
        options = parser().parse_args(arguments)
        code: ExitCode = options.run(options)
        sys.stdout.flush()
    except InputError as error:
        return _refuse(error)
    except KeyboardInterrupt:
        return STOPPED
    except BrokenPipeError:
        _forget_standard_output()
        return ExitCode.DISPUTED
    except OSError as error:
        _forget_standard_output()
        return _refuse(InputError("standard output", f"cannot be written: {error.strerror}"))
    return code


def _refuse(error: InputError) -> int:
    return tell(Ending(ExitCode.NOT_UNDERSTOOD, (str(error),)))


def _forget_standard_output() -> None:
    """Nobody reads it any more, or it is full; nothing is written, also not when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
