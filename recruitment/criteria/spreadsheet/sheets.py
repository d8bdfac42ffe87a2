"""Sheets of plain cells, whatever file they come from: a workbook, or a folder of CSV files."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from django.utils.translation import gettext as _

Cell = object
"""Text, a number, a date, yes or no, or None where nothing stands."""

Sheets = Mapping[str, Sequence[Sequence[Cell]]]
"""Rows of cells by the name of the sheet; the first row holds the headers."""

MOST_BYTES = 5 * 2**20
MOST_BYTES_UNPACKED = 100 * 2**20
MOST_ROWS = 2_000
MOST_COLUMNS = 200


class NotASpreadsheetError(ValueError):
    """The file cannot be read as a workbook; says in Polish why, and what to do."""


def read_workbook(content: bytes) -> Sheets:
    """Return the sheets of an xlsx file. Raise `NotASpreadsheetError`."""
    from openpyxl import load_workbook  # noqa: PLC0415 -- slow import

    _require_a_small_archive(content)
    try:
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheets = {
            sheet.title: [
                list(row)
                for row in sheet.iter_rows(
                    max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True
                )
            ]
            for sheet in workbook.worksheets
        }
    except Exception as error:  # a damaged workbook fails in any place of the library
        raise NotASpreadsheetError(
            _("Tego pliku nie da się odczytać. Zapisz go jeszcze raz jako xlsx.")
        ) from error
    for name, rows in sheets.items():
        if len(rows) > MOST_ROWS:
            raise NotASpreadsheetError(
                _("Arkusz „%(sheet)s” ma za dużo wierszy. Może ich mieć najwyżej %(number)d.")
                % {"sheet": name, "number": MOST_ROWS}
            )
    return sheets


def write_workbook(sheets: Sheets) -> bytes:
    """Return an xlsx file with these sheets, headers in bold and kept in sight."""
    from openpyxl import Workbook  # noqa: PLC0415 -- slow import
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415 -- slow import
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 -- slow import

    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        sheet.freeze_panes = "B2"
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for column in range(1, sheet.max_column + 1):
            longest = max(len(str(row[column - 1] or "")) for row in rows if len(row) >= column)
            sheet.column_dimensions[get_column_letter(column)].width = min(longest + 2, 60)
        for row_of_cells in sheet.iter_rows(min_row=2):
            for cell in row_of_cells:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                if isinstance(cell.value, str):
                    cell.data_type = "s"
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def read_folder(folder: Path) -> Sheets:
    """Return the sheets of a folder with one CSV file a sheet."""
    return {
        path.stem: [
            [cell or None for cell in row]
            for row in csv.reader(io.StringIO(path.read_text("utf-8")))
        ]
        for path in sorted(folder.glob("*.csv"))
    }


def _require_a_small_archive(content: bytes) -> None:
    if len(content) > MOST_BYTES:
        raise NotASpreadsheetError(_("Plik jest za duży. Może mieć najwyżej 5 MB."))
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile as error:
        raise NotASpreadsheetError(
            _("To nie jest plik xlsx. Zapisz arkusz w formacie xlsx i wybierz go jeszcze raz.")
        ) from error
    if unpacked > MOST_BYTES_UNPACKED:
        raise NotASpreadsheetError(_("Plik jest za duży po rozpakowaniu."))
