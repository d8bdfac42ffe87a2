"""The committee's verdicts on the claims of a case."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recruitment.applications.answers_in_words import answer_in_words
from recruitment.applications.models import Application, Claim, Verdict
from recruitment.applications.reasons import offered_reasons, own_words
from recruitment.verification.forms.reasons import ReasonField
from recruitment.verification.labels import claim_name
from recruitment.verification.services.decisions import ClaimDecision
from recruitment.verification.validators import validate_verdict

# Accepted as well, upon a document that was given back without a copy.
SEEN_ONLY = "seen_only"

_ANSWERS = [
    (Verdict.ACCEPTED.value, _("uznano")),
    (SEEN_ONLY, _("uznano: dokument obejrzano, kopii nie zachowano")),
    (Verdict.REJECTED.value, _("nie uznano")),
    (Verdict.TO_COMPLETE.value, _("do uzupełnienia")),
]


class VerdictForm(forms.Form):
    """The committee's verdict on one claim.

    With `must_settle` the application is to be verified at once: the claim needs a final verdict.
    """

    verdict = forms.ChoiceField(
        choices=_ANSWERS,
        required=False,
        widget=forms.RadioSelect({"class": "govuk-radios--inline govuk-radios--small"}),
        error_messages={"invalid_choice": _("Wybierz ocenę z listy.")},
    )
    reason_code = forms.ChoiceField(
        required=False, error_messages={"invalid_choice": _("Wybierz powód z listy.")}
    )
    reason = ReasonField(rows=2, required=False)

    def __init__(self, data: Any = None, *, claim: Claim, must_settle: bool = False) -> None:
        self.claim = claim
        self.must_settle = must_settle
        super().__init__(data, prefix=f"claim-{claim.pk}", initial=_initial_of(claim))
        self.fields["verdict"].label = claim_name(claim)
        self.fields["verdict"].help_text = _hint_of(claim)
        reason_code = cast(forms.ChoiceField, self.fields["reason_code"])
        reason_code.choices = _grouped_reasons()
        reason_code.label = _of_claim(gettext("Powód z listy"), claim)
        self.fields["reason"].label = _of_claim(gettext("Powód własnymi słowami"), claim)

    def clean(self) -> dict[str, Any]:
        if self.errors:
            return self.cleaned_data
        answer, reason = self.cleaned_data["verdict"], self.cleaned_data["reason"]
        reason_code = self.cleaned_data["reason_code"]
        if not answer and (reason or reason_code):
            self.add_error("verdict", gettext("Zaznacz ocenę, do której napisano powód."))
        elif not answer and self.must_settle:
            self.add_error("verdict", gettext("Oceń to kryterium."))
        elif answer == Verdict.TO_COMPLETE and self.must_settle:
            self.add_error(
                "verdict",
                gettext(
                    "To kryterium czeka na uzupełnienie. Wniosku nie można jeszcze zatwierdzić."
                ),
            )
        try:
            validate_verdict(answer, reason, reason_code)
        except ValidationError as error:
            is_about_list = error.code == "reason_of_other_verdict"
            self.add_error("reason_code" if is_about_list else "reason", error)
        return self.cleaned_data

    def decision(self) -> ClaimDecision | None:
        """What was decided here, or None when nothing was."""
        answer = self.cleaned_data["verdict"]
        if not answer:
            return None
        is_seen_only = answer == SEEN_ONLY
        return ClaimDecision(
            self.claim.pk,
            Verdict.ACCEPTED if is_seen_only else Verdict(answer),
            self.cleaned_data["reason"],
            self.cleaned_data["reason_code"],
            is_seen_only,
        )


def verdict_forms(
    application: Application, data: Any = None, *, must_settle: bool = False
) -> list[VerdictForm]:
    """A form for each claim of the application."""
    return [
        VerdictForm(data, claim=claim, must_settle=must_settle)
        for claim in application.claims.all()
    ]


def _initial_of(claim: Claim) -> dict[str, Any]:
    return {
        "verdict": SEEN_ONLY if claim.is_seen_only else claim.verdict,
        "reason_code": claim.reason_code,
        "reason": own_words(claim),
    }


def _grouped_reasons() -> list[tuple[Any, Any]]:
    """The library under the verdicts to which its reasons belong."""
    groups: dict[str, list[tuple[str, Any]]] = {}
    for reason in offered_reasons():
        groups.setdefault(str(reason.verdict.label), []).append((reason.code, reason.text))
    return [("", gettext("bez powodu z listy")), *groups.items()]


def _of_claim(label: str, claim: Claim) -> SafeString:
    return format_html(
        '{}<span class="govuk-visually-hidden">: {}</span>', label, claim_name(claim)
    )


def _hint_of(claim: Claim) -> SafeString:
    """What the family answered beside yes, what the claim gives, and what proves it."""
    answer = answer_in_words(claim.criterion, claim.answer)
    told = gettext("Odpowiedź rodziny: %(answer)s.") % {"answer": answer} if answer else ""
    given = claim.criterion.shown_points
    points = gettext("Punkty: %(points)s.") % {"points": given} if given else ""
    evidence = claim.criterion.evidence
    proof = gettext("Potwierdza: %(evidence)s") % {"evidence": evidence} if evidence else ""
    shown = [told, points, proof]
    return format_html("{}", " ".join(part for part in shown if part))
