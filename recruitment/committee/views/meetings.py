"""Meetings: convening one, moving it, and who was there."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import SignedInRequest
from recruitment.applications.errors import NotAllowed
from recruitment.applications.permissions import reason_against
from recruitment.committee import queries
from recruitment.committee.forms.meetings import AttendanceForm, MeetingForm
from recruitment.committee.models import Meeting
from recruitment.committee.permissions import (
    check_can_change,
    check_can_lead,
    check_can_mark_attendance,
)
from recruitment.committee.services.meetings import call_meeting, mark_attendance, move_meeting
from recruitment.committee.views.loading import (
    own_institution,
    own_meeting,
    page_of_meeting,
    sent,
)
from recruitment.committee.wording import lacks_of_meeting, state_of
from recruitment.procedures.queries import current_procedure


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_new(request: SignedInRequest, code: str) -> HttpResponse:
    """Convene a meeting."""
    institution = own_institution(request, code)
    procedure, now = current_procedure(), timezone.now()
    if procedure is None:
        raise Http404
    if reason := reason_against(check_can_lead, request.user, institution, procedure, now):
        messages.error(request, reason)
        return redirect("committee", code)
    form = MeetingForm(sent(request))
    if form.is_valid():
        meeting = call_meeting(
            institution=institution,
            procedure=procedure,
            appointment=form.appointment,
            actor=request.user,
            now=now,
        )
        messages.success(request, _("Posiedzenie jest zapisane."))
        return redirect("meeting", meeting.pk)
    return render(
        request,
        "committee/meeting_form.html",
        {"institution": institution, "meeting": None, "form": form},
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def meeting(request: SignedInRequest, meeting: int) -> HttpResponse:
    """When and where, who was there, what is missing; a POST writes down who was there."""
    found = own_meeting(request, meeting)
    composition = queries.composition_at(found)
    form = AttendanceForm(sent(request), meeting=found, composition=composition)
    if request.method != "POST":
        return _meeting_page(request, found, form, HTTPStatus.OK)
    if form.is_valid():
        try:
            mark_attendance(
                meeting=found,
                present=form.keys,
                actor=request.user,
                now=timezone.now(),
                seen_revision=form.cleaned_data["seen_revision"],
            )
        except NotAllowed as refusal:
            messages.error(request, refusal.reason)
            return redirect("meeting", found.pk)
        except ValidationError as error:
            form.add_error("present", error)
        else:
            messages.success(request, _("Obecność jest zapisana."))
            return redirect("meeting", found.pk)
    return _meeting_page(request, found, form, HTTPStatus.UNPROCESSABLE_ENTITY)


@require_http_methods(["GET", "HEAD", "POST"])
def meeting_move(request: SignedInRequest, meeting: int) -> HttpResponse:
    """Another time or place."""
    found = own_meeting(request, meeting)
    now = timezone.now()
    if reason := reason_against(check_can_change, request.user, found, now):
        messages.error(request, reason)
        return redirect("meeting", found.pk)
    form = MeetingForm(sent(request), meeting=found)
    if form.is_valid():
        try:
            move_meeting(
                meeting=found,
                appointment=form.appointment,
                actor=request.user,
                now=now,
                seen_revision=form.cleaned_data["seen_revision"],
            )
        except NotAllowed as refusal:
            messages.error(request, refusal.reason)
        else:
            messages.success(request, _("Nowy termin i miejsce są zapisane."))
        return redirect("meeting", found.pk)
    return page_of_meeting(
        request,
        found,
        "committee/meeting_form.html",
        {"institution": found.institution, "form": form},
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK,
    )


def _meeting_page(
    request: SignedInRequest, found: Meeting, form: AttendanceForm, status: HTTPStatus
) -> HttpResponse:
    now = timezone.now()
    composition = queries.composition_at(found)
    context: dict[str, Any] = {
        "form": form,
        "composition": composition,
        "lacks": lacks_of_meeting(composition),
        "state": state_of(queries.standing_protocol(found)),
        "against_attendance": reason_against(check_can_mark_attendance, request.user, found, now),
        "may_change": not reason_against(check_can_change, request.user, found, now),
    }
    return page_of_meeting(request, found, "committee/meeting.html", context, status)
