"""The makers themselves: every status can be built, and a stage can be made the open one."""

import pytest

from recruitment.applications.models import Application, Channel
from recruitment.applications.validators import birth_date_of, clean_pesel
from recruitment.applications.workflow import Status
from recruitment.criteria.models import Kind, Scope
from recruitment.procedures.calendar import is_open
from recruitment.procedures.models import StageCode
from tests.factories import (
    CHILD_WITHOUT_PESEL,
    NOW,
    at,
    make_application,
    make_criteria,
    make_draft,
    make_group,
    make_institution,
    make_pesel,
    make_procedure,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", list(Status))
def test_make_application_builds_every_status(status: Status) -> None:
    application = make_application(make_procedure(), status=status)

    assert application.status == status
    assert (application.filed_at is None) == (status == Status.DRAFT)
    assert [len(application.identity_key), application.choices.count()] == [64, 1]
    assert [guardian.position for guardian in application.guardians.all()] == [1, 2]


def test_make_application_makes_claims_with_the_verdict_of_the_status() -> None:
    procedure = make_procedure()
    make_criteria(procedure)
    group = make_group()

    application = make_application(
        procedure,
        status=Status.VERIFIED,
        groups=[group],
        claims=["large-family", ("sibling", group.institution)],
    )

    assert list(
        application.claims.values_list("criterion__code", "institution__code", "verdict")
    ) == [("large-family", None, "accepted"), ("sibling", group.institution.code, "accepted")]


def test_make_draft_is_empty_and_a_paper_one_has_no_owner() -> None:
    draft = make_draft(make_procedure(), channel=Channel.PAPER)

    assert (draft.owner, draft.candidate.full_name, draft.is_draft) == (None, "", True)
    assert Application.objects.count() == 1


def test_make_application_takes_a_child_without_pesel() -> None:
    application = make_application(make_procedure(), child=CHILD_WITHOUT_PESEL)

    assert (application.candidate.pesel, application.candidate.document_number) == (
        "",
        "FB 123456",
    )


@pytest.mark.parametrize("code", list(StageCode))
def test_make_procedure_opens_the_stage_asked_for(code: StageCode) -> None:
    procedure = make_procedure(during=code)

    assert [stage for stage in StageCode if is_open(procedure, stage, NOW)] == [code]


def test_make_criteria_has_every_scope_and_what_is_not_typed() -> None:
    criteria = make_criteria(make_procedure()).values()

    assert {criterion.kind for criterion in criteria} == {
        Kind.DECLARED,
        Kind.RESIDENCE,
        Kind.STATEMENT,
        Kind.FIRST_CHOICE,
    }
    assert {criterion.scope for criterion in criteria} == set(Scope)


@pytest.mark.parametrize("year", [1999, 2020, 2024])
def test_make_pesel_is_correct(year: int) -> None:
    birth_on = at(5, 17).date().replace(year=year)

    pesel = make_pesel(birth_on)

    assert clean_pesel(pesel) == pesel
    assert birth_date_of(pesel) == birth_on


def test_make_institution_keeps_the_code_asked_for() -> None:
    assert make_institution("pm5").code == "pm5"
