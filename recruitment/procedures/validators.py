"""The rules of the timetable: plain values in, ValidationError with the field's name out."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from recruitment.procedures.models import STAGE_ORDER, Stage, StageCode
from ui.dates import day_and_hour


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
                % {"stage": previous, "date": day_and_hour(previous.ends_at)}
            }
        )
    if following is not None and ends_at > following.starts_at:
        raise ValidationError(
            {
                "ends_at": _(
                    "Następny etap „%(stage)s” zaczyna się: %(date)s. Najpierw przesuń jego początek."
                )
                % {"stage": following, "date": day_and_hour(following.starts_at)}
            }
        )


def validate_stage_may_move(stage: Stage) -> None:
    """What led to the announced results is over for good: those stages keep their dates."""
    led_to_results = STAGE_ORDER[: STAGE_ORDER.index(StageCode.ALLOCATION) + 1]
    if stage.procedure.is_published and stage.code in led_to_results:
        raise ValidationError(
            {"starts_at": _("Wyniki są już ogłoszone, więc tego terminu nie można zmienić.")}
        )
