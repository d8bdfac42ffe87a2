"""The office's afternoon: stages, what waits, runs, ties, the announcement. For others a 404."""

from collections.abc import Callable, Iterable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRefresh

from accounts.requests import SignedInRequest
from allocation import queries, services
from allocation.execution import STEPS
from allocation.forms import PublicationForm, TieOrderForm, UnverifiedForm
from allocation.models import AllocationRun, RunStatus
from allocation.outcomes import RunDocuments, score_of
from allocation.permissions import (
    check_can_decide_tie,
    check_can_decide_ties,
    check_can_publish,
    check_can_start_run,
    is_office_worker,
)
from allocation.tables import OFFICE_COLUMNS, RUN_COLUMNS, WaitingTable
from allocation.ties import OpenTie
from recruitment.applications.errors import NotAllowed
from recruitment.applications.models import Opened, OpenedList
from recruitment.applications.permissions import reason_against
from recruitment.applications.services.openings import (
    Reader,
    record_list_opening,
    record_openings,
)
from recruitment.applications.workflow import WAITING_FOR_COMMITTEE
from recruitment.decisions.queries import number_of_notices
from recruitment.procedures.calendar import calendar_rows, stage_of
from recruitment.procedures.models import StageCode
from recruitment.procedures.queries import current_procedure
from recruitment.procedures.views.loading import existing_procedure
from schools.models import Group

View = Callable[..., HttpResponse]


def office_only(view: View) -> View:
    """The page does not exist for anybody but the education office."""

    @wraps(view)
    def page(request: SignedInRequest, **arguments: Any) -> HttpResponse:
        if not is_office_worker(request.user, timezone.localdate()):
            raise Http404
        return view(request, **arguments)

    return page


@require_safe
@office_only
def office(request: SignedInRequest) -> HttpResponse:
    """Where the procedure stands and what the office can do about it."""
    procedure = current_procedure()
    if procedure is None:
        return render(request, "allocation/office_without_procedure.html")
    now, counts = timezone.now(), procedure.applications.number_by_status()
    context = {
        "procedure": procedure,
        "columns": OFFICE_COLUMNS,
        "stages": calendar_rows(procedure, now),
        "counts": counts,
        "waiting": queries.institutions_with_waiting(procedure),
        "runs": queries.runs_of(procedure),
        "against_start": reason_against(check_can_start_run, procedure, now),
        "number_unverified": sum(counts[status] for status in WAITING_FOR_COMMITTEE),
        "now": now,
    }
    return render(request, "allocation/office.html", context)


@require_safe
@office_only
def unverified(request: SignedInRequest) -> HttpResponse:
    """The applications that nobody has verified: left so, they take part in nothing."""
    procedure = existing_procedure()
    applications = queries.waiting_applications(procedure)
    table = WaitingTable(applications, order_by=request.GET.get("sort", "institution"))
    table.paginate()
    table.page = table.paginator.get_page(request.GET.get("page"))
    record_list_opening(
        procedure,
        user=request.user,
        what=OpenedList.UNVERIFIED,
        number_of_children=len(table.page),
        now=timezone.now(),
    )
    return render(request, "allocation/unverified.html", {"table": table})


@require_http_methods(["GET", "HEAD", "POST"])
@office_only
def start(request: SignedInRequest) -> HttpResponse:
    """Ask whether it is known what takes no part, then queue a run and go to its page."""
    procedure, now = existing_procedure(), timezone.now()
    number = queries.number_unverified(procedure)
    form = UnverifiedForm(request.POST if request.method == "POST" else None, number=number)
    try:
        check_can_start_run(procedure, now)
        if not form.is_valid():
            context = {"procedure": procedure, "form": form, "number_unverified": number}
            return render(request, "allocation/start.html", context, status=_status_of(form))
        run = services.start_run(
            procedure=procedure, actor=request.user, now=now, acknowledged=number
        )
    except NotAllowed as refusal:
        messages.error(request, refusal.reason)
        return redirect("office")
    return redirect("run", number=run.number)


