"""The institution's desk: the list of first-choice applications, and the page of one case."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from recruitment.applications.errors import NotAllowed
from recruitment.applications.models import Application, Verdict
from recruitment.applications.permissions import check_can_enter_paper, reason_against
from recruitment.applications.scoring import Scoring
from recruitment.applications.workflow import Status
from recruitment.procedures.calendar import stage_of
from recruitment.procedures.models import Procedure, StageCode
from recruitment.verification import queries, services
from recruitment.verification.case import (
    ReasonsAgainst,
    points_of_choices,
    rows_of_child,
    rows_of_guardian,
)
from recruitment.verification.filters import DeskFilter
from recruitment.verification.forms import (
    RejectForm,
    SeenForm,
    UnlockForm,
    VerdictForm,
    verdict_forms,
)
from recruitment.verification.permissions import (
    check_can_decide,
    check_can_unlock,
)
from recruitment.verification.tables import TONES, DeskTable

CONFLICT = 409
UNPROCESSABLE = 422


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Own first-choice applications of the current procedure; a 404 for whoever works nowhere."""
    now, today = timezone.now(), timezone.localdate()
    institutions = list(queries.own_institutions(request.user, today))
    if not institutions:
        raise Http404
    procedure = Procedure.objects.newest_first().first()
    if procedure is None:
        return render(request, "verification/desk_without_procedure.html")
    applications = queries.desk_applications(request.user, procedure, today)
    chosen = DeskFilter(
        request.GET,
        queryset=applications,
        institutions=queries.own_institutions(request.user, today),
        has_several=len(institutions) > 1,
    )
    table = DeskTable(
        queries.with_desk_data(chosen.qs),
        scoring=Scoring.of(procedure),
        order_by=request.GET.get("sort", "child"),
        exclude=() if len(institutions) > 1 else ("institution",),
    )
    table.paginate()
    table.page = table.paginator.get_page(request.GET.get("page"))
    context = {
        "table": table,
        "filter": chosen,
        "institutions": institutions,
        "counts": queries.number_by_status(applications),
        "waiting": applications.waiting_for_committee().count(),
        "stage": stage_of(procedure, StageCode.VERIFICATION),
        "now": now,
        "against_paper": reason_against(check_can_enter_paper, request.user, procedure, now),
    }
    return render(request, "verification/desk.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, public_id: str) -> HttpResponse:
    """One case; a POST writes the committee's verdicts on its claims."""
    application = _load(request, public_id)
    if request.method != "POST":
        return _case_page(request, application, verdict_forms(application))
    forms = verdict_forms(
        application, request.POST, accept_undecided="accept_undecided" in request.POST
    )
    if any(form.errors for form in forms):
        return _case_page(request, application, forms, status=UNPROCESSABLE)
    try:
        number = services.decide_claims(
            application=application,
            decisions=[decision for form in forms if (decision := form.decision())],
            actor=request.user,
            now=timezone.now(),
            seen_event=_seen_event(request),
        )
    except NotAllowed as refusal:
        messages.error(request, refusal.reason)
        return _case_page(request, application, forms, status=CONFLICT)
    if number:
        messages.success(request, _("Ocena zapisana."))
    else:
        messages.info(request, _("Nie zaznaczono żadnej nowej oceny, więc nic się nie zmieniło."))
    return redirect("case", public_id)


@require_POST
def case_verify(request: HttpRequest, public_id: str) -> HttpResponse:
    return _step(request, public_id, services.mark_verified, done=_("Wniosek jest zweryfikowany."))


@require_POST
def case_return(request: HttpRequest, public_id: str) -> HttpResponse:
    return _step(
        request,
        public_id,
        services.return_for_completion,
        done=_("Wniosek czeka na uzupełnienie przez rodzinę."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def case_reject(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask for the formal reason, then reject."""
    return _step_with_reason(
        request,
        public_id,
        ReasonStep(
            check=check_can_decide,
            form_class=RejectForm,
            service=services.reject,
            template="verification/reject.html",
            done=_("Wniosek jest odrzucony z przyczyn formalnych."),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def case_unlock(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask for the reason, then take a verified application back to verification."""
    return _step_with_reason(
        request,
        public_id,
        ReasonStep(
            check=check_can_unlock,
            form_class=UnlockForm,
            service=services.unlock,
            template="verification/unlock.html",
            done=_("Wniosek wrócił do weryfikacji."),
        ),
    )


@dataclass(frozen=True, slots=True)
class ReasonStep:
    """A step that needs a reason: its check, its form, its service and its words."""

    check: Callable[..., None]
    form_class: type[SeenForm]
    service: Callable[..., Application]
    template: str
    done: str


def _step_with_reason(request: HttpRequest, public_id: str, step: ReasonStep) -> HttpResponse:
    application = _load(request, public_id)
    now = timezone.now()
    if reason := reason_against(step.check, request.user, application, now):
        messages.error(request, reason)
        return redirect("case", public_id)
    form = step.form_class(
        request.POST if request.method == "POST" else None,
        initial={"seen_event": application.latest_event},
    )
    if not form.is_valid():
        return render(
            request,
            step.template,
            {"application": application, "form": form},
            status=UNPROCESSABLE if form.is_bound else 200,
        )
    try:
        step.service(application=application, actor=request.user, now=now, **form.cleaned_data)
    except NotAllowed as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, step.done)
    return redirect("case", public_id)


def _step(
    request: HttpRequest, public_id: str, service: Callable[..., Application], *, done: str
) -> HttpResponse:
    """A step without questions: done, or refused with a sentence, then back to the case."""
    try:
        service(
            application=_load(request, public_id),
            actor=request.user,
            now=timezone.now(),
            seen_event=_seen_event(request),
        )
    except NotAllowed as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, done)
    return redirect("case", public_id)


def _load(request: HttpRequest, public_id: str) -> Application:
    visible = queries.cases_visible_to(request.user, timezone.localdate())
    return get_object_or_404(queries.with_case_data(visible), public_id=public_id)


def _seen_event(request: HttpRequest) -> int:
    form = SeenForm(request.POST)
    return form.cleaned_data["seen_event"] if form.is_valid() else 0


def _case_page(
    request: HttpRequest, application: Application, forms: list[VerdictForm], status: int = 200
) -> HttpResponse:
    """The page; typed verdicts keep the event they were typed upon, so a stale save stays refused."""
    today = timezone.localdate()
    queue = queries.desk_applications(request.user, application.procedure, today)
    context: dict[str, Any] = {
        "application": application,
        "forms": forms,
        "seen_event": _seen_event(request)
        if forms and forms[0].is_bound
        else application.latest_event,
        "against": ReasonsAgainst.of(request.user, application, timezone.now()),
        "child_rows": rows_of_child(application.candidate),
        "guardians_rows": [rows_of_guardian(one) for one in application.guardians.all()],
        "choices": points_of_choices(application),
        "history": queries.case_history(application),
        "neighbours": queries.neighbours(
            application, queue.waiting_for_committee().select_related("candidate")
        ),
        "tone": TONES[Status(application.status)],
        "is_undecided": any(claim.verdict == Verdict.PENDING for claim in application.claims.all()),
    }
    return render(request, "verification/case.html", context, status=status)
