"""Downloads of lists; what a person may download is decided by the apps that own the data."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from allocation.models import AllocationRun, RunStatus
from allocation.permissions import is_office_worker
from recruitment.applications.models import Opened
from recruitment.applications.services.openings import Reader, record_openings
from recruitment.procedures.models import Procedure
from recruitment.procedures.views.loading import existing_procedure
from reports.posted import posted_workbook
from reports.queries import run_report
from reports.rows import RunReport
from reports.workbook import summary_workbook
from schools.models import Institution

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Workbook:
    """A kind of file: how it is written, and what the history of a child calls it."""

    written: Callable[[RunReport], bytes]
    what: Opened


LISTS = Workbook(posted_workbook, Opened.POSTED_LIST)
SUMMARY = Workbook(summary_workbook, Opened.SUMMARY)


@require_safe
def office_lists(request: SignedInRequest, number: int) -> HttpResponse:
    """The lists to post of a finished run, of every institution; a draft says that it is one."""
    run = _run_for_office(request, number)
    return _file(request, run, LISTS, f"listy-do-wywieszenia-przydzial-{run.number}.xlsx")


@require_safe
def office_summary(request: SignedInRequest, number: int) -> HttpResponse:
    """Groups, points and limits of a finished run, for the office only."""
    run = _run_for_office(request, number)
    return _file(request, run, SUMMARY, f"zestawienie-przydzial-{run.number}.xlsx")


@require_safe
def institution_list(request: SignedInRequest) -> HttpResponse:
    """The announced list of the person's own institution, to be posted."""
    run, own = _own_announced(request)
    return _file(request, run, LISTS, f"lista-do-wywieszenia-{own.code}.xlsx", only=own)


@require_safe
def institution_summary(request: SignedInRequest) -> HttpResponse:
    """The same children with groups and points, for the director and the committee only."""
    run, own = _own_announced(request)
    return _file(request, run, SUMMARY, f"zestawienie-{own.code}.xlsx", only=own)


def _run_for_office(request: SignedInRequest, number: int) -> AllocationRun:
    """A finished run; for anybody but the office it does not exist."""
    if not is_office_worker(request.user, timezone.localdate()):
        raise Http404
    return get_object_or_404(_finished_runs(existing_procedure()), number=number)


def _own_announced(request: SignedInRequest) -> tuple[AllocationRun, Institution]:
    """The announced run and the person's own institution; before the announcement a 404.

    Who works in several institutions names one by `?placowka=<code>`.
    """
    institutions = Institution.objects.of_staff(request.user, timezone.localdate())
    code = request.GET.get("placowka")
    institution = next((own for own in institutions if code in {None, "", own.code}), None)
    procedure = existing_procedure()
    if institution is None or procedure.published_run_number is None:
        raise Http404
    run = get_object_or_404(_finished_runs(procedure), number=procedure.published_run_number)
    return run, institution


def _finished_runs(procedure: Procedure) -> "QuerySet[AllocationRun]":
    return AllocationRun.objects.filter(procedure=procedure, status=RunStatus.DONE).select_related(
        "procedure"
    )


def _file(
    request: SignedInRequest,
    run: AllocationRun,
    workbook: Workbook,
    name: str,
    *,
    only: Institution | None = None,
) -> HttpResponse:
    """The file, once the history of every child in it tells who took it.

    An official list is Polish, whatever language the person reads the pages in.
    """
    now = timezone.now()
    with translation.override(settings.LANGUAGE_CODE):
        report = run_report(run, actor=request.user, now=now, only=only)
        content = workbook.written(report)
    record_openings(
        sorted(report.children),
        reader=Reader.at(only, request.user, timezone.localdate())
        if only
        else Reader.of_office(request.user),
        what=workbook.what,
        now=now,
    )
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
