"""Taking the demo city away, so that it can be built anew."""

from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from allocation.models import AllocationRun, TieDecision
from config.demo.accounts import DOMAIN
from config.demo.institutions import is_code_of_demo
from recruitment.applications.models import (
    Application,
    Candidate,
    Choice,
    Claim,
    Guardian,
    Submission,
)
from recruitment.committee.models import (
    Attendance,
    CompositionChange,
    Confirmation,
    Meeting,
    Protocol,
)
from recruitment.decisions.models import Decision, ResultNotice
from recruitment.procedures.models import Continuation, Procedure
from schools.models import Group, Institution


class RealDataError(Exception):
    """The database holds what no demo has put there: nothing may be deleted, nor mixed with it.

    Its text names, in Polish, what was found.
    """


def clear_demo_city() -> None:
    """Delete everything that a demo holds; the accounts of its visitors stay.

    Raises RealDataError unless the database is empty or a demo city alone.
    """
    _check_nothing_is_real()
    for rows in _from_the_leaves():
        rows.delete()


def _check_nothing_is_real() -> None:
    """A database without a demo must be empty; beside a demo there may only be its visitors."""
    if Procedure.objects.filter(is_demo=False).exists():
        raise RealDataError("nabór, który nie jest pokazem")
    demo_years = Procedure.objects.filter(is_demo=True).values_list("school_year", flat=True)
    if not demo_years:
        if Institution.objects.exists():
            raise RealDataError("placówki")
        if User.objects.exists():
            raise RealDataError("konta")
        return
    codes = Institution.objects.values_list("code", flat=True)
    if not all(is_code_of_demo(code) for code in codes):
        raise RealDataError("placówki spoza pokazu")
    if Group.objects.exclude(school_year__in=demo_years).exists():
        raise RealDataError("grupy spoza pokazu")
    if User.objects.exclude(_OF_DEMO).filter(_HAS_POWERS).exists():
        raise RealDataError("konta pracowników spoza pokazu")


_OF_DEMO = Q(email__endswith=f"@{DOMAIN}")
_HAS_POWERS = (
    Q(role_grants__isnull=False)
    | Q(memberships__isnull=False)
    | Q(is_staff=True)
    | Q(is_superuser=True)
)


def _from_the_leaves() -> "list[QuerySet[Any]]":
    """What to delete, in an order in which nothing deleted is still pointed at.

    Only rows of the demo are named, whatever has been checked before. What tells of an application or
    of a procedure goes with it: nobody can delete from a history.
    """
    procedures = Procedure.objects.filter(is_demo=True)
    applications = Application.objects.filter(procedure__in=procedures)
    institutions = Institution.objects.filter(
        pk__in=[
            pk
            for pk, code in Institution.objects.values_list("pk", "code")
            if is_code_of_demo(code)
        ]
    )
    meetings = Meeting.objects.filter(procedure__in=procedures)
    return [
        Confirmation.objects.filter(protocol__meeting__in=meetings),
        Protocol.objects.filter(meeting__in=meetings),
        Attendance.objects.filter(meeting__in=meetings),
        meetings,
        CompositionChange.objects.filter(institution__in=institutions),
        TieDecision.objects.filter(procedure__in=procedures),
        AllocationRun.objects.filter(procedure__in=procedures),
        Decision.objects.filter(application__in=applications),
        ResultNotice.objects.filter(procedure__in=procedures),
        *(
            model.objects.filter(application__in=applications)
            for model in (Claim, Choice, Candidate, Guardian, Submission)
        ),
        applications,
        Continuation.objects.filter(procedure__in=procedures),
        Group.objects.filter(institution__in=institutions),
        procedures,
        institutions,
        User.objects.filter(_OF_DEMO),
    ]
