"""The institution's desk: the list of the applications that put it first."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from recruitment.applications.models import OpenedList
from recruitment.applications.permissions import check_can_enter_paper, reason_against
from recruitment.applications.scoring import Scoring
from recruitment.applications.services.openings import record_list_opening
from recruitment.procedures.calendar import stage_of
from recruitment.procedures.models import StageCode
from recruitment.procedures.queries import current_procedure
from recruitment.verification import queries
from recruitment.verification.further import further_choices
from recruitment.verification.queue import Queue
from recruitment.verification.tables import DeskTable
from schools.models import Institution


@require_safe
def desk(request: SignedInRequest) -> HttpResponse:
    """Own first-choice applications of the current procedure; a 404 for whoever works nowhere."""
    now, today = timezone.now(), timezone.localdate()
    procedure = current_procedure()
    if not Institution.objects.of_staff(request.user, today).exists():
        raise Http404
    if procedure is None:
        return render(request, "verification/desk_without_procedure.html")
    queue = Queue(request.user, procedure, today, request.GET)
    table = DeskTable(
        queries.with_desk_data(queue.listed),
        scoring=Scoring.of(procedure),
        queue_query=queue.query,
        order_by=request.GET.get("sort", "child"),
        exclude=() if len(queue.institutions) > 1 else ("institution",),
    )
    table.paginate()
    table.page = table.paginator.get_page(request.GET.get("page"))
    handed_back = queries.handed_back(procedure, queue.institutions)
    record_list_opening(
        procedure,
        user=request.user,
        what=OpenedList.DESK,
        number_of_children=len(table.page) + len(handed_back),
        now=now,
        filters=queue.filter.chosen,
    )
    context = {
        "table": table,
        "filter": queue.filter,
        "institutions": queue.institutions,
        "counts": queue.whole.number_by_status(),
        "waiting": queue.whole.waiting_for_committee().count(),
        "awaiting_mayor": queue.whole.awaiting_mayor().count(),
        "overdue": queue.whole.awaiting_mayor(due_before=today).count(),
        "first_to_decide": queue.first_to_decide(),
        "queue_query": queue.query,
        "handed_back": handed_back,
        "number_further": further_choices(request.user, procedure, today).count(),
        "stage": stage_of(procedure, StageCode.VERIFICATION),
        "is_published": procedure.is_published,
        "now": now,
        "against_paper": reason_against(check_can_enter_paper, request.user, procedure, now),
    }
    return render(request, "verification/desk.html", context)
