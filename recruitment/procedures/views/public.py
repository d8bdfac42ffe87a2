"""Pages that everybody may read: what is going on now, the offer, the dates."""

from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from recruitment.procedures.calendar import Situation, calendar_rows, days_left
from recruitment.procedures.feed import calendar_file
from recruitment.procedures.filters import OfferFilter
from recruitment.procedures.models import StageCode
from recruitment.procedures.queries import (
    current_procedure,
    institutions_beside,
    latest_changes,
    offered_groups,
)
from recruitment.procedures.views.loading import existing_procedure
from recruitment.procedures.words import words_of
from schools.models import Institution

_STAGES_WITH_RESULTS = {
    StageCode.QUALIFIED_LISTS,
    StageCode.CONFIRMATION,
    StageCode.ADMITTED_LISTS,
}


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is going on now, until when, and what a parent does next."""
    now = timezone.now()
    procedure = current_procedure()
    if procedure is None:
        return render(request, "procedures/no_procedure.html")
    situation = Situation.of(calendar_rows(procedure, now))
    current = situation.current
    context = {
        "procedure": procedure,
        "situation": situation,
        "words": words_of(StageCode(current.code), is_published=procedure.is_published)
        if current
        else None,
        "days_left": days_left(current.ends_at, now) if current else None,
        "is_taking_applications": current is not None and current.code == StageCode.APPLICATION,
        "is_waiting_for_results": current is not None
        and current.code in _STAGES_WITH_RESULTS
        and not procedure.is_published,
    }
    return render(request, "procedures/home.html", context)


@login_not_required
@require_safe
def offer(request: HttpRequest) -> HttpResponse:
    """Institutions with their groups, narrowed by the parameters of the address."""
    procedure = current_procedure()
    if procedure is None:
        return render(request, "procedures/no_procedure.html")
    offer_filter = OfferFilter(
        request.GET or None, queryset=offered_groups(procedure), procedure=procedure
    )
    groups = list(offer_filter.qs)
    context = {
        "procedure": procedure,
        "filter": offer_filter,
        "number_of_groups": len(groups),
        "offers": [
            (institution, list(of_institution))
            for institution, of_institution in groupby(groups, key=lambda group: group.institution)
        ],
    }
    return render(request, "procedures/offer.html", context)


@login_not_required
@require_safe
def institution(request: HttpRequest, code: str) -> HttpResponse:
    """One institution: where it is, and its groups with their places."""
    place = get_object_or_404(Institution, code=code)
    procedure = current_procedure()
    groups = offered_groups(procedure).filter(institution=place) if procedure else []
    context = {
        "institution": place,
        "procedure": procedure,
        "groups": groups,
        "beside": institutions_beside(place),
    }
    return render(request, "procedures/institution.html", context)


@login_not_required
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The dates of every stage: the same rows that open and close the forms."""
    now = timezone.now()
    procedure = current_procedure()
    if procedure is None:
        return render(request, "procedures/no_procedure.html")
    rows = calendar_rows(procedure, now)
    context = {
        "procedure": procedure,
        "rows": rows,
        "situation": Situation.of(rows),
        "now": now,
        "changes": latest_changes(procedure),
    }
    return render(request, "procedures/calendar.html", context)


@login_not_required
@require_safe
def calendar_ics(request: HttpRequest) -> HttpResponse:
    """The same dates for the calendar of a telephone or computer."""
    procedure = existing_procedure()
    address = request.build_absolute_uri(reverse("calendar"))
    content = calendar_file(procedure, address=address, now=timezone.now())
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="nabor-terminy.ics"'
    return response
