"""Checking the answers, filing them, and the page that confirms it."""

from http import HTTPStatus

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest
from recruitment.applications.errors import NotAllowed
from recruitment.applications.forms.filing import DeclarationsForm
from recruitment.applications.models import Application
from recruitment.applications.permissions import check_can_edit, reason_against
from recruitment.applications.progress import unfinished_sections
from recruitment.applications.queries import papers_of, points_of
from recruitment.applications.services.filing import submit_application
from recruitment.applications.summary import answers_of
from recruitment.applications.views.loading import clock, own_application, stages_of
from recruitment.applications.views.sections import refused
from recruitment.applications.wording import deadline_of, timeline
from recruitment.applications.workflow import Status


@require_http_methods(["GET", "HEAD", "POST"])
def application_check(request: SignedInRequest, public_id: str) -> HttpResponse:
    """All answers once more, the points they give, and the button that files them."""
    application = own_application(request, public_id)
    if request.method == "POST":
        return _submit(request, application)
    away = refused(request, application)
    if away is not None:
        return away
    if unfinished_sections(application):
        return redirect("application", public_id)
    return _check_page(request, application, DeclarationsForm())


def _submit(request: SignedInRequest, application: Application) -> HttpResponse:
    form = DeclarationsForm(request.POST)
    if form.is_valid():
        try:
            submit_application(
                application=application,
                actor=request.user,
                now=clock(),
                idempotency_key=form.cleaned_data["idempotency_key"],
                declarations=form.declarations,
            )
        except NotAllowed as refusal:
            form.add_error(None, refusal.reason)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return redirect("application_filed", application.public_id)
    elif reason := reason_against(check_can_edit, request.user, application, clock()):
        form.add_error(None, reason)
    return _check_page(request, application, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def _check_page(
    request: SignedInRequest,
    application: Application,
    form: DeclarationsForm,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "application": application,
        "form": form,
        "answers": answers_of(application),
        "points": points_of(application),
        "deadline": deadline_of(stages_of(application.procedure), clock()),
    }
    return render(request, "applications/check.html", context, status=status)


@require_safe
def application_filed(request: SignedInRequest, public_id: str) -> HttpResponse:
    """The confirmation: the number, what happens next and when, which papers to bring where."""
    application = own_application(request, public_id)
    submission = application.submissions.last()
    if submission is None or application.status in {Status.DRAFT, Status.WITHDRAWN}:
        return redirect("application", public_id)
    stages = stages_of(application.procedure)
    context = {
        "application": application,
        "submission": submission,
        "first_choice": application.choices.all()[0],
        "papers": papers_of(application),
        "stages": stages,
        "steps": timeline(application, stages, clock()),
    }
    return render(request, "applications/filed.html", context)
