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
    """What is on paper came while its stage was open; it may be typed in later."""
    if received_at > now:
        raise ValidationError(
            _("Data przyjęcia nie może być w przyszłości. Popraw dzień lub godzinę."),
            code="received_in_future",
        )
    if received_at < opens_at:
        raise ValidationError(
            _("Wtedy termin jeszcze się nie zaczął. Popraw dzień lub godzinę przyjęcia."),
            code="received_too_early",
        )
    if received_at >= closes_at:
        raise ValidationError(
            _("Wtedy termin już się skończył. Popraw dzień lub godzinę przyjęcia."),
            code="received_too_late",
        )


def validate_late_reason(
    late_because: str, note: str, *, closes_at: datetime, now: datetime
) -> None:
    """Whoever types in after the closing says why that is right: a reason of the list, and words.

    Raises ValidationError that names `late_because` or `note`, or both.
    """
    if now < closes_at:
        return
    missing = {}
    if not late_because:
        missing["late_because"] = ValidationError(
            _("Termin już minął. Wybierz, dlaczego wprowadzasz to teraz."), code="late_without_code"
        )
    if not note.strip():
        missing["note"] = ValidationError(
            _("Termin już minął. Napisz, co się stało."), code="late_without_note"
        )
    if missing:
        raise ValidationError(missing)
