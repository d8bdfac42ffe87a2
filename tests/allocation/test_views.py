"""The office's pages: who may open them, what they show, what a press of a button does."""

from datetime import date, timedelta
from http import HTTPStatus

import pytest
from django.urls import reverse

from allocation.models import HEARTBEAT_LIMIT, AllocationRun, RunStatus, TieDecision
from allocation.queries import PositionRow
from recruitment.applications.models import Application, ListOpening, Opening
from recruitment.applications.workflow import Status
from recruitment.decisions.models import Decision
from recruitment.procedures.models import Procedure, StageCode
from schools.models import GroupKind, StaffRole
from tests.allocation.rounds import finished_run, make_run, order_equals, published_run, verified
from tests.factories import (
    NOW,
    make_application,
    make_criteria,
    make_group,
    make_institution,
    make_office_worker,
    make_procedure,
    make_staff,
    make_user,
)
from ui.templatetags.ui import error_items

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def procedure():
    procedure = make_procedure(during=StageCode.QUALIFIED_LISTS)
    make_criteria(procedure)
    return procedure


@pytest.fixture
def office(client):
    worker = make_office_worker(first_name="Barbara", last_name="Urzędowa")
    client.force_login(worker)
    return worker


@pytest.fixture
def bees():
    return make_group(make_institution("pm1", short_name="PM nr 1"), "pszczolki", places_total=1)


@pytest.fixture
def tied(procedure, bees):
    """A finished run in which two children have equal points for one place."""
    children = [
        verified(procedure, bees, surname="Żak"),
        verified(procedure, bees, surname="Ćwik"),
    ]
    return finished_run(procedure), children


def order_data(*places_of, **changes):
    """What the form of a tie sends: pairs of an application and its place."""
    return {
        **{f"place_{child.number}": place for child, place in places_of},
        "reason": "Mama choruje.",
        "decided_on_day": "5",
        "decided_on_month": "marca",
        "decided_on_year": "2027",
        **changes,
    }


PAGES = [
    ("get", "office", []),
    ("get", "unverified", []),
    ("get", "start_run", []),
    ("post", "start_run", []),
    ("get", "run", [1]),
    ("get", "run_progress", [1]),
    ("get", "tie", [1, 1]),
    ("post", "tie", [1, 1]),
    ("get", "order_correction", [1, 1]),
    ("get", "publish_run", [1]),
    ("post", "publish_run", [1]),
    ("get", "run_file", [1, "problem.json"]),
    ("get", "run_workbook", [1]),
    ("get", "run_summary", [1]),
]


@pytest.mark.parametrize(("method", "name", "arguments"), PAGES)
@pytest.mark.parametrize("who", ["parent", *StaffRole.values])
def test_the_desk_of_the_office_does_not_exist_for_others(
    client, tied, bees, who, method, name, arguments
):
    person = make_user() if who == "parent" else make_staff(bees.institution, StaffRole(who))
    client.force_login(person)

    response = getattr(client, method)(reverse(name, args=arguments))

    assert response.status_code == 404
    assert AllocationRun.objects.count() == 1
    assert Decision.objects.count() == 0


@pytest.mark.parametrize(("method", "name", "arguments"), PAGES)
def test_a_guest_is_asked_to_sign_in(client, tied, method, name, arguments):
    address = reverse(name, args=arguments)

    response = getattr(client, method)(address)

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_an_empty_city_has_an_office_page(client, office):
    assert "Nie ma jeszcze żadnego naboru." in client.get(reverse("office")).text


def test_office_tells_stages_applications_and_runs(client, office, procedure, bees):
    make_application(procedure, status=Status.FILED, groups=[bees])
    make_application(procedure, status=Status.DRAFT, groups=[bees])
    finished_run(procedure)

    response = client.get(reverse("office"))

    assert response.context["counts"] == {
        Status.FILED: 1,
        Status.IN_VERIFICATION: 0,
        Status.RETURNED: 0,
        Status.VERIFIED: 0,
        Status.REJECTED: 0,
        Status.WITHDRAWN: 0,
    }
    assert [(row.code, row.number_waiting) for row in response.context["waiting"]] == [("pm1", 1)]
    assert [run.number for run in response.context["runs"]] == [1]
    assert "Wyników jeszcze nie ogłoszono." in response.text


