"""One broken rule found by `check`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Violation:
    """`code` names the rule, `place` the group or child, `sentence` tells what is wrong."""

    code: str
    place: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.place}: {self.sentence} [{self.code}]"
