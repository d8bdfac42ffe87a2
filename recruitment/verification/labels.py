"""How a claim, and what the committee says of it, is named at the desk and in the history."""

from django.conf import settings
from django.utils import translation
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from recruitment.applications.models import Claim, Verdict
from recruitment.verification.validators import MAX_DETAIL_LENGTH


def claim_name(claim: Claim) -> str:
    """The criterion, and the institution for which it is claimed; needs both loaded."""
    name = capfirst(claim.criterion.shown_name)
    return f"{name} – {claim.institution.short_name}" if claim.institution else name


def verdict_change(claim: Claim, verdict: Verdict) -> str:
    """The claim, its verdict and the new one, for the history: in the language of the office."""
    before = Verdict(claim.verdict)
    with translation.override(settings.LANGUAGE_CODE):
        change = (
            f"{before.label} → {verdict.label}"
            if before != verdict
            else _("%(verdict)s, inny powód") % {"verdict": verdict.label}
        )
    name = Truncator(claim_name(claim)).chars(MAX_DETAIL_LENGTH - len(change) - len(": "))
    return f"{name}: {change}"
