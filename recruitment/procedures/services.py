"""What the office does to a procedure."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localtime

from accounts.models import User
from recruitment.procedures.models import Procedure, Stage, StageChange
from recruitment.procedures.queries import neighbours_of
from recruitment.procedures.validators import validate_stage_dates, validate_stage_may_move


@transaction.atomic
def move_stage(
    *,
    stage: Stage,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    actor: User,
    now: datetime,
) -> StageChange:
    """Set new dates for a stage and keep on record who moved it, from what to what, and why.

    The dates come from the mayor's order (art. 154), so a change is privileged and never silent.
    The whole timetable is locked meanwhile. Raises ValidationError that names `starts_at` or
    `ends_at`.
    """
    timetable = {row.pk: row for row in _locked_timetable(stage)}
    stage = timetable[stage.pk]
    validate_stage_may_move(stage)
    previous, following = neighbours_of(stage)
    validate_stage_dates(starts_at, ends_at, previous=previous, following=following)
    return _set_dates(stage, starts_at, ends_at, reason=reason, actor=actor, now=now)


def _locked_timetable(stage: Stage) -> "QuerySet[Stage]":
    """The stages of the same procedure, as they are now, kept from other changes."""
    return Stage.objects.select_for_update().filter(procedure=stage.procedure_id)


@transaction.atomic
def shift_timetable(
    *, procedure: Procedure, by: timedelta, reason: str, actor: User, now: datetime
) -> list[StageChange]:
    """Move every stage by as much, the hours on the clock staying the same; each is recorded."""
    return [
        _set_dates(
            stage,
            localtime(stage.starts_at) + by,
            localtime(stage.ends_at) + by,
            reason=reason,
            actor=actor,
            now=now,
        )
        for stage in procedure.stages.all()
    ]


def _set_dates(
    stage: Stage,
    starts_at: datetime,
    ends_at: datetime,
    *,
    reason: str,
    actor: User,
    now: datetime,
) -> StageChange:
    change = StageChange.objects.create(
        stage=stage,
        changed_at=now,
        changed_by=actor,
        old_starts_at=stage.starts_at,
        old_ends_at=stage.ends_at,
        new_starts_at=starts_at,
        new_ends_at=ends_at,
        reason=reason,
    )
    stage.starts_at = starts_at
    stage.ends_at = ends_at
    stage.save(update_fields=["starts_at", "ends_at"])
    return change


def set_published_run(*, procedure: Procedure, run_number: int, now: datetime) -> None:
    """Point every page at this run: from here on its results are the announced ones."""
    procedure.published_run_number = run_number
    procedure.published_at = now
    procedure.save(update_fields=["published_run_number", "published_at"])
