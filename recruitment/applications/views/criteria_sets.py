"""The office's pages of criteria: versions, reading a workbook, and putting a version in force."""

from http import HTTPStatus
from itertools import islice

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Role, User, has_role
from recruitment.applications.errors import NotAllowed
from recruitment.applications.forms.criteria_set import CriteriaFileForm
from recruitment.applications.models import Opened
from recruitment.applications.permissions import reason_against
from recruitment.applications.services.criteria_change import (
    activate,
    changes_of,
    check_can_activate,
)
from recruitment.applications.services.openings import Reader, record_openings
from recruitment.criteria.models import CriteriaSet
from recruitment.criteria.resolutions import names, shipped
from recruitment.criteria.services import add_version
from recruitment.criteria.spreadsheet.preview import preview_of
from recruitment.criteria.spreadsheet.sheets import Sheets, write_workbook
from recruitment.procedures.models import Procedure
from recruitment.procedures.views.loading import existing_procedure

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_SHOWN = 200


def criteria_sets(request: HttpRequest) -> HttpResponse:
    """All versions of the current procedure's criteria; a workbook is read as the next one."""
    user, procedure = _office(request)
    form = CriteriaFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        criteria_set = add_version(
            procedure=procedure, sheets=form.sheets, added_by=user, now=timezone.now()
        )
        messages.success(
            request,
            _("Wczytano wersję %(number)d. Jeszcze nie obowiązuje.")
            % {"number": criteria_set.version},
        )
        return redirect("criteria_set", criteria_set.version)
    context = {
        "procedure": procedure,
        "versions": CriteriaSet.objects.filter(procedure=procedure).order_by("-version"),
        "form": form,
        "reading": form.reading,
        "preview": preview_of(form.sheets, form.reading.mistakes) if form.reading else (),
        "shipped": names(),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "applications/criteria_sets.html", context, status=status)


@require_safe
def criteria_set(request: HttpRequest, version: int) -> HttpResponse:
    """One version: its criteria, and whose points it would change, which is a look at each."""
    user, procedure = _office(request)
    chosen = _version(procedure, version)
    changes = [] if chosen.is_active else list(islice(changes_of(chosen), MOST_SHOWN + 1))
    record_openings(
        sorted({change.application.pk for change in changes[:MOST_SHOWN]}),
        reader=Reader.of_office(user),
        what=Opened.CRITERIA,
        now=timezone.now(),
    )
    context = {
        "procedure": procedure,
        "criteria_set": chosen,
        "against_activating": reason_against(check_can_activate, chosen),
        "preview": preview_of(chosen.sheets, ()),
        "changes": changes[:MOST_SHOWN],
        "has_more_changes": len(changes) > MOST_SHOWN,
        "most_shown": MOST_SHOWN,
    }
    return render(request, "applications/criteria_set.html", context)


@require_POST
def criteria_set_activate(request: HttpRequest, version: int) -> HttpResponse:
    """Put a version in force."""
    user, procedure = _office(request)
    chosen = _version(procedure, version)
    try:
        changed = activate(criteria_set=chosen, actor=user, now=timezone.now())
    except NotAllowed as refusal:
        messages.warning(request, refusal.reason)
    else:
        messages.success(
            request,
            _(
                "Obowiązuje wersja %(number)d. Liczba wniosków, w których zmieniły się punkty: %(changed)d."
            )
            % {"number": chosen.version, "changed": changed},
        )
    return redirect("criteria_set", chosen.version)


@require_safe
def criteria_set_file(request: HttpRequest, version: int) -> HttpResponse:
    """The workbook of a version, to be read, changed and read in again."""
    _user, procedure = _office(request)
    chosen = _version(procedure, version)
    return _workbook(chosen.sheets, f"kryteria-{procedure.slug}-wersja-{chosen.version}.xlsx")


@require_safe
def shipped_criteria_file(request: HttpRequest, name: str) -> HttpResponse:
    """The workbook of a resolution that comes with the system, as an example to begin with."""
    _office(request)
    if name not in names():
        raise Http404
    return _workbook(shipped(name), f"kryteria-{name}.xlsx")


def _office(request: HttpRequest) -> tuple[User, Procedure]:
    user = request.user
    if not isinstance(user, User) or not has_role(user, Role.OFFICE, timezone.localdate()):
        raise Http404
    return user, existing_procedure()


def _version(procedure: Procedure, version: int) -> CriteriaSet:
    return get_object_or_404(CriteriaSet, procedure=procedure, version=version)


def _workbook(sheets: Sheets, name: str) -> HttpResponse:
    return HttpResponse(
        write_workbook(sheets),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
