"""Steps with a whole case: what the person saw, and why the step is taken."""

from django import forms
from django.utils.translation import gettext_lazy as _

from recruitment.verification.validators import MAX_NOTE_LENGTH


class SeenForm(forms.Form):
    """The last event of the case that the page showed; a page without it has seen nothing."""

    seen_event = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_seen_event(self) -> int:
        return self.cleaned_data["seen_event"] or 0


class RejectForm(SeenForm):
    reason = forms.CharField(
        label=_("Powód odrzucenia"),
        help_text=_("Powód przeczyta rodzina. Nie wpisuj danych osobowych."),
        max_length=MAX_NOTE_LENGTH,
        widget=forms.Textarea({"rows": 3}),
        error_messages={
            "required": _("Napisz, dlaczego wniosek jest odrzucony."),
            "max_length": _("Skróć powód do %(limit_value)d znaków. Teraz ma ich %(show_value)d."),
        },
    )


class UnlockForm(SeenForm):
    reason = forms.CharField(
        label=_("Powód cofnięcia do weryfikacji"),
        help_text=_("Powód zostanie w historii wniosku. Nie wpisuj danych osobowych."),
        max_length=MAX_NOTE_LENGTH,
        widget=forms.Textarea({"rows": 3}),
        error_messages={
            "required": _("Napisz, dlaczego wniosek wraca do weryfikacji."),
            "max_length": _("Skróć powód do %(limit_value)d znaków. Teraz ma ich %(show_value)d."),
        },
    )
