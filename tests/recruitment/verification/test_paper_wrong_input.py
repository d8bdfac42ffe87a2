"""A paper application with mistakes: each is told at its field, and nothing typed is lost."""

from datetime import date

import pytest

from recruitment.applications.workflow import Status
from recruitment.criteria.spreadsheet import columns
from schools.models import GroupKind
from tests import factories
from tests.criteria_sheets import criteria_sheets
from tests.recruitment.verification.paper_page import NOW, PAGE, entered, errors, typed
from tests.recruitment.verification.scene import PESEL, make_scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def scene():
    return make_scene()


LATER = "Data przyjęcia nie może być w przyszłości. Popraw dzień lub godzinę."
EARLIER = "Wtedy termin jeszcze się nie zaczął. Popraw dzień lub godzinę przyjęcia."
WRONG = [
    ({"receipt-received_time": "14:46"}, {"receipt-received_on": [LATER]}),
    ({"receipt-received_on_day": "9"}, {"receipt-received_on": [LATER]}),
    (
        {"receipt-received_on_day": "1", "receipt-received_time": "11:59"},
        {"receipt-received_on": [EARLIER]},
    ),
    (
        {"receipt-received_time": "po obiedzie"},
        {"receipt-received_time": ["Wpisz godzinę jak w przykładzie: 14:30."]},
    ),
    (
        {"receipt-received_time": ""},
        {"receipt-received_time": ["Wpisz godzinę przyjęcia."]},
    ),
    ({"receipt-received_on_day": ""}, {"receipt-received_on": ["W dacie brakuje dnia."]}),
    ({"child-surname": ""}, {"child-surname": ["Wpisz nazwisko dziecka."]}),
    (
        {"child-pesel": PESEL[:-1]},
        {"child-pesel": ["Numer PESEL ma 11 cyfr, a wpisano cyfr: 10. Przepisz go z dokumentu."]},
    ),
    (
        {"child-pesel": f"{PESEL[:-1]}{(int(PESEL[-1]) + 1) % 10}"},
        {
            "child-pesel": [
                "Ostatnia cyfra PESEL nie zgadza się z pozostałymi. Sprawdź, czy w numerze nie ma literówki."
            ]
        },
    ),
    (
        {"child-surname": "Ż" * 10_000},
        {"child-surname": ["Skróć tekst do 100 znaków. Teraz ma ich 10000."]},
    ),
    (
        {"child-pesel": factories.make_pesel(date(2015, 1, 1), 7)},
        {
            "child-pesel": [
                "Ten nabór jest dla dzieci urodzonych w latach 2021–2024. "
                "W sprawie starszego dziecka zadzwoń do urzędu."
            ]
        },
    ),
    (
        {"child-pesel": ""},
        {"child-pesel": ["Wpisz PESEL dziecka albo zaznacz, że dziecko go nie ma."]},
    ),
    (
        {"child-has_statement": None},
        {"child-has_statement": ["Zaznacz, czy dziecko ma orzeczenie."]},
    ),
    (
        {"guardians-1-first_names": ""},
        {"guardians-1-first_names": ["Wpisz imię rodzica lub opiekuna."]},
    ),
    (
        {"guardians-1-email": "ewa"},
        {"guardians-1-email": ["Wpisz adres e-mail jak w przykładzie: imie@example.org."]},
    ),
    (
        {"address-postcode": "5120"},
        {"address-postcode": ["Wpisz kod pocztowy jak w przykładzie: 05-120."]},
    ),
    (
        {"address-city": "Warszawa"},
        {
            "address-city": [
                "Zaznaczono, że dziecko mieszka w gminie Legionowo. Popraw miejscowość albo odpowiedź."
            ]
        },
    ),
    (
        {"choices-position_1": "", "choices-position_2": ""},
        {"choices-position_1": ["Wybierz grupę na miejscu 1."]},
    ),
    ({"choices-position_1": "999999"}, {"choices-position_1": ["Wybierz grupę z listy."]}),
    (
        {"criteria-large-family": None},
        {"criteria-large-family": ["Odpowiedz tak albo nie."]},
    ),
]


@pytest.mark.parametrize(("changes", "expected"), WRONG)
def test_wrong_input_is_told_at_its_field_and_everything_typed_is_kept(
    client, clock, scene, changes, expected
):
    client.force_login(scene.chair)
    data = typed(scene, **changes)

    response = client.post(PAGE, data)

    assert response.status_code == 422
    assert errors(response) == expected
    assert entered() is None
    content = response.content.decode()
    assert "<title>Błąd: " in content
    for kept in ("Ola", "ul. Łąkowa", "601 602 603"):
        assert f'value="{kept}"' in content
    for form in response.context["forms"]:
        for name in form.fields:
            sent = data.get(form.add_prefix(name))
            if isinstance(sent, str) and sent:
                assert str(form[name].value()) == sent


def test_all_errors_of_the_page_are_told_at_once(client, clock, scene):
    client.force_login(scene.chair)

    response = client.post(PAGE, {})

    assert response.status_code == 422
    assert set(errors(response)) >= {
        "receipt-received_on",
        "child-first_names",
        "guardians-1-surname",
        "guardians-question-exists",
        "address-city",
        "choices-position_1",
        "criteria-large-family",
    }


