"""The rules of verdicts, and of what is typed in from paper, each written once."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from recruitment.applications.models import Verdict
from recruitment.applications.reasons import full_reason, newest_reason
from recruitment.applications.values import PaperReceipt
from recruitment.procedures.models import Stage
from ui.messages import TOO_LONG

MAX_REASON_LENGTH = 500  # Claim.reason, CaseEvent.reason, Application.filing_note
MAX_DETAIL_LENGTH = 200  # CaseEvent.detail


def validate_verdict(verdict: str, reason: str, reason_code: str = "") -> None:
    """Whoever does not accept a claim says why: the family reads it, and may contest it.

    The reason is one of the library, own words, or both; together they fit in their column.
    """
    if verdict not in {Verdict.REJECTED, Verdict.TO_COMPLETE}:
        return
    if reason_code and newest_reason(reason_code).verdict != verdict:
        raise ValidationError(
            _("Wybierz z listy powód, który pasuje do oceny."), code="reason_of_other_verdict"
        )
    length = len(full_reason(reason_code, reason))
    if length > MAX_REASON_LENGTH:
        raise ValidationError(
            TOO_LONG,
            code="max_length",
            params={"limit_value": MAX_REASON_LENGTH, "show_value": length},
        )
    if length:
        return
    if verdict == Verdict.REJECTED:
        raise ValidationError(
            _("Napisz, dlaczego kryterium nie jest uznane."), code="reason_rejected"
        )
    raise ValidationError(_("Napisz, co trzeba uzupełnić."), code="reason_to_complete")


@dataclass(frozen=True, slots=True)
class Days:
    """From the first of these days to the last, both included."""

    first: date
    last: date


def validate_completion_day(day: date, days: Days) -> None:
    """A family completes from today on, and while the committee still verifies."""
    if day < days.first:
        raise ValidationError(
            {"due_on": ValidationError(_("Ten dzień już minął. Podaj późniejszy."), code="past")}
        )
    if day > days.last:
        raise ValidationError(
            {
                "due_on": ValidationError(
                    _("Ostatni dzień weryfikacji to %(last)s. Podaj wcześniejszy termin."),
                    code="after_verification",
                    params={"last": date_format(days.last, "j E Y")},
                )
            }
        )


def validate_receipt(receipt: PaperReceipt, stage: Stage, now: datetime) -> None:
    """What is on paper came while the stage was open; typed in after it, it has a reason."""
    validate_received_at(
        receipt.received_at, opens_at=stage.starts_at, closes_at=stage.ends_at, now=now
    )
    validate_late_reason(receipt.late_because, receipt.note, closes_at=stage.ends_at, now=now)


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
