"""What the committee did with applications in a period, and the points that it gave."""

import json
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from recruitment.applications.models import Application, CaseEvent, Submission
from recruitment.applications.scoring import Scoring
from recruitment.applications.workflow import Actor, Status
from recruitment.committee.sections import Scope
from recruitment.criteria.labels import WHY_LABELS
from recruitment.criteria.numbers import WITHOUT_POINTS, in_json, shown
from recruitment.criteria.points import PointsLine
from recruitment.verification.permissions import DECIDERS
from schools.models import StaffMembership


def committee_events(scope: Scope) -> list[CaseEvent]:
    """The steps of this committee in the period, by application, in the order of time.

    An application belongs to the institution that was first when it was last filed before the step:
    one handed back may since have become a draft, or gone elsewhere.
    """
    filed = Submission.objects.filter(
        application=OuterRef("application"), filed_at__lte=OuterRef("happened_at")
    ).order_by("-number")
    people = StaffMembership.objects.filter(institution=scope.institution, role__in=DECIDERS)
    events = CaseEvent.objects.filter(
        application__procedure=scope.procedure,
        actor_role=Actor.COMMITTEE,
        actor__in=people.values("user"),
        happened_at__lte=scope.to_at,
    )
    if scope.from_at is not None:
        events = events.filter(happened_at__gt=scope.from_at)
    read = (
        events.annotate(filed_content=Subquery(filed.values("content")[:1]))
        .select_related("actor", "application")
        .order_by("application__number", "happened_at", "pk")
    )
    return [event for event in read if _first_institution(event) == scope.institution.code]


def _first_institution(event: CaseEvent) -> str:
    content = json.loads(event.filed_content)  # type: ignore[attr-defined]  # annotated above
    return str(content["choices"][0]["institution"])


def handled_applications(scope: Scope) -> list[dict[str, Any]]:
    """Each application of the period as values: its number, the steps, the points at its first choice.

    Numbers only: no child is named. Points stand where the committee has verified the application.
    """
    events = committee_events(scope)
    points = _points_by_number({event.application_id for event in events}, scope)
    return [
        {
            "number": number,
            "steps": [_step(event) for event in steps],
            "points": points.get(number),
        }
        for number, steps in groupby(events, key=lambda event: event.application.number)
    ]


def summary_of(handled: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """How many times each kind of step was taken, in the order in which they first appear."""
    numbers: dict[str, int] = {}
    for application in handled:
        for step in application["steps"]:
            numbers[step["what"]] = numbers.get(step["what"], 0) + 1
    return [{"what": what, "number": number} for what, number in sorted(numbers.items())]


def _step(event: CaseEvent) -> dict[str, str]:
    return {
        "at": localtime(event.happened_at).isoformat(timespec="minutes"),
        "what": str(event.get_verb_display()),
        "detail": event.detail,
        "reason": event.reason,
        "by": event.actor.get_full_name() if event.actor else "",
    }


def _points_by_number(keys: set[int], scope: Scope) -> dict[str, dict[str, Any]]:
    verified = Application.objects.with_answers().filter(pk__in=keys, status=Status.VERIFIED)
    scoring = Scoring.of(scope.procedure)
    return {application.number: _points(application, scoring) for application in verified}


def _points(application: Application, scoring: Scoring) -> dict[str, Any]:
    """The points at the first choice; a line for what gives points, and for whatever was claimed."""
    first = application.choices.all()[0]
    points = scoring.points(application, first)
    claimed = {claim.criterion.code for claim in application.claims.all()}
    return {
        "group": first.group.name,
        "statutory": in_json(points.statutory),
        "municipal": in_json(points.municipal),
        "lines": [
            _line(line, capfirst(scoring.criteria[line.criterion].name))
            for line in points.lines
            if line.points or line.criterion in claimed
        ],
    }


def _line(line: PointsLine, name: str) -> str:
    """What comes before points gives none, so only its verdict is told."""
    if line.stage in WITHOUT_POINTS:
        return f"{name}: {WHY_LABELS[line.why]}"
    return _("%(criterion)s: %(points)s pkt (%(why)s)") % {
        "criterion": name,
        "points": shown(line.points),
        "why": WHY_LABELS[line.why],
    }
