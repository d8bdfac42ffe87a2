"""Which places of the service a person is led to."""

from collections.abc import Callable

from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Role, User, has_role
from recruitment.procedures.queries import current_procedure
from schools.models import Institution


def navigation(request: HttpRequest) -> dict[str, bool | Callable[[], bool]]:
    """Context for the page header: does the person work for an institution, or for the office?

    Whether results are out is asked by the menu itself, so a part of a page does not ask.
    """
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {
            "has_results": _has_results,
            "is_institution_staff": False,
            "is_office_worker": False,
        }
    today = timezone.localdate()
    return {
        "has_results": _has_results,
        "is_institution_staff": Institution.objects.of_staff(user, today).exists(),
        "is_office_worker": has_role(user, Role.OFFICE, today),
    }


def _has_results() -> bool:
    """Are the results of the current procedure announced?"""
    procedure = current_procedure()
    return procedure is not None and procedure.is_published
