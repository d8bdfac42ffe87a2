"""Small rounds of admission for tests of the allocation."""

from collections.abc import Sequence
from datetime import date, datetime

from allocation.models import AllocationRun, RunStatus, TieDecision
from recruitment.applications.models import Application
from recruitment.procedures.models import Procedure
from schools.models import Group
from tests.factories import NOW, make_office_worker


def make_run(procedure: Procedure, *, now: datetime = NOW, **fields: object) -> AllocationRun:
    """A row of the ledger, as if a worker had failed at it, unless told otherwise."""
    defaults = {
        "number": procedure.runs.count() + 1,
        "status": RunStatus.FAILED,
        "created_at": now,
        "created_by": make_office_worker(),
    }
    return AllocationRun.objects.create(procedure=procedure, **{**defaults, **fields})


def order_equals(
    procedure: Procedure,
    group: Group,
    points: tuple[int, int, int],
    applications: Sequence[Application],
    now: datetime = NOW,
) -> TieDecision:
    """The committee's order of equal children, recorded without asking the service."""
    return TieDecision.objects.create(
        procedure=procedure,
        group=group,
        asked_by_run=make_run(procedure),
        points=list(points),
        order=[application.public_id for application in applications],
        reason="Komisja zważyła sytuację dzieci.",
        decided_on=date(2027, 3, 31),
        recorded_at=now,
        recorded_by=make_office_worker(),
    )
