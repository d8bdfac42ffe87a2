"""Which places of the service a person is led to."""

from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Role, User, has_role
from schools.models import StaffMembership


def navigation(request: HttpRequest) -> dict[str, bool]:
    """Context for the page header: does the person work for an institution, or for the office?"""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {"is_institution_staff": False, "is_office_worker": False}
    today = timezone.localdate()
    return {
        "is_institution_staff": StaffMembership.objects.current(today).filter(user=user).exists(),
        "is_office_worker": has_role(user, Role.OFFICE, today),
    }