def test_office_page_asks_the_same_number_of_queries_for_more_rows(
    client, office, procedure, django_assert_num_queries
):
    make_application(procedure, status=Status.FILED)
    make_run(procedure)
    client.get(reverse("office"))
    with django_assert_num_queries(13):
        client.get(reverse("office"))

    for _ in range(3):
        make_application(procedure, status=Status.FILED)
        make_run(procedure)
    with django_assert_num_queries(13):
        client.get(reverse("office"))


def test_unverified_lists_what_waits_in_the_order_of_institutions_and_names(
    client, office, procedure, bees
):
    other = make_group(make_institution("pm0", position=0))
    for group, surname in ((bees, "Dąb"), (bees, "Ćwik"), (bees, "Cyran"), (other, "Żak")):
        make_application(procedure, status=Status.FILED, groups=[group], child={"surname": surname})
    make_application(procedure, status=Status.VERIFIED, groups=[bees])

    table = client.get(reverse("unverified")).context["table"]

    assert [row.record.candidate.surname for row in table.rows] == ["Żak", "Cyran", "Ćwik", "Dąb"]


@pytest.mark.parametrize("number_of_rows", [1, 3])
def test_unverified_asks_the_same_number_of_queries_for_more_rows(
    client, office, procedure, django_assert_num_queries, number_of_rows
):
    for _ in range(number_of_rows):
        make_application(procedure, status=Status.FILED, groups=[make_group(), make_group()])
    client.get(reverse("unverified"))

    with django_assert_num_queries(12):
        client.get(reverse("unverified"))


def test_pressing_the_button_starts_a_run_and_shows_it(
    client, office, procedure, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(reverse("start_run"))

    run = AllocationRun.objects.get()
    assert (response.url, run.status, run.created_by) == (
        reverse("run", args=[1]),
        RunStatus.DONE,
        office,
    )


@pytest.mark.parametrize("address", ["office", "run"])
def test_the_button_leads_to_the_question_while_applications_are_unverified(
    client, office, procedure, address
):
    make_run(procedure)
    pages = []
    for status in (Status.VERIFIED, Status.FILED):
        make_application(procedure, status=status)
        pages.append(client.get(reverse(address, args=[1] if address == "run" else [])).text)

    question, listed = f'href="{reverse("start_run")}"', f'href="{reverse("unverified")}"'
    assert [(question in page, listed in page) for page in pages] == [(False, False), (True, True)]
    assert "niezweryfikowane: <strong>1</strong>" in pages[1]


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Potwierdź, że te wnioski nie biorą udziału."),
        ({"acknowledged": 1}, "Liczba tych wniosków się zmieniła. Potwierdź ją jeszcze raz."),
    ],
)
def test_a_run_is_not_started_before_the_unverified_are_acknowledged(
    client, office, procedure, sent, sentence
):
    for _ in range(2):
        make_application(procedure, status=Status.FILED)

    response = client.post(reverse("start_run"), sent)

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert response.context["form"].errors == {"acknowledged": [sentence]}
    assert AllocationRun.objects.count() == 0


def test_the_acknowledgement_starts_the_run_and_is_shown_on_it(client, office, procedure):
    for _ in range(2):
        make_application(procedure, status=Status.FILED)

    response = client.post(reverse("start_run"), {"acknowledged": 2}, follow=True)

    assert response.redirect_chain == [(reverse("run", args=[1]), 302)]
    assert "Wnioski niezweryfikowane w chwili zlecenia: 2." in response.text


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_run_that_cannot_start_says_why(client, office, method):
    make_procedure(during=StageCode.APPLICATION)

    response = getattr(client, method)(reverse("start_run"), follow=True)

    assert "Przydział można uruchomić po zakończeniu składania wniosków." in response.text
    assert AllocationRun.objects.count() == 0


