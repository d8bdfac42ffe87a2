"""Asking the mayor about the claims of a case, and writing down the answer."""

from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import SignedInRequest
from recruitment.applications.models import Application, MayorRequest, Opened
from recruitment.applications.permissions import reason_against
from recruitment.verification import queries
from recruitment.verification.forms.mayor import AskMayorForm, MayorAnswerForm
from recruitment.verification.permissions import (
    check_can_ask_mayor,
    check_can_close_request,
    check_can_withdraw_request,
)
from recruitment.verification.services.mayor import ask_mayor, close_mayor_request
from recruitment.verification.views.asking import Step, take_step
from recruitment.verification.views.loading import opens_case


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Opened.STEP)
def case_ask_mayor(request: SignedInRequest, application: Application) -> HttpResponse:
    """Ask about which claims, then start the clock of the mayor's answer."""
    return take_step(
        request,
        application,
        Step(
            check=check_can_ask_mayor,
            form=partial(AskMayorForm, claims=queries.claims_to_ask_about(application)),
            service=ask_mayor,
            title=_("Zapytaj prezydenta miasta"),
            button=_("Zapisz zapytanie"),
            done=_("Zapytanie do prezydenta miasta jest zapisane."),
            template="verification/ask_mayor.html",
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Opened.STEP)
def case_mayor_answer(
    request: SignedInRequest, application: Application, question: int
) -> HttpResponse:
    """Ask what came back, then stop the clock of one question."""
    asked = get_object_or_404(queries.mayor_requests_of(application), pk=question)
    against_withdrawing = reason_against(
        check_can_withdraw_request, request.user, application, asked, timezone.now()
    )

    def check(user: User, case: Application, now: datetime) -> None:
        check_can_close_request(user, case, asked, now)

    def close(*, application: Application, **answers: Any) -> MayorRequest:
        asked.claim.application = application
        return close_mayor_request(request=asked, **answers)

    return take_step(
        request,
        application,
        Step(
            check=check,
            form=partial(MayorAnswerForm, may_withdraw=not against_withdrawing),
            service=close,
            title=_("Odpowiedź prezydenta miasta"),
            button=_("Zapisz odpowiedź"),
            done=_("Odpowiedź jest zapisana."),
            template="verification/mayor_answer.html",
            context={"question": asked},
        ),
    )
