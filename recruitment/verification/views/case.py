"""The page of one case, with the committee's verdicts on its claims."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from recruitment.applications.errors import NotAllowed
from recruitment.applications.models import Application, Opened
from recruitment.applications.openings import opened_by_person
from recruitment.applications.queries import points_of
from recruitment.applications.workflow import Status
from recruitment.verification import queries
from recruitment.verification.addresses import case_url, desk_url
from recruitment.verification.case import (
    ReasonsAgainst,
    rows_of_candidate,
    rows_of_filing,
    rows_of_guardian,
)
from recruitment.verification.forms.steps import SeenForm
from recruitment.verification.forms.verdicts import VerdictForm, verdict_forms
from recruitment.verification.queue import Queue
from recruitment.verification.services.decisions import (
    ClaimDecision,
    decide_claims,
    mark_verified,
)
from recruitment.verification.tables import TONES
from recruitment.verification.views.loading import opens_case, queue_query


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Opened.CASE)
def case(request: SignedInRequest, application: Application) -> HttpResponse:
    """One case; a POST writes the committee's verdicts, and with `verify` also closes the case.

    Whoever has verified one application goes straight on to the next one of the queue.
    """
    if request.method != "POST":
        return _case_page(request, application, verdict_forms(application))
    is_verifying = "verify" in request.POST
    forms = verdict_forms(application, request.POST, must_settle=is_verifying)
    if any(form.errors for form in forms):
        return _case_page(request, application, forms, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        if is_verifying:
            return _verify(request, application, forms)
        number = decide_claims(
            application=application,
            decisions=_decisions(forms),
            actor=request.user,
            now=timezone.now(),
            seen_event=_seen_event(request),
        )
    except NotAllowed as refusal:
        messages.error(request, refusal.reason)
        return _case_page(request, application, forms, status=HTTPStatus.CONFLICT)
    if number:
        messages.success(request, _("Ocena zapisana."))
    else:
        messages.info(request, _("Nie zaznaczono żadnej nowej oceny, więc nic się nie zmieniło."))
    return redirect(case_url(application.public_id, queue_query(request)))


def _decisions(forms: list[VerdictForm]) -> list[ClaimDecision]:
    return [decision for form in forms if (decision := form.decision())]


def _verify(
    request: SignedInRequest, application: Application, forms: list[VerdictForm]
) -> HttpResponse:
    """Then to the next application of the queue that waits for the committee alone, or to the list."""
    mark_verified(
        application=application,
        actor=request.user,
        now=timezone.now(),
        seen_event=_seen_event(request),
        decisions=_decisions(forms),
    )
    queue = _queue(request, application)
    following = queue.first_to_decide(after=application)
    if following is None:
        messages.success(
            request,
            _("Wniosek jest zweryfikowany. Na liście nie ma już wniosków do sprawdzenia."),
        )
        return redirect(desk_url(queue.query))
    messages.success(request, _("Wniosek jest zweryfikowany. Oto następny do sprawdzenia."))
    return redirect(case_url(following, queue.query))


def _queue(request: SignedInRequest, application: Application) -> Queue:
    return Queue(request.user, application.procedure, timezone.localdate(), request.GET)


def _seen_event(request: SignedInRequest) -> int:
    form = SeenForm(request.POST)
    return form.cleaned_data["seen_event"] if form.is_valid() else 0


def _case_page(
    request: SignedInRequest,
    application: Application,
    forms: list[VerdictForm],
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """The page; typed verdicts keep the event they were typed upon, so a stale save stays refused."""
    queue = _queue(request, application)
    is_typed = request.method == "POST"
    latest_event = application.latest_event  # type: ignore[attr-defined]  # of with_case_data
    context: dict[str, Any] = {
        "application": application,
        "forms": forms,
        "seen_event": _seen_event(request) if is_typed else latest_event,
        "against": ReasonsAgainst.of(request.user, application, timezone.now()),
        "filing_rows": rows_of_filing(application),
        "child_rows": rows_of_candidate(application.candidate),
        "guardians_rows": [rows_of_guardian(one) for one in application.guardians.all()],
        "choices": points_of(application),
        "history": queries.case_history(application),
        "openings": opened_by_person(application),
        "requests": queries.mayor_requests_of(application),
        "today": timezone.localdate(),
        "place": queue.place_of(application),
        "queue_query": queue.query,
        "tone": TONES[Status(application.status)],
    }
    return render(request, "verification/case.html", context, status=status)