def test_a_working_run_tells_its_step_and_asks_for_itself(client, office, procedure):
    make_run(procedure, status=RunStatus.RUNNING, heartbeat_at=NOW, progress_done=1)

    page, partial = (
        client.get(reverse("run", args=[1])),
        client.get(reverse("run_progress", args=[1])),
    )

    for response in (page, partial):
        assert "Krok 2 z 6: przydział miejsc" in response.text
        assert 'hx-trigger="every 2s"' in response.text
    assert "Odśwież" in page.text


def test_the_progress_of_a_finished_run_reloads_the_page(client, office, procedure):
    finished_run(procedure)

    assert client.get(reverse("run_progress", args=[1])).headers["HX-Refresh"] == "true"


def test_a_silent_run_is_told_as_interrupted(client, office, procedure):
    silent_since = NOW - HEARTBEAT_LIMIT - timedelta(seconds=1)
    make_run(procedure, status=RunStatus.RUNNING, heartbeat_at=silent_since)

    response = client.get(reverse("run", args=[1]))

    assert "Przydział przerwany: program w tle przestał odpowiadać." in response.text
    assert not response.context["against_start"]


def test_a_failed_run_tells_its_sentence(client, office, procedure):
    make_run(procedure, failure="Program napotkał błąd.")

    page = client.get(reverse("run", args=[1])).text

    assert "Program napotkał błąd." in page
    assert "Po usunięciu przyczyny uruchom przydział ponownie." in page


def test_a_finished_run_shows_its_proposal(client, office, procedure, bees):
    owls = make_group(bees.institution, "sowki", places_total=3)
    for claims in (("residence", "large-family"), ("residence",), ()):
        verified(procedure, bees, owls, claims=claims)
    finished_run(procedure)

    context = client.get(reverse("run", args=[1])).context

    assert context["by_position"] == [PositionRow(1, 1), PositionRow(2, 2)]
    assert [
        (row.group, row.outcome.places, row.outcome.placed, row.outcome.free, row.contested)
        for row in context["groups"]
    ] == [(bees, 1, 1, 0, 0), (owls, 3, 2, 1, 0)]
    assert context["reasons_against"] == []
    assert context["movement"] is None


def test_a_child_who_waits_for_the_committee_is_told_apart_from_one_without_a_place(
    client, office, procedure, tied, bees
):
    verified(procedure, bees, surname="Nowak", claims=())
    owls = make_group(bees.institution, "sowki")
    verified(procedure, bees, owls)
    finished_run(procedure)

    response = client.get(reverse("run", args=[2]))

    assert response.context["by_position"] == [
        PositionRow(2, 1),
        PositionRow(None, 2, waits=True),
        PositionRow(None, 1),
    ]
    assert "czeka na decyzję komisji" in response.text


def test_a_group_without_a_last_child_says_why(client, office, procedure, tied, bees):
    place = bees.institution
    full = make_group(place, "bez-miejsc", birth_year_from=2020, birth_year_to=2021, places_total=0)
    mixed = make_group(
        place,
        "zastrzezona",
        kind=GroupKind.INTEGRATION,
        birth_year_from=2022,
        birth_year_to=2022,
        places_total=1,
        places_for_statement=1,
    )
    make_group(place, "pusta", birth_year_from=2023, birth_year_to=2023)
    verified(procedure, mixed, child={"birth_on": date(2022, 5, 1)})
    verified(procedure, full, child={"birth_on": date(2021, 5, 1)})
    finished_run(procedure)

    groups = client.get(reverse("run", args=[2])).context["groups"]

    assert {row.group.code: row.last_in_words for row in groups} == {
        "pszczolki": "czeka na decyzję komisji",
        "bez-miejsc": "nie ma wolnych miejsc",
        "zastrzezona": "nikt nie otrzymał miejsca",
        "pusta": "nikt nie ubiegał się o miejsce",
    }


def test_a_run_without_children_and_groups_says_so(client, office, procedure):
    finished_run(procedure)

    page = client.get(reverse("run", args=[1])).text

    assert "W tym przydziale nie ma żadnego dziecka." in page
    assert "W roku szkolnym 2027/2028 nie ma żadnej grupy." in page


