"""The parents or guardians: a form for each, and the question whether there is a second one."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from recruitment.applications.forms.address import ADDRESS_FIELDS
from recruitment.applications.forms.fields import (
    NO,
    YES,
    PostcodeField,
    Text,
    as_answer,
    name_field,
    text_field,
    yes_or_no,
)
from recruitment.applications.forms.section import first_answers, typed_values
from recruitment.applications.models import Application, Guardian, GuardianRole, Section
from recruitment.applications.values import AddressValues, GuardianValues
from recruitment.procedures.models import Procedure
from ui.messages import TOO_LONG

_NEEDED_WHEN_APART = {
    "house_number": _("Wpisz numer domu."),
    "city": _("Wpisz miejscowość."),
}


class GuardianForm(forms.Form):
    """One guardian, told apart by `title`.

    E-mail and telephone only if they have them (art. 150 ust. 1 pkt 4).
    """

    role = forms.ChoiceField(
        label=_("Kim jest dla dziecka?"),
        choices=GuardianRole.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Zaznacz, kim ta osoba jest dla dziecka.")},
    )
    first_names = name_field(_("Imię lub imiona"), _("Wpisz imię rodzica lub opiekuna."))
    surname = name_field(_("Nazwisko"), _("Wpisz nazwisko rodzica lub opiekuna."))
    email = forms.EmailField(
        label=_("Adres e-mail (jeśli jest)"),
        required=False,
        max_length=None,
        validators=[MaxLengthValidator(254, TOO_LONG)],
        error_messages={"invalid": _("Wpisz adres e-mail jak w przykładzie: imie@example.org.")},
        widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    phone = PhoneNumberField(
        label=_("Telefon (jeśli jest)"),
        required=False,
        region="PL",
        help_text=_("Na przykład 601 602 603 albo +380 50 123 45 67."),
        error_messages={"invalid": _("Wpisz telefon jak w przykładzie: 601 602 603.")},
        widget=forms.TextInput(
            {"type": "tel", "autocomplete": "off", "class": "govuk-input--width-20"}
        ),
    )
    lives_with_child = yes_or_no(
        _("Czy mieszka pod adresem dziecka?"),
        _("Zaznacz, czy ta osoba mieszka pod adresem dziecka."),
    )
    street = text_field(_("Ulica"), 120)
    house_number = text_field(_("Numer domu"), 10, css="govuk-input--width-5")
    flat_number = text_field(_("Numer mieszkania (jeśli jest)"), 10, css="govuk-input--width-5")
    postcode = PostcodeField(required=False, help_text=_("Za granicą zostaw puste."))
    city = text_field(_("Miejscowość"), 80)

    def __init__(self, *arguments: Any, title: Text, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.title = title
        self.reveal_id = f"{self.prefix}-address"
        self.fields["lives_with_child"].widget.reveals = {NO: self.reveal_id}

    def clean(self) -> None:
        answers = self.cleaned_data
        if answers.get("lives_with_child"):
            # Left from before the answer changed; on the page these fields are hidden now.
            for name in ADDRESS_FIELDS:
                self.errors.pop(name, None)
        if answers.get("lives_with_child") is not False:
            return
        for name, missing in _NEEDED_WHEN_APART.items():
            if name in answers and not answers[name]:
                self.add_error(name, ValidationError(missing, code="required"))

    @property
    def values(self) -> GuardianValues:
        answers = self.cleaned_data
        own = () if answers["lives_with_child"] else ADDRESS_FIELDS
        return GuardianValues(
            role=answers["role"],
            first_names=answers["first_names"],
            surname=answers["surname"],
            email=answers["email"],
            phone=str(answers["phone"] or ""),
            lives_with_child=answers["lives_with_child"],
            address=AddressValues(**{name: answers[name] for name in own}),
        )


class SecondGuardianForm(forms.Form):
    """Is there a second guardian to be named?"""

    exists = yes_or_no(
        _("Czy dziecko ma drugiego rodzica lub opiekuna?"),
        _("Zaznacz, czy dziecko ma drugiego rodzica lub opiekuna."),
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.reveal_id = f"{self.prefix}-guardian"
        self.fields["exists"].widget.reveals = {YES: self.reveal_id}


class GuardiansForm:
    """The guardians' section: three forms that are used like one `SectionForm`.

    The second guardian counts only when the answer to the question about them is yes.
    """

    section = Section.GUARDIANS

    def __init__(
        self,
        data: Any = None,
        *,
        procedure: Procedure,
        application: Application | None = None,
        prefix: str | None = None,
    ) -> None:
        self.procedure = procedure
        answers = first_answers(self, application)
        prefix = prefix or "guardians"
        self.first = GuardianForm(
            data,
            prefix=f"{prefix}-1",
            initial=answers.get("first"),
            title=_("Pierwszy rodzic lub opiekun"),
        )
        self.question = SecondGuardianForm(
            data, prefix=f"{prefix}-question", initial=answers.get("question")
        )
        second: dict[str, Any] = {"prefix": f"{prefix}-2", "title": _("Drugi rodzic lub opiekun")}
        self.second = GuardianForm(data, initial=answers.get("second"), **second)
        if self.second.is_bound and not self.has_second:
            # Show again what was typed, but look for no errors in it.
            self.second = GuardianForm(initial=typed_values(self.second), **second)

    def stored_answers(self, application: Application) -> dict[str, Any]:
        guardians = {guardian.position: guardian for guardian in application.guardians.all()}
        exists = len(guardians) > 1 if guardians else None
        if not guardians and application.owner is not None:
            # The address of the account is known already; it may be changed.
            return {"first": {"email": application.owner.email}}
        return {
            "first": _answers_of(guardians.get(1)),
            "second": _answers_of(guardians.get(2)),
            "question": {"exists": as_answer(exists)},
        }

    @property
    def has_second(self) -> bool:
        # `refuse` takes the error of a missing answer away, but not the answer's absence.
        return self.question.is_valid() and bool(self.question.cleaned_data.get("exists"))

    def __iter__(self) -> Iterator[forms.Form]:
        """The forms in the order of the page; the second guardian only when asked for."""
        yield self.first
        yield self.question
        if self.has_second:
            yield self.second

    def is_valid(self) -> bool:
        return all(form.is_valid() for form in self)

    def refuse(self, reason: str) -> None:
        """Show this reason and no other error, over everything as it was typed."""
        for form in self:
            form.errors.clear()
        self.first.add_error(None, reason)

    def add_error(self, _field: None, error: Any) -> None:
        """An error of the section as a whole."""
        self.first.add_error(None, error)

    @property
    def values(self) -> list[GuardianValues]:
        guardians = [self.first, self.second] if self.has_second else [self.first]
        return [guardian.values for guardian in guardians]

    def typed_answers(self) -> dict[str, Any]:
        """Everything exactly as typed, right or wrong, fit to be kept for later."""
        return {
            "first": typed_values(self.first),
            "question": typed_values(self.question),
            "second": typed_values(self.second) if self.has_second else self.second.initial,
        }


def _answers_of(guardian: Guardian | None) -> dict[str, Any]:
    if guardian is None:
        return {}
    names = ("role", "first_names", "surname", "email", *ADDRESS_FIELDS)
    return {
        **{name: getattr(guardian, name) for name in names},
        "phone": str(guardian.phone),
        "lives_with_child": as_answer(guardian.lives_with_child),
    }
