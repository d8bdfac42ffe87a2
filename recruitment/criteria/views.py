"""The public page of criteria."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from recruitment.criteria.explanations import order_sentence
from recruitment.criteria.models import Kind, Stage
from recruitment.criteria.queries import set_in_force
from recruitment.procedures.queries import current_procedure


@login_not_required
@require_safe
def criteria(request: HttpRequest) -> HttpResponse:
    """What gives points, how many, what proves it, and where the law says so."""
    procedure = current_procedure()
    if procedure is None:
        return render(request, "procedures/no_procedure.html")
    criteria_set = set_in_force(procedure)
    listed = list(criteria_set.criteria.all()) if criteria_set else []
    context = {
        "procedure": procedure,
        "criteria_set": criteria_set,
        "residents_first": any(criterion.kind == Kind.RESIDENCE for criterion in listed),
        "keeps_places_for_statement": any(criterion.kind == Kind.STATEMENT for criterion in listed),
        "statutory": [criterion for criterion in listed if criterion.stage == Stage.STATUTORY],
        "municipal": [criterion for criterion in listed if criterion.stage == Stage.MUNICIPAL],
        "order_sentence": order_sentence(
            criteria_set.resolution.rules.rules if criteria_set else ()
        ),
    }
    return render(request, "criteria/criteria.html", context)
