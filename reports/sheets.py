"""Sheets that an office can trust: typed cells, headings on every page, ready to print on A4.

Text from people is always text: a name that begins like a formula stays a name.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from reports.rows import Column, Kind, RunReport

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

LIKE_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
NARROWEST, WIDEST = 8, 50
LONGEST_SHEET_NAME = 31
NOT_IN_A_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
NOT_IN_A_FILE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML does not know: with one of them the whole file could not be opened."""

FONT = "Calibri"
LINE_HEIGHT = 15
PAPER_A4 = 9
LONGEST_IN_MARGIN = 120
"""A spreadsheet keeps at most 255 characters in all three parts of a margin."""


@dataclass(frozen=True, slots=True)
class Style:
    """The looks of a workbook, made once and shared by its cells."""

    title: Any
    strong: Any
    fill: Any
    frame: Any
    number: Any
    wrapped: Any


def make_style() -> Style:
    """Dark on light, so that a copier does not swallow anything."""
    from openpyxl.styles import (  # noqa: PLC0415 -- slow import
        Alignment,
        Border,
        Font,
        PatternFill,
        Side,
    )

    line = Side(style="thin", color="8A9499")
    return Style(
        title=Font(name=FONT, bold=True, size=14),
        strong=Font(name=FONT, bold=True),
        fill=PatternFill("solid", start_color="E8EFF1"),
        frame=Border(left=line, right=line, top=line, bottom=line),
        number=Alignment(vertical="top", horizontal="right", indent=1),
        wrapped=Alignment(vertical="top", horizontal="left", wrap_text=True),
    )


def table(
    sheet: Worksheet,
    columns: Sequence[Column],
    rows: Sequence[Any],
    style: Style,
    *,
    first_row: int = 1,
    widths: Sequence[int] = (),
) -> None:
    """Headings, frozen and printed on every page; one row of cells for every row of data.

    Without `widths` a column is as wide as what it holds.
    """
    widths = widths or [_width(found, rows) for found in columns]
    for number, (found, width) in enumerate(zip(columns, widths, strict=True), start=1):
        sheet.column_dimensions[_letter(number)].width = width
        cell = write(sheet.cell(first_row, number), found.title)
        cell.font, cell.fill, cell.border = style.strong, style.fill, style.frame
        cell.alignment = style.wrapped
    fit_height(sheet, first_row, [found.title for found in columns], widths)
    for row_number, row in enumerate(rows, start=first_row + 1):
        held = [getattr(row, found.name) for found in columns]
        for number, (found, value) in enumerate(zip(columns, held, strict=True), start=1):
            cell = write(sheet.cell(row_number, number), value)
            cell.alignment = style.wrapped if found.kind is Kind.TEXT else style.number
            cell.border = style.frame
        fit_height(sheet, row_number, held, widths)
    sheet.freeze_panes = f"A{first_row + 1}"
    sheet.print_title_rows = f"{first_row}:{first_row}"


def fit_height(sheet: Worksheet, row: int, held: Sequence[object], widths: Sequence[int]) -> None:
    """Not every program makes a row higher for the lines of its cells, so we do."""
    lines = max(len(wrap(str(value), width - 2)) for value, width in zip(held, widths, strict=True))
    if lines > 1:
        sheet.row_dimensions[row].height = LINE_HEIGHT * lines


def can_be_filtered(sheet: Worksheet, columns: Sequence[Column], rows: Sequence[Any]) -> None:
    """Arrows in the headings of a table that begins in the first row."""
    sheet.auto_filter.ref = f"A1:{_letter(len(columns))}{len(rows) + 1}"


def _letter(number: int) -> str:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 -- slow import

    return str(get_column_letter(number))


def _width(found: Column, rows: Sequence[Any]) -> int:
    """Wide enough for what the column holds; a long heading breaks into lines."""
    longest_word = max(len(word) for word in found.title.split())
    longest_value = max((len(str(getattr(row, found.name))) for row in rows), default=0)
    return min(max(longest_word + 4, longest_value + 2, NARROWEST), WIDEST)


def write(cell: Cell, value: str | int | datetime | None) -> Cell:
    """Put a value into a cell as what it is: a text stays a text, never a formula or an error."""
    if isinstance(value, datetime):
        cell.value = timezone.localtime(value).replace(tzinfo=None)
        cell.number_format = "dd.mm.yyyy hh:mm"
    elif isinstance(value, str):
        text = clean(value)
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(LIKE_A_FORMULA)
    else:
        cell.value = value
    return cell


def clean(text: object) -> str:
    """The text without the characters that would make the file unreadable."""
    return NOT_IN_A_FILE.sub("", str(text))


@dataclass(frozen=True, slots=True)
class Margins:
    """What every printed page says above and below."""

    left: str = ""
    right: str = ""
    below: str = ""


def set_up_print(sheet: Worksheet, margins: Margins) -> None:
    """A4 across, as wide as the paper, pages numbered."""
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.paperSize = PAPER_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.oddHeader.left.text = _in_margin(margins.left)
    sheet.oddHeader.right.text = _in_margin(margins.right)
    for footer in (sheet.oddFooter, sheet.firstFooter):
        footer.left.text = _in_margin(margins.below)
        footer.right.text = _("Strona &P z &N")


def print_as_notice(sheet: Worksheet, *, is_alone: bool) -> None:
    """Upright, with nothing above the title on the first page.

    Beside other notices every sheet counts its own pages, but only of a sheet alone does every
    program know how many there are.
    """
    sheet.page_setup.orientation = sheet.ORIENTATION_PORTRAIT
    sheet.print_options.horizontalCentered = True
    sheet.HeaderFooter.differentFirst = True
    sheet.page_setup.firstPageNumber, sheet.page_setup.useFirstPageNumber = 1, True
    if not is_alone:
        for footer in (sheet.oddFooter, sheet.firstFooter):
            footer.right.text = _("Strona &P")


def _in_margin(text: str) -> str | None:
    """As margins write it: an ampersand would begin a code."""
    return clean(text)[:LONGEST_IN_MARGIN].replace("&", "&&") or None


def sheet_name(title: str, taken: set[str]) -> str:
    """A name that every spreadsheet program accepts, and that no other sheet has."""
    short = NOT_IN_A_SHEET_NAME.sub("-", clean(title)).strip("' ")
    short = short[:LONGEST_SHEET_NAME] or _("Arkusz")
    name, number = short, 2
    while name.casefold() in {other.casefold() for other in taken}:
        ending = f" ({number})"
        name, number = short[: LONGEST_SHEET_NAME - len(ending)] + ending, number + 1
    taken.add(name)
    return name


def saved(workbook: Workbook, title: str, report: RunReport) -> bytes:
    """The file, with its document properties."""
    workbook.properties.title = title % {"number": report.run_number}
    workbook.properties.subject = clean(report.procedure)
    workbook.properties.creator = clean(report.author)
    workbook.properties.language = "pl-PL"
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def lines_of(sheet: Worksheet, first_row: int, lines: Iterable[str], font: Any = None) -> int:
    """One line a row, over the empty cells beside it; returns the first row below."""
    row = first_row
    for line in lines:
        cell = write(sheet.cell(row, 1), line)
        if font is not None:
            cell.font = font
        row += 1
    return row
