"""A step with a case that asks something first, and is taken with the answers: one way for all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.models import User
from accounts.requests import SignedInRequest
from recruitment.applications.errors import NotAllowed
from recruitment.applications.models import Application
from recruitment.applications.permissions import reason_against
from recruitment.verification.addresses import case_url, desk_url
from recruitment.verification.forms.steps import SeenForm
from recruitment.verification.views.loading import queue_query


@dataclass(frozen=True, slots=True)
class Step:
    """Who may take it, what it asks, what it does, and its words.

    `service` gets the answers of the `form` by name. A step without a `warning` tells what it is
    about in a `template` of its own, which also gets the `context`.
    """

    check: Callable[[User, Application, datetime], None]
    form: Callable[..., SeenForm]
    service: Callable[..., object]
    title: str
    button: str
    done: str
    warning: str = ""
    template: str = "verification/step_with_answers.html"
    context: Mapping[str, Any] = field(default_factory=dict)
    initial: Mapping[str, Any] = field(default_factory=dict)
    is_case_after: bool = True


def take_step(request: SignedInRequest, application: Application, step: Step) -> HttpResponse:
    """Ask, or take the step and go back to the case; to the list where it is no case any more."""
    now, case_page = timezone.now(), case_url(application.public_id, queue_query(request))
    if reason := reason_against(step.check, request.user, application, now):
        messages.error(request, reason)
        return redirect(case_page)
    form = step.form(
        request.POST if request.method == "POST" else None,
        initial={"seen_event": application.latest_event, **step.initial},  # type: ignore[attr-defined]  # of with_case_data
    )

    def page(status: HTTPStatus) -> HttpResponse:
        context = {"application": application, "form": form, "step": step, "case_page": case_page}
        return render(request, step.template, {**context, **step.context}, status=status)

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
