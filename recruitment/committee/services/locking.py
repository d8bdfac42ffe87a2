"""Rows that are locked until the transaction ends: the committee first, then one of its meetings."""

from recruitment.committee.models import Meeting
from schools.models import Institution


def lock_committee(institution: Institution) -> None:
    """Acts and papers of one committee come one after the other."""
    Institution.objects.select_for_update(of=("self",)).get(pk=institution.pk)


def lock_meeting(meeting: Meeting) -> Meeting:
    """The meeting as it is now."""
    return (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("institution", "procedure")
        .get(pk=meeting.pk)
    )