def test_a_city_without_runs_says_so(client, office, procedure):
    assert "Nie było jeszcze żadnego przydziału." in client.get(reverse("office")).text


def test_a_second_run_tells_who_moved(client, office, procedure, tied, bees):
    _, (zak, cwik) = tied
    order_equals(procedure, bees, (1, 0, 4), [zak, cwik])
    finished_run(procedure)

    movement = client.get(reverse("run", args=[3])).context["movement"]

    assert (movement.earlier_number, movement.gained, movement.lost, movement.moved) == (1, 1, 0, 0)


def test_the_number_of_queries_of_a_run_page_does_not_grow(
    client, office, procedure, django_assert_num_queries
):
    for size in (1, 3):
        for _ in range(size):
            preschool = make_institution()
            group = make_group(preschool, places_total=1)
            for _child in range(2):
                verified(procedure, group, claims=("residence", ("sibling", preschool)))
        number = finished_run(procedure).number
        client.get(reverse("run", args=[number]))
        # The second run also looks at the one before it.
        with django_assert_num_queries(26 if size == 1 else 28):
            client.get(reverse("run", args=[number]))


# --- ties ---------------------------------------------------------------------------------------
def test_a_tie_page_fills_in_nothing_and_is_alphabetical(client, office, tied):
    _, (zak, cwik) = tied

    response = client.get(reverse("tie", args=[1, 1]))

    form = response.context["form"]
    assert [(field.label, field.value()) for field in form.place_fields] == [
        (f"Ćwik Zofia, wniosek {cwik.number}", None),
        (f"Żak Zofia, wniosek {zak.number}", None),
    ]
    assert (form["reason"].value(), form["decided_on"].value()) == (None, None)
    assert "mieszka w gminie" in response.text


def test_an_order_is_recorded_as_typed(client, office, tied):
    run, (zak, cwik) = tied

    response = client.post(reverse("tie", args=[1, 1]), order_data((zak, 1), (cwik, 2)))

    decision = TieDecision.objects.get()
    assert response.url == reverse("run", args=[1])
    assert (decision.order, decision.reason, decision.asked_by_run, decision.recorded_by) == (
        [zak.number, cwik.number],
        "Mama choruje.",
        run,
        office,
    )


@pytest.mark.parametrize(
    ("places", "changes", "field", "sentence"),
    [
        ((1, 1), {}, "first", "Żak Zofia: numer 1 ma też inne dziecko. Popraw kolejność."),
        ((1, 1), {}, "second", "Ćwik Zofia: numer 1 ma też inne dziecko. Popraw kolejność."),
        ((0, 1), {}, "first", "Żak Zofia: wpisz numer od 1 do 2."),
        ((1, 3), {}, "second", "Ćwik Zofia: wpisz numer od 1 do 2."),
        ((1, "x"), {}, "second", "Ćwik Zofia: wpisz numer od 1 do 2."),
        ((1, ""), {}, "second", "Ćwik Zofia: wpisz, które w kolejności jest to dziecko."),
        ((1, 2), {"reason": " "}, "reason", "Wpisz uzasadnienie komisji."),
        (
            (1, 2),
            {"reason": "x" * 4001},
            "reason",
            "Uzasadnienie komisji może mieć najwyżej 4000 znaków. Skróć je.",
        ),
        (
            (1, 2),
            {"decided_on_day": "6"},
            "decided_on",
            "Data decyzji komisji nie może być w przyszłości.",
        ),
    ],
)
def test_a_wrong_order_is_told_at_its_field(client, office, tied, places, changes, field, sentence):
    _, (zak, cwik) = tied

    response = client.post(
        reverse("tie", args=[1, 1]), order_data((zak, places[0]), (cwik, places[1]), **changes)
    )

    names = {"first": f"place_{zak.number}", "second": f"place_{cwik.number}"}
    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert response.context["form"].errors[names.get(field, field)] == [sentence]
    assert TieDecision.objects.count() == 0


