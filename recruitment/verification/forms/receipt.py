"""When the institution took what came on paper, and why it is typed in late."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from recruitment.applications.values import PaperReceipt
from recruitment.procedures.models import LateReason, Stage
from recruitment.verification.validators import (
    MAX_REASON_LENGTH,
    validate_late_reason,
    validate_received_at,
)
from ui.fields import ThreePartDateField
from ui.messages import TOO_LONG


class ReceiptForm(forms.Form):
    """The moment of receipt, which begins as the present one while the stage is open.

    After the stage the moment is asked and not guessed, and so is the reason for the delay.
    """

    received_on = ThreePartDateField(
        label=_("Dzień przyjęcia"),
        error_messages={"required": _("Wpisz dzień przyjęcia.")},
    )
    received_time = forms.TimeField(
        label=_("Godzina przyjęcia"),
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TimeInput(
            {"class": "govuk-input--width-5", "autocomplete": "off"}, format="%H:%M"
        ),
        error_messages={
            "required": _("Wpisz godzinę przyjęcia."),
            "invalid": _("Wpisz godzinę jak w przykładzie: 14:30."),
        },
    )
    late_because = forms.ChoiceField(
        label=_("Dlaczego po terminie?"),
        choices=[("", _("Wybierz z listy")), *LateReason.choices],
        required=False,
    )
    note = forms.CharField(
        label=_("Co się stało?"),
        help_text=_("Na przykład: nie było prądu 14 marca od 9:00. Nie wpisuj danych osobowych."),
        required=False,
        validators=[MaxLengthValidator(MAX_REASON_LENGTH, TOO_LONG)],
        widget=forms.TextInput({"autocomplete": "off"}),
    )

    def __init__(self, data: Any = None, *, stage: Stage, now: datetime, **named: Any) -> None:
        self.stage = stage
        self.now = now
        self.stage_is_over = stage.is_over(now)
        initial = named.setdefault("initial", {})
        if not self.stage_is_over:
            local = timezone.localtime(now)
            initial |= {"received_on": local.date(), "received_time": local.time()}
        super().__init__(data, **named)
        if not self.stage_is_over:
            del self.fields["late_because"], self.fields["note"]
        if data is None:
            # With errors the list of them has the focus.
            self.fields["received_on"].widget.widgets[0].attrs["autofocus"] = True

    @property
    def values(self) -> PaperReceipt:
        """The checked receipt."""
        answers = self.cleaned_data
        return PaperReceipt(
            self.received_at, answers.get("late_because", ""), answers.get("note", "")
        )

    def clean(self) -> None:
        self._check_reason()
        day, time = self.cleaned_data.get("received_on"), self.cleaned_data.get("received_time")
        if day is None or time is None:
            return
        self.received_at = timezone.make_aware(datetime.combine(day, time))
        try:
            validate_received_at(
                self.received_at,
                opens_at=self.stage.starts_at,
                closes_at=self.stage.ends_at,
                now=self.now,
            )
        except ValidationError as error:
            self.add_error("received_on", error)

    def _check_reason(self) -> None:
        if {"late_because", "note"} <= self.cleaned_data.keys():
            try:
                validate_late_reason(
                    self.cleaned_data["late_because"],
                    self.cleaned_data["note"],
                    closes_at=self.stage.ends_at,
                    now=self.now,
                )
            except ValidationError as error:
                self.add_error(None, error)
