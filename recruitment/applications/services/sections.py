"""Saving the sections of the form. Each call takes checked values and says why it refuses.

All raise NotAllowed when this person may not fill the application now. The two channels share
them: a parent fills an online draft, an institution's clerk a paper one.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from recruitment.applications.identity import identity_key
from recruitment.applications.models import Application, Guardian, Section, SectionDraft
from recruitment.applications.queries import other_application_of_child, questions
from recruitment.applications.services.claims import (
    claim_of_kind,
    follow_changed_questions,
    set_declared_claims,
)
from recruitment.applications.services.saving import lock_for_filling, section_saved
from recruitment.applications.typed_criteria import Claimed
from recruitment.applications.values import (
    ChildValues,
    GuardianValues,
    ResidenceValues,
)
from recruitment.criteria.models import Kind


def check_child_is_free(application: Application, key: str) -> None:
    """One child has one application in a procedure; says so and nothing more of the other one.

    Raises ValidationError without a field, code `child_taken`.
    """
    other = other_application_of_child(application, key)
    if other is None:
        return
    if application.owner_id is not None and other.owner_id == application.owner_id:
        raise ValidationError(
            _("Masz już w tym naborze wniosek tego dziecka. Znajdziesz go w „Moich wnioskach”."),
            code="child_taken",
        )
    raise ValidationError(
        _("W tym naborze jest już złożony wniosek tego dziecka."), code="child_taken"
    )


@transaction.atomic
def save_child(
    *, application: Application, values: ChildValues, actor: User, now: datetime
) -> Application:
    """Store the child. Raises ValidationError at the PESEL or document when the child is taken."""
    application = lock_for_filling(application, actor, now)
    key = identity_key(
        pesel=values.pesel,
        document_kind=values.document_kind,
        document_number=values.document_number,
    )
    try:
        check_child_is_free(application, key)
    except ValidationError as error:
        raise ValidationError({"pesel" if values.pesel else "document_number": error}) from error
    asked_before = questions(application)
    candidate = application.candidate
    for name, value in asdict(values).items():
        setattr(candidate, name, value)
    candidate.set_order_keys()
    candidate.save(update_fields=[*asdict(values), "sort_key", "search_key"])
    application.identity_key = key
    section_saved(application, Section.CHILD, actor=actor, now=now)
    claim_of_kind(application, Kind.STATEMENT, holds=values.has_statement)
    follow_changed_questions(application, asked_before, now)
    return application


@transaction.atomic
def save_guardians(
    *, application: Application, values: Sequence[GuardianValues], actor: User, now: datetime
) -> Application:
    """Store one or two guardians; one means that the child has a single guardian."""
    application = lock_for_filling(application, actor, now)
    application.guardians.all().delete()
    for position, guardian in enumerate(values, start=1):
        fields = asdict(guardian)
        address = fields.pop("address")
        Guardian.objects.create(application=application, position=position, **fields, **address)
    application.has_single_guardian = len(values) == 1
    section_saved(application, Section.GUARDIANS, actor=actor, now=now)
    return application


@transaction.atomic
def save_address(
    *, application: Application, values: ResidenceValues, actor: User, now: datetime
) -> Application:
    """Store where the child lives; residents claim the priority of art. 131 ust. 1."""
    application = lock_for_filling(application, actor, now)
    candidate = application.candidate
    for name, value in asdict(values.address).items():
        setattr(candidate, name, value)
    candidate.is_resident = values.is_resident
    candidate.save(update_fields=[*asdict(values.address), "is_resident"])
    section_saved(application, Section.ADDRESS, actor=actor, now=now)
    claim_of_kind(application, Kind.RESIDENCE, holds=values.is_resident)
    return application


@transaction.atomic
def save_criteria(
    *, application: Application, values: Claimed, actor: User, now: datetime
) -> Application:
    """Store what the parent claimed; a question not asked here is ignored."""
    application = lock_for_filling(application, actor, now)
    asked = questions(application)
    set_declared_claims(
        application, {question: values[question] for question in values if question in asked}
    )
    application.criteria_answered_at = now
    section_saved(application, Section.CRITERIA, actor=actor, now=now)
    return application


@transaction.atomic
def keep_for_later(
    *,
    application: Application,
    section: Section,
    answers: dict[str, object],
    actor: User,
    now: datetime,
) -> Application:
    """Keep what was typed exactly as it is, right or wrong; the section stays unfinished."""
    application = lock_for_filling(application, actor, now)
    SectionDraft.objects.update_or_create(
        application=application,
        section=section,
        defaults={"answers": answers, "saved_at": now},
    )
    application.saved_at = now
    application.save(update_fields=["saved_at"])
    return application
