"""What an institution's desk shows: the applications that put the institution first."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Replace

from accounts.models import Role, User, has_role
from recruitment.applications.models import (
    Application,
    CaseEvent,
    Choice,
    Claim,
    MayorRequest,
    Submission,
)
from recruitment.applications.models.application import ApplicationQuerySet
from recruitment.applications.queries import with_last_step
from recruitment.applications.workflow import Status, Verb
from recruitment.procedures.models import Procedure
from schools.models import Institution
from ui.folding import fold


class HandedBack(NamedTuple):
    """An application that its family has not filed again, named as when it was filed here."""

    number: str
    child: str
    happened_at: datetime


def desk_applications(user: User, procedure: Procedure, today: date) -> ApplicationQuerySet:
    """The applications of the procedure that put an institution of this person first."""
    return (
        Application.objects.visible_to(user, today)
        .first_choice_of(Institution.objects.of_staff(user, today))
        .filter(procedure=procedure)
    )


def handed_back(procedure: Procedure, institutions: Iterable[Institution]) -> list[HandedBack]:
    """The drafts that these institutions gave back for correction, the oldest first.

    What the family has written since is its own: the child and the first choice are those filed.
    """
    own = {institution.code for institution in institutions}
    submissions = Submission.objects.filter(application=OuterRef("pk")).order_by("-number")
    drafts = (
        with_last_step(Application.objects.filter(procedure=procedure, status=Status.DRAFT))
        .annotate(filed_content=Subquery(submissions.values("content")[:1]))
        .filter(last_step=Verb.HANDED_BACK)
        .order_by("last_step_at", "pk")
        .values_list("number", "last_step_at", "filed_content")
    )
    filed = [(number, when, json.loads(content)) for number, when, content in drafts]
    return [
        HandedBack(number, f"{was['child']['surname']} {was['child']['first_names']}", when)
        for number, when, was in filed
        if was["choices"][0]["institution"] in own
    ]


def with_desk_data(applications: ApplicationQuerySet) -> ApplicationQuerySet:
    """Joins of the desk's list: all that its columns and the points need.

    `mayor_due_on` is the day until which the mayor should answer, where an answer is awaited.
    """
    awaited = (
        MayorRequest.objects.awaited()
        .filter(claim__application=OuterRef("pk"))
        .order_by("due_on")
        .values("due_on")[:1]
    )
    return (
        applications.with_list_data()
        .prefetch_related("claims__criterion__criteria_set", "claims__institution")
        .annotate(mayor_due_on=Subquery(awaited))
    )


def cases_visible_to(user: User, today: date) -> ApplicationQuerySet:
    """The cases this person may open: first choices of own institutions; the office all.

    The owner of an application is not among them: a parent has a page of one's own.
    """
    visible = Application.objects.visible_to(user, today).exclude(status=Status.DRAFT)
    if has_role(user, Role.OFFICE, today):
        return visible
    return visible.first_choice_of(Institution.objects.of_staff(user, today))


def with_case_data(applications: ApplicationQuerySet) -> ApplicationQuerySet:
    """Joins of the page of one case, and `latest_event`: the last event known to its reader.

    The event is read in the same query as the row, so what is read later is never older.
    """
    latest = CaseEvent.objects.filter(application=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    return (
        with_desk_data(applications)
        .prefetch_related("guardians", "claims__decided_by")
        .annotate(latest_event=Coalesce(Subquery(latest), 0))
    )


def matching(applications: ApplicationQuerySet, text: str) -> ApplicationQuerySet:
    """Those whose number or child's name holds every word of `text` ("cwik" finds "Ćwik")."""
    number = text.replace("-", "").replace(" ", "")
    if number.isdigit():
        return applications.alias(plain_number=Replace("number", Value("-"), Value(""))).filter(
            plain_number__contains=number
        )
    for word in fold(text).split():
        applications = applications.filter(candidate__search_key__contains=word)
    return applications


def claims_to_ask_about(application: Application) -> list[Claim]:
    """The claims about which the mayor may be asked: those of which no answer is awaited."""
    asked = set(
        MayorRequest.objects.awaited()
        .filter(claim__application=application)
        .values_list("claim", flat=True)
    )
    return [claim for claim in application.claims.all() if claim.pk not in asked]


def mayor_requests_of(application: Application) -> "QuerySet[MayorRequest]":
    """What the mayor was asked about this application, the earliest first."""
    return MayorRequest.objects.filter(claim__application=application).select_related(
        "claim__criterion", "claim__institution", "asked_by", "closed_by"
    )


def first_choice(application: Application) -> Choice | None:
    """The choice whose institution verifies the application."""
    return next((choice for choice in application.choices.all() if choice.position == 1), None)


def latest_event_id(application: Application) -> int:
    """The number of the last event of the case: it changes with every step that anybody takes."""
    return application.events.order_by("-pk").values_list("pk", flat=True).first() or 0


def case_history(application: Application) -> "QuerySet[CaseEvent]":
    """What happened to the case since it was filed; the work on a draft is the parent's alone."""
    return application.events.exclude(verb__in=[Verb.STARTED, Verb.SECTION_SAVED]).select_related(
        "actor"
    )
