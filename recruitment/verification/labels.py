"""How a claim, and what the committee says of it, is named at the desk and in the history."""

from collections.abc import Callable

from django.conf import settings
from django.utils import translation
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from recruitment.applications.models import Claim
from recruitment.verification.validators import MAX_DETAIL_LENGTH


def claim_name(claim: Claim) -> str:
    """The criterion, and the institution for which it is claimed; needs both loaded."""
    name = capfirst(claim.criterion.shown_name)
    return f"{name} – {claim.institution.short_name}" if claim.institution else name


def in_office_language(words: Callable[[], str]) -> str:
    """What is kept is Polish, whatever language the person reads the pages in."""
    with translation.override(settings.LANGUAGE_CODE):
        return words()


def claim_with(claim: Claim, told: str) -> str:
    """The name of the claim, shortened where it must be, and what is told of it."""
    name = Truncator(claim_name(claim)).chars(MAX_DETAIL_LENGTH - len(told) - len(": "))
    return f"{name}: {told}"


def verdict_change(claim: Claim, before: str) -> str:
    """The claim, the verdict `before` (in words) and the one that it has now, for the history."""
    now = in_office_language(lambda: claim.verdict_in_words)
    if before != now:
        return claim_with(claim, f"{before} → {now}")
    return claim_with(
        claim, in_office_language(lambda: _("%(verdict)s, inny powód") % {"verdict": now})
    )
