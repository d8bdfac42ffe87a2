"""Meetings: when and where they are held, and who was there.

A change takes `seen_revision`, the one that the person saw: when somebody has changed the meeting
since, nothing is written and NotAllowed says so.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from recruitment.applications.errors import NotAllowed
from recruitment.committee.models import Attendance, Meeting
from recruitment.committee.permissions import (
    check_can_change,
    check_can_lead,
    check_can_mark_attendance,
)
from recruitment.committee.queries import composition_at, meetings_of
from recruitment.committee.services.locking import lock_committee, lock_meeting
from recruitment.procedures.models import Procedure
from schools.models import Institution


@dataclass(frozen=True, slots=True)
class Appointment:
    """When and where a meeting is held."""

    held_at: datetime
    place: str


@transaction.atomic
def call_meeting(
    *,
    institution: Institution,
    procedure: Procedure,
    appointment: Appointment,
    actor: User,
    now: datetime,
) -> Meeting:
    """The chair convenes a meeting; the same one pressed twice is one. Raises NotAllowed."""
    lock_committee(institution)
    check_can_lead(actor, institution, procedure, now)
    meetings = meetings_of(institution, procedure)
    same = meetings.filter(held_at=appointment.held_at).first()
    if same is not None:
        return same
    last = meetings.aggregate(Max("number"))["number__max"] or 0
    return Meeting.objects.create(
        institution=institution,
        procedure=procedure,
        number=last + 1,
        held_at=appointment.held_at,
        place=appointment.place,
        changed_at=now,
        changed_by=actor,
    )


@transaction.atomic
def move_meeting(
    *, meeting: Meeting, appointment: Appointment, actor: User, now: datetime, seen_revision: int
) -> Meeting:
    """Give a meeting another time or place; who is not in the committee then was not there."""
    meeting = lock_meeting(meeting)
    check_can_change(actor, meeting, now)
    meeting.held_at, meeting.place = appointment.held_at, appointment.place
    touch(meeting, actor=actor, now=now, seen_revision=seen_revision)
    own = [member.person.pk for member in composition_at(meeting).members]
    meeting.attendances.exclude(person__in=own).delete()
    return meeting


@transaction.atomic
def mark_attendance(
    *, meeting: Meeting, present: Collection[int], actor: User, now: datetime, seen_revision: int
) -> Meeting:
    """Write down who was there, by the keys of their accounts.

    Raises ValidationError for somebody who was not in the committee that day, or may not sit in it.
    """
    meeting = lock_meeting(meeting)
    check_can_mark_attendance(actor, meeting, now)
    members = composition_at(meeting).members
    if not set(present) <= {member.person.pk for member in members if member.bar is None}:
        raise ValidationError(
            _("Na liście jest ktoś, kto nie mógł być na posiedzeniu. Odśwież stronę i sprawdź."),
            code="not_member",
        )
    touch(meeting, actor=actor, now=now, seen_revision=seen_revision)
    meeting.attendances.exclude(person__in=present).delete()
    for person in set(present) - set(meeting.attendances.values_list("person", flat=True)):
        Attendance.objects.create(meeting=meeting, person_id=person)
    return meeting


@transaction.atomic
def write_findings(
    *, meeting: Meeting, findings: str, actor: User, now: datetime, seen_revision: int
) -> Meeting:
    """What the committee found besides its work on applications, in the chair's own words."""
    meeting = lock_meeting(meeting)
    check_can_change(actor, meeting, now)
    meeting.findings = findings
    touch(meeting, actor=actor, now=now, seen_revision=seen_revision)
    return meeting


def check_is_seen(meeting: Meeting, seen_revision: int) -> None:
    """Nobody writes over what they have not seen."""
    if meeting.revision != seen_revision:
        raise NotAllowed(
            _(
                "Ktoś przed chwilą zmienił to posiedzenie. Nic nie zapisano. Odśwież stronę i sprawdź."
            )
        )


def touch(meeting: Meeting, *, actor: User, now: datetime, seen_revision: int) -> None:
    """Save a changed meeting as its next revision."""
    check_is_seen(meeting, seen_revision)
    meeting.revision += 1
    meeting.changed_at, meeting.changed_by = now, actor
    meeting.save()
