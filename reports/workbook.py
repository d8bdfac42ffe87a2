"""Spreadsheets that an office can trust: typed cells, frozen headings, ready to print on A4.

Text from people is always text: a name that begins like a formula stays a name.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from reports.frames import institution_summary
from reports.rows import (
    Column,
    GroupSummaryRow,
    InstitutionList,
    InstitutionSummaryRow,
    Kind,
    ListRow,
    LowestRow,
    RunReport,
    columns_of,
)

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

PAPER_A4 = 9


@dataclass(frozen=True, slots=True)
class Style:
    """The looks of a workbook, made once and shared by its cells."""

    heading: Any
    fill: Any
    top: Any
    wrapped: Any


def run_workbook(report: RunReport) -> bytes:
    """The workbook of a run: what it is, the summaries, one list for each institution."""
    from openpyxl import Workbook  # noqa: PLC0415 -- slow import

    workbook = Workbook()
    style = _style()
    _information_sheet(workbook.active, report, style)
    names = {workbook.active.title}
    for title, row_class, rows in _summaries(report):
        sheet = workbook.create_sheet(_sheet_name(title, names))
        _table(sheet, columns_of(row_class), rows, style)
        _set_up_print(sheet, report)
    for institution in report.lists:
        sheet = workbook.create_sheet(_sheet_name(institution.short_name, names))
        _institution_sheet(sheet, institution, style)
        _set_up_print(sheet, report)
    _describe(workbook, report)
    target = io.BytesIO()
    workbook.save(target)
    return target.getvalue()


def _summaries(report: RunReport) -> list[tuple[str, type, Sequence[Any]]]:
    return [
        (_("Podsumowanie"), GroupSummaryRow, report.summary),
        (_("Placówki razem"), InstitutionSummaryRow, institution_summary(report.summary)),
    ]


def _style() -> Style:
    from openpyxl.styles import Alignment, Font, PatternFill  # noqa: PLC0415 -- slow import

    return Style(
        heading=Font(bold=True),
        fill=PatternFill("solid", start_color="E8EFF1"),
        top=Alignment(vertical="top"),
        wrapped=Alignment(vertical="top", wrap_text=True),
    )


def _information_sheet(sheet: Worksheet, report: RunReport, style: Style) -> None:
    sheet.title = _("Informacje")
    for row, (name, value) in enumerate(report.information, start=1):
        _write(sheet.cell(row, 1), name).font = style.heading
        cell = _write(sheet.cell(row, 2), value)
        cell.alignment = style.wrapped
    sheet.column_dimensions["A"].width = 36
    sheet.column_dimensions["B"].width = 70
    _set_up_print(sheet, report, repeat_first_row=False)


def _institution_sheet(sheet: Worksheet, institution: InstitutionList, style: Style) -> None:
    """The list; below it the lowest points of each group and the place for the signature."""
    _table(sheet, columns_of(ListRow), institution.rows, style)
    row = len(institution.rows) + 3
    for offset, found in enumerate(columns_of(LowestRow), start=2):
        _heading(sheet.cell(row, offset), found.title, style)
        for number, lowest in enumerate(institution.lowest, start=1):
            cell = _write(sheet.cell(row + number, offset), getattr(lowest, found.name))
            cell.alignment = style.wrapped
    row += len(institution.lowest) + 2
    _write(sheet.cell(row, 2), _("Data podania do publicznej wiadomości:"))
    _write(sheet.cell(row + 2, 2), _("Podpis przewodniczącego komisji:"))


def _table(sheet: Worksheet, columns: list[Column], rows: Sequence[Any], style: Style) -> None:
    """Headings in the first row, frozen and filtered; one row of cells for every row of data."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 -- slow import

    for number, found in enumerate(columns, start=1):
        _heading(sheet.cell(1, number), found.title, style)
    for row_number, row in enumerate(rows, start=2):
        for number, found in enumerate(columns, start=1):
            cell = _write(sheet.cell(row_number, number), getattr(row, found.name))
            cell.alignment = style.wrapped if found.kind is Kind.TEXT else style.top
    for number, found in enumerate(columns, start=1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = _width(found, rows)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"


def _width(found: Column, rows: Sequence[Any]) -> int:
    """Wide enough for what the column holds; a long heading breaks into lines."""
    longest_word = max(len(word) for word in found.title.split())
    longest_value = max((len(str(getattr(row, found.name))) for row in rows), default=0)
    return min(max(longest_word + 4, longest_value + 2, NARROWEST), WIDEST)


def _heading(cell: Cell, title: str, style: Style) -> None:
    _write(cell, title)
    cell.font, cell.fill, cell.alignment = style.heading, style.fill, style.wrapped


def _write(cell: Cell, value: str | int | datetime | None) -> Cell:
    """Put a value into a cell as what it is: a text stays a text, never a formula or an error."""
    if isinstance(value, datetime):
        cell.value = timezone.localtime(value).replace(tzinfo=None)
        cell.number_format = "dd.mm.yyyy hh:mm"
    elif isinstance(value, str):
        text = _clean(value)
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(LIKE_A_FORMULA)
    else:
        cell.value = value
    return cell


def _clean(text: object) -> str:
    """The text without the characters that would make the file unreadable."""
    return NOT_IN_A_FILE.sub("", str(text))


def _set_up_print(sheet: Worksheet, report: RunReport, *, repeat_first_row: bool = True) -> None:
    """A4 across, as wide as the paper, headings on every page, pages numbered."""
    sheet.page_setup.orientation = sheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.paperSize = PAPER_A4
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    if repeat_first_row:
        sheet.print_title_rows = "1:1"
    sheet.oddFooter.center.text = _("Strona &P z &N")
    sheet.oddHeader.left.text = "&A"
    if not report.is_published:
        sheet.oddHeader.right.text = _("PROJEKT – wyników nie ogłoszono")


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name that every spreadsheet program accepts, and that no other sheet has."""
    clean = NOT_IN_A_SHEET_NAME.sub("-", _clean(title)).strip("' ")
    clean = clean[:LONGEST_SHEET_NAME] or _("Arkusz")
    name, number = clean, 2
    while name.casefold() in {other.casefold() for other in taken}:
        ending = f" ({number})"
        name, number = clean[: LONGEST_SHEET_NAME - len(ending)] + ending, number + 1
    taken.add(name)
    return name


def _describe(workbook: Workbook, report: RunReport) -> None:
    """Document properties."""
    information = dict(report.information)
    workbook.properties.title = _("Listy kandydatów, przydział nr %(number)s") % {
        "number": report.run_number
    }
    workbook.properties.subject = _clean(information[_("Nabór")])
    workbook.properties.creator = _clean(information[_("Kto utworzył plik")])
    workbook.properties.language = "pl-PL"
