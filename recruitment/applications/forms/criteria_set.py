"""The office's form to read a resolution from a workbook."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from recruitment.criteria.spreadsheet.reading import Reading, read_resolution
from recruitment.criteria.spreadsheet.sheets import (
    NotASpreadsheetError,
    Sheets,
    read_workbook,
)


class CriteriaFileForm(forms.Form):
    """One workbook; after `is_valid()` its `sheets` hold a resolution without a mistake.

    A workbook that can be read but has mistakes leaves them in `reading`.
    """

    file = forms.FileField(
        label=_("Arkusz z kryteriami (xlsx, najwyżej 5 MB)"),
        widget=forms.FileInput(
            {
                "class": "govuk-file-upload",
                "accept": ".xlsx,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            }
        ),
        error_messages={
            "required": _("Wybierz plik z arkuszem."),
            "empty": _("Ten plik jest pusty. Wybierz inny."),
            "invalid": _("Wybierz plik z arkuszem."),
        },
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.sheets: Sheets = {}
        self.reading: Reading | None = None

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        try:
            self.sheets = read_workbook(file.read())
        except NotASpreadsheetError as error:
            raise ValidationError(str(error), code="unreadable") from error
        self.reading = read_resolution(self.sheets)
        if self.reading.mistakes:
            raise ValidationError(
                _("W arkuszu są błędy, liczba: %(number)d. Popraw je i wczytaj plik jeszcze raz."),
                code="mistakes",
                params={"number": len(self.reading.mistakes)},
            )
        return file
