"""The dated stages of the demo, moved so that today lies in the stage one wants to see."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.timezone import get_default_timezone

from config.demo import facts
from recruitment.procedures.models import Procedure, Stage, StageCode

_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """From one instant to another, by the clock on the wall of the city."""

    starts_at: datetime
    ends_at: datetime

    def holds(self, instant: datetime) -> bool:
        """Does the instant belong to the period? Its first one does, its last does not."""
        return self.starts_at <= instant < self.ends_at

    def moved(self, by: timedelta) -> "Period":
        """The same hours on other days."""
        return Period(self.starts_at + by, self.ends_at + by)


def model_timetable() -> dict[StageCode, Period]:
    """The round of 2026 that the demo imitates; only the stage with a source is known."""
    return {
        StageCode(row["stage"]): Period(_local(row["starts_at"]), _local(row["ends_at"]))
        for row in facts.rows("timetable")
    }


def shift_into(period: Period, now: datetime) -> timedelta:
    """How far to move `period` so that it holds `now`, as near its middle as possible.

    Whole weeks when they will do, so that a Monday stays a Monday; else whole days. A period must
    last a day at least.
    """
    middle = period.starts_at + (period.ends_at - period.starts_at) / 2
    for step in (_WEEK, _DAY):
        nearest = round((now - middle) / step)
        candidates = [step * number for number in (nearest, nearest - 1, nearest + 1)]
        for shift in candidates:
            if period.moved(shift).holds(now):
                return shift
    raise ValueError("the period is shorter than a day")


def build_stages(procedure: Procedure, current: StageCode, now: datetime) -> dict[StageCode, Stage]:
    """The procedure's stages, `current` being the one that holds `now`.

    A moved date is nobody's decision, so every stage says that its dates are generated.
    """
    timetable = model_timetable()
    shift = shift_into(timetable[current], now)
    moved = {code: period.moved(shift) for code, period in timetable.items()}
    stages = Stage.objects.bulk_create(
        Stage(
            procedure=procedure,
            code=code,
            starts_at=period.starts_at,
            ends_at=period.ends_at,
            is_generated=True,
        )
        for code, period in moved.items()
    )
    return {StageCode(stage.code): stage for stage in stages}


def _local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=get_default_timezone())
