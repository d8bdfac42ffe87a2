"""A child whose compulsory schooling is deferred takes part with the oldest birth year."""

from datetime import date

import pytest

from allocation.snapshot import take_snapshot
from recruitment.applications.models import Application
from recruitment.applications.progress import Progress, progress_of
from recruitment.applications.queries import Paper, asked_of, papers_of, points_of
from recruitment.applications.summary import answers_of
from recruitment.applications.workflow import Status
from tests.factories import (
    make_application,
    make_criteria,
    make_group,
    make_institution,
    make_procedure,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def deferred() -> Application:
    """Born a year before the oldest of the procedure, verified in a group of the oldest."""
    procedure = make_procedure(birth_year_from=2021)
    make_criteria(procedure)
    oldest = make_group(make_institution("pm1"), birth_year_from=2021, birth_year_to=2021)
    stored = make_application(
        procedure,
        status=Status.VERIFIED,
        groups=[oldest],
        claims=["residence", ("near", oldest.institution)],
        child={"birth_on": date(2020, 9, 1), "is_deferred": True},
    )
    return Application.objects.with_answers().get(pk=stored.pk)


def test_deferred_child_may_choose_a_group_of_the_oldest(deferred: Application) -> None:
    assert {state.progress for state in progress_of(deferred)} == {Progress.DONE}


def test_deferred_child_is_asked_what_the_oldest_are(deferred: Application) -> None:
    assert "near" in asked_of(deferred).values_list("code", flat=True)
    assert [row.verified.municipal for row in points_of(deferred)] == [30 + 4]


def test_deferred_child_competes_in_the_allocation(deferred: Application) -> None:
    [choice] = take_snapshot(deferred.procedure).facts["applications"][deferred.number]

    assert (choice["left_out"], choice["municipal"]) == ("", 30 + 4)


def test_deferral_is_told_and_its_decision_is_to_be_brought(deferred: Application) -> None:
    child = answers_of(deferred)[0]

    assert child.rows[-1] == ("Odroczenie obowiązku szkolnego", "tak")
    assert papers_of(deferred)[0] == Paper(
        "decyzja o odroczeniu obowiązku szkolnego", "dziecko starsze niż roczniki naboru"
    )


def test_child_that_is_not_deferred_any_more_makes_the_section_unfinished(
    deferred: Application,
) -> None:
    deferred.candidate.is_deferred = False

    child = progress_of(deferred)[0]

    assert (child.progress, child.explanation) == (
        Progress.STARTED,
        "Ten nabór jest dla dzieci urodzonych w latach 2021–2024. "
        "Jeśli starsze dziecko ma odroczenie, zaznacz to w danych dziecka.",
    )
