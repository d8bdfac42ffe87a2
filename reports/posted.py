"""The lists to hang on the wall: one sheet for each institution, with what the law names only.

Art. 158 ust. 1 and 4: names in alphabetical order, qualified or not, the lowest number of points
that gave a place; the day of posting, signed by the chair of the committee.
"""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from reports.rows import InstitutionList, PostedRow, RunReport, columns_of
from reports.sheets import (
    Margins,
    Style,
    lines_of,
    make_style,
    print_as_notice,
    saved,
    set_up_print,
    sheet_name,
    table,
    write,
)
from ui.templatetags.ui import long_date

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

WIDTHS = (8, 30, 28, 26)
"""As wide together as the paper, whatever the names: every list on the wall looks alike."""

LETTERS_IN_TITLE = 58
DOTS = "." * 40


def posted_workbook(report: RunReport) -> bytes:
    """Nothing but sheets that may be posted, so that the whole file can be printed."""
    from openpyxl import Workbook  # noqa: PLC0415 -- slow import

    workbook = Workbook()
    style = make_style()
    names: set[str] = set()
    for institution in report.lists:
        sheet = workbook.create_sheet(sheet_name(institution.short_name, names))
        _posted_sheet(sheet, institution, report, style)
    if report.lists:
        workbook.remove(workbook.worksheets[0])
    else:
        workbook.active.title = _("Brak list")
        write(workbook.active["A1"], _("W tym przydziale nie ma żadnej grupy, więc nie ma list."))
    return saved(workbook, _("Listy do wywieszenia, przydział nr %(number)s"), report)


def _posted_sheet(
    sheet: Worksheet, institution: InstitutionList, report: RunReport, style: Style
) -> None:
    row = _title(sheet, institution, report, style) + 1
    table(sheet, columns_of(PostedRow), institution.posted, style, first_row=row, widths=WIDTHS)
    row += len(institution.posted) + 1
    if not institution.posted:
        row = lines_of(sheet, row, [_("Na tej liście nie ma kandydatów.")])
    _below(sheet, row + 1, institution, style)
    set_up_print(sheet, Margins(left=institution.name, below=_draft(report)))
    print_as_notice(sheet, is_alone=len(report.lists) == 1)


def _title(sheet: Worksheet, institution: InstitutionList, report: RunReport, style: Style) -> int:
    """Whose list this is, and of which day; returns the first row below."""
    row = lines_of(sheet, 1, [_draft(report)] if _draft(report) else [], style.strong)
    row = lines_of(sheet, row, wrap(institution.name, LETTERS_IN_TITLE), style.title)
    heading = _("Lista kandydatów zakwalifikowanych i kandydatów niezakwalifikowanych")
    row = lines_of(sheet, row, [heading], style.strong)
    return lines_of(
        sheet,
        row,
        [
            _("Rok szkolny %(year)s") % {"year": report.school_year},
            _("Data podania do publicznej wiadomości: %(day)s") % {"day": _day(report)},
        ],
    )


def _day(report: RunReport) -> str:
    if report.announced_at is None:
        return DOTS
    return long_date(timezone.localtime(report.announced_at))


def _draft(report: RunReport) -> str:
    if report.announced_at is None:
        return _("PROJEKT – wyników nie ogłoszono, nie wywieszać")
    return ""


def _below(sheet: Worksheet, row: int, institution: InstitutionList, style: Style) -> None:
    """The number that the law wants, what it means, and the place for the signature."""
    row = lines_of(
        sheet, row, [_("Najniższa liczba punktów, która uprawnia do przyjęcia")], style.strong
    )
    row = lines_of(
        sheet,
        row,
        [
            institution.lowest,
            _("Kryteria ustawowe liczą się przed samorządowymi, a mieszkańcy gminy przed innymi."),
            _("Podstawa prawna listy: art. 158 ust. 1 i 4 ustawy – Prawo oświatowe."),
        ],
    )
    lines_of(sheet, row + 2, [_("Podpis przewodniczącego komisji rekrutacyjnej: %s") % DOTS])
