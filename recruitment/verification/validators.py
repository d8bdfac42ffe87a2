"""The rules of a committee's verdict, each written once."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from recruitment.applications.models import Verdict

MAX_REASON_LENGTH = 500  # Claim.reason
MAX_NOTE_LENGTH = 200  # CaseEvent.detail


def validate_verdict(verdict: str, reason: str) -> None:
    """Whoever does not accept a claim says why: the family reads it, and may contest it."""
    if verdict == Verdict.REJECTED and not reason.strip():
        raise ValidationError(
            _("Napisz, dlaczego kryterium nie jest uznane."), code="reason_rejected"
        )
    if verdict == Verdict.TO_COMPLETE and not reason.strip():
        raise ValidationError(_("Napisz, co trzeba uzupełnić."), code="reason_to_complete")
