"""Where the child lives, and whether that is in the municipality."""

from dataclasses import fields
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from recruitment.applications.forms.fields import (
    PostcodeField,
    as_answer,
    text_field,
    yes_or_no,
)
from recruitment.applications.forms.section import SectionForm
from recruitment.applications.models import Application, Section
from recruitment.applications.validators import validate_residence
from recruitment.applications.values import AddressValues, ResidenceValues

ADDRESS_FIELDS = tuple(field.name for field in fields(AddressValues))


class AddressForm(SectionForm):
    """The child's place of residence; it decides about the priority of residents."""

    section = Section.ADDRESS

    is_resident = yes_or_no("", _("Zaznacz, gdzie mieszka dziecko."))
    street = text_field(
        _("Ulica"),
        120,
        autocomplete="address-line1",
        help_text=_("Zostaw puste, jeśli w miejscowości nie ma ulic."),
    )
    house_number = text_field(
        _("Numer domu"), 10, _("Wpisz numer domu."), css="govuk-input--width-5"
    )
    flat_number = text_field(_("Numer mieszkania (jeśli jest)"), 10, css="govuk-input--width-5")
    postcode = PostcodeField(error_messages={"required": _("Wpisz kod pocztowy.")})
    city = text_field(_("Miejscowość"), 80, _("Wpisz miejscowość."), autocomplete="address-level2")

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.municipality = settings.SITE["city_name"]
        self.fields["is_resident"].label = _("Czy dziecko mieszka w gminie %(city)s?") % {
            "city": self.municipality
        }

    def stored_answers(self, application: Application) -> dict[str, Any]:
        candidate = application.candidate
        answers = {name: getattr(candidate, name) for name in ADDRESS_FIELDS}
        return {**answers, "is_resident": as_answer(candidate.is_resident)}

    def clean(self) -> None:
        answers = self.cleaned_data
        if answers.get("is_resident") is None or not answers.get("city"):
            return
        try:
            validate_residence(
                answers["city"],
                is_resident=answers["is_resident"],
                municipality=self.municipality,
            )
        except ValidationError as error:
            self.add_error("city", error)

    @property
    def values(self) -> ResidenceValues:
        answers = self.cleaned_data
        return ResidenceValues(
            is_resident=answers["is_resident"],
            address=AddressValues(**{name: answers[name] for name in ADDRESS_FIELDS}),
        )
