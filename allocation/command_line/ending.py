"""How a command ends: its exit code, and what it tells people."""

from dataclasses import dataclass
from enum import IntEnum


class ExitCode(IntEnum):
    """The worse of two endings has the higher code."""

    DONE = 0
    DISPUTED = 1
    NOT_UNDERSTOOD = 2


@dataclass(frozen=True, slots=True)
class Ending:
    """One line when all is well; otherwise a line for each thing that is wrong."""

    code: ExitCode
    lines: tuple[str, ...]
