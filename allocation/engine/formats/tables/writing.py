"""CSV text that a spreadsheet opens as it is meant."""

import csv
import io
from collections.abc import Iterable, Sequence

Cell = str | int | None

FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")


def written(lines: Iterable[Sequence[Cell]], separator: str) -> bytes:
    """Write lines as UTF-8 with a byte order mark; no text of theirs becomes a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    for line in lines:
        writer.writerow([_shown(cell) for cell in line])
    return text.getvalue().encode("utf-8-sig")


def _shown(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_MARKS) else cell
