"""Small rounds of admission for tests of the allocation."""

from collections.abc import Sequence
from datetime import date, datetime

from allocation.execution import execute
from allocation.models import AllocationRun, RunStatus, TieDecision
from allocation.queries import number_unverified
from allocation.services import publish_run, start_run
from recruitment.applications.models import Application
from recruitment.applications.workflow import Status
from recruitment.procedures.models import Procedure
from schools.models import Group
from tests.factories import NOW, make_application, make_office_worker


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
        order=[application.number for application in applications],
        reason="Komisja zważyła sytuację dzieci.",
        decided_on=date(2027, 3, 31),
        recorded_at=now,
        recorded_by=make_office_worker(),
    )


def finished_run(procedure: Procedure, now: datetime = NOW) -> AllocationRun:
    """A run that the real engine has finished."""
    run = start_run(
        procedure=procedure,
        actor=make_office_worker(),
        now=now,
        acknowledged=number_unverified(procedure),
    )
    execute(run.pk, clock=lambda: now)
    return AllocationRun.objects.get(pk=run.pk)


def published_run(procedure: Procedure, now: datetime = NOW) -> AllocationRun:
    """A run whose result is announced."""
    run = finished_run(procedure, now)
    publish_run(
        run=run,
        actor=make_office_worker(),
        now=now,
        acknowledged=number_unverified(procedure),
        reason="Termin weryfikacji minął.",
    )
    procedure.refresh_from_db()
    return AllocationRun.objects.get(pk=run.pk)


def verified(
    procedure: Procedure, *groups: Group, surname: str = "Kowalska", **fields: object
) -> Application:
    """A verified application of a resident to these groups, in this order."""
    child = {"surname": surname, **fields.pop("child", {})}
    claims = fields.pop("claims", ("residence",))
    return make_application(
        procedure, status=Status.VERIFIED, groups=groups, claims=claims, child=child, **fields
    )