@require_safe
@office_only
def run(request: SignedInRequest, number: int) -> HttpResponse:
    """One run: how far it is, why it failed, or what it proposes."""
    found = _load_run(number)
    now = timezone.now()
    context: dict[str, Any] = _progress(found)
    context["against_start"] = reason_against(check_can_start_run, found.procedure, now)
    context["now"] = now
    context["number_unverified"] = queries.number_unverified(found.procedure)
    if found.status == RunStatus.DONE:
        context.update(_proposal(found))
        context["reasons_against"] = check_can_publish(found, now)
        context["lists"] = stage_of(found.procedure, StageCode.QUALIFIED_LISTS)
        if found.published_at:
            context["notices"] = number_of_notices(found.procedure)
        context["against_ties"] = reason_against(check_can_decide_ties, found)
        context["all_decided"] = (
            context["ties"] and not context["number_undecided"] and not context["against_ties"]
        )
    return render(request, "allocation/run.html", context)


@require_safe
@office_only
def run_progress(request: SignedInRequest, number: int) -> HttpResponse:
    """The part of the page that asks for itself every two seconds, until the run is over."""
    found = _load_run(number)
    if not found.is_active or found.is_stale(timezone.now()):
        return HttpResponseClientRefresh()
    return render(request, "allocation/run_progress.html", _progress(found))


@require_http_methods(["GET", "HEAD", "POST"])
@office_only
def tie(request: SignedInRequest, number: int, index: int) -> HttpResponse:
    """Type in the order in which the committee put equal children."""
    found = _load_run(number)
    ties = queries.ties_of(found)
    if not 1 <= index <= len(ties):
        raise Http404
    open_tie = ties[index - 1]
    earlier = queries.earlier_order(open_tie, found.procedure) if open_tie.is_outdated else []
    return _order_page(request, found, open_tie, {"earlier": earlier})


@require_http_methods(["GET", "HEAD", "POST"])
@office_only
def order_correction(request: SignedInRequest, number: int, pk: int) -> HttpResponse:
    """Type an order again that was recorded wrongly; the earlier record stays."""
    found = _load_run(number)
    decision = get_object_or_404(found.procedure.tie_decisions.select_related("group"), pk=pk)
    return _order_page(
        request,
        found,
        OpenTie(
            group=decision.group.code,
            places=0,
            points=tuple(decision.points),
            children=tuple(decision.order),
            is_outdated=False,
        ),
        {"corrected": decision},
        TieOrderForm.values_of(decision),
    )


def _order_page(
    request: SignedInRequest,
    run: AllocationRun,
    open_tie: OpenTie,
    extra: dict[str, Any],
    initial: dict[str, Any] | None = None,
) -> HttpResponse:
    if reason := reason_against(check_can_decide_tie, run, open_tie):
        messages.error(request, reason)
        return redirect("run", number=run.number)
    children = queries.tie_children(run.procedure, open_tie.children)
    sent = request.POST if request.method == "POST" else None
    form = TieOrderForm(sent, children=children, initial=initial)
    if form.is_valid() and _is_recorded(request, run, open_tie, form):
        messages.success(request, _what_is_next(run))
        return redirect("run", number=run.number)
    context = {
        "run": run,
        "tie": open_tie,
        "score": score_of(open_tie.points),
        "group": _group_of(run, open_tie),
        "form": form,
        **extra,
    }
    named = {child.pk for child in [*children, *extra.get("earlier", [])]}
    _record(request, sorted(named), Opened.TIE)
    return render(request, "allocation/tie.html", context, status=_status_of(form))


def _status_of(form: Form) -> HTTPStatus:
    """Of a page that shows a form: it was sent and something is wrong, or it has just come."""
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK


