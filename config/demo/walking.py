"""Walking through the demo: putting today into another stage."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localtime

from accounts.models import User
from config.demo.accounts import OFFICE
from config.demo.results import has_results
from config.demo.timetable import Period, model_timetable, shift_into
from recruitment.procedures.calendar import stage_of
from recruitment.procedures.models import Procedure, Stage, StageCode
from recruitment.procedures.services import shift_timetable

DAYS_IN_WEEK = 7
REASON = "Pokaz: dziś ma wypadać w innym etapie."


class NoDemoError(Exception):
    """There is no demo procedure with dated stages."""


class AnnouncedError(Exception):
    """The results are announced: no earlier stage can come again."""


@transaction.atomic
def walk_to_stage(code: StageCode, *, now: datetime) -> Stage:
    """Move the demo's whole timetable so that `now` lies in this stage. Raises NoDemoError,
    or AnnouncedError for a stage before the lists of a city whose results are out.

    What families have already done keeps its time, so it may seem to lie outside its stage.
    """
    procedure = Procedure.objects.filter(is_demo=True).newest_first().first()
    office_worker = User.objects.filter(email=OFFICE.email).first()
    stage = stage_of(procedure, code) if procedure else None
    if procedure is None or office_worker is None or stage is None:
        raise NoDemoError
    if procedure.is_published and not has_results(code):
        raise AnnouncedError
    shift_timetable(
        procedure=procedure,
        by=_shift_to(stage, now),
        reason=REASON,
        actor=office_worker,
        now=now,
    )
    stage.refresh_from_db()
    return stage


def _shift_to(stage: Stage, now: datetime) -> timedelta:
    """How far to move the stage; weekdays that an earlier walk has shifted come back first."""
    period = Period(localtime(stage.starts_at), localtime(stage.ends_at))
    model = model_timetable()[StageCode(stage.code)]
    drift = timedelta(days=(period.starts_at.date() - model.starts_at.date()).days % DAYS_IN_WEEK)
    return shift_into(period.moved(-drift), now) - drift
