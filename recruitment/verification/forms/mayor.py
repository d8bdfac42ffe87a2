"""Asking the mayor about claims, and what came back."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from recruitment.applications.models import Claim, MayorAnswer
from recruitment.verification.forms.reasons import ReasonField
from recruitment.verification.forms.steps import SeenForm
from recruitment.verification.labels import claim_name


class AskMayorForm(SeenForm):
    """About which claims the mayor is asked; one question for each."""

    claims = forms.TypedMultipleChoiceField(
        label=_("O które kryteria chcesz zapytać?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Zaznacz co najmniej jedno kryterium."),
            "invalid_choice": _("Wybierz kryteria z listy."),
        },
    )

    def __init__(self, *args: Any, claims: list[Claim], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.TypedMultipleChoiceField, self.fields["claims"])
        field.choices = [(claim.pk, claim_name(claim)) for claim in claims]


class MayorAnswerForm(SeenForm):
    """The answer of the mayor, or that the question is taken back."""

    answer = forms.TypedChoiceField(
        coerce=MayorAnswer,
        label=_("Co odpowiedział prezydent miasta?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Zaznacz odpowiedź."),
            "invalid_choice": _("Wybierz odpowiedź z listy."),
        },
    )
    note = ReasonField(
        label=_("Uwagi"),
        help_text=_("Na przykład numer i data pisma. Nie wpisuj danych osobowych."),
        rows=3,
        required=False,
    )

    def __init__(self, *args: Any, may_withdraw: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["answer"])
        field.choices = [
            (MayorAnswer.CONFIRMED.value, _("potwierdził okoliczności z oświadczenia")),
            (MayorAnswer.NOT_CONFIRMED.value, _("nie potwierdził okoliczności z oświadczenia")),
            *(
                [(MayorAnswer.WITHDRAWN.value, _("nie odpowiedział, wycofuję zapytanie"))]
                if may_withdraw
                else []
            ),
        ]
