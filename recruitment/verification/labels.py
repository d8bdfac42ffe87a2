"""How a claim is named at the desk."""

from django.utils.text import capfirst

from recruitment.applications.models import Claim


def claim_name(claim: Claim) -> str:
    """The criterion, and the institution for which it is claimed; needs both loaded."""
    name = capfirst(claim.criterion.name)
    return f"{name} – {claim.institution.short_name}" if claim.institution else name
