"""The committee's verdicts on the claims of a case."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recruitment.applications.models import Application, Claim, Verdict
from recruitment.verification.forms.reasons import ReasonField
from recruitment.verification.labels import claim_name
from recruitment.verification.services.decisions import ClaimDecision
from recruitment.verification.validators import validate_verdict


class VerdictForm(forms.Form):
    """The committee's verdict on one claim.

    With `accept_undecided` a claim that nobody has decided, and on which nothing is typed, counts
    as accepted: what the button "Uznaj pozostałe" means.
    """

    verdict = forms.ChoiceField(
        choices=[choice for choice in Verdict.choices if choice[0] != Verdict.PENDING],
        required=False,
        widget=forms.RadioSelect({"class": "govuk-radios--inline govuk-radios--small"}),
        error_messages={"invalid_choice": _("Wybierz ocenę z listy.")},
    )
    reason = ReasonField(rows=2, required=False)

    def __init__(self, data: Any = None, *, claim: Claim, accept_undecided: bool = False) -> None:
        self.claim = claim
        self.accept_undecided = accept_undecided
        super().__init__(
            data,
            prefix=f"claim-{claim.pk}",
            initial={"verdict": claim.verdict, "reason": claim.reason},
        )
        self.fields["verdict"].label = claim_name(claim)
        self.fields["verdict"].help_text = _hint_of(claim)
        self.fields["reason"].label = format_html(
            '{}<span class="govuk-visually-hidden">: {}</span>',
            gettext("Powód, gdy nie uznano albo trzeba uzupełnić"),
            claim_name(claim),
        )

    def clean(self) -> dict[str, Any]:
        if self.errors:
            return self.cleaned_data
        verdict, reason = self.cleaned_data["verdict"], self.cleaned_data["reason"]
        if reason and not verdict:
            self.add_error("verdict", gettext("Zaznacz ocenę, do której napisano powód."))
        try:
            validate_verdict(verdict, reason)
        except ValidationError as error:
            self.add_error("reason", error)
        return self.cleaned_data

    def decision(self) -> ClaimDecision | None:
        """What was decided here, or None when nothing was."""
        verdict = self.cleaned_data["verdict"]
        if not verdict and self.accept_undecided:
            verdict = Verdict.ACCEPTED
        if not verdict:
            return None
        return ClaimDecision(self.claim.pk, Verdict(verdict), self.cleaned_data["reason"])


def verdict_forms(
    application: Application, data: Any = None, *, accept_undecided: bool = False
) -> list[VerdictForm]:
    """A form for each claim of the application."""
    return [
        VerdictForm(data, claim=claim, accept_undecided=accept_undecided)
        for claim in application.claims.all()
    ]


def _hint_of(claim: Claim) -> SafeString:
    """What the claim gives, and what proves it."""
    points = gettext("Punkty: %(points)s.") % {"points": claim.criterion.shown_points}
    evidence = claim.criterion.evidence
    proof = gettext("Potwierdza: %(evidence)s") % {"evidence": evidence} if evidence else ""
    return format_html("{} {}", points if claim.criterion.points else "", proof)
