"""Taking the demo city away, so that it can be built anew."""

from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from allocation.models import AllocationRun, TieDecision
from config.demo.accounts import DOMAIN
from recruitment.applications.models import (
    Application,
    Candidate,
    CaseEvent,
    Choice,
    Claim,
    Guardian,
    Submission,
)
from recruitment.decisions.models import Decision
from recruitment.procedures.models import Continuation, Procedure
from schools.models import Group, Institution


class RealDataError(Exception):
    """The database holds a procedure that is not a demo; nothing may be deleted or mixed with it."""


def clear_demo_city() -> None:
    """Delete everything that a demo holds. Raises RealDataError when there is a real procedure."""
    if Procedure.objects.filter(is_demo=False).exists():
        raise RealDataError
    for rows in _from_the_leaves():
        rows.delete()


def _from_the_leaves() -> "list[QuerySet[Any]]":
    """What to delete, in an order in which nothing deleted is still pointed at."""
    return [
        TieDecision.objects.all(),
        AllocationRun.objects.all(),
        Decision.objects.all(),
        *(
            model.objects.all()
            for model in (CaseEvent, Claim, Choice, Candidate, Guardian, Submission)
        ),
        Application.objects.all(),
        Continuation.objects.all(),
        Procedure.objects.all(),
        Group.objects.all(),
        Institution.objects.all(),
        User.objects.filter(email__endswith=f"@{DOMAIN}"),
    ]
