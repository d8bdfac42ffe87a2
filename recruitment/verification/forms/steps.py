"""Steps with a whole case: what the person saw, and why the step is taken."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from recruitment.verification.forms.reasons import ReasonField
from ui.fields import ThreePartDateField


def _reason(**words: Any) -> ReasonField:
    """A reason in the words of its step: `label`, `help_text`, `missing`."""
    missing = words.pop("missing")
    return ReasonField(rows=3, error_messages={"required": missing}, **words)


class SeenForm(forms.Form):
    """The last event of the case that the page showed; a page without it has seen nothing."""

    seen_event = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_seen_event(self) -> int:
        return self.cleaned_data["seen_event"] or 0


class CompletionForm(SeenForm):
    """Until when the family completes what the committee has named."""

    due_on = ThreePartDateField(
        label=_("Do kiedy rodzina ma uzupełnić wniosek?"),
        help_text=_("Na przykład 20 marca 2027. Termin zobaczy rodzina."),
    )


class HandBackForm(SeenForm):
    reason = _reason(
        label=_("Co rodzina ma poprawić?"),
        help_text=_("Przeczyta to rodzina. Na przykład: popraw kod pocztowy w adresie dziecka."),
        missing=_("Napisz, co rodzina ma poprawić."),
    )


class RejectForm(SeenForm):
    reason = _reason(
        label=_("Powód odrzucenia"),
        help_text=_("Powód przeczyta rodzina. Nie wpisuj danych osobowych."),
        missing=_("Napisz, dlaczego wniosek jest odrzucony."),
    )


class UnlockForm(SeenForm):
    reason = _reason(
        label=_("Powód cofnięcia do weryfikacji"),
        help_text=_("Powód zostanie w historii wniosku. Nie wpisuj danych osobowych."),
        missing=_("Napisz, dlaczego wniosek wraca do weryfikacji."),
    )


class WithdrawForm(SeenForm):
    reason = _reason(
        label=_("Jak rodzina zgłosiła rezygnację?"),
        help_text=_("Na przykład: pismo z 12 marca. Nie wpisuj danych osobowych."),
        missing=_("Napisz, jak rodzina zgłosiła rezygnację."),
    )
