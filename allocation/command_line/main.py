"""The command line from its arguments to its exit code."""

import os
import sys
from collections.abc import Sequence

from allocation.command_line.arguments import parser
from allocation.command_line.console import tell
from allocation.command_line.ending import Ending, ExitCode
from allocation.engine import InputError

STOPPED = 130
"""What a shell reports about a command that its user has stopped."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = parser().parse_args(arguments)
    try:
        code: ExitCode = options.run(options)
        sys.stdout.flush()
    except InputError as error:
        return tell(Ending(ExitCode.NOT_UNDERSTOOD, (str(error),)))
    except KeyboardInterrupt:
        return STOPPED
    except BrokenPipeError:
        _forget_standard_output()
        return ExitCode.DISPUTED
    return code


def _forget_standard_output() -> None:
    """Whoever was reading has left; nothing more is written, also not when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
