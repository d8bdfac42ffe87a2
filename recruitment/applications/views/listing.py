"""The parent's list of applications, and starting a new one."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest
from recruitment.applications.errors import NotAllowed
from recruitment.applications.forms.filing import StartForm
from recruitment.applications.models import Application
from recruitment.applications.permissions import check_can_start, reason_against
from recruitment.applications.queries import applications_of
from recruitment.applications.services.starting import start_application
from recruitment.applications.views.loading import clock, stages_of
from recruitment.applications.wording import (
    Announced,
    Deadline,
    Meaning,
    announced_result,
    deadline_of,
    draft_meaning,
    meaning_of,
)
from recruitment.applications.workflow import Verb
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
    applications = list(applications_of(request.user))
    stages = {}
    for application in applications:
        if application.procedure_id not in stages:
            stages[application.procedure_id] = stages_of(application.procedure)
    cards = [_card(item, stages[item.procedure_id], now) for item in applications]
    return render(
        request,
        "applications/my_applications.html",
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


def _to_copy_from(applications: list[Application]) -> list[Application]:
    """Of each child the newest application that has guardians to copy."""
    by_child: dict[str, Application] = {}
    for application in applications:
        if application.candidate.full_name and application.guardians.all():
            by_child.setdefault(application.candidate.full_name, application)
    return list(by_child.values())


@require_http_methods(["GET", "HEAD", "POST"])
def new_application(request: SignedInRequest) -> HttpResponse:
    """What to prepare, what to copy; then a draft of one's own."""
    now = clock()
    procedure = current_procedure()
    if procedure is None:
        messages.warning(request, _("Nie ma teraz żadnego naboru."))
        return redirect("my_applications")
    form = StartForm(
        request.POST if request.method == "POST" else None,
        earlier=_to_copy_from(list(applications_of(request.user))),
    )
    if form.is_valid():
        try:
            application = start_application(
                procedure=procedure, owner=request.user, now=now, copied_from=form.source
            )
        except NotAllowed as refusal:
            form.add_error(None, refusal.reason)
        else:
            return redirect("application", application.public_id)
    return render(
        request,
        "applications/new_application.html",
        {
            "form": form,
            "procedure": procedure,
            "deadline": deadline_of(stages_of(procedure), now),
            "reason": reason_against(check_can_start, procedure, now),
        },
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
    )
