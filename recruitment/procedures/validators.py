"""The rules of the timetable: plain values in, ValidationError with the field's name out."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from recruitment.procedures.models import Stage


def validate_stage_dates(
    starts_at: datetime,
    ends_at: datetime,
    *,
    previous: Stage | None,
    following: Stage | None,
) -> None:
    """A stage ends after it starts, and stands between its neighbours without covering them."""
    if ends_at <= starts_at:
        raise ValidationError({"ends_at": _("Koniec etapu musi być późniejszy niż początek.")})
    if previous is not None and starts_at < previous.ends_at:
        raise ValidationError(
            {
                "starts_at": _(
                    "Wcześniejszy etap „%(stage)s” trwa do: %(date)s. Najpierw zmień jego koniec."
                )
                % {"stage": previous, "date": _spoken(previous.ends_at)}
            }
        )
    if following is not None and ends_at > following.starts_at:
        raise ValidationError(
            {
                "ends_at": _(
                    "Następny etap „%(stage)s” zaczyna się: %(date)s. Najpierw przesuń jego początek."
                )
                % {"stage": following, "date": _spoken(following.starts_at)}
            }
        )


def _spoken(instant: datetime) -> str:
    return date_format(localtime(instant), "j E Y, H:i")
