"""The parent's list of applications, with what came of each."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from recruitment.applications.models import Application
from recruitment.applications.permissions import check_can_start, reason_against
from recruitment.applications.views.loading import clock, stages_of
from recruitment.applications.wording import (
    Deadline,
    Meaning,
    deadline_of,
    draft_meaning,
    meaning_of,
)
from recruitment.applications.workflow import Verb
from recruitment.decisions.queries import applications_with_decision
from recruitment.decisions.wording import Announced, announced_result
from recruitment.procedures.models import Stage
from recruitment.procedures.queries import current_procedure


@dataclass(frozen=True, slots=True)
class Card:
    """One application on the list."""

    application: Application
    meaning: Meaning
    deadline: Deadline | None = None
    result: Announced | None = None


@require_safe
def my_applications(request: SignedInRequest) -> HttpResponse:
    """Everything that this parent has started, the newest first."""
    now = clock()
    procedure = current_procedure()
    applications = list(applications_with_decision(request.user))
    stages = {}
    for application in applications:
        if application.procedure_id not in stages:
            stages[application.procedure_id] = stages_of(application.procedure)
    cards = [_card(item, stages[item.procedure_id], now) for item in applications]
    return render(
        request,
        "decisions/my_applications.html",
        {
            "cards": cards,
            "procedure": procedure,
            "deadline": deadline_of(stages_of(procedure), now) if procedure else None,
            "reason": reason_against(check_can_start, procedure, now) if procedure else "",
        },
    )


def _card(application: Application, stages: dict[str, Stage], now: datetime) -> Card:
    if not application.is_draft:
        return Card(
            application,
            meaning_of(application, stages, now),
            result=announced_result(application, stages, now),
        )
    deadline = deadline_of(stages, now)
    is_handed_back = application.last_step == Verb.HANDED_BACK  # type: ignore[attr-defined]  # of applications_of
    return Card(application, draft_meaning(deadline, is_handed_back=is_handed_back), deadline)