def test_application_of_another_first_choice_is_not_taken(client, clock, scene):
    client.force_login(scene.chair)

    response = client.post(
        PAGE,
        typed(
            scene,
            **{
                "choices-position_1": scene.their_group.pk,
                "choices-position_2": scene.our_group.pk,
            },
        ),
    )

    assert errors(response) == {
        "choices-position_1": [
            "Wniosek przyjmuje placówka pierwszego wyboru. Tutaj może nią być: PM nr 1."
        ]
    }
    assert entered() is None


def test_gap_in_the_list_is_told_at_the_empty_place(client, clock, scene):
    client.force_login(scene.chair)

    response = client.post(
        PAGE,
        typed(
            scene,
            **{"choices-position_2": "", "choices-position_3": scene.their_group.pk},
        ),
    )

    assert errors(response) == {
        "choices-position_2": ["Wybierz grupę na tym miejscu albo usuń dalsze."]
    }


def test_repeated_group_is_told_at_its_second_place(client, clock, scene):
    client.force_login(scene.chair)

    response = client.post(
        PAGE,
        typed(scene, **{"choices-position_2": scene.our_group.pk, "criteria-sibling": []}),
    )

    assert errors(response) == {
        "choices-position_2": ["Grupa „Pszczółki” jest już na liście na miejscu 1. Wybierz inną."]
    }


def test_group_for_other_birth_years_or_other_children_is_told_at_its_place(client, clock, scene):
    older = factories.make_group(scene.ours, name="Zerówka", birth_year_to=2021)
    special = factories.make_group(scene.ours, name="Tęcza", kind=GroupKind.SPECIAL)
    client.force_login(scene.chair)

    for_older = client.post(PAGE, typed(scene, **{"choices-position_1": older.pk}))
    for_special = client.post(PAGE, typed(scene, **{"choices-position_1": special.pk}))

    assert errors(for_older) == {
        "choices-position_1": [
            "Grupa „Zerówka” przyjmuje rocznik 2021. Wybierz grupę dla rocznika 2022."
        ]
    }
    assert list(errors(for_special)) == ["choices-position_1"]
    assert entered() is None


def test_criterion_is_claimed_only_at_a_place_of_the_list(client, clock, scene):
    client.force_login(scene.chair)

    response = client.post(PAGE, typed(scene, **{"choices-position_2": ""}))

    assert errors(response) == {
        "criteria-sibling": ["Zaznacz tylko miejsca, które są na liście wyborów."]
    }


def test_typed_answers_of_the_criteria_in_force_are_asked_and_kept(client, clock, scene):
    sheets = criteria_sheets(
        [
            {
                columns.CODE: "residence",
                columns.STAGE: "pierwszeństwo",
                columns.KIND: "zamieszkanie",
            },
            {
                columns.CODE: "children",
                columns.KIND: "liczba",
                columns.POINTS: None,
                columns.MULTIPLIER: 1,
            },
            {
                columns.CODE: "way",
                columns.KIND: "poziomy",
                columns.SCOPE: "każda placówka osobno",
                columns.POINTS: None,
            },
        ],
        levels=[
            ("way", "near", 20, None, None, "do 1 km"),
            ("way", "far", 10, None, None, "do 3 km"),
        ],
    )
    factories.make_criteria(scene.procedure, sheets)
    client.force_login(scene.chair)
    answers = {
        "criteria-children": "2",
        "criteria-way.1": "none",
        "criteria-way.2": "far",
        "criteria-way.3": "none",
    }

    asked = client.get(PAGE).context["paper"].criteria.fields
    client.post(PAGE, typed(scene, **answers))

    assert list(asked) == ["children", "way.1", "way.2", "way.3"]
    claims = entered().claims.exclude(criterion__code="residence")
    assert [(one.criterion.code, one.institution, one.answer) for one in claims] == [
        ("children", None, {"number": "2"}),
        ("way", scene.theirs, {"level": "far"}),
    ]


def test_claim_at_two_places_of_one_institution_is_one_claim(client, clock, scene):
    second = factories.make_group(scene.ours, name="Żabki")
    client.force_login(scene.chair)

    client.post(
        PAGE, typed(scene, **{"choices-position_2": second.pk, "criteria-sibling": ["1", "2"]})
    )

    siblings = entered().claims.filter(criterion__code="sibling")
    assert [claim.institution for claim in siblings] == [scene.ours]


@pytest.mark.parametrize("status", [Status.FILED, Status.VERIFIED])
def test_child_with_an_application_is_told_at_the_pesel(client, clock, scene, status):
    scene.application(status, child={"pesel": PESEL}, groups=[scene.their_group])
    client.force_login(scene.chair)

    response = client.post(PAGE, typed(scene))

    assert response.status_code == 422
    assert errors(response) == {
        "child-pesel": ["W tym naborze jest już złożony wniosek tego dziecka."]
    }
    assert response.context["paper"].child["pesel"].value() == PESEL
    assert entered() is None


@pytest.mark.parametrize("status", [Status.WITHDRAWN, Status.REJECTED, Status.DRAFT])
def test_child_whose_application_does_not_compete_may_apply_on_paper(client, clock, scene, status):
    scene.application(status, child={"pesel": PESEL})
    client.force_login(scene.chair)

    client.post(PAGE, typed(scene))

    assert entered().status == Status.FILED
