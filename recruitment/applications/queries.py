"""What the pages and services of applications read."""

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from accounts.models import User
from recruitment.applications.models import Application, CaseEvent, Choice, Claim
from recruitment.applications.scoring import Scoring
from recruitment.applications.values import Question
from recruitment.applications.workflow import NOT_COMPETING, Status, Verb
from recruitment.criteria.labels import WHY_LABELS
from recruitment.criteria.models import Criterion, Kind, Stage
from recruitment.criteria.points import Points, Why
from recruitment.procedures.models import Procedure
from schools.models import Institution


# --- whose application -------------------------------------------------------------------------
def applications_of(user: User) -> "QuerySet[Application]":
    """A parent's own applications, the newest first, with all that their list shows."""
    found = with_last_step(Application.objects.owned_by(user).with_answers())
    return found.order_by("-created_at", "-pk")


def other_application_of_child(application: Application, identity_key: str) -> Application | None:
    """Another application of this child in the procedure that stands in the way of this one.

    That is a filed one of anybody, or an unfinished one of the same parent.
    """
    stands_in_the_way = ~Q(status__in=NOT_COMPETING)
    if application.owner_id is not None:
        stands_in_the_way |= Q(status=Status.DRAFT, owner=application.owner_id)
    return (
        Application.objects.filter(stands_in_the_way, identity_key=identity_key)
        .filter(procedure=application.procedure_id)
        .exclude(pk=application.pk)
        .order_by("pk")
        .first()
    )


# --- criteria ----------------------------------------------------------------------------------
def asked_criteria(procedure: Procedure) -> "QuerySet[Criterion]":
    """The criteria that parents of the procedure are asked about: those that they declare."""
    return Criterion.objects.filter(
        criteria_set__procedure=procedure,
        kind=Kind.DECLARED,
        stage__in=[Stage.STATUTORY, Stage.MUNICIPAL],
    )


def asked_of(application: Application) -> "QuerySet[Criterion]":
    """The criteria asked in this application: those that fit the child's birth year.

    While the birth year is not known, those meant for some birth years only are left out.
    """
    after_first = Q(birth_year_from__isnull=True)
    before_last = Q(birth_year_to__isnull=True)
    if birth_on := application.candidate.birth_on:
        birth_year = application.procedure.birth_year_of(birth_on)
        after_first |= Q(birth_year_from__lte=birth_year)
        before_last |= Q(birth_year_to__gte=birth_year)
    return asked_criteria(application.procedure).filter(after_first, before_last)


def chosen_institutions(application: Application) -> list[Institution]:
    """The institutions on the preference list, each once, in its order."""
    choices = application.choices.select_related("group__institution")
    return list({choice.group.institution: None for choice in choices})


def questions(application: Application) -> set[Question]:
    """Everything asked in this application: per-institution criteria once for each institution."""
    institutions = [institution.code for institution in chosen_institutions(application)]
    return {
        Question(criterion.code, institution)
        for criterion in asked_of(application)
        for institution in (institutions if criterion.is_claimed_per_institution else [None])
    }


def declared_claims(application: Application) -> "QuerySet[Claim]":
    """The claims made in the criteria section (residence and statement come from elsewhere)."""
    return application.claims.filter(criterion__kind=Kind.DECLARED).select_related(
        "criterion", "institution"
    )


def criteria_answers(application: Application) -> dict[str, str | list[str]]:
    """The answers of the criteria section in the shape of its form, by code of the criterion."""
    institutions: dict[str, list[str]] = {}
    claimed = set()
    for claim in declared_claims(application):
        claimed.add(claim.criterion.code)
        if claim.institution is not None:
            institutions.setdefault(claim.criterion.code, []).append(claim.institution.code)
    return {
        criterion.code: institutions.get(criterion.code, [])
        if criterion.is_claimed_per_institution
        else ("yes" if criterion.code in claimed else "no")
        for criterion in asked_of(application)
    }


# --- what the committee needs, and said --------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Paper:
    """A document to bring, and the criterion it proves."""

    evidence: str
    criterion: str


def papers_of(application: Application) -> list[Paper]:
    """The documents that the claims of an application need, each once (`with_answers()`)."""
    papers = [
        Paper(claim.criterion.evidence, claim.criterion.name)
        for claim in application.claims.all()
        if claim.criterion.evidence
    ]
    if application.candidate.is_deferred:
        deferral = Paper(
            _("decyzja o odroczeniu obowiązku szkolnego"), _("dziecko starsze niż roczniki naboru")
        )
        papers = [deferral, *papers]
    return list(dict.fromkeys(papers))


def rejection_reason(application: Application) -> str:
    """Why the committee rejected the application; empty when it has not."""
    if application.status != Status.REJECTED:
        return ""
    event = application.events.filter(verb=Verb.REJECTED).last()
    return event.reason if event else ""


def steps_of_draft() -> "QuerySet[CaseEvent]":
    """The steps into a draft and out of it; the last one tells what kind of draft it is."""
    return CaseEvent.objects.filter(verb__in=[Verb.SUBMITTED, Verb.REOPENED, Verb.HANDED_BACK])


def with_last_step(applications: "QuerySet[Application]") -> "QuerySet[Any]":
    """Add `last_step`, the verb of the last step into the draft or out of it, and `last_step_at`."""
    steps = steps_of_draft().filter(application=OuterRef("pk")).order_by("-happened_at", "-pk")
    return applications.annotate(
        last_step=Subquery(steps.values("verb")[:1]),
        last_step_at=Subquery(steps.values("happened_at")[:1]),
    )


def reason_of_handing_back(application: Application) -> str:
    """Why the committee handed this draft back for correction; empty when it has not.

    Gone once the family has filed again, also when it then takes the application back by itself.
    """
    if not application.is_draft:
        return ""
    last = steps_of_draft().filter(application=application).last()
    return last.reason if last and last.verb == Verb.HANDED_BACK else ""


# --- points ------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class LineShown:
    """What one criterion gives at one choice, in words."""

    name: str
    stage: Stage
    points: int
    why: str


@dataclass(frozen=True, slots=True)
class ChoicePoints:
    """The points at one choice: as declared, and as the committee has verified them so far.

    The lines tell of the criteria that the family claimed: to the family those that give points,
    to the committee also what comes before points (residence, statement).
    """

    choice: Choice
    declared: Points
    verified: Points
    declared_lines: list[LineShown]
    verified_lines: list[LineShown]


def points_of(application: Application, scoring: Scoring | None = None) -> list[ChoicePoints]:
    """Points for every choice. The application needs `with_answers()`."""
    scoring = scoring or Scoring.of(application.procedure)
    return [_points_at(application, choice, scoring) for choice in application.choices.all()]


def _points_at(application: Application, choice: Choice, scoring: Scoring) -> ChoicePoints:
    declared = scoring.points(application, choice, count_pending=True)
    verified = scoring.points(application, choice)
    return ChoicePoints(
        choice=choice,
        declared=declared,
        verified=verified,
        declared_lines=[line for line in _lines(declared, scoring) if line.stage != Stage.PRIORITY],
        verified_lines=_lines(verified, scoring),
    )


def _lines(points: Points, scoring: Scoring) -> list[LineShown]:
    return [
        LineShown(
            name=scoring.criteria[line.criterion].name,
            stage=Stage(line.stage),
            points=line.points,
            why=str(WHY_LABELS[line.why]),
        )
        for line in points.lines
        if line.why is not Why.NOT_CLAIMED
    ]
