"""What a page of a committee is about; whatever is not of one's own institution is a 404."""

from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.requests import SignedInRequest
from recruitment.committee.models import Meeting
from schools.models import Institution


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
