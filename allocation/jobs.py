"""The background job of a run; it only pokes the ledger, so a lost or repeated poke is harmless."""

from django.utils import timezone
from django_tasks import task

from allocation.execution import execute


@task()
def execute_run(run_id: int) -> None:
    """Carry out a queued run; does nothing when the run is not queued any more."""
    execute(run_id, clock=timezone.now)
