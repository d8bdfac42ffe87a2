"""The rules of a committee's verdict, each written once."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from recruitment.applications.models import Verdict

MAX_REASON_LENGTH = 500  # Claim.reason, CaseEvent.reason, Application.filing_note
MAX_DETAIL_LENGTH = 200  # CaseEvent.detail


def validate_verdict(verdict: str, reason: str) -> None:
    """Whoever does not accept a claim says why: the family reads it, and may contest it."""
    if verdict == Verdict.REJECTED and not reason.strip():
        raise ValidationError(
            _("Napisz, dlaczego kryterium nie jest uznane."), code="reason_rejected"
        )
    if verdict == Verdict.TO_COMPLETE and not reason.strip():
        raise ValidationError(_("Napisz, co trzeba uzupełnić."), code="reason_to_complete")


def validate_received_at(
    received_at: datetime, *, opens_at: datetime, closes_at: datetime, now: datetime
) -> None:
    """A paper application came while applications were taken; it may be typed in later."""
    if received_at > now:
        raise ValidationError(
            _("Wniosku nie można przyjąć z datą w przyszłości. Popraw dzień lub godzinę."),
            code="received_in_future",
        )
    if received_at < opens_at:
        raise ValidationError(
            _("Wtedy nie przyjmowano jeszcze wniosków. Popraw dzień lub godzinę."),
            code="received_too_early",
        )
    if received_at >= closes_at:
        raise ValidationError(
            _("Wtedy nie przyjmowano już wniosków. Popraw dzień lub godzinę przyjęcia."),
            code="received_too_late",
        )


def validate_late_note(note: str, *, closes_at: datetime, now: datetime) -> None:
    """Whoever enters an application after the closing says why that is right."""
    if now >= closes_at and not note.strip():
        raise ValidationError(
            _(
                "Czas na składanie wniosków już minął. "
                "Napisz, dlaczego wniosek jest wprowadzany teraz."
            ),
            code="late_without_note",
        )
