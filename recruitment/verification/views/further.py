"""Children whose family put the institution further down its list: what it may know of them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.requests import SignedInRequest
from recruitment.applications.models import Choice, Opened
from recruitment.applications.scoring import Scoring
from recruitment.applications.services.openings import Reader, record_openings
from recruitment.procedures.queries import current_procedure
from recruitment.verification.further import further_choices, row_of
from recruitment.verification.tables import FURTHER_COLUMNS
from schools.models import Institution

ROWS_ON_A_PAGE = 50


@require_safe
def further(request: SignedInRequest) -> HttpResponse:
    """The list; each child on the page gets an event, as this is all that the institution sees."""
    now, today = timezone.now(), timezone.localdate()
    procedure = current_procedure()
    number_of_institutions = Institution.objects.of_staff(request.user, today).count()
    if procedure is None or not number_of_institutions:
        raise Http404
    paginator = Paginator(further_choices(request.user, procedure, today), ROWS_ON_A_PAGE)
    page = paginator.get_page(request.GET.get("page"))
    choices, scoring = list(page), Scoring.of(procedure)
    _record(choices, request.user, now)
    context = {
        "page": page,
        "rows": [row_of(choice, scoring) for choice in choices],
        "columns": FURTHER_COLUMNS,
        "has_several": number_of_institutions > 1,
    }
    return render(request, "verification/further.html", context)


def _record(choices: Iterable[Choice], user: User, now: datetime) -> None:
    """Each child once for each institution at which it is shown."""
    children: dict[Institution, set[int]] = defaultdict(set)
    for choice in choices:
        children[choice.group.institution].add(choice.application_id)
    for institution, applications in children.items():
        record_openings(
            sorted(applications),
            reader=Reader.at(institution, user, timezone.localdate(now)),
            what=Opened.FURTHER_CHOICES,
            now=now,
        )
