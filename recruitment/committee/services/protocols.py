"""The way of a protocol: presented, confirmed by each who was there, closed; or taken back.

What stands on a version never changes, so each step names the hash of what the person read: a step
with another version is refused.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from recruitment.applications.canonical import canonical, sha256_of
from recruitment.applications.errors import NotAllowed
from recruitment.committee.document import (
    committee_in,
    content_of,
    period_of,
    read,
)
from recruitment.committee.models import Confirmation, Meeting, Protocol
from recruitment.committee.permissions import (
    check_can_close,
    check_can_confirm,
    check_can_present,
    check_can_withdraw,
)
from recruitment.committee.queries import composition_at, standing_protocol
from recruitment.committee.services.locking import lock_committee, lock_meeting
from recruitment.committee.services.meetings import check_is_seen


@transaction.atomic
def present_protocol(
    *, meeting: Meeting, actor: User, now: datetime, seen_revision: int
) -> Protocol:
    """Freeze the draft: from here on those who were at the meeting confirm exactly this text."""
    # Each begins where the last one ends, so two of one committee are never frozen at once.
    lock_committee(meeting.institution)
    meeting = lock_meeting(meeting)
    check_can_present(actor, meeting, now)
    check_is_seen(meeting, seen_revision)
    period = period_of(meeting, now)
    content = canonical(content_of(meeting, period))
    return Protocol.objects.create(
        meeting=meeting,
        version=meeting.protocols.count() + 1,
        covers_from_at=period.from_at,
        covers_to_at=period.to_at,
        content=content,
        sha256=sha256_of(content),
        presented_at=now,
        presented_by=actor,
    )


@transaction.atomic
def confirm_protocol(
    *, meeting: Meeting, actor: User, now: datetime, seen_sha256: str
) -> Confirmation:
    """Confirm, as by a signature, the version that the person has read."""
    protocol = _locked(meeting, seen_sha256)
    check_can_confirm(actor, protocol, composition_at(protocol.meeting))
    return Confirmation.objects.create(protocol=protocol, person=actor, confirmed_at=now)


@transaction.atomic
def withdraw_protocol(
    *, meeting: Meeting, reason: str, actor: User, now: datetime, seen_sha256: str
) -> Protocol:
    """Take the version back to a draft; it stays on record with its reason and confirmations,
    which count for nothing any more.
    """
    protocol = _locked(meeting, seen_sha256)
    check_can_withdraw(actor, protocol, now)
    protocol.withdrawn_at, protocol.withdrawn_by = now, actor
    protocol.withdrawal_reason = reason
    protocol.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawal_reason"])
    return protocol


@transaction.atomic
def close_protocol(*, meeting: Meeting, actor: User, now: datetime, seen_sha256: str) -> Protocol:
    """Close the protocol that everybody present has confirmed: nothing of it changes any more.

    Refused with everything that is missing; and when somebody who was counted no longer counts,
    because then the text says what is not so.
    """
    protocol = _locked(meeting, seen_sha256)
    composition = composition_at(protocol.meeting)
    check_can_close(actor, protocol, composition, now)
    if read(protocol.content)["committee"] != committee_in(composition):
        raise NotAllowed(
            _(
                "Po przedstawieniu protokołu zmieniło się to, kto był na posiedzeniu. "
                "Cofnij protokół do projektu i przedstaw go jeszcze raz."
            )
        )
    protocol.closed_at, protocol.closed_by = now, actor
    protocol.save(update_fields=["closed_at", "closed_by"])
    return protocol


def _locked(meeting: Meeting, seen_sha256: str) -> Protocol:
    """The standing version, locked with its meeting, if it is the one that the person has read."""
    protocol = standing_protocol(lock_meeting(meeting))
    if protocol is None or protocol.sha256 != seen_sha256:
        raise NotAllowed(
            _(
                "Protokół zmienił się, odkąd go otwarto. Nic nie zapisano. Przeczytaj go jeszcze raz."
            )
        )
    return protocol
