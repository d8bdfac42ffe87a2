"""The pages that everybody may read."""

from datetime import timedelta

import pytest
import time_machine
from icalendar import Calendar
from pytest_django import DjangoAssertNumQueries

from recruitment.procedures.models import STAGE_ORDER, Stage, StageCode
from recruitment.procedures.services import move_stage, set_published_run
from recruitment.procedures.words import STAGE_WORDS
from schools.models import GroupKind
from tests import factories
from tests.factories import DURING, NOW, at

pytestmark = pytest.mark.django_db


def read(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("&nbsp;", " ").split())


# --- home -------------------------------------------------------------------------------------
@pytest.mark.parametrize("code", STAGE_ORDER)
def test_home_tells_what_goes_on_now_and_what_to_do(client, code):
    factories.make_procedure()

    with time_machine.travel(DURING[code], tick=False):
        page = read(client, "/")

    assert f"Teraz: {code.label}" in page
    assert str(STAGE_WORDS[code].happens) in page
    assert str(STAGE_WORDS[code].to_do) in page
    assert ("Złóż wniosek</a>" in page) == (code == StageCode.APPLICATION)


@pytest.mark.parametrize(
    ("now", "told"),
    [
        (at(3, 5), "Zostało 9 dni."),
        (at(3, 13, 12), "To już jutro."),
        (at(3, 14, 9), "To już dziś."),
    ],
)
def test_home_counts_the_days_to_the_deadline(client, now, told):
    factories.make_procedure()

    with time_machine.travel(now, tick=False):
        page = read(client, "/")

    assert f"Termin: do <strong>14 marca 2027, godz. 16:00</strong>. {told}" in page


def test_home_names_the_next_stage_while_none_is_open(client):
    factories.make_procedure()

    with time_machine.travel(at(3, 28), tick=False):
        page = read(client, "/")

    assert f"Następny etap: {StageCode.ALLOCATION.label}" in page
    assert "30 marca 2027, godz. 8:00" in page


def test_home_says_when_everything_is_over(client):
    factories.make_procedure()

    with time_machine.travel(at(12, 31), tick=False):
        assert "Ten nabór już się zakończył" in read(client, "/")


@pytest.mark.parametrize("is_published", [True, False])
def test_home_says_when_results_that_are_due_are_not_announced(client, is_published):
    procedure = factories.make_procedure()
    if is_published:
        set_published_run(procedure=procedure, run_number=1, now=NOW)

    with time_machine.travel(DURING[StageCode.CONFIRMATION], tick=False):
        page = read(client, "/")

    assert ("Wyniki nie są jeszcze ogłoszone." in page) != is_published


@pytest.mark.parametrize("address", ["/", "/terminy/"])
@pytest.mark.parametrize(
    ("who", "label"),
    [
        ("guest", "Zaloguj się i zobacz wynik"),
        ("parent", "Zobacz wynik swojego dziecka"),
    ],
)
def test_home_and_calendar_lead_to_the_results_once_they_are_announced(client, address, who, label):
    procedure = factories.make_procedure()
    if who == "parent":
        client.force_login(factories.make_user())
    before = read(client, address)

    set_published_run(procedure=procedure, run_number=1, now=DURING[StageCode.QUALIFIED_LISTS])
    after = read(client, address)

    said = [
        "Listy dzieci zakwalifikowanych i niezakwalifikowanych ogłoszono "
        "5 kwietnia 2027, godz. 12:30.",
        label,
        'href="/wyniki/">Ile punktów wystarczyło w każdej grupie</a>',
    ]
    assert [text in before for text in said] == [False] * 3
    assert [text in after for text in said] == [True] * 3


@pytest.mark.parametrize("is_published", [True, False])
def test_in_the_stage_of_the_lists_home_says_whether_they_are_out(client, is_published):
    procedure = factories.make_procedure()
    now = DURING[StageCode.QUALIFIED_LISTS]
    if is_published:
        set_published_run(procedure=procedure, run_number=1, now=now)

    with time_machine.travel(now, tick=False):
        page = read(client, "/")

    assert ("niezakwalifikowanych są ogłoszone." in page) == is_published
    assert ("To czas ogłoszenia list" in page) != is_published


@pytest.mark.parametrize("address", ["/", "/oferta/", "/dostepnosc/"])
def test_the_menu_has_results_once_they_are_announced(client, address):
    procedure = factories.make_procedure()
    link = 'href="/wyniki/" >Wyniki</a>'
    before = read(client, address)

    set_published_run(procedure=procedure, run_number=1, now=NOW)

    assert (link in before, link in read(client, address)) == (False, True)


@pytest.mark.parametrize("address", ["/", "/oferta/", "/kryteria/", "/terminy/"])
def test_pages_of_an_empty_city_say_that_there_is_no_procedure(client, address):
    assert "Teraz nie ma naboru" in read(client, address)


@pytest.mark.parametrize("address", ["/", "/oferta/", "/kryteria/", "/terminy/"])
def test_pages_of_a_procedure_without_details_do_not_break(client, address):
    Stage.objects.filter(procedure=factories.make_procedure()).delete()

    read(client, address)


@pytest.mark.parametrize("address", ["/", "/oferta/", "/terminy/"])
@pytest.mark.parametrize("is_demo", [True, False])
def test_only_a_demo_tells_which_data_are_made_up(client, address, is_demo):
    factories.make_procedure(is_demo=is_demo)

    assert ("Skąd są te dane" in read(client, address)) == is_demo


