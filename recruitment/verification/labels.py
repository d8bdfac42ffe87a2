"""How a claim is named at the desk."""

from recruitment.applications.models import Claim


def claim_name(claim: Claim) -> str:
    """The criterion, and the institution for which it is claimed; needs both loaded."""
    if claim.institution is None:
        return claim.criterion.name
    return f"{claim.criterion.name} – {claim.institution.short_name}"
