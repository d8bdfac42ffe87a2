"""The committee of one preschool of the demo at work: a closed protocol, and one that waits."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localtime

from accounts.models import User
from config.demo.accounts import CHAIR, MEMBERS
from recruitment.committee.models import Protocol
from recruitment.committee.services.meetings import Appointment, call_meeting, mark_attendance
from recruitment.committee.services.protocols import (
    close_protocol,
    confirm_protocol,
    present_protocol,
)
from recruitment.procedures.calendar import stage_of
from recruitment.procedures.models import Procedure, StageCode
from schools.models import Institution

_PLACE = "sala nr 1"
_CALLED_BEFORE = timedelta(days=2)
_LASTS = timedelta(hours=2)
_A_DAY = timedelta(days=1)
_AFTERNOON = 16


@transaction.atomic
def hold_meetings(procedure: Procedure, *, now: datetime) -> None:
    """Two meetings, halfway through the verification so far and on its last day; none before.

    All confirm the first protocol, which is closed; the chair alone has confirmed the second.
    """
    verification = stage_of(procedure, StageCode.VERIFICATION)
    if verification is None:
        return
    last = _on_day_of(min(now, verification.ends_at) - _A_DAY)
    middle = _on_day_of(verification.starts_at + (last - verification.starts_at) / 2)
    if not verification.starts_at < middle < last:
        return
    people = list(
        User.objects.filter(email__in=[login.email for login in (CHAIR, *MEMBERS)]).order_by("pk")
    )
    first = _protocol(procedure, people, middle)
    for person in people:
        _confirm(first, person)
    close_protocol(
        meeting=first.meeting,
        actor=people[0],
        now=first.presented_at + _LASTS,
        seen_sha256=first.sha256,
    )
    _confirm(_protocol(procedure, people, last), people[0])


def _on_day_of(moment: datetime) -> datetime:
    """In the afternoon of that day, when committees meet."""
    return localtime(moment).replace(hour=_AFTERNOON, minute=0, second=0, microsecond=0)


def _protocol(procedure: Procedure, people: list[User], held_at: datetime) -> Protocol:
    chair = people[0]
    meeting = call_meeting(
        institution=Institution.objects.get(code=CHAIR.institution),
        procedure=procedure,
        appointment=Appointment(held_at, _PLACE),
        actor=chair,
        now=held_at - _CALLED_BEFORE,
    )
    meeting = mark_attendance(
        meeting=meeting,
        present=[person.pk for person in people],
        actor=chair,
        now=held_at,
        seen_revision=meeting.revision,
    )
    return present_protocol(
        meeting=meeting,
        actor=chair,
        now=held_at + _LASTS / 2,
        seen_revision=meeting.revision,
    )


def _confirm(protocol: Protocol, person: User) -> None:
    confirm_protocol(
        meeting=protocol.meeting,
        actor=person,
        now=protocol.presented_at + _LASTS / 2,
        seen_sha256=protocol.sha256,
    )
