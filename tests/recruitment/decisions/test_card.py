"""An application on the parent's list once results are announced."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from recruitment.applications.workflow import Status
from recruitment.procedures.models import StageCode
from tests.allocation.rounds import finished_run, published_run, verified
from tests.factories import (
    NOW,
    make_application,
    make_criteria,
    make_group,
    make_institution,
    make_procedure,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def procedure():
    procedure = make_procedure(during=StageCode.QUALIFIED_LISTS)
    make_criteria(procedure)
    return procedure


@pytest.fixture
def parent():
    return make_user()


@pytest.fixture
def bees():
    preschool = make_institution("pm1", short_name="PM nr 1")
    return make_group(preschool, name="Pszczółki", places_total=1)


def shown(client, parent, at=NOW):
    """The text of the list of applications, and its cards."""
    with time_machine.travel(at, tick=False):
        client.force_login(parent)
        response = client.get(reverse("my_applications"))
    main = response.text.split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(main.split()), response.context["cards"]


def test_a_qualified_child_has_the_place_the_link_and_the_days_left(
    client, parent, procedure, bees
):
    application = verified(procedure, bees, owner=parent)
    published_run(procedure)
    ends_at = procedure.stages.get(code=StageCode.CONFIRMATION).ends_at

    page, (card,) = shown(client, parent, ends_at - timedelta(days=5))

    assert card.result.sentence == "Dziecko zakwalifikowane: PM nr 1, Pszczółki."
    assert (card.result.confirm_by.ends_at, card.result.confirm_by.days_left) == (ends_at, 5)
    assert "Wynik ogłoszony" in page
    assert "Zostało 5 dni (do 12 marca 2027" in page
    assert f'href="{reverse("result", args=[application.public_id])}"' in page


def test_after_the_time_for_confirming_the_card_says_that_it_is_over(
    client, parent, procedure, bees
):
    verified(procedure, bees, owner=parent)
    published_run(procedure)
    ends_at = procedure.stages.get(code=StageCode.CONFIRMATION).ends_at

    page, _cards = shown(client, parent, ends_at)

    assert "Termin potwierdzania woli przyjęcia minął 12 marca 2027" in page
    assert "Zostało" not in page


def test_a_refused_child_has_the_link_and_nothing_to_confirm(client, parent, procedure, bees):
    verified(procedure, bees, claims=("residence", "large-family"))
    application = verified(procedure, bees, owner=parent)
    published_run(procedure)

    page, (card,) = shown(client, parent)

    assert (card.result.sentence, card.result.confirm_by) == (
        "Dziecko niezakwalifikowane do żadnej z wybranych grup.",
        None,
    )
    assert f'href="{reverse("result", args=[application.public_id])}"' in page
    assert "Potwierdź" not in page


def test_before_the_announcement_the_card_tells_no_result(client, parent, procedure, bees):
    verified(procedure, bees, owner=parent)
    finished_run(procedure)

    page, (card,) = shown(client, parent)

    assert card.result is None
    assert "zakwalifikowane" not in page


def test_an_application_that_took_no_part_has_no_result(client, parent, procedure, bees):
    make_application(procedure, status=Status.FILED, owner=parent, groups=[bees])
    published_run(procedure)

    _page, (card,) = shown(client, parent)

    assert (card.result, card.meaning.title) == (None, "Nie bierze udziału")


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_same_number_of_queries_for_more_results(
    client, parent, procedure, django_assert_num_queries, number
):
    for _ in range(number):
        verified(procedure, make_group(), owner=parent)
    published_run(procedure)
    client.force_login(parent)

    with django_assert_num_queries(17):
        client.get(reverse("my_applications"))
