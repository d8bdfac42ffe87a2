"""The summary for the office and the committees: groups, points, limits. It is never posted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from reports.frames import institution_summary
from reports.rows import (
    CommitteeRow,
    GroupSummaryRow,
    InstitutionSummaryRow,
    RunReport,
    columns_of,
)
from reports.sheets import (
    Margins,
    Style,
    can_be_filtered,
    fit_height,
    make_style,
    saved,
    set_up_print,
    sheet_name,
    table,
    write,
)

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

INFORMATION_WIDTHS = (36, 70)


def summary_workbook(report: RunReport) -> bytes:
    """What it is, the summaries, and one sheet for the committee of each institution."""
    from openpyxl import Workbook  # noqa: PLC0415 -- slow import

    workbook = Workbook()
    style = make_style()
    workbook.active.title = _("Informacje")
    _information_sheet(workbook.active, report, style)
    names = {workbook.active.title}
    for title, above, row_class, rows in _tables(report):
        sheet = workbook.create_sheet(sheet_name(title, names))
        columns = columns_of(row_class)
        table(sheet, columns, rows, style)
        can_be_filtered(sheet, columns, rows)
        set_up_print(sheet, _margins(report, above))
    return saved(workbook, _("Zestawienie służbowe, przydział nr %(number)s"), report)


def _tables(report: RunReport) -> list[tuple[str, str, type, Sequence[Any]]]:
    """Name of the sheet, what is printed above it, and its rows.

    One institution has nothing to be added up.
    """
    groups, together = _("Podsumowanie"), _("Placówki razem")
    tables: list[tuple[str, str, type, Sequence[Any]]] = [
        (groups, groups, GroupSummaryRow, report.summary)
    ]
    if len(report.lists) > 1:
        rows = institution_summary(report.summary)
        tables.append((together, together, InstitutionSummaryRow, rows))
    return tables + [
        (institution.short_name, institution.name, CommitteeRow, institution.considered)
        for institution in report.lists
    ]


def _information_sheet(sheet: Worksheet, report: RunReport, style: Style) -> None:
    for row, (name, value) in enumerate(report.information, start=1):
        cell = write(sheet.cell(row, 1), name)
        cell.font, cell.alignment = style.strong, style.wrapped
        write(sheet.cell(row, 2), value).alignment = style.wrapped
        fit_height(sheet, row, (name, value), INFORMATION_WIDTHS)
    for letter, width in zip("AB", INFORMATION_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    set_up_print(sheet, _margins(report, sheet.title))


def _margins(report: RunReport, above: str) -> Margins:
    return Margins(
        left=above,
        right=_("Do użytku służbowego – nie wywieszać"),
        below="" if report.announced_at else _("PROJEKT – wyników nie ogłoszono"),
    )