def test_the_summary_of_errors_names_every_child_and_field(client, office, tied):
    response = client.post(reverse("tie", args=[1, 1]), {})

    assert [error["text"] for error in error_items(response.context["form"])] == [
        "Ćwik Zofia: wpisz, które w kolejności jest to dziecko.",
        "Żak Zofia: wpisz, które w kolejności jest to dziecko.",
        "Wpisz uzasadnienie komisji.",
        "Wpisz datę decyzji komisji.",
    ]


def test_a_tie_that_is_decided_leads_back_to_the_run(client, office, tied):
    _, (zak, cwik) = tied
    client.post(reverse("tie", args=[1, 1]), order_data((zak, 1), (cwik, 2)))

    response = client.get(reverse("tie", args=[1, 1]), follow=True)

    assert response.redirect_chain == [(reverse("run", args=[1]), 302)]
    assert "Kolejność tych dzieci jest już zapisana." in response.text


@pytest.mark.parametrize("index", [0, 2])
def test_there_is_no_page_for_a_tie_that_is_not(client, office, tied, index):
    assert client.get(reverse("tie", args=[1, index])).status_code == 404


def test_an_outdated_order_is_shown_as_help_only(client, office, tied, procedure, bees):
    _, (zak, cwik) = tied
    client.post(reverse("tie", args=[1, 1]), order_data((zak, 1), (cwik, 2)))
    verified(procedure, bees, surname="Nowak")
    finished_run(procedure)

    response = client.get(reverse("tie", args=[2, 1]))

    assert response.context["earlier"] == [zak, cwik]
    assert [field.value() for field in response.context["form"].place_fields] == [None] * 3


def test_a_wrongly_recorded_order_is_corrected_after_the_next_run(client, office, tied, procedure):
    _, (zak, cwik) = tied
    client.post(reverse("tie", args=[1, 1]), order_data((zak, 1), (cwik, 2)))
    finished_run(procedure)
    wrong = TieDecision.objects.get()

    address = reverse("order_correction", args=[2, wrong.pk])
    shown = client.get(address).context["form"]
    client.post(address, order_data((zak, 2), (cwik, 1)))
    run = finished_run(procedure)

    assert [(field.label, field.value()) for field in shown.place_fields] == [
        (f"Ćwik Zofia, wniosek {cwik.number}", 2),
        (f"Żak Zofia, wniosek {zak.number}", 1),
    ]
    assert (shown["reason"].value(), shown["decided_on"].value()) == (
        "Mama choruje.",
        date(2027, 3, 5),
    )

    assert TieDecision.objects.count() == 2
    assert dict(run.placements.values_list("application", "group__code")) == {
        zak.pk: None,
        cwik.pk: "pszczolki",
    }


def test_a_correction_that_changes_nothing_is_not_recorded(client, office, tied, procedure):
    _, (zak, cwik) = tied
    client.post(reverse("tie", args=[1, 1]), order_data((zak, 1), (cwik, 2)))
    finished_run(procedure)
    address = reverse("order_correction", args=[2, TieDecision.objects.get().pk])

    response = client.post(address, order_data((zak, 1), (cwik, 2)))

    assert response.context["form"].non_field_errors() == [
        "Kolejność, uzasadnienie i data są takie same jak zapisane. Zmień je albo wróć."
    ]
    assert TieDecision.objects.count() == 1


def two_ties(procedure):
    """Ties in two institutions whose codes and names do not sort like their numbers."""
    groups = [
        make_group(
            make_institution(f"pm{number}", short_name=f"PM nr {number}", position=number),
            f"pm{number}-grupa",
            places_total=1,
        )
        for number in (10, 2)
    ]
    children = [
        [verified(procedure, group, surname=surname) for surname in ("Ćwik", "Żak")]
        for group in groups
    ]
    return finished_run(procedure), children


def test_ties_stand_in_the_order_of_the_offer(client, office, procedure):
    two_ties(procedure)

    rows = client.get(reverse("run", args=[1])).context["ties"]

    assert [(row.group.institution.short_name, row.index) for row in rows] == [
        ("PM nr 2", 2),
        ("PM nr 10", 1),
    ]
    page = client.get(reverse("tie", args=[1, rows[0].index]))
    assert page.context["group"] == rows[0].group


