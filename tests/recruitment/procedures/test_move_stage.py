"""The office gives a stage new dates."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from recruitment.procedures.models import StageCode
from recruitment.procedures.services import set_published_run
from tests import factories
from tests.factories import NOW, STAGE_DATES, at

pytestmark = pytest.mark.django_db

ADDRESS = "/urzad/terminy/application/"
ANSWERS = {
    "starts_on_day": "1",
    "starts_on_month": "marca",
    "starts_on_year": "2027",
    "starts_time": "12:00",
    "ends_on_day": "14",
    "ends_on_month": "3",
    "ends_on_year": "2027",
    "ends_time": "18:30",
    "reason": "zarządzenie nr 40/2027",
}


@pytest.fixture
def client(client: Client) -> Iterator[Client]:
    with time_machine.travel(NOW, tick=False):
        client.force_login(factories.make_office_worker(first_name="Barbara", last_name="Urzędowa"))
        yield client


def test_new_dates_are_set_and_the_change_is_kept_with_its_reason(client):
    procedure = factories.make_procedure()

    response = client.post(ADDRESS, ANSWERS)

    stage = procedure.stages.get(code=StageCode.APPLICATION)
    assert (stage.starts_at, stage.ends_at) == (at(3, 1, 12), at(3, 14, 18, 30))
    change = stage.changes.get()
    assert (change.old_ends_at, change.new_ends_at, change.reason, change.changed_at) == (
        STAGE_DATES[StageCode.APPLICATION][1],
        at(3, 14, 18, 30),
        "zarządzenie nr 40/2027",
        NOW,
    )
    assert response.url == reverse("calendar")


def test_stages_that_led_to_announced_results_keep_their_dates(client):
    procedure = factories.make_procedure()
    set_published_run(procedure=procedure, run_number=1, now=NOW)

    response = client.post(ADDRESS, ANSWERS)

    assert response.status_code == 422
    assert "Wyniki są już ogłoszone, więc tego terminu nie można zmienić." in response.text
    assert procedure.stages.get(code=StageCode.APPLICATION).changes.count() == 0


def test_everybody_reads_the_change_and_its_reason_in_the_calendar(client):
    factories.make_procedure()
    client.post(ADDRESS, ANSWERS)

    page = Client().get(reverse("calendar")).content.decode()

    assert "zarządzenie nr 40/2027" in page
    assert "14 marca 2027, godz. 16:00" in page
    assert "Barbara" not in page


@pytest.mark.parametrize(
    ("changed", "message", "target"),
    [
        ({"reason": " "}, "Podaj powód zmiany.", "id_reason"),
        ({"ends_time": "popołudniu"}, "Wpisz godzinę jak w przykładzie: 16:00.", "id_ends_time"),
        ({"ends_on_month": "2"}, "Koniec etapu musi być późniejszy niż początek.", "id_ends_on_0"),
        (
            {"starts_on_day": "25", "starts_on_month": "lutego"},
            "trwa do: 26 lutego 2027, godz. 16:00. Najpierw zmień jego koniec.",
            "id_starts_on_0",
        ),
        (
            {"ends_on_day": "16"},
            "zaczyna się: 15 marca 2027, godz. 8:00. Najpierw przesuń jego początek.",
            "id_ends_on_0",
        ),
    ],
)
def test_wrong_dates_are_refused_at_their_field_and_everything_typed_is_kept(
    client, changed, message, target
):
    procedure = factories.make_procedure()

    response = client.post(ADDRESS, {**ANSWERS, "reason": "mój powód", **changed})

    page = response.content.decode()
    assert response.status_code == 422
    assert f'<a href="#{target}">' in page
    assert message in page
    assert "mój powód" in page or "reason" in changed
    assert procedure.stages.get(code=StageCode.APPLICATION).changes.count() == 0


def test_page_shows_present_dates_and_the_changes_so_far(client):
    factories.make_procedure()
    client.post(ADDRESS, ANSWERS)

    page = client.get(ADDRESS).content.decode()

    assert 'value="18:30"' in page
    assert "Barbara Urzędowa" in page
    assert "zarządzenie nr 40/2027" in page


def test_for_anybody_else_the_page_does_not_exist(client):
    procedure = factories.make_procedure()
    client.force_login(factories.make_user())

    response = client.post(ADDRESS, ANSWERS)

    assert response.status_code == 404
    assert procedure.stages.get(code=StageCode.APPLICATION).changes.count() == 0


def test_an_unknown_stage_is_not_found(client):
    factories.make_procedure()

    assert client.get("/urzad/terminy/nieznany/").status_code == 404


def test_without_a_procedure_there_is_nothing_to_move(client):
    assert client.get(ADDRESS).status_code == 404
