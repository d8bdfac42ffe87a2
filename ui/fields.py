from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ui.dates import parse_date
from ui.widgets import ThreePartDateWidget


class ThreePartDateField(forms.Field):
    """A date in three boxes. Month names are accepted; errors name the box to correct."""

    widget = ThreePartDateWidget
    default_error_messages = {"required": _("Wpisz datę.")}

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        if not any(text.strip() for text in value):
            return None
        return parse_date(*value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return initial != self.to_python(data)
        except ValidationError:
            return True
