"""What the chair types about a meeting, and what readers of a protocol send back unseen."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.timezone import localtime, make_aware
from django.utils.translation import gettext_lazy as _

from recruitment.committee.models import MAX_FINDINGS_LENGTH, MAX_PLACE_LENGTH, Meeting
from recruitment.committee.queries import Composition
from recruitment.committee.services.meetings import Appointment
from recruitment.verification.forms.reasons import ReasonField
from ui.fields import ThreePartDateField
from ui.messages import TOO_LONG


class SeenRevisionForm(forms.Form):
    """The revision of the meeting that the page showed; a page without it has seen nothing."""

    seen_revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_seen_revision(self) -> int:
        return self.cleaned_data["seen_revision"] or 0


class SeenProtocolForm(forms.Form):
    """The hash of the protocol that the page showed."""

    seen_sha256 = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class MeetingForm(SeenRevisionForm):
    """When and where a meeting is held."""

    held_on = ThreePartDateField(
        label=_("Dzień posiedzenia"), error_messages={"required": _("Wpisz dzień posiedzenia.")}
    )
    held_time = forms.TimeField(
        label=_("Godzina posiedzenia"),
        input_formats=["%H:%M", "%H.%M"],
        help_text=_("Na przykład 16:00."),
        widget=forms.TimeInput(
            {"class": "govuk-input--width-5", "autocomplete": "off"}, format="%H:%M"
        ),
        error_messages={
            "required": _("Wpisz godzinę posiedzenia."),
            "invalid": _("Wpisz godzinę jak w przykładzie: 16:00."),
        },
    )
    place = forms.CharField(
        label=_("Miejsce"),
        help_text=_("Na przykład: sala nr 4."),
        max_length=MAX_PLACE_LENGTH,
        error_messages={"required": _("Wpisz miejsce posiedzenia."), "max_length": TOO_LONG},
    )

    def __init__(self, *args: Any, meeting: Meeting | None = None, **kwargs: Any) -> None:
        if meeting is not None:
            held_at = localtime(meeting.held_at)
            kwargs["initial"] = {
                "held_on": held_at.date(),
                "held_time": held_at.time(),
                "place": meeting.place,
                "seen_revision": meeting.revision,
            }
        super().__init__(*args, **kwargs)

    @property
    def appointment(self) -> Appointment:
        """When and where, of a valid form."""
        day, hour = self.cleaned_data["held_on"], self.cleaned_data["held_time"]
        return Appointment(make_aware(datetime.combine(day, hour)), self.cleaned_data["place"])


class AttendanceForm(SeenRevisionForm):
    """Who was there: those who may sit in the committee."""

    present = forms.MultipleChoiceField(
        label=_("Kto był na posiedzeniu?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("Skład komisji się zmienił. Sprawdź listę i zaznacz jeszcze raz.")
        },
    )

    def __init__(
        self, *args: Any, meeting: Meeting, composition: Composition, **kwargs: Any
    ) -> None:
        kwargs["initial"] = {
            "present": [str(member.person.pk) for member in composition.present],
            "seen_revision": meeting.revision,
        }
        super().__init__(*args, **kwargs)
        self.fields["present"].choices = [  # type: ignore[attr-defined]  # a MultipleChoiceField
            (str(member.person.pk), member.name)
            for member in composition.members
            if member.bar is None
        ]

    @property
    def keys(self) -> list[int]:
        """The keys of the accounts, of a valid form."""
        return [int(key) for key in self.cleaned_data["present"]]


class FindingsForm(SeenRevisionForm):
    """What the committee found, in the chair's words."""

    findings = forms.CharField(
        label=_("Inne ustalenia komisji"),
        help_text=_("Czynności przy wnioskach są już w protokole. Nie wpisuj imion dzieci."),
        required=False,
        max_length=MAX_FINDINGS_LENGTH,
        widget=forms.Textarea({"rows": 10}),
        error_messages={"max_length": TOO_LONG},
    )

    def clean_findings(self) -> str:
        return str(self.cleaned_data["findings"]).replace("\r\n", "\n")


class WithdrawForm(SeenProtocolForm):
    """Why a presented protocol goes back to a draft."""

    reason = ReasonField(
        label=_("Dlaczego protokół wraca do projektu?"),
        help_text=_("Powód zostanie w aktach razem z poprzednią wersją."),
        rows=3,
        error_messages={"required": _("Napisz, dlaczego protokół wraca do projektu.")},
    )
