"""The child: name, PESEL or another document, statement of special-education needs."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from recruitment.applications.forms.fields import as_answer, name_field, text_field, yes_or_no
from recruitment.applications.forms.section import SectionForm
from recruitment.applications.models import Application, DocumentKind, Section
from recruitment.applications.validators import (
    birth_date_of,
    clean_pesel,
    validate_birth_year,
    validate_deferral,
)
from recruitment.applications.values import ChildValues
from ui.fields import ThreePartDateField
from ui.widgets import ThreePartDateWidget

_NEEDED_WITHOUT_PESEL = {
    "birth_on": _("Wpisz datę urodzenia dziecka."),
    "document_kind": _("Wybierz rodzaj dokumentu dziecka."),
    "document_number": _("Wpisz serię i numer dokumentu dziecka."),
}


class ChildForm(SectionForm):
    """The birth date follows from the PESEL; a child without one gives a date and a document."""

    section = Section.CHILD

    first_names = name_field(_("Imię lub imiona dziecka"), _("Wpisz imię dziecka."))
    surname = name_field(_("Nazwisko dziecka"), _("Wpisz nazwisko dziecka."))
    pesel = forms.CharField(
        label=_("PESEL dziecka"),
        required=False,
        help_text=_("11 cyfr. Można wpisać ze spacjami."),
        widget=forms.TextInput(
            {
                "inputmode": "numeric",
                "autocomplete": "off",
                "spellcheck": "false",
                "class": "govuk-input--width-10",
            }
        ),
    )
    has_no_pesel = forms.BooleanField(label=_("Dziecko nie ma numeru PESEL"), required=False)
    birth_on = ThreePartDateField(
        label=_("Data urodzenia dziecka"),
        required=False,
        widget=ThreePartDateWidget,
    )
    document_kind = forms.ChoiceField(
        label=_("Rodzaj dokumentu dziecka"),
        required=False,
        choices=[("", _("Wybierz rodzaj dokumentu")), *DocumentKind.choices],
    )
    document_number = text_field(_("Seria i numer dokumentu"), 40, css="govuk-input--width-20")
    has_statement = yes_or_no(
        _("Czy dziecko ma orzeczenie o potrzebie kształcenia specjalnego?"),
        _("Zaznacz, czy dziecko ma orzeczenie."),
        help_text=_("Wydaje je poradnia psychologiczno-pedagogiczna. To nie to samo co opinia."),
    )

    is_deferred = forms.BooleanField(
        label=_("Dziecko ma odroczenie obowiązku szkolnego"), required=False
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["birth_on"].help_text = _("Na przykład 14 marca %(year)s.") % {
            "year": self.procedure.birth_year_to
        }
        self.fields["is_deferred"].help_text = _(
            "Zaznacz tylko przy dziecku urodzonym przed rokiem %(year)s."
        ) % {"year": self.procedure.birth_year_from}
        self.reveal_id = f"{self.prefix or 'child'}-document"
        self.fields["has_no_pesel"].widget.attrs["data-aria-controls"] = self.reveal_id

    def stored_answers(self, application: Application) -> dict[str, Any]:
        candidate = application.candidate
        is_saved = candidate.birth_on is not None
        return {
            "first_names": candidate.first_names,
            "surname": candidate.surname,
            "pesel": candidate.pesel,
            "has_no_pesel": is_saved and not candidate.pesel,
            "birth_on": None if candidate.pesel else candidate.birth_on,
            "document_kind": candidate.document_kind,
            "document_number": candidate.document_number,
            "has_statement": as_answer(candidate.has_statement if is_saved else None),
            "is_deferred": candidate.is_deferred,
        }

    def clean_pesel(self) -> str:
        typed = self.cleaned_data["pesel"]
        if not typed:
            return ""
        return clean_pesel(typed)

    def clean(self) -> None:
        self._check_document()
        self._check_age()

    def _check_age(self) -> None:
        """The error stands at what tells the birth date, or at the deferral."""
        answers = self.cleaned_data
        by = "birth_on" if answers.get("has_no_pesel") else "pesel"
        if by in self.errors or not answers.get(by):
            return
        birth_on = answers[by] if by == "birth_on" else birth_date_of(answers[by])
        first, last = self.procedure.birth_year_from, self.procedure.birth_year_to
        is_deferred = answers["is_deferred"]
        try:
            validate_birth_year(
                birth_on,
                first=first,
                last=last,
                is_deferred=is_deferred,
                has_statement=bool(answers.get("has_statement")),
            )
        except ValidationError as error:
            self.add_error(by, error)
        try:
            validate_deferral(birth_on, first=first, is_deferred=is_deferred)
        except ValidationError as error:
            self.add_error("is_deferred", error)

    def _check_document(self) -> None:
        answers = self.cleaned_data
        if not answers.get("has_no_pesel"):
            # Left from before the box was unticked; on the page these fields are hidden now.
            for name in _NEEDED_WITHOUT_PESEL:
                self.errors.pop(name, None)
            if answers.get("pesel") == "":
                self.add_error(
                    "pesel", _("Wpisz PESEL dziecka albo zaznacz, że dziecko go nie ma.")
                )
            return
        if answers.get("pesel"):
            self.add_error("pesel", _("Usuń PESEL albo odznacz odpowiedź, że dziecko go nie ma."))
        for name, missing in _NEEDED_WITHOUT_PESEL.items():
            if name in answers and not answers[name]:
                self.add_error(name, ValidationError(missing, code="required"))

    @property
    def values(self) -> ChildValues:
        answers = self.cleaned_data
        has_document = answers["has_no_pesel"]
        return ChildValues(
            first_names=answers["first_names"],
            surname=answers["surname"],
            pesel=answers["pesel"],
            birth_on=answers["birth_on"] if has_document else birth_date_of(answers["pesel"]),
            document_kind=answers["document_kind"] if has_document else "",
            document_number=answers["document_number"] if has_document else "",
            has_statement=answers["has_statement"],
            is_deferred=answers["is_deferred"],
        )
