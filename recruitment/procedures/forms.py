"""The office's form for new dates of a stage."""

from datetime import datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext_lazy as _

from recruitment.procedures.models import MAX_REASON_LENGTH, Stage
from ui.fields import ThreePartDateField
from ui.messages import TOO_LONG

_NARROW = {"class": "govuk-input--width-5", "inputmode": "numeric"}


def _time_field(label: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        help_text=_("Na przykład 16:00."),
        widget=forms.TimeInput(attrs=_NARROW, format="%H:%M"),
        error_messages={
            "required": _("Wpisz godzinę."),
            "invalid": _("Wpisz godzinę jak w przykładzie: 16:00."),
        },
    )


class MoveStageForm(forms.Form):
    """New dates of one stage, to the minute, and the reason for the change."""

    starts_on = ThreePartDateField(label=_("Dzień początku"))
    starts_time = _time_field(_("Godzina początku"))
    ends_on = ThreePartDateField(label=_("Dzień końca"))
    ends_time = _time_field(_("Godzina końca"))
    reason = forms.CharField(
        label=_("Powód zmiany"),
        help_text=_("Powód zobaczą wszyscy na stronie z terminami. Podaj numer zarządzenia."),
        max_length=MAX_REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Podaj powód zmiany."), "max_length": TOO_LONG},
    )

    def __init__(self, *args: Any, stage: Stage, **kwargs: Any) -> None:
        start, end = localtime(stage.starts_at), localtime(stage.ends_at)
        kwargs["initial"] = {
            "starts_on": start.date(),
            "starts_time": start.time(),
            "ends_on": end.date(),
            "ends_time": end.time(),
        }
        super().__init__(*args, **kwargs)

    @property
    def starts_at(self) -> datetime:
        """The new beginning, of a valid form."""
        return self._instant("starts")

    @property
    def ends_at(self) -> datetime:
        """The new end, of a valid form."""
        return self._instant("ends")

    def add_refusal(self, error: ValidationError) -> None:
        """Show what the service refused beside the day that has to be changed."""
        days = {"starts_at": "starts_on", "ends_at": "ends_on"}
        for name, messages in error.message_dict.items():
            self.add_error(days[name], messages)

    def _instant(self, name: str) -> datetime:
        at: time = self.cleaned_data[f"{name}_time"]
        return make_aware(datetime.combine(self.cleaned_data[f"{name}_on"], at))
