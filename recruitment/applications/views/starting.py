"""Starting a new application."""

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from recruitment.applications.errors import NotAllowed
from recruitment.applications.forms.filing import StartForm
from recruitment.applications.models import Application
from recruitment.applications.permissions import check_can_start, reason_against
from recruitment.applications.queries import applications_of
from recruitment.applications.services.starting import start_application
from recruitment.applications.views.loading import clock, stages_of
from recruitment.applications.wording import deadline_of
from recruitment.procedures.queries import current_procedure


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
