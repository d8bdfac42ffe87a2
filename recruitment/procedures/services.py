"""What the office does to a procedure."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from recruitment.procedures.models import Procedure, Stage, StageChange


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
    """
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
    stage.full_clean(exclude=["procedure"])
    stage.save(update_fields=["starts_at", "ends_at"])
    return change


def set_published_run(*, procedure: Procedure, run_number: int, now: datetime) -> None:
    """Point every page at this run: from here on its results are the announced ones."""
    procedure.published_run_number = run_number
    procedure.published_at = now
    procedure.save(update_fields=["published_run_number", "published_at"])
