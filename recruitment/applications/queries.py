"""What the pages and services of applications read."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from accounts.models import User
from recruitment.applications.models import Application, CaseEvent, Choice, Claim
from recruitment.applications.scoring import Scoring
from recruitment.applications.typed_criteria import Stored, field_name, shares_a_field, typed
from recruitment.applications.values import Question
from recruitment.applications.workflow import NOT_COMPETING, Status, Verb
from recruitment.criteria.labels import WHY_LABELS
from recruitment.criteria.models import CriteriaSet, Criterion, Stage, Verification
from recruitment.criteria.numbers import shown_of
from recruitment.criteria.points import Points, Why
from recruitment.criteria.rules import WITHOUT_QUESTION
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
    """The criteria that parents of the procedure are asked about.

    Not those that follow from other answers, nor what the institution itself knows, such as the
    result of a test.
    """
    return (
        Criterion.objects.filter(criteria_set__in=CriteriaSet.objects.in_force(procedure))
        .exclude(kind__in=WITHOUT_QUESTION)
        .exclude(verification=Verification.REGISTER)
        .prefetch_related("criteria_set")
    )


def asked_of(application: Application) -> "QuerySet[Criterion]":
    """The criteria asked in this application: those that fit the child's age.

    While the birth date is not known, those meant for some ages only are left out.
    """
    candidate = application.candidate
    after_first = Q(age_from__isnull=True)
    before_last = Q(age_to__isnull=True)
    if candidate.birth_on:
        age = application.procedure.age_of(candidate.birth_on)
        after_first |= Q(age_from__lte=age)
        before_last |= Q(age_to__gte=age)
    fits = after_first & before_last
    if candidate.is_deferred:
        fits |= Q(deferred_too=True)
    return asked_criteria(application.procedure).filter(fits)


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
    return application.claims.exclude(criterion__kind__in=WITHOUT_QUESTION).select_related(
        "criterion", "institution"
    )


def claimed_of(application: Application) -> dict[Question, Stored]:
    """What was claimed in the criteria section, with the answers."""
    return {
        Question(
            claim.criterion.code, claim.institution.code if claim.institution else None
        ): claim.answer
        for claim in declared_claims(application)
    }


def criteria_answers(application: Application) -> dict[str, Any]:
    """The answers of the criteria section in the shape of its form, by field."""
    claimed = claimed_of(application)
    institutions = [institution.code for institution in chosen_institutions(application)]
    answers: dict[str, Any] = {}
    for criterion in asked_of(application):
        if shares_a_field(criterion):
            answers[criterion.code] = [
                code for code in institutions if Question(criterion.code, code) in claimed
            ]
            continue
        for institution in institutions if criterion.is_claimed_per_institution else [None]:
            question = Question(criterion.code, institution)
            answers[field_name(question)] = typed(criterion.kind, claimed.get(question))
    return answers


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
    points: Decimal
    why: str

    @property
    def shown_points(self) -> str:
        """The points as people read them."""
        return shown_of(self.stage, self.points)


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
            name=scoring.criteria[line.criterion].shown_name,
            stage=Stage(line.stage),
            points=line.points,
            why=str(WHY_LABELS[line.why]),
        )
        for line in points.lines
        if line.why is not Why.NOT_CLAIMED
    ]
