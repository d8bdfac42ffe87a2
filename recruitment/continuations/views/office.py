"""How many children stay, for the education office: numbers without a child."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import Role, has_role
from accounts.requests import SignedInRequest
from recruitment.continuations.columns import GROUP_COLUMNS
from recruitment.continuations.queries import with_withdrawn
from recruitment.procedures.queries import current_procedure, offered_groups


@require_safe
def continuations_overview(request: SignedInRequest) -> HttpResponse:
    """The declarations of each group of the city; for others than the office a 404."""
    procedure = current_procedure()
    if procedure is None or not has_role(request.user, Role.OFFICE, timezone.localdate()):
        raise Http404
    groups = list(with_withdrawn(offered_groups(procedure), procedure))
    context = {
        "groups": groups,
        "columns": GROUP_COLUMNS,
        "number": procedure.continuations.standing().count(),
    }
    return render(request, "continuations/overview.html", context)
