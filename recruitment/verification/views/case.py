"""The page of one case, and the steps that the committee takes with it."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import SignedInRequest
from recruitment.applications.errors import NotAllowed
from recruitment.applications.models import Application, Opened, Verdict
from recruitment.applications.openings import opened_by_person
from recruitment.applications.permissions import reason_against
from recruitment.applications.queries import points_of
from recruitment.applications.workflow import Status
from recruitment.verification import queries
from recruitment.verification.case import (
    ReasonsAgainst,
    rows_of_candidate,
    rows_of_filing,
    rows_of_guardian,
)
from recruitment.verification.forms.steps import (
    HandBackForm,
    RejectForm,
    SeenForm,
    UnlockForm,
    WithdrawForm,
)
from recruitment.verification.forms.verdicts import VerdictForm, verdict_forms
from recruitment.verification.permissions import (
    check_can_decide,
    check_can_hand_back,
    check_can_unlock,
    check_can_withdraw_for_family,
)
from recruitment.verification.services.decisions import (
    decide_claims,
    hand_back,
    mark_verified,
    reject,
    return_for_completion,
    unlock,
    withdraw_for_family,
)
from recruitment.verification.tables import TONES
from recruitment.verification.views.loading import opens_case


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Opened.CASE)
def case(request: SignedInRequest, application: Application) -> HttpResponse:
    """One case; a POST writes the committee's verdicts on its claims."""
    if request.method != "POST":
        return _case_page(request, application, verdict_forms(application))
    forms = verdict_forms(
        application, request.POST, accept_undecided="accept_undecided" in request.POST
    )
    if any(form.errors for form in forms):
        return _case_page(request, application, forms, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        number = decide_claims(
            application=application,
            decisions=[decision for form in forms if (decision := form.decision())],
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
    return redirect("case", application.public_id)


@require_POST
@opens_case(Opened.STEP)
def case_verify(request: SignedInRequest, application: Application) -> HttpResponse:
    return _step(request, application, mark_verified, done=_("Wniosek jest zweryfikowany."))


@require_POST
@opens_case(Opened.STEP)
def case_return(request: SignedInRequest, application: Application) -> HttpResponse:
    return _step(
        request,
        application,
        return_for_completion,
        done=_("Wniosek czeka na uzupełnienie przez rodzinę."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@opens_case(Opened.STEP)
def case_hand_back(request: SignedInRequest, application: Application) -> HttpResponse:
    """Ask what is wrong, then give the application back to the family; it is no case any more."""
    return _step_with_reason(
        request,
        application,
        ReasonStep(
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
    return _step_with_reason(
        request,
        application,
        ReasonStep(
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
    return _step_with_reason(
        request,
        application,
        ReasonStep(
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
    return _step_with_reason(
        request,
        application,
        ReasonStep(
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
class ReasonStep:
    """A step that needs a reason: its check, its form, its service and its words."""

    check: Callable[..., None]
    form_class: type[SeenForm]
    service: Callable[..., Application]
    title: str
    warning: str
    button: str
    done: str
    is_case_after: bool = True


def _step_with_reason(
    request: SignedInRequest, application: Application, step: ReasonStep
) -> HttpResponse:
    now = timezone.now()
    if reason := reason_against(step.check, request.user, application, now):
        messages.error(request, reason)
        return redirect("case", application.public_id)
    form = step.form_class(
        request.POST if request.method == "POST" else None,
        initial={"seen_event": application.latest_event},  # type: ignore[attr-defined]  # of with_case_data
    )
    if not form.is_valid():
        return render(
            request,
            "verification/step_with_reason.html",
            {"application": application, "form": form, "step": step},
            status=HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK,
        )
    try:
        step.service(application=application, actor=request.user, now=now, **form.cleaned_data)
    except NotAllowed as refusal:
        messages.error(request, refusal.reason)
        return redirect("case", application.public_id)
    messages.success(request, step.done)
    return redirect("case", application.public_id) if step.is_case_after else redirect("desk")


def _step(
    request: SignedInRequest,
    application: Application,
    service: Callable[..., Application],
    *,
    done: str,
) -> HttpResponse:
    """A step without questions: done, or refused with a sentence, then back to the case."""
    try:
        service(
            application=application,
            actor=request.user,
            now=timezone.now(),
            seen_event=_seen_event(request),
        )
    except NotAllowed as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, done)
    return redirect("case", application.public_id)


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
    today = timezone.localdate()
    queue = queries.desk_applications(request.user, application.procedure, today)
    is_typed = any(form.is_bound for form in forms)
    latest_event = application.latest_event  # type: ignore[attr-defined]  # of with_case_data
    seen_event = _seen_event(request) if is_typed else latest_event
    context: dict[str, Any] = {
        "application": application,
        "forms": forms,
        "seen_event": seen_event,
        "against": ReasonsAgainst.of(request.user, application, timezone.now()),
        "filing_rows": rows_of_filing(application),
        "child_rows": rows_of_candidate(application.candidate),
        "guardians_rows": [rows_of_guardian(one) for one in application.guardians.all()],
        "choices": points_of(application),
        "history": queries.case_history(application),
        "openings": opened_by_person(application),
        "neighbours": queries.neighbours(
            application, queue.waiting_for_committee().select_related("candidate")
        ),
        "tone": TONES[Status(application.status)],
        "is_undecided": any(claim.verdict == Verdict.PENDING for claim in application.claims.all()),
    }
    return render(request, "verification/case.html", context, status=status)
