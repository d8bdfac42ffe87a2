"""What an institution may know of a child whose family put it further down its list.

The committee of the first choice alone verifies (domain: `docs/access.md`). The others get, of a
verified application, the points at their own groups, and for a group that keeps places for
children with a statement also whether it was accepted. Neither the claims, nor the other
institutions, nor the place on the family's list.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from accounts.models import User
from recruitment.applications.models import Choice
from recruitment.applications.scoring import Scoring
from recruitment.applications.workflow import Status
from recruitment.procedures.models import Procedure
from schools.models import Group, GroupKind, Institution

ASKS_FOR_STATEMENT = frozenset({GroupKind.INTEGRATION, GroupKind.SPECIAL})


@dataclass(frozen=True, slots=True)
class FurtherChoice:
    """One child at one group: all that is shown, so that a page cannot show more.

    `birth_year` is that with which the child takes part.
    """

    child: str
    birth_year: int
    group: Group
    statutory: Decimal
    municipal: Decimal
    statement: str


def further_choices(user: User, procedure: Procedure, today: date) -> "QuerySet[Choice]":
    """The choices of own groups in verified applications that put another institution first.

    In the Polish order of the children's names, then of the groups: the family's order is not told.
    """
    first = Choice.objects.filter(application=OuterRef("application"), position=1)
    return (
        Choice.objects.filter(
            application__procedure=procedure,
            application__status=Status.VERIFIED,
            group__institution__in=Institution.objects.of_staff(user, today),
        )
        .annotate(first_institution=Subquery(first.values("group__institution")))
        .exclude(first_institution=F("group__institution"))
        .select_related("application__candidate", "application__procedure", "group__institution")
        .prefetch_related(
            "application__choices__group__institution",
            "application__claims__criterion",
            "application__claims__institution",
        )
        .order_by("application__candidate__sort_key", "application", "group")
    )


def row_of(choice: Choice, scoring: Scoring) -> FurtherChoice:
    """What may be told of a choice that `further_choices` found; no query."""
    application = choice.application
    points = scoring.points(application, choice)
    return FurtherChoice(
        child=application.candidate.list_name,
        birth_year=application.procedure.birth_year_of(cast(date, application.candidate.birth_on)),
        group=choice.group,
        statutory=points.statutory,
        municipal=points.municipal,
        statement=_statement(choice.group, has_statement=points.has_statement),
    )


def _statement(group: Group, *, has_statement: bool) -> str:
    """Accepted or not, where it decides of a place; a refused one looks like none."""
    if group.kind not in ASKS_FOR_STATEMENT:
        return _("nie dotyczy")
    return _("uznane") if has_statement else _("brak uznanego")
