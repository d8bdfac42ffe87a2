"""A field for each way in which a criterion is answered.

The value of every field is what the claim stores, None when nothing is claimed, or
`Answered.NOT` when an answer is still missing.
"""

from collections.abc import Callable
from decimal import Decimal
from enum import Enum
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recruitment.applications.typed_criteria import NO, NONE_OF_LEVELS, YES, Stored
from recruitment.criteria.answers import stored_income, stored_number
from recruitment.criteria.facts import Income
from recruitment.criteria.models import Criterion, Kind
from recruitment.criteria.numbers import shown
from recruitment.criteria.spreadsheet.row import to_number

MONTHS = 3
MOST_PERSONS = 30
INCOME_LABELS = (
    _("Dochód rodziny w pierwszym miesiącu (zł)"),
    _("Dochód rodziny w drugim miesiącu (zł)"),
    _("Dochód rodziny w trzecim miesiącu (zł)"),
    _("Liczba osób w rodzinie"),
    _("W rodzinie żyje dziecko z niepełnosprawnością"),
)
MOST = Decimal(10_000_000)


class Answered(Enum):
    """Nothing was chosen where a choice is needed."""

    NOT = "not"


def answer_field(criterion: Criterion, *, label: str, hint: str, parents: int) -> forms.Field:
    """The field of a question about this criterion; `parents` raise the child."""
    if criterion.kind == Kind.NUMBER:
        return NumberField(label=label, help_text=hint)
    if criterion.kind == Kind.INCOME:
        return IncomeField(label=label, help_text=hint)
    choices, stored = {
        Kind.DECLARED: _yes_or_no,
        Kind.GRADED: _levels,
        Kind.PARENTS: _parents,
    }[Kind(criterion.kind)](criterion, parents)
    return forms.TypedChoiceField(
        label=label,
        help_text=hint,
        required=False,
        choices=choices,
        coerce=stored,
        empty_value=Answered.NOT,  # type: ignore[arg-type]  # the stubs know texts only
        widget=forms.RadioSelect,
    )


Choices = list[tuple[str, Any]]
Coerce = Callable[[str], Stored | None]


def _yes_or_no(_criterion: Criterion, _parents: int) -> tuple[Choices, Coerce]:
    return [(YES, _("Tak")), (NO, _("Nie"))], lambda answer: {} if answer == YES else None


def _levels(criterion: Criterion, _parents: int) -> tuple[Choices, Coerce]:
    choices: Choices = [
        (
            level.code,
            _("%(level)s (punkty: %(points)s)")
            % {"level": criterion.level_name(level.code), "points": shown(level.points)},
        )
        for level in criterion.rule.levels
    ]
    choices.append((NONE_OF_LEVELS, _("Żadne z tych")))
    return choices, lambda answer: None if answer == NONE_OF_LEVELS else {"level": answer}


def _parents(_criterion: Criterion, parents: int) -> tuple[Choices, Coerce]:
    if parents == 1:
        choices: Choices = [("1", _("Tak")), ("0", _("Nie"))]
    else:
        choices = [
            ("2", _("Tak, obojga rodziców")),
            ("1", _("Tak, jednego z rodziców")),
            ("0", _("Nie")),
        ]
    return choices, lambda answer: {"parents": int(answer)} if int(answer) else None


class NumberField(forms.CharField):
    """A number that claims nothing while it is empty."""

    def __init__(self, **named: Any) -> None:
        widget = forms.TextInput({"inputmode": "decimal", "class": "govuk-input--width-5"})
        super().__init__(required=False, widget=widget, **named)

    def clean(self, value: Any) -> Stored | None:
        text = super().clean(value)
        return stored_number(_positive(text)) if text else None


class IncomeWidget(forms.MultiWidget):
    """Three months, the persons who live on them, and whether one is a disabled child."""

    template_name = "applications/income_widget.html"
    use_fieldset = True

    def __init__(self) -> None:
        amount = {"inputmode": "decimal", "class": "govuk-input--width-5"}
        super().__init__(
            [
                *(forms.TextInput(amount) for _month in range(MONTHS)),
                forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-2"}),
                forms.CheckboxInput(),
            ]
        )

    def decompress(self, value: Any) -> list[Any]:
        return list(value or [])

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for box, label in zip(context["widget"]["subwidgets"], INCOME_LABELS, strict=True):
            box["label"] = label
        return context


class IncomeField(forms.Field):
    """The income of a family, as `criteria.facts.Income`; it claims nothing while it is empty."""

    widget = IncomeWidget

    def __init__(self, **named: Any) -> None:
        super().__init__(required=False, **named)

    def clean(self, value: Any) -> Stored | None:
        *amounts, with_disabled_child = value
        typed = [(amount or "").strip() for amount in amounts]
        if not any(typed):
            return None
        if not all(typed):
            raise ValidationError(
                gettext("Wpisz dochód z trzech miesięcy i liczbę osób w rodzinie."),
                code="incomplete",
            )
        *months, persons = typed
        if not persons.isdecimal() or not 1 <= int(persons) <= MOST_PERSONS:
            raise ValidationError(gettext("Wpisz liczbę osób, na przykład 4."), code="persons")
        return stored_income(
            Income(
                months=tuple(_positive(month) for month in months),
                persons=int(persons),
                with_disabled_child=bool(with_disabled_child),
            )
        )


def _positive(text: str) -> Decimal:
    """Return a number from 0 up, with at most two decimal places."""
    try:
        number = to_number(text)
    except ValueError:
        number = Decimal(-1)
    if not 0 <= number < MOST or number != round(number, 2):
        raise ValidationError(gettext("Wpisz liczbę, na przykład 7 albo 2500,50."), code="number")
    return number
