"""Asking the mayor about the claims of a case, and writing down the answer."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from recruitment.applications.errors import NotAllowed
from recruitment.applications.models import Application, MayorAnswer, Opened
from recruitment.applications.permissions import reason_against
from recruitment.verification import queries
from recruitment.verification.addresses import case_url
from recruitment.verification.forms.mayor import AskMayorForm, MayorAnswerForm
from recruitment.verification.permissions import (
    check_can_ask_mayor,
    check_can_close_request,
    check_can_withdraw_request,
)
from recruitment.verification.services.mayor import ask_mayor, close_mayor_request
from recruitment.verification.views.loading import opens_case, queue_query


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Opened.STEP)
def case_ask_mayor(request: SignedInRequest, application: Application) -> HttpResponse:
    """Ask about which claims, then start the clock of the mayor's answer."""
    now, case_page = timezone.now(), case_url(application.public_id, queue_query(request))
    if reason := reason_against(check_can_ask_mayor, request.user, application, now):
        messages.error(request, reason)
        return redirect(case_page)
    form = AskMayorForm(
        request.POST if request.method == "POST" else None,
        claims=queries.claims_to_ask_about(application),
        initial={"seen_event": application.latest_event},  # type: ignore[attr-defined]  # of with_case_data
    )
    if not form.is_valid():
        context = {"application": application, "form": form, "case_page": case_page}
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return render(request, "verification/ask_mayor.html", context, status=status)
    try:
        ask_mayor(application=application, actor=request.user, now=now, **form.cleaned_data)
    except NotAllowed as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, _("Zapytanie do prezydenta miasta jest zapisane."))
    return redirect(case_page)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Opened.STEP)
def case_mayor_answer(
    request: SignedInRequest, application: Application, question: int
) -> HttpResponse:
    """Ask what came back, then stop the clock of one question."""
    now, case_page = timezone.now(), case_url(application.public_id, queue_query(request))
    asked = get_object_or_404(queries.mayor_requests_of(application), pk=question)
    asked.claim.application = application
    if reason := reason_against(check_can_close_request, request.user, asked, now):
        messages.error(request, reason)
        return redirect(case_page)
    form = MayorAnswerForm(
        request.POST if request.method == "POST" else None,
        may_withdraw=not reason_against(check_can_withdraw_request, request.user, asked, now),
        initial={"seen_event": application.latest_event},  # type: ignore[attr-defined]  # of with_case_data
    )
    if not form.is_valid():
        context = {
            "application": application,
            "question": asked,
            "form": form,
            "case_page": case_page,
        }
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return render(request, "verification/mayor_answer.html", context, status=status)
    try:
        close_mayor_request(
            request=asked,
            answer=MayorAnswer(form.cleaned_data["answer"]),
            note=form.cleaned_data["note"],
            actor=request.user,
            now=now,
            seen_event=form.cleaned_data["seen_event"],
        )
    except NotAllowed as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, _("Odpowiedź jest zapisana."))
    return redirect(case_page)
