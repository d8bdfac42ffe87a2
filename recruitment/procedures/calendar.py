"""When pages open and close: the public calendar and the gates read the same stage rows."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime

from recruitment.procedures.models import Procedure, Stage, StageCode


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """One line of the public calendar; `state` is `past`, `current` or `future`."""

    stage: Stage
    state: str


def stage_of(procedure: Procedure, code: StageCode) -> Stage | None:
    """The dated stage of this kind, or None when the office has not entered it."""
    return procedure.stages.filter(code=code).first()


def is_open(procedure: Procedure, code: StageCode, now: datetime) -> bool:
    """Is this stage open at `now`, by the server's clock? A stage without dates is closed."""
    stage = stage_of(procedure, code)
    return stage is not None and stage.is_open(now)


def calendar_rows(procedure: Procedure, now: datetime) -> list[CalendarRow]:
    """The stages in order of time, each told as past, current or future."""
    rows = []
    for stage in procedure.stages.all():
        state = "current" if stage.is_open(now) else "past" if stage.is_over(now) else "future"
        rows.append(CalendarRow(stage=stage, state=state))
    return rows


@dataclass(frozen=True, slots=True)
class Situation:
    """Where the procedure stands: the stage that is open, and the one that comes next."""

    current: Stage | None
    upcoming: Stage | None

    @classmethod
    def of(cls, rows: list[CalendarRow]) -> "Situation":
        """The situation that the calendar tells; of stages open at once the later one leads."""
        current = [row.stage for row in rows if row.state == "current"]
        future = [row.stage for row in rows if row.state == "future"]
        return cls(current=current[-1] if current else None, upcoming=future[0] if future else None)


def days_left(until: datetime, now: datetime) -> int:
    """How many midnights lie between now and then; 0 means today, below 0 means over."""
    return (localtime(until).date() - localtime(now).date()).days
