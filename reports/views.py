"""Downloads of lists; what a person may download is decided by the apps that own the data."""

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from allocation.models import AllocationRun, RunStatus
from allocation.permissions import is_office_worker
from recruitment.procedures.models import Procedure
from reports.queries import run_report
from reports.workbook import run_workbook
from schools.models import Institution, StaffMembership

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def office_workbook(request: SignedInRequest, number: int) -> HttpResponse:
    """All lists of a finished run, for the office; the state is written inside."""
    if not is_office_worker(request.user, timezone.localdate()):
        raise Http404
    run = _finished_runs(_current_procedure()).filter(number=number).first()
    if run is None:
        raise Http404
    return _workbook(request, run, f"listy-przydzial-{run.number}.xlsx")


@require_safe
def institution_workbook(request: SignedInRequest) -> HttpResponse:
    """The announced list of the person's own institution; before the announcement a 404.

    Who works in several institutions names one by `?placowka=<code>`.
    """
    memberships = StaffMembership.objects.current(timezone.localdate()).filter(user=request.user)
    institutions = Institution.objects.filter(memberships__in=memberships).distinct()
    code = request.GET.get("placowka")
    institution = next((own for own in institutions if code in {None, "", own.code}), None)
    procedure = _current_procedure()
    if institution is None or procedure.published_run_number is None:
        raise Http404
    run = get_object_or_404(_finished_runs(procedure), number=procedure.published_run_number)
    return _workbook(request, run, f"listy-{institution.code}.xlsx", only=institution)


def _current_procedure() -> Procedure:
    procedure = Procedure.objects.newest_first().first()
    if procedure is None:
        raise Http404
    return procedure


def _finished_runs(procedure: Procedure) -> "QuerySet[AllocationRun]":
    return AllocationRun.objects.filter(procedure=procedure, status=RunStatus.DONE).select_related(
        "procedure"
    )


def _workbook(
    request: SignedInRequest, run: AllocationRun, name: str, *, only: Institution | None = None
) -> HttpResponse:
    """An official list is Polish, whatever language the person reads the pages in."""
    with translation.override(settings.LANGUAGE_CODE):
        report = run_report(run, actor=request.user, now=timezone.now(), only=only)
        content = run_workbook(report)
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
