"""The headteacher's acts."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from recruitment.committee.models import MAX_ACT_LENGTH
from recruitment.committee.services.composition import Act, Appointee
from schools.models import StaffRole
from ui.fields import ThreePartDateField
from ui.messages import TOO_LONG


def _text(label: Any, missing: Any, length: int, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=length,
        error_messages={"required": missing, "max_length": TOO_LONG},
        **options,
    )


class ActForm(forms.Form):
    """The act that stands behind a change, and its day."""

    effective_on = ThreePartDateField(
        label=_("Od którego dnia?"), error_messages={"required": _("Wpisz dzień.")}
    )
    act = _text(
        _("Podstawa"),
        _("Wpisz numer i datę zarządzenia."),
        MAX_ACT_LENGTH,
        help_text=_("Na przykład: zarządzenie nr 5/2027 z 1 marca 2027."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"effective_on": today}
        super().__init__(*args, **kwargs)

    @property
    def values(self) -> Act:
        """The act, of a valid form."""
        return Act(self.cleaned_data["act"], self.cleaned_data["effective_on"])


class EndForm(ActForm):
    """Taking somebody out of the committee."""

    effective_on = ThreePartDateField(
        label=_("Ostatni dzień w komisji"),
        error_messages={"required": _("Wpisz ostatni dzień w komisji.")},
    )


class AppointForm(ActForm):
    """Putting somebody into the committee."""

    email = forms.EmailField(
        label=_("Adres e-mail konta tej osoby"),
        widget=forms.EmailInput({"autocomplete": "off"}),
        error_messages={
            "required": _("Wpisz adres e-mail."),
            "invalid": _("Wpisz adres e-mail jak w przykładzie: imie@example.org."),
        },
    )
    first_name = _text(_("Imię"), _("Wpisz imię."), 150, help_text=_("Będzie w protokołach."))
    last_name = _text(_("Nazwisko"), _("Wpisz nazwisko."), 150)
    role = forms.ChoiceField(
        label=_("Rola w komisji"),
        choices=[
            (role.value, role.label)
            for role in (StaffRole.COMMITTEE_MEMBER, StaffRole.COMMITTEE_CHAIR)
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Wybierz rolę w komisji.")},
    )

    field_order = ["email", "first_name", "last_name", "role", "effective_on", "act"]

    @property
    def appointee(self) -> Appointee:
        """Who is appointed, of a valid form."""
        return Appointee(
            email=self.cleaned_data["email"],
            first_name=self.cleaned_data["first_name"],
            last_name=self.cleaned_data["last_name"],
            role=StaffRole(self.cleaned_data["role"]),
        )