def test_the_run_counts_the_ties_that_are_left_and_then_says_what_to_do(client, office, procedure):
    _, children = two_ties(procedure)
    told = []

    for index, (first, second) in enumerate(children, start=1):
        data = order_data((first, 1), (second, 2))
        page = client.post(reverse("tie", args=[1, index]), data, follow=True)
        told.append(
            (
                [str(message) for message in page.context["messages"]],
                page.context["reasons_against"][0],
                "Co dalej" in page.text,
                page.text.count("Uruchom przydział\n"),
            )
        )

    assert told == [
        (
            ["Kolejność zapisana. Pozostałe remisy: 1."],
            "Komisja nie rozstrzygnęła jeszcze wszystkich remisów. Pozostało: 1.",
            False,
            1,
        ),
        (
            ["Kolejność zapisana. Uruchom przydział ponownie."],
            "Ten przydział powstał, zanim komisja rozstrzygnęła remisy.",
            True,
            1,
        ),
    ]


def test_an_older_run_with_decided_ties_does_not_tell_to_run_again(client, office, procedure, tied):
    _, (zak, cwik) = tied
    client.post(reverse("tie", args=[1, 1]), order_data((zak, 1), (cwik, 2)))
    finished_run(procedure)

    assert "Co dalej" not in client.get(reverse("run", args=[1])).text


# --- announcing ---------------------------------------------------------------------------------
def test_announcing_asks_first(client, office, procedure, bees):
    verified(procedure, bees)
    finished_run(procedure)

    response = client.get(reverse("publish_run", args=[1]))

    assert "Ogłoszenia nie można cofnąć." in response.text
    assert Decision.objects.count() == 0


def test_announcing_announces(client, office, procedure, bees):
    verified(procedure, bees)
    finished_run(procedure)

    response = client.post(reverse("publish_run", args=[1]), follow=True)

    assert "Wyniki są ogłoszone." in response.text
    assert Procedure.objects.get().published_run_number == 1
    assert AllocationRun.objects.get().published_by == office


def test_before_the_dated_lists_a_run_tells_from_when_it_can_be_announced(
    client, office, procedure, bees
):
    verified(procedure, bees)
    run = finished_run(procedure)
    move = reverse("move_stage", args=[StageCode.QUALIFIED_LISTS])
    assert move not in client.get(reverse("run", args=[run.number])).text

    procedure.stages.filter(code=StageCode.QUALIFIED_LISTS).update(
        starts_at=NOW + timedelta(days=1), ends_at=NOW + timedelta(days=2)
    )
    response = client.get(reverse("run", args=[run.number]))

    assert response.context["reasons_against"] == [
        "Termin ogłoszenia list jeszcze nie nadszedł. Początek: 6 marca 2027, godz. 18:42."
    ]
    assert f'href="{move}"' in response.text
    assert "Ogłoś wyniki" not in response.text


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        (
            {},
            {
                "acknowledged": ["Potwierdź, że te wnioski nie biorą udziału."],
                "reason": ["Podaj powód ogłoszenia mimo tych wniosków."],
            },
        ),
        (
            {"acknowledged": 3, "reason": "Minął termin."},
            {"acknowledged": ["Liczba tych wniosków się zmieniła. Potwierdź ją jeszcze raz."]},
        ),
    ],
)
def test_announcing_despite_unverified_applications_asks_for_a_tick_and_a_reason(
    client, office, procedure, sent, errors
):
    make_application(procedure, status=Status.FILED)
    finished_run(procedure)

    response = client.post(reverse("publish_run", args=[1]), sent)

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert response.context["form"].errors == errors
    assert not Procedure.objects.get().is_published


