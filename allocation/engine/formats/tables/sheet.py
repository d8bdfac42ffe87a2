"""One CSV file: rows whose cells are found by their heading, each error naming line and column."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from allocation.engine.errors import InputError, quoted

SEPARATORS = ";,\t"

WHOLE_NUMBER = re.compile(r"[+-]?[0-9]+")
NOTHING = re.compile(r"(?!)")
ANYTHING = re.compile(r".*", re.DOTALL)

MOST_DIGITS = 20
"""More digits than that fit into 64 bits in no way."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a sheet; cells have no spaces around, and a missing one is empty."""

    sheet: str
    line: int
    cells: dict[str, str]

    def place(self, column: str) -> str:
        return f"{self.sheet}: line {self.line}, column {quoted(column)}"

    def text(self, column: str) -> str:
        return self.cells.get(column, "")

    def number(self, column: str) -> int:
        """Return a whole number. Raise `InputError` naming the cell."""
        text = self.text(column)
        if not WHOLE_NUMBER.fullmatch(text):
            raise InputError(self.place(column), f"must be a whole number, not {quoted(text)}")
        if len(text) > MOST_DIGITS:
            raise InputError(self.place(column), "does not fit into 64 bits")
        return int(text)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows under the headings; `more` are the headings besides those that are always known."""

    separator: str
    rows: tuple[Row, ...]
    more: tuple[str, ...] = ()


def read_sheet(
    name: str,
    data: bytes,
    *,
    required: Sequence[str],
    optional: Sequence[str] = (),
    more: re.Pattern[str] = NOTHING,
) -> Sheet:
    """Read a table with headings, separated by semicolons, commas or tabs.

    A heading that is not listed must match `more`. Lines without any text are left out.
    """
    text = _decoded(name, data)
    separator = _separator(name, text, required)
    lines = _lines(name, text, separator)
    headings = next(lines)[1]
    _require_headings(name, headings, required)
    others = tuple(heading for heading in headings if heading not in (*required, *optional, ""))
    for heading in others:
        if not more.fullmatch(heading):
            raise InputError(f"{name}: line 1, column {quoted(heading)}", "unknown column")
    rows = tuple(_row(name, line, headings, cells) for line, cells in lines if any(cells))
    return Sheet(separator, rows, others)


def _decoded(name: str, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            name, f"not UTF-8 text (byte {error.start}); save it as CSV in UTF-8"
        ) from None


def _separator(name: str, text: str, required: Sequence[str]) -> str:
    """Return the separator under which the needed headings are there, else the likeliest."""
    headings = {separator: _headings(name, text, separator) for separator in SEPARATORS}
    for separator in SEPARATORS:
        if set(required) <= set(headings[separator]):
            return separator
    return max(SEPARATORS, key=lambda separator: len(headings[separator]))


def _headings(name: str, text: str, separator: str) -> list[str]:
    for _, cells in _lines(name, text, separator):
        return cells
    raise InputError(name, "is empty; the first line must hold the headings")


def _lines(name: str, text: str, separator: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each line's number and its cells. A cell in quotes may hold line breaks."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            yield line, [cell.strip() for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError(f"{name}: line {line}", f"not CSV: {error}") from None


def _require_headings(name: str, headings: list[str], required: Sequence[str]) -> None:
    for heading in required:
        if heading not in headings:
            raise InputError(f"{name}: line 1", f"column {quoted(heading)} is missing")
    for number, heading in enumerate(headings):
        if heading and heading in headings[:number]:
            raise InputError(f"{name}: line 1, column {quoted(heading)}", "is given twice")


def _row(name: str, line: int, headings: list[str], cells: list[str]) -> Row:
    for number, cell in enumerate(cells):
        if cell and not "".join(headings[number : number + 1]):
            raise InputError(f"{name}: line {line}", f"{quoted(cell)} stands under no heading")
    named = zip(headings, cells, strict=False)
    return Row(name, line, {heading: cell for heading, cell in named if heading})
