"""The family's own result, and the numbers that everybody may know; names are never online."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from recruitment.applications.models import Application
from recruitment.applications.workflow import Status
from recruitment.decisions import queries
from recruitment.decisions.appeals import DAYS, last_day_to_ask, refusing_institutions
from recruitment.decisions.wording import (
    announced_result,
    breakdown_of,
    sentence_without_decision,
    sentences_about,
)
from recruitment.procedures.calendar import stage_of
from recruitment.procedures.models import StageCode
from recruitment.procedures.queries import current_procedure

BREAKDOWN_COLUMNS = [
    {"label": _("Kryterium")},
    {"label": _("Ocena")},
    {"label": _("Punkty"), "numeric": True},
]


@require_safe
def result(request: SignedInRequest, public_id: str) -> HttpResponse:
    """What was decided of one's own child, and why; before the announcement, when it will be."""
    application = get_object_or_404(
        queries.applications_with_result(request.user), public_id=public_id
    )
    procedure = application.procedure
    if not procedure.is_published:
        context: dict[str, Any] = {"stage": stage_of(procedure, StageCode.QUALIFIED_LISTS)}
        template = "decisions/result_not_announced.html"
    elif hasattr(application, "decision"):
        context = _decided(application)
        template = "decisions/result.html"
    else:
        context = {"sentence": sentence_without_decision(Status(application.status))}
        template = "decisions/result_without_decision.html"
    return render(request, template, {"application": application, **context})


@login_not_required
@require_safe
def results_overview(request: HttpRequest) -> HttpResponse:
    """The lowest qualifying points of every group, once the results are announced."""
    procedure = current_procedure()
    context = {
        "procedure": procedure,
        "stage": stage_of(procedure, StageCode.QUALIFIED_LISTS) if procedure else None,
        "thresholds": queries.thresholds(procedure) if procedure and procedure.is_published else [],
        "smallest_shown": queries.SMALLEST_SHOWN,
    }
    return render(request, "decisions/results_overview.html", context)


def _decided(application: Application) -> dict[str, Any]:
    decision, now = application.decision, timezone.now()
    stages = {stage.code: stage for stage in application.procedure.stages.all()}
    admitted_lists = stages.get(StageCode.ADMITTED_LISTS)
    return {
        "decision": decision,
        "choices": [
            {
                "choice": choice,
                "sentences": sentences_about(choice),
                "breakdown": breakdown_of(choice),
            }
            for choice in decision.choices.all()
        ],
        "columns": BREAKDOWN_COLUMNS,
        "announced": announced_result(application, stages, now),
        "confirmation": stages.get(StageCode.CONFIRMATION),
        "admitted_lists": admitted_lists,
        "last_day_to_ask": last_day_to_ask(admitted_lists) if admitted_lists else None,
        "refusing": refusing_institutions(list(decision.choices.all())),
        "days": DAYS,
    }