def test_the_reason_for_announcing_despite_unverified_applications_is_shown(
    client, office, procedure
):
    make_application(procedure, status=Status.FILED)
    finished_run(procedure)

    response = client.post(
        reverse("publish_run", args=[1]),
        {"acknowledged": 1, "reason": "Minął termin."},
        follow=True,
    )

    assert "Ogłoszono mimo wniosków niezweryfikowanych: 1." in response.text
    assert "Powód: Minął termin." in response.text


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_run_that_cannot_be_announced_shows_the_reasons(client, office, tied, method):
    response = getattr(client, method)(reverse("publish_run", args=[1]), follow=True)

    assert response.redirect_chain == [(reverse("run", args=[1]), 302)]
    assert response.context["reasons_against"] == [
        "Komisja nie rozstrzygnęła jeszcze wszystkich remisów. Pozostało: 1."
    ]
    assert Decision.objects.count() == 0


def test_after_the_announcement_no_page_offers_a_change(client, office, procedure, bees):
    verified(procedure, bees)
    published_run(procedure)

    response = client.get(reverse("run", args=[1]))

    assert "Ogłoś wyniki" not in response.text
    assert "Uruchom przydział" not in response.text


# --- files --------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["problem", "result"])
def test_the_stored_texts_are_downloaded_byte_for_byte(client, office, procedure, bees, name):
    verified(procedure, bees)
    run = finished_run(procedure)

    response = client.get(reverse("run_file", args=[1, f"{name}.json"]))

    assert response.content == getattr(run, name).encode()
    assert response["Content-Disposition"] == f'attachment; filename="przydzial-1-{name}.json"'
    assert "Kowalska" not in response.text


@pytest.mark.parametrize("name", ["problem", "result"])
def test_the_files_name_a_child_by_the_number_that_its_family_knows(
    client, office, procedure, bees, name
):
    child = verified(procedure, bees)
    finished_run(procedure)

    page = client.get(reverse("run", args=[1])).text
    text = client.get(reverse("run_file", args=[1, f"{name}.json"])).text

    assert f'"{child.number}"' in text
    assert child.public_id not in text
    assert "Rodzina znajdzie w nich swoje dziecko po numerze wniosku." in page


def test_there_is_no_other_file(client, office, procedure):
    finished_run(procedure)

    assert client.get(reverse("run_file", args=[1, "facts.json"])).status_code == 404


# --- that it was read ---------------------------------------------------------------------------
def opened():
    """Application, person, role and what of each event that tells of a look at a child."""
    events = Opening.objects.order_by("opened_at", "application")
    return list(events.values_list("application", "opened_by", "role", "what"))


def test_a_look_at_a_tie_is_an_event_of_its_children(client, office, procedure, bees, tied):
    _, children = tied
    verified(procedure, make_group())

    client.get(reverse("tie", args=[1, 1]))

    assert opened() == [(child.pk, office.pk, "office", "tie") for child in children]


def test_a_child_of_an_earlier_order_is_looked_at_as_well(client, office, procedure, bees, tied):
    _, (zak, cwik) = tied
    client.post(reverse("tie", args=[1, 1]), order_data((zak, 1), (cwik, 2)))
    nowak = verified(procedure, bees, surname="Nowak")
    Application.objects.filter(pk=zak.pk).update(status=Status.IN_VERIFICATION)
    finished_run(procedure)

    response = client.get(reverse("tie", args=[2, 1]))

    assert response.context["earlier"] == [zak, cwik]
    assert [application for application, *_ in opened()] == [zak.pk, cwik.pk, nowak.pk]


def test_an_order_that_is_accepted_shows_no_child(client, office, tied):
    _, (zak, cwik) = tied

    client.post(reverse("tie", args=[1, 1]), order_data((zak, 1), (cwik, 2)))

    assert opened() == []


@pytest.mark.parametrize("name", ["problem.json", "result.json"])
def test_taking_the_data_of_a_run_is_an_event_of_every_child(client, office, tied, name):
    _, children = tied

    client.get(reverse("run_file", args=[1, name]))

    assert opened() == [(child.pk, office.pk, "office", "run_data") for child in children]


def test_a_look_at_what_waits_is_recorded_as_a_list(client, office, procedure):
    for _ in range(2):
        make_application(procedure, status=Status.FILED)

    client.get(reverse("unverified"))

    assert opened() == []
    assert list(ListOpening.objects.values_list("opened_by", "what", "number_of_children")) == [
        (office.pk, "unverified", 2)
    ]
