"""What only the education office does with the timetable."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User, has_role
from recruitment.procedures.forms import MoveStageForm
from recruitment.procedures.services import move_stage as set_new_dates
from recruitment.procedures.views.loading import existing_procedure


def move_stage(request: HttpRequest, code: str) -> HttpResponse:
    """Give a stage of the current procedure new dates, with a reason that everybody can read."""
    now, user = timezone.now(), request.user
    if not isinstance(user, User) or not has_role(user, Role.OFFICE, timezone.localdate(now)):
        raise Http404
    procedure = existing_procedure()
    stage = get_object_or_404(procedure.stages, code=code)
    form = MoveStageForm(request.POST or None, stage=stage)
    if request.method == "POST" and form.is_valid():
        try:
            set_new_dates(
                stage=stage,
                starts_at=form.starts_at,
                ends_at=form.ends_at,
                reason=form.cleaned_data["reason"],
                actor=user,
                now=now,
            )
        except ValidationError as error:
            form.add_refusal(error)
        else:
            messages.success(request, _("Zmieniono termin: %(stage)s.") % {"stage": stage})
            return redirect("calendar")
    context = {
        "stage": stage,
        "form": form,
        "changes": stage.changes.select_related("changed_by"),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "procedures/move_stage.html", context, status=status)
