"""A protocol as one text: canonical JSON, whose hash names exactly this content."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from recruitment.committee.handled import handled_applications, summary_of
from recruitment.committee.models import Meeting, Protocol
from recruitment.committee.queries import Composition, Member, composition_at
from recruitment.committee.sections import Scope, sections_of

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Period:
    """The time of which a protocol tells: after `from_at` (from the beginning) to `to_at`."""

    from_at: datetime | None
    to_at: datetime


def period_of(meeting: Meeting, now: datetime) -> Period:
    """From where the committee's last protocol ends to now: nothing is left out, nothing told twice.

    A protocol that was taken back keeps its beginning; its end moves on only while no later
    protocol begins there.
    """
    protocols = Protocol.objects.of_committee(meeting.institution, meeting.procedure)
    others = protocols.exclude(meeting=meeting)
    own = meeting.protocols.order_by("-version").first()
    if own is None:
        last = others.order_by("-covers_to_at").first()
        return Period(last.covers_to_at if last else None, now)
    is_followed = others.filter(covers_from_at__gte=own.covers_to_at).exists()
    return Period(own.covers_from_at, own.covers_to_at if is_followed else now)


def content_of(meeting: Meeting, period: Period) -> dict[str, Any]:
    """Everything that the protocol says, in the language of the office."""
    scope = Scope(meeting.institution, meeting.procedure, period.from_at, period.to_at)
    with translation.override(settings.LANGUAGE_CODE):
        handled = handled_applications(scope)
        return {
            "format": FORMAT,
            "number": meeting.number,
            "institution": {
                "code": meeting.institution.code,
                "name": meeting.institution.name,
                "place": meeting.institution.place,
            },
            "procedure": {"slug": meeting.procedure.slug, "name": meeting.procedure.name},
            "held_at": _moment(meeting.held_at),
            "place": meeting.place,
            "committee": committee_in(composition_at(meeting)),
            "period": {
                "from_at": _moment(period.from_at) if period.from_at else None,
                "to_at": _moment(period.to_at),
            },
            "summary": summary_of(handled),
            "applications": handled,
            "sections": [section.as_json() for section in sections_of(scope)],
            "findings": meeting.findings,
        }


def committee_in(composition: Composition) -> dict[str, Any]:
    """The people and the quorum as the protocol keeps them, in the language of the office."""
    with translation.override(settings.LANGUAGE_CODE):
        return {
            "members": [_member(member) for member in composition.members],
            "present": len(composition.present),
            "quorum": composition.quorum,
            "has_quorum": composition.has_quorum,
        }


def read(text: str) -> dict[str, Any]:
    """The content back from its text."""
    content: dict[str, Any] = json.loads(text)
    return content


def _member(member: Member) -> dict[str, str]:
    return {
        "name": member.name,
        "role": _("przewodniczący komisji") if member.is_chair else _("członek komisji"),
        "attendance": _attendance(member),
    }


def _attendance(member: Member) -> str:
    if member.bar:
        return _("nie bierze udziału")
    return _("obecność") if member.is_present else _("nieobecność")


def _moment(moment: datetime) -> str:
    return localtime(moment).isoformat(timespec="minutes")
