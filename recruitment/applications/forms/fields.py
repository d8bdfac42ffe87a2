"""Fields that several sections share, with their words and their errors."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from recruitment.applications.validators import clean_postcode, validate_name, validate_written
from ui.messages import TOO_LONG

Text = Any  # a text or a lazy text; the stubs of Django have no public name for it

YES, NO = "yes", "no"
YES_OR_NO = [(YES, _("Tak")), (NO, _("Nie"))]


class RevealingRadios(forms.RadioSelect):
    """Radios of which one answer reveals more questions; without JavaScript all are shown.

    `reveals` gives, by answer, the id of the block (class govuk-radios__conditional) it reveals.
    """

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.reveals: dict[str, str] = {}

    def create_option(self, name: str, value: Any, *arguments: Any, **named: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *arguments, **named)
        if str(value) in self.reveals:
            option["attrs"]["data-aria-controls"] = self.reveals[str(value)]
        return option


def name_field(label: Text, missing: Text, *, autocomplete: str = "off") -> forms.CharField:
    """A first name or a surname."""
    return forms.CharField(
        label=label,
        validators=[validate_name],
        error_messages={"required": missing},
        widget=forms.TextInput({"autocomplete": autocomplete, "spellcheck": "false"}),
    )


def text_field(label: Text, most: int, missing: Text = "", **named: Any) -> forms.CharField:
    """A line of text; required exactly when `missing` says what to do. `css` sets its width."""
    attributes = {"class": named.pop("css", ""), "autocomplete": named.pop("autocomplete", "off")}
    return forms.CharField(
        label=label,
        required=bool(missing),
        validators=[
            validate_written,
            MaxLengthValidator(most, TOO_LONG),
        ],
        error_messages={"required": missing},
        widget=forms.TextInput(attributes),
        **named,
    )


def yes_or_no(label: Text, missing: Text = "", **named: Any) -> forms.TypedChoiceField:
    """A question answered yes or no by two radios; the value is a bool, or None without an answer.

    Required exactly when `missing` says what to do.
    """
    return forms.TypedChoiceField(
        label=label,
        required=bool(missing),
        choices=YES_OR_NO,
        coerce=lambda answer: answer == YES,
        empty_value=None,
        widget=RevealingRadios,
        error_messages={"required": missing},
        **named,
    )


def as_answer(value: bool | None) -> str:  # noqa: FBT001 -- the value is the whole argument
    """The radio that says this."""
    return "" if value is None else (YES if value else NO)


class PostcodeField(forms.CharField):
    """A Polish postcode, typed with a hyphen, a space or nothing between."""

    def __init__(self, **named: Any) -> None:
        widget = forms.TextInput({"autocomplete": "postal-code", "class": "govuk-input--width-5"})
        super().__init__(label=_("Kod pocztowy"), widget=widget, **named)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        return clean_postcode(text) if text else ""
