"""The announced results of a demo whose lists are already out."""

from datetime import datetime, timedelta

from django.utils.timezone import localtime

from accounts.models import User
from allocation.execution import execute
from allocation.models import AllocationRun, RunStatus
from allocation.queries import number_unverified
from allocation.services import CommitteeOrder, publish_run, record_tie_decision, start_run
from allocation.ties import OpenTie
from config.demo.accounts import OFFICE
from config.demo.chance import Chance
from recruitment.procedures.calendar import stage_of
from recruitment.procedures.models import STAGE_ORDER, Procedure, StageCode

REASON = "Kolejność przykładowa: wylosował ją program pokazowy, nie komisja."
REASON_DESPITE_UNVERIFIED = "Powód przykładowy: termin weryfikacji już minął."
_AFTER_OPENING = timedelta(hours=1)
_BETWEEN_RUNS = timedelta(minutes=10)


def has_results(stage: StageCode) -> bool:
    """Have results been announced by the time of this stage?"""
    return STAGE_ORDER.index(stage) > STAGE_ORDER.index(StageCode.ALLOCATION)


def announce_results(procedure: Procedure, *, chance: Chance) -> None:
    """Run the allocation as the office would, in the stages meant for it, until nothing is tied.

    Where the committee's word is wanted, a drawn order is put on record, which says that it is an
    example. Raises RuntimeError when a run fails.
    """
    allocation = stage_of(procedure, StageCode.ALLOCATION)
    lists = stage_of(procedure, StageCode.QUALIFIED_LISTS)
    if allocation is None or lists is None:
        raise ValueError("a demo has every stage")
    office_worker = User.objects.get(email=OFFICE.email)
    now = allocation.starts_at + _AFTER_OPENING
    run = _run(procedure, office_worker, now)
    while run.number_of_ties:
        for tie in map(OpenTie.from_json, run.open_ties):
            _decide(run, tie, office_worker, now, chance)
        now += _BETWEEN_RUNS
        run = _run(procedure, office_worker, now)
    publish_run(
        run=run,
        actor=office_worker,
        now=lists.starts_at,
        acknowledged=number_unverified(procedure),
        reason=REASON_DESPITE_UNVERIFIED,
    )


def _run(procedure: Procedure, actor: User, now: datetime) -> AllocationRun:
    run = start_run(
        procedure=procedure, actor=actor, now=now, acknowledged=number_unverified(procedure)
    )
    execute(run.pk, clock=lambda: now)
    run.refresh_from_db()
    if run.status != RunStatus.DONE:
        raise RuntimeError(f"{run}: {run.status} {run.failure}")
    return run


def _decide(run: AllocationRun, tie: OpenTie, actor: User, now: datetime, chance: Chance) -> None:
    order = CommitteeOrder(
        children=tuple(chance.sample(tie.children, len(tie.children))),
        reason=REASON,
        decided_on=localtime(now).date(),
    )
    record_tie_decision(run=run, tie=tie, order=order, actor=actor, now=now)
