"""Sheets as tables to look at, every cell with what is wrong in it."""

from collections.abc import Iterable
from dataclasses import dataclass

from recruitment.criteria.spreadsheet.row import Mistake
from recruitment.criteria.spreadsheet.sheets import Sheets


@dataclass(frozen=True, slots=True)
class CellShown:
    """The text of a cell, and the sentences about its mistakes."""

    text: str
    mistakes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowShown:
    """A row by its number in the spreadsheet."""

    number: int
    cells: tuple[CellShown, ...]


@dataclass(frozen=True, slots=True)
class SheetShown:
    """A sheet: its headers, its rows that are not empty, and what is wrong with it as a whole."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[RowShown, ...]
    mistakes: tuple[str, ...] = ()


def preview_of(sheets: Sheets, mistakes: Iterable[Mistake]) -> tuple[SheetShown, ...]:
    """Return every sheet with all its rows; a sheet that is missing shows only its mistake."""
    by_place: dict[tuple[str, int, int], list[str]] = {}
    for mistake in mistakes:
        place = (mistake.sheet, mistake.row, mistake.column)
        by_place.setdefault(place, []).append(mistake.sentence)
    missing = {sheet for sheet, _row, _column in by_place} - set(sheets)
    shown = [_sheet(name, sheets, by_place) for name in sheets]
    return (
        *(
            SheetShown(name, (), (), tuple(by_place.get((name, 0, 0), ())))
            for name in sorted(missing)
        ),
        *shown,
    )


def _sheet(
    name: str, sheets: Sheets, by_place: dict[tuple[str, int, int], list[str]]
) -> SheetShown:
    rows = sheets[name]
    whole = [
        sentence
        for (sheet, _row, column), sentences in by_place.items()
        if sheet == name and column == 0
        for sentence in sentences
    ]
    return SheetShown(
        name=name,
        headers=tuple(_text(cell) for cell in rows[0]) if rows else (),
        rows=tuple(
            RowShown(
                number,
                tuple(
                    CellShown(_text(cell), tuple(by_place.get((name, number, column), ())))
                    for column, cell in enumerate(row, 1)
                ),
            )
            for number, row in enumerate(rows[1:], 2)
            if any(cell not in (None, "") for cell in row)
        ),
        mistakes=tuple(whole),
    )


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)