def _what_is_next(run: AllocationRun) -> str:
    undecided = len(queries.undecided_ties(run))
    if undecided:
        return _("Kolejność zapisana. Pozostałe remisy: %(count)s.") % {"count": undecided}
    return _("Kolejność zapisana. Uruchom przydział ponownie.")


def _is_recorded(
    request: SignedInRequest, run: AllocationRun, open_tie: OpenTie, form: TieOrderForm
) -> bool:
    """Record the order; what the service refuses becomes an error of the form."""
    try:
        services.record_tie_decision(
            run=run, tie=open_tie, order=form.order(), actor=request.user, now=timezone.now()
        )
    except ValidationError as error:
        form.add_error(None, error)
    except NotAllowed as refusal:
        form.add_error(None, refusal.reason)
    return not form.errors


@require_http_methods(["GET", "HEAD", "POST"])
@office_only
def publish(request: SignedInRequest, number: int) -> HttpResponse:
    """Ask once more, then announce: an announcement cannot be taken back."""
    found, now = _load_run(number), timezone.now()
    if request.method != "POST" and (reasons := check_can_publish(found, now)):
        messages.error(request, " ".join(reasons))
        return redirect("run", number=number)
    unverified = queries.number_unverified(found.procedure)
    form = PublicationForm(request.POST if request.method == "POST" else None, number=unverified)
    if not form.is_valid():
        context = {
            "run": found,
            "by_position": queries.number_by_position(found),
            "form": form,
            "number_unverified": unverified,
        }
        return render(request, "allocation/publish.html", context, status=_status_of(form))
    try:
        services.publish_run(
            run=found,
            actor=request.user,
            now=now,
            acknowledged=unverified,
            reason=form.cleaned_data.get("reason", ""),
        )
    except NotAllowed as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, _("Wyniki są ogłoszone."))
    return redirect("run", number=number)


@require_safe
@office_only
def run_file(request: SignedInRequest, number: int, name: str) -> HttpResponse:
    """The stored question or answer, byte for byte, so that anybody can prove it again."""
    found = _load_run(number)
    texts = {"problem.json": found.problem, "result.json": found.result}
    if found.status != RunStatus.DONE or name not in texts:
        raise Http404
    children = found.placements.order_by("application").values_list("application", flat=True)
    _record(request, children, Opened.RUN_DATA)
    response = HttpResponse(texts[name], content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="przydzial-{number}-{name}"'
    return response


def _record(request: SignedInRequest, applications: Iterable[int], what: Opened) -> None:
    """What the office is about to see of these children becomes an event of each."""
    reader = Reader.of_office(request.user)
    record_openings(applications, reader=reader, what=what, now=timezone.now())


def _load_run(number: int) -> AllocationRun:
    return get_object_or_404(
        AllocationRun.objects.select_related("procedure", "created_by", "published_by"),
        procedure=existing_procedure(),
        number=number,
    )


def _progress(run: AllocationRun) -> dict[str, Any]:
    """How far the run is: the step it is busy with, counted from 1."""
    step = min(run.progress_done + 1, len(STEPS))
    return {
        "run": run,
        "is_stale": run.is_stale(timezone.now()),
        "step": step,
        "step_name": STEPS[step - 1],
        "number_of_steps": len(STEPS),
    }


def _proposal(run: AllocationRun) -> dict[str, Any]:
    documents = RunDocuments.of(run)
    ties = queries.ties_of(run)
    rows = queries.tie_rows(run, ties)
    return {
        "columns": RUN_COLUMNS,
        "groups": queries.group_rows(run.procedure, documents.group_outcomes(), ties),
        "ties": rows,
        "number_undecided": sum(row.decision is None for row in rows),
        "orders": queries.orders_in_force(run.procedure),
        "by_position": queries.number_by_position(run),
        "movement": queries.movement_since_previous(run),
        "engine": documents.result.engine,
    }


def _group_of(run: AllocationRun, tie: OpenTie) -> Group:
    return Group.objects.select_related("institution").get(
        school_year=run.procedure.school_year, code=tie.group
    )
