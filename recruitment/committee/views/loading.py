"""What a page of a committee is about; whatever is not of one's own institution is a 404.

Every page of a meeting comes from here, so what it tells of a child is recorded.
"""

from collections.abc import Mapping
from datetime import date, datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.timezone import localtime

from accounts.models import User
from accounts.requests import SignedInRequest
from recruitment.applications.identity import numbers_in
from recruitment.applications.models import Application, Opened
from recruitment.applications.services.openings import Reader, record_openings
from recruitment.committee.models import Meeting
from schools.models import Institution, StaffRole


def own_institution(request: SignedInRequest, code: str) -> Institution:
    """The institution of this code, for its people."""
    return get_object_or_404(
        Institution.objects.of_staff(request.user, timezone.localdate()), code=code
    )


def own_meeting(request: SignedInRequest, key: int) -> Meeting:
    """The meeting, for the people of its institution and for who was there."""
    return get_object_or_404(
        Meeting.objects.visible_to(request.user, timezone.localdate()).select_related(
            "institution", "procedure"
        ),
        pk=key,
    )


def sent(request: SignedInRequest) -> QueryDict | None:
    """What was sent; unticked boxes send nothing, and are an answer all the same."""
    return request.POST if request.method == "POST" else None


def page_of_meeting(
    request: SignedInRequest,
    meeting: Meeting,
    template: str,
    context: Mapping[str, Any],
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """The page, once each child of whom it tells has an event."""
    page = render_to_string(template, {**context, "meeting": meeting}, request)
    record_told(page, meeting, user=request.user, now=timezone.now())
    return HttpResponse(page, status=status)


def record_told(text: str, meeting: Meeting, *, user: User, now: datetime) -> None:
    """An event of each child whose number stands in what the person is about to read.

    The text itself is searched: people write numbers in findings and in reasons as well.
    """
    told = Application.objects.filter(number__in=numbers_in(text)).order_by("pk")
    record_openings(
        told.values_list("pk", flat=True),
        reader=_reader(user, meeting, timezone.localdate(now)),
        what=Opened.PROTOCOL,
        now=now,
    )


def _reader(user: User, meeting: Meeting, today: date) -> Reader:
    """In today's role; a former member, who has still to confirm, in that of the meeting."""
    for day in (today, localtime(meeting.held_at).date()):
        reader = Reader.at(meeting.institution, user, day)
        if reader.institution:
            return reader
    return Reader(user, StaffRole.COMMITTEE_MEMBER, meeting.institution)
