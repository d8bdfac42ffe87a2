"""One row of a sheet, read cell by cell; what is wrong is noted where it stands."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeVar

from django.utils.translation import gettext as _

from recruitment.criteria.rules import Flaw, is_too_fine
from recruitment.criteria.spreadsheet.flaws import flaw_in_words
from recruitment.criteria.spreadsheet.sheets import Cell
from ui.folding import fold

LETTERS = 26

Meaning = TypeVar("Meaning")


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something wrong in a cell, or in a sheet as a whole, in Polish; says what to do."""

    sheet: str
    row: int
    column: int
    sentence: str

    @property
    def cell(self) -> str:
        """The name of the cell as spreadsheets show it, for example C5."""
        letters, left = "", self.column
        while left:
            left, letter = divmod(left - 1, LETTERS)
            letters = chr(ord("A") + letter) + letters
        return f"{letters}{self.row}" if letters else ""


class Row:
    """A row of a sheet by the headers of its columns; mistakes go to the list given."""

    def __init__(
        self,
        sheet: str,
        number: int,
        headers: Sequence[str],
        cells: Sequence[Cell],
        mistakes: list[Mistake],
    ) -> None:
        self._sheet = sheet
        self._number = number
        self._columns = {header: place for place, header in enumerate(headers, 1)}
        self._cells = dict(zip(headers, cells, strict=False))
        self._mistakes = mistakes
        self.has_mistakes = False

    @property
    def headers(self) -> list[str]:
        return list(self._columns)

    def mistake(self, header: str, sentence: str) -> None:
        """Note that the cell under the header is wrong."""
        self.has_mistakes = True
        column = self._columns.get(header, 0)
        self._mistakes.append(Mistake(self._sheet, self._number, column, sentence))

    def is_empty(self, header: str) -> bool:
        return is_blank(self._cells.get(header))

    def text(self, header: str, *, longest: int, required: bool = False) -> str:
        """Return the text of a cell, without spaces around it."""
        value = self._cells.get(header)
        text = "" if value is None else _plain(value)
        if required and not text:
            self.mistake(header, _("Wpisz wartość. To pole nie może być puste."))
        if len(text) > longest:
            self.mistake(
                header, _("Skróć tekst. Najwięcej znaków: %(number)d.") % {"number": longest}
            )
        return text

    def word(
        self, header: str, words: Mapping[str, Meaning], default: Meaning | None = None
    ) -> Meaning | None:
        """Return what one of the known words means; letters and accents need not be exact."""
        text = self.text(header, longest=100)
        if not text and default is not None:
            return default
        found = {fold(word): meaning for word, meaning in words.items()}.get(fold(text))
        if found is None:
            self.mistake(header, _("Wpisz jedno z: %(words)s.") % {"words": ", ".join(words)})
        return found

    def number(self, header: str) -> Decimal | None:
        """Return a number from 0 up, or None where nothing stands."""
        if self.is_empty(header):
            return None
        try:
            return to_number(self.text(header, longest=30))
        except ValueError:
            self.mistake(header, _("Wpisz liczbę od zera w górę, na przykład 4 albo 0,29."))
            return None

    def points(self, header: str) -> Decimal | None:
        """Return points, which have at most hundredths, or None where nothing stands."""
        number = self.number(header)
        if number is not None and is_too_fine(number):
            self.mistake(header, flaw_in_words(Flaw.TOO_FINE))
        return number

    def whole(self, header: str) -> int | None:
        """Return a whole number from 0 up, or None where nothing stands."""
        if self.is_empty(header):
            return None
        try:
            return _to_whole(self.text(header, longest=30))
        except ValueError:
            self.mistake(header, _("Wpisz liczbę całkowitą, na przykład 3."))
            return None

    def names(self, header: str, *, longest: int = 500) -> list[str]:
        """Return the names in a cell, separated by semicolons."""
        parts = self.text(header, longest=longest).split(";")
        return [part.strip() for part in parts if part.strip()]

    def day(self, header: str) -> date | None:
        """Return a day, or None where nothing stands."""
        value = self._cells.get(header)
        if isinstance(value, datetime):
            return value.date()
        if self.is_empty(header):
            return None
        text = _plain(value)
        for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
            try:
                return datetime.strptime(text, pattern).date()  # noqa: DTZ007 -- a day has no zone
            except ValueError:
                continue
        self.mistake(header, _("Wpisz datę, na przykład 2026-01-31."))
        return None


def is_blank(value: Cell) -> bool:
    """Does nothing stand in the cell, or only spaces?"""
    return value is None or (isinstance(value, str) and not value.strip())


def to_number(text: str) -> Decimal:
    """Return the number from 0 up that a text tells, with a comma or a point, and spaces anywhere.

    Raise `ValueError`. The sheets hold no number below zero, and none of a milliard or above.
    """
    written = "".join(text.split()).replace(",", ".")
    if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,15})?", written):
        raise ValueError(text)
    return Decimal(written)


def _to_whole(text: str) -> int:
    number = to_number(text)
    if number != number.to_integral_value():
        raise ValueError(text)
    return int(number)


def _plain(value: Cell) -> str:
    """Write a cell as its reader sees it: a whole number has no decimal point.

    Spreadsheets show 15 digits of a number, so the sum of 0.1 and 0.2 is 0.3.
    """
    if isinstance(value, bool):
        return "tak" if value else "nie"
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime):
        return value.date().isoformat()
    return str(value).strip()
