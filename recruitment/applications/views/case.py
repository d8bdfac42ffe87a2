"""One application: the task list of a draft, the state of a filed one, and taking it back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest
from recruitment.applications.errors import NotAllowed
from recruitment.applications.models import Application
from recruitment.applications.openings import opened_by_role
from recruitment.applications.permissions import (
    check_can_edit,
    check_can_reopen,
    check_can_withdraw,
    reason_against,
)
from recruitment.applications.progress import Progress, progress_of
from recruitment.applications.queries import points_of, reason_of_handing_back, rejection_reason
from recruitment.applications.services.taking_back import (
    reopen_application,
    withdraw_application,
)
from recruitment.applications.summary import answers_of, claims_of, given_answers_of
from recruitment.applications.views.loading import clock, own_application, stages_of
from recruitment.applications.wording import (
    deadline_of,
    draft_meaning,
    meaning_of,
    missed,
    saved_when,
    timeline,
)
from recruitment.applications.workflow import WAITING_FOR_COMMITTEE, Status

_TONES = {Progress.TODO: "", Progress.STARTED: "yellow", Progress.DONE: "plain"}


@require_safe
def application_page(request: SignedInRequest, public_id: str) -> HttpResponse:
    """The task list while it is a draft; afterwards what became of it."""
    shown = own_application(request, public_id)
    now = clock()
    if shown.is_draft:
        return render(request, "applications/draft.html", _draft_context(request, shown, now))
    return render(request, "applications/status.html", _status_context(request, shown, now))


def _draft_context(request: SignedInRequest, shown: Application, now: datetime) -> dict[str, Any]:
    deadline = deadline_of(stages_of(shown.procedure), now)
    handed_back = reason_of_handing_back(shown)
    reason = reason_against(check_can_edit, request.user, shown, now)
    states = progress_of(shown)
    is_ready = all(state.progress is Progress.DONE for state in states)
    tasks = [
        {
            "title": state.section.label,
            "href": "" if reason else _address(f"application_{state.section}", shown),
            "status": state.progress.label,
            "tone": _TONES[state.progress],
            "hint": state.explanation,
        }
        for state in states
    ]
    check = {
        "title": _("Sprawdź odpowiedzi i złóż wniosek"),
        "href": _address("application_check", shown) if is_ready and not reason else "",
        "status": Progress.TODO.label if is_ready and not reason else _("Jeszcze niedostępne"),
    }
    was_filed = shown.submissions.exists()
    return {
        "application": shown,
        "deadline": deadline,
        "meaning": draft_meaning(deadline, is_handed_back=bool(handed_back)),
        "reason_of_handing_back": handed_back,
        "reason": reason,
        "saved": saved_when(shown.saved_at, now),
        "was_filed": was_filed,
        "openings": opened_by_role(shown) if was_filed else [],
        "is_ready": is_ready,
        "done": sum(state.progress is Progress.DONE for state in states),
        "total": len(states),
        "tasks": tasks,
        "answers": given_answers_of(shown) if reason else [],
        "check": [check],
        "can_withdraw": not reason_against(check_can_withdraw, request.user, shown, now),
    }


def _status_context(request: SignedInRequest, shown: Application, now: datetime) -> dict[str, Any]:
    stages = stages_of(shown.procedure)
    is_missed = missed(shown, stages, now)
    is_out = shown.status in {Status.WITHDRAWN, Status.REJECTED}
    return {
        "application": shown,
        "meaning": meaning_of(shown, stages, now),
        "missed": is_missed,
        "rejection_reason": rejection_reason(shown),
        "steps": [] if shown.status == Status.WITHDRAWN else timeline(shown, stages, now),
        "stages": stages,
        "first_choice": shown.choices.first(),
        "claims": claims_of(shown),
        "is_waiting": shown.status in WAITING_FOR_COMMITTEE and not is_missed,
        "shows_actions": shown.status != Status.WITHDRAWN
        and not is_missed
        and not shown.procedure.is_published,
        "points": [] if is_out else points_of(shown),
        "answers": answers_of(shown),
        "openings": opened_by_role(shown),
        "shows_result": shown.procedure.is_published and shown.status == Status.VERIFIED,
        "reopen_reason": reason_against(check_can_reopen, request.user, shown, now),
        "withdraw_reason": reason_against(check_can_withdraw, request.user, shown, now),
    }


def _address(name: str, shown: Application) -> str:
    return reverse(name, args=[shown.public_id])


@dataclass(frozen=True, slots=True)
class TakingBack:
    """A way to take an application back: its check, its service and the words that ask for it."""

    check: Callable[..., None]
    service: Callable[..., Application]
    title: str
    question: str
    warning: str
    button: str
    stay: str
    is_final: bool


@require_http_methods(["GET", "HEAD", "POST"])
def application_reopen(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Take a filed application back to correct it; the page says that it must be filed again."""
    act = TakingBack(
        check=check_can_reopen,
        service=reopen_application,
        title=_("Poprawianie wniosku"),
        question=_("Czy poprawić złożony wniosek?"),
        warning=_(
            "Wniosek znów będzie szkicem. "
            "Po poprawce trzeba go złożyć jeszcze raz, inaczej nie weźmie udziału w naborze."
        ),
        button=_("Popraw wniosek"),
        stay=_("Nie, zostaw złożony"),
        is_final=False,
    )
    return _take_back(request, public_id, act)


@require_http_methods(["GET", "HEAD", "POST"])
def application_withdraw(request: SignedInRequest, public_id: str) -> HttpResponse:
    """Withdraw an application for good."""
    act = TakingBack(
        check=check_can_withdraw,
        service=withdraw_application,
        title=_("Rezygnacja z naboru"),
        question=_("Czy zrezygnować z naboru?"),
        warning=_("Po rezygnacji wniosek nie bierze udziału w naborze i nie można go przywrócić."),
        button=_("Zrezygnuj z naboru"),
        stay=_("Nie, wróć do wniosku"),
        is_final=True,
    )
    return _take_back(request, public_id, act)


def _take_back(request: SignedInRequest, public_id: str, act: TakingBack) -> HttpResponse:
    """Ask to confirm by GET, do it by POST; refused either way with the same reason."""
    shown = own_application(request, public_id)
    now = clock()
    reason = reason_against(act.check, request.user, shown, now)
    if request.method != "POST" and not reason:
        context = {
            "application": shown,
            "act": act,
            "deadline": deadline_of(stages_of(shown.procedure), now),
        }
        return render(request, "applications/take_back.html", context)
    try:
        if request.method == "POST":
            act.service(application=shown, actor=request.user, now=now)
    except NotAllowed as refusal:
        reason = refusal.reason
    if reason:
        messages.warning(request, reason)
    return redirect("application", public_id)
