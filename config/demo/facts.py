"""The data files of the demo city."""

import csv
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "data"


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of `data/<name>.csv`, by the names of its columns."""
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of `data/<name>.txt`."""
    return tuple((_FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines())
