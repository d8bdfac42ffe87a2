"""Steps with a whole case that ask something first: why, or until when."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from recruitment.applications.errors import NotAllowed
from recruitment.applications.models import Application, Opened
from recruitment.applications.permissions import reason_against
from recruitment.verification.addresses import case_url, desk_url
from recruitment.verification.forms.steps import (
    CompletionForm,
    HandBackForm,
    RejectForm,
    SeenForm,
    UnlockForm,
    WithdrawForm,
)
from recruitment.verification.permissions import (
    check_can_ask_for_completion,
    check_can_decide,
    check_can_hand_back,
    check_can_unlock,
    check_can_withdraw_for_family,
    last_day_of_verification,
)
from recruitment.verification.services.decisions import (
    hand_back,
    reject,
    return_for_completion,
    unlock,
    withdraw_for_family,
)
from recruitment.verification.views.loading import opens_case, queue_query


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Opened.STEP)
def case_return(request: SignedInRequest, application: Application) -> HttpResponse:
    """Ask until when, then send the application to its family for completion."""
    return _step_with_answers(
        request,
        application,
        Step(
            check=check_can_ask_for_completion,
            form_class=CompletionForm,
            service=return_for_completion,
            title=_("Poproś o uzupełnienie"),
            warning=_(
                "Rodzina dostanie wiadomość z terminem. Powody przeczyta po zalogowaniu się."
            ),
            button=_("Poproś o uzupełnienie"),
            done=_("Wniosek czeka na uzupełnienie przez rodzinę."),
            initial={"due_on": last_day_of_verification(application.procedure)},
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Opened.STEP)
def case_hand_back(request: SignedInRequest, application: Application) -> HttpResponse:
    """Ask what is wrong, then give the application back to the family; it is no case any more."""
    return _step_with_answers(
        request,
        application,
        Step(
            check=check_can_hand_back,
            form_class=HandBackForm,
            service=hand_back,
            title=_("Zwróć wniosek do poprawy"),
            warning=_(
                "Wniosek weźmie udział w naborze tylko wtedy, "
                "gdy rodzina złoży go ponownie przed końcem terminu."
            ),
            button=_("Zwróć do poprawy"),
            done=_("Wniosek wrócił do rodziny. Pojawi się tu, gdy rodzina złoży go ponownie."),
            is_case_after=False,
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Opened.STEP)
def case_reject(request: SignedInRequest, application: Application) -> HttpResponse:
    """Ask for the formal reason, then reject."""
    return _step_with_answers(
        request,
        application,
        Step(
            check=check_can_decide,
            form_class=RejectForm,
            service=reject,
            title=_("Odrzuć wniosek z przyczyn formalnych"),
            warning=_(
                "Odrzucony wniosek nie bierze udziału w naborze. Tego kroku nie można cofnąć."
            ),
            button=_("Odrzuć wniosek"),
            done=_("Wniosek jest odrzucony z przyczyn formalnych."),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Opened.STEP)
def case_unlock(request: SignedInRequest, application: Application) -> HttpResponse:
    """Ask for the reason, then take a verified application back to verification."""
    return _step_with_answers(
        request,
        application,
        Step(
            check=check_can_unlock,
            form_class=UnlockForm,
            service=unlock,
            title=_("Cofnij wniosek do weryfikacji"),
            warning=_("Do ponownego zatwierdzenia wniosek nie weźmie udziału w naborze."),
            button=_("Cofnij do weryfikacji"),
            done=_("Wniosek wrócił do weryfikacji."),
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Opened.STEP)
def case_withdraw(request: SignedInRequest, application: Application) -> HttpResponse:
    """Ask how the family resigned, then write the application out."""
    return _step_with_answers(
        request,
        application,
        Step(
            check=check_can_withdraw_for_family,
            form_class=WithdrawForm,
            service=withdraw_for_family,
            title=_("Zrezygnuj z naboru na prośbę rodziny"),
            warning=_(
                "Po rezygnacji wniosek nie bierze udziału w naborze i nie można go przywrócić."
            ),
            button=_("Zrezygnuj z naboru"),
            done=_("Rezygnacja z naboru jest zapisana."),
        ),
    )


@dataclass(frozen=True, slots=True)
class Step:
    """A step that asks something first: its check, its form, its service and its words."""

    check: Callable[..., None]
    form_class: type[SeenForm]
    service: Callable[..., Application]
    title: str
    warning: str
    button: str
    done: str
    is_case_after: bool = True
    initial: Mapping[str, Any] = field(default_factory=dict)


def _step_with_answers(
    request: SignedInRequest, application: Application, step: Step
) -> HttpResponse:
    now, case_page = timezone.now(), case_url(application.public_id, queue_query(request))
    if reason := reason_against(step.check, request.user, application, now):
        messages.error(request, reason)
        return redirect(case_page)
    form = step.form_class(
        request.POST if request.method == "POST" else None,
        initial={"seen_event": application.latest_event, **step.initial},  # type: ignore[attr-defined]  # of with_case_data
    )

    def page(status: HTTPStatus) -> HttpResponse:
        context = {"application": application, "form": form, "step": step, "case_page": case_page}
        return render(request, "verification/step_with_answers.html", context, status=status)

    if not form.is_valid():
        return page(HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK)
    try:
        step.service(application=application, actor=request.user, now=now, **form.cleaned_data)
    except NotAllowed as refusal:
        messages.error(request, refusal.reason)
        return redirect(case_page)
    except ValidationError as error:
        form.add_error(None, error)
        return page(HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, step.done)
    return redirect(case_page if step.is_case_after else desk_url(queue_query(request)))
