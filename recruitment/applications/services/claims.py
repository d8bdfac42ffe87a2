"""Claims follow the answers: some are made in other sections, some stop being asked about."""

from datetime import datetime

from recruitment.applications.models import Application, Claim, Section, SectionDraft
from recruitment.applications.queries import (
    asked_of,
    chosen_institutions,
    criteria_answers,
    declared_claims,
    questions,
)
from recruitment.applications.typed_criteria import Claimed, criterion_of
from recruitment.applications.values import Question
from recruitment.criteria.models import CriteriaSet, Criterion, Kind


def claim_of_kind(application: Application, kind: Kind, *, holds: bool) -> None:
    """Make or drop the claim that follows from another section (residence, statement)."""
    criteria = Criterion.objects.filter(
        criteria_set__in=CriteriaSet.objects.in_force(application.procedure), kind=kind
    )
    if not holds:
        application.claims.filter(criterion__in=criteria).delete()
        return
    for criterion in criteria:
        Claim.objects.get_or_create(application=application, criterion=criterion, institution=None)


def follow_changed_questions(
    application: Application, asked_before: set[Question], now: datetime
) -> None:
    """After a change of birth year or of choices: drop claims not asked any more, ask what is new.

    When something new is to be asked, the answers given so far wait in the section as unfinished.
    """
    asked = questions(application)
    if asked - asked_before and application.criteria_answered_at is not None:
        SectionDraft.objects.get_or_create(
            application=application,
            section=Section.CRITERIA,
            defaults={"answers": _known_answers(application, asked_before), "saved_at": now},
        )
        application.criteria_answered_at = None
        application.save(update_fields=["criteria_answered_at"])
    for claim in declared_claims(application):
        if _as_question(claim) not in asked:
            claim.delete()


def _known_answers(application: Application, asked_before: set[Question]) -> dict[str, object]:
    known = {question.criterion for question in asked_before}
    return {
        field: value
        for field, value in criteria_answers(application).items()
        if criterion_of(field) in known
    }


def _as_question(claim: Claim) -> Question:
    institution = claim.institution.code if claim.institution else None
    return Question(claim.criterion.code, institution)


def set_declared_claims(application: Application, claimed: Claimed) -> None:
    """Make the declared claims exactly these (all of them asked).

    One that stays as it was is untouched; what was answered anew waits for the committee anew.
    """
    kept = set()
    for claim in declared_claims(application):
        question = _as_question(claim)
        if question in claimed and claimed[question] == claim.answer:
            kept.add(question)
        else:
            claim.delete()
    criteria = {criterion.code: criterion for criterion in asked_of(application)}
    institutions = {
        institution.code: institution for institution in chosen_institutions(application)
    }
    Claim.objects.bulk_create(
        Claim(
            application=application,
            criterion=criteria[question.criterion],
            institution=institutions[question.institution] if question.institution else None,
            answer=answer,
        )
        for question, answer in claimed.items()
        if question not in kept
    )