# --- offer ------------------------------------------------------------------------------------
def test_offer_shows_places_less_the_children_who_stay(client):
    procedure = factories.make_procedure()
    group = factories.make_group(
        name="3-latki", kind=GroupKind.INTEGRATION, places_total=20, places_for_statement=5
    )
    for number in range(7):
        factories.make_continuation(group, procedure, has_statement=number < 2)

    page = read(client, "/oferta/")

    assert group.institution.name in page
    assert "wolne miejsca: 13, w tym 3 tylko dla dzieci z orzeczeniem" in page
    assert "<strong>13</strong>" in page
    assert "Nowak" not in page


def test_offer_is_narrowed_by_birth_year_and_kind_in_the_address(client):
    factories.make_procedure()
    years = {"birth_year_from": 2024, "birth_year_to": 2024}
    factories.make_group(name="Biedronki", **years)
    factories.make_group(name="Motyle", kind=GroupKind.INTEGRATION, **years)
    factories.make_group(name="Starszaki", birth_year_from=2021, birth_year_to=2021)

    page = read(client, "/oferta/?birth_year=2024&kind=general")

    found = [name for name in ("Biedronki", "Motyle", "Starszaki") if name in page]
    assert found == ["Biedronki"]
    assert "Liczba grup: 1" in page
    assert '<option value="2024" selected>' in page


def test_offer_says_when_nothing_fits(client):
    factories.make_procedure()
    factories.make_group()

    page = read(client, "/oferta/?kind=special")

    assert "Żadna grupa nie pasuje do wybranych odpowiedzi." in page


def test_offer_refuses_a_year_that_the_procedure_does_not_have(client):
    factories.make_procedure()
    factories.make_group(name="Biedronki")

    page = read(client, "/oferta/?birth_year=1999")

    assert "Wybierz poprawną wartość" in page


@pytest.mark.parametrize("number_of_groups", [1, 3])
def test_offer_asks_the_same_number_of_queries_whatever_its_length(
    client, django_assert_num_queries: DjangoAssertNumQueries, number_of_groups
):
    factories.make_procedure()
    for _ in range(number_of_groups):
        factories.make_group()

    with django_assert_num_queries(3):
        client.get("/oferta/")


def test_institution_shows_its_address_its_complex_and_its_groups(client):
    factories.make_procedure()
    place = factories.make_institution(
        "pm2", street="ul. Jagiellońska 67", postcode="05-120", complex_code="zsp2"
    )
    beside = factories.make_institution("sp2", complex_code="zsp2")
    alone = factories.make_institution("pm5", name="Przedszkole Miejskie Integracyjne")
    factories.make_group(place, name="Biedronki")

    page = read(client, "/oferta/pm2/")

    assert "ul. Jagiellońska 67, 05-120 Legionowo" in page
    assert beside.name in page
    assert "Biedronki" in page
    assert alone.name not in page


def test_institution_without_groups_or_procedure_says_so(client):
    factories.make_institution("pm5", street="")

    page = read(client, "/oferta/pm5/")

    assert "W tym naborze placówka nie ma grup, które można wybrać." in page
    assert "Ulicy i numeru tej placówki nie ma w danych naboru." in page


def test_an_unknown_institution_is_not_found(client):
    assert client.get("/oferta/pm99/").status_code == 404


# --- calendar ---------------------------------------------------------------------------------
def test_calendar_tells_in_words_what_is_over_and_what_goes_on_today(client):
    factories.make_procedure()

    with time_machine.travel(NOW, tick=False):
        page = read(client, "/terminy/")

    assert "Dziś jest <strong>5 marca 2027</strong>. Trwa etap: Składanie wniosków." in page
    assert (page.count("zakończony"), page.count("trwa dziś"), page.count("przed nami")) == (
        1,
        1,
        5,
    )
    assert page.count('aria-current="step"') == 1


def test_calendar_marks_generated_dates(client):
    procedure = factories.make_procedure()
    assert "data przykładowa" not in read(client, "/terminy/")

    procedure.stages.filter(code=StageCode.CONFIRMATION).update(is_generated=True)

    assert read(client, "/terminy/").count("data przykładowa") == 1


def test_only_the_office_is_led_to_changing_a_date(client):
    factories.make_procedure()
    assert "Zmień termin" not in read(client, "/terminy/")

    client.force_login(factories.make_office_worker())

    assert read(client, "/terminy/").count("Zmień termin") == len(STAGE_ORDER)


def events(client) -> dict[str, dict[str, object]]:
    response = client.get("/terminy.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return {
        str(event["uid"]): {
            "start": event.decoded("dtstart"),
            "end": event.decoded("dtend"),
            "zone": event["dtstart"].params["TZID"],
            "sequence": event["sequence"],
        }
        for event in Calendar.from_ical(response.content).walk("VEVENT")
    }


def test_feed_holds_the_rows_of_the_calendar_in_the_time_of_warsaw(client):
    factories.make_procedure(slug="nabor-2027")

    found = events(client)

    assert list(found) == [f"{code}.nabor-2027@otwarty-nabor" for code in STAGE_ORDER]
    assert found["application.nabor-2027@otwarty-nabor"] == {
        "start": at(3, 1, 12),
        "end": at(3, 14, 16),
        "zone": "Europe/Warsaw",
        "sequence": 0,
    }


def test_a_moved_stage_keeps_its_uid_and_raises_its_sequence(client):
    procedure = factories.make_procedure()
    before = events(client)
    stage = procedure.stages.get(code=StageCode.ADMITTED_LISTS)

    move_stage(
        stage=stage,
        starts_at=stage.starts_at + timedelta(days=7),
        ends_at=stage.ends_at + timedelta(days=7),
        reason="zarządzenie",
        actor=factories.make_office_worker(),
        now=NOW,
    )

    after = events(client)
    assert list(after) == list(before)
    assert [entry["sequence"] for entry in after.values()] == [0, 0, 0, 0, 0, 0, 1]


def test_feed_of_an_empty_city_is_not_found(client):
    assert client.get("/terminy.ics").status_code == 404
