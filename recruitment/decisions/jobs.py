"""The background job that sends letters; repeated or lost, it does no harm."""

from django.utils import timezone
from django_tasks import task

from recruitment.decisions.notices import send_notices
from recruitment.procedures.models import Procedure


@task()
def send_result_notices(procedure_id: int) -> None:
    """Send the letters of an announcement that have not gone out yet."""
    procedure = Procedure.objects.filter(pk=procedure_id).first()
    if procedure is not None:
        send_notices(procedure, clock=timezone.now)
