"""Widgets which plain Django does not have."""

import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ui.dates import PART_NAMES, wrong_parts

PART_LABELS = {"day": _("Dzień"), "month": _("Miesiąc"), "year": _("Rok")}

PART_CLASSES = {
    "day": "govuk-input govuk-date-input__input govuk-input--width-2",
    "month": "govuk-input govuk-date-input__input nb-date-month",
    "year": "govuk-input govuk-date-input__input govuk-input--width-4",
}


class ThreePartDateWidget(forms.MultiWidget):
    """Three text boxes: day, month, year. `birth_date=True` lets the browser fill a birthday."""

    template_name = "ui/widgets/three_part_date.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None, *, birth_date: bool = False) -> None:
        boxes: dict[str, forms.Widget | type[forms.Widget]] = {}
        for part in PART_NAMES:
            box_attrs = {} if part == "month" else {"inputmode": "numeric"}
            if birth_date:
                box_attrs["autocomplete"] = f"bday-{part}"
            boxes[part] = forms.TextInput(box_attrs)
        super().__init__(boxes, attrs)

    def decompress(self, value: datetime.date | None) -> list[str]:
        return [str(value.day), str(value.month), str(value.year)] if value else ["", "", ""]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        return [text or "" for text in super().value_from_datadict(data, files, name)]

    def wrong_boxes(self, value: Any) -> list[int]:
        texts = value if isinstance(value, list) else self.decompress(value)
        return [PART_NAMES.index(part) for part in wrong_parts(texts)]

    def error_id(self, auto_id: str, value: Any) -> str:
        """Where a link in the error summary leads."""
        return f"{auto_id}_{self.wrong_boxes(value)[0]}"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        is_invalid = "aria-invalid" in context["widget"]["attrs"]
        wrong = self.wrong_boxes(value) if is_invalid else []
        for index, box in enumerate(context["widget"]["subwidgets"]):
            box["label"] = PART_LABELS[PART_NAMES[index]]
            box["css_class"] = PART_CLASSES[PART_NAMES[index]]
            box["attrs"].pop("aria-invalid", None)
            if index in wrong:
                box["attrs"]["aria-invalid"] = "true"
        return context


class HintsMixin:
    """Gives single choices their own hints: `RadioSelectWithHints(hints={"yes": "…"})`."""

    def __init__(self, *args: Any, hints: dict[str, Any] | None = None, **kwargs: Any) -> None:
        self.hints = hints or {}
        super().__init__(*args, **kwargs)

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)  # type: ignore[misc]
        option["hint"] = self.hints.get(str(value))
        return option


class RadioSelectWithHints(HintsMixin, forms.RadioSelect):
    pass


class CheckboxesWithHints(HintsMixin, forms.CheckboxSelectMultiple):
    pass


class AutocompleteSelect(forms.Select):
    """A select which becomes a type-ahead list on pages that load dist/autocomplete.js."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        texts = {
            "data-autocomplete": True,
            "data-no-results": _("Nie ma takiej nazwy na liście."),
            "data-results": _("Liczba podpowiedzi:"),
            "data-selected": _("wybrano"),
            "data-short": _("Wpisz więcej liter."),
            "data-hint": _(
                "Po wpisaniu liter wybierz podpowiedź strzałkami i zatwierdź klawiszem Enter."
            ),
        }
        return super().get_context(name, value, texts | (attrs or {}))
