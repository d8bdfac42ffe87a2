"""The public page of criteria."""

import pytest

from recruitment.criteria.spreadsheet import columns as at
from recruitment.criteria.spreadsheet.words import EVIDENCE
from tests import factories
from tests.criteria_sheets import criteria_sheets

pytestmark = pytest.mark.django_db

NOTE = "To zestaw pokazowy."
FIRST_CHOICE = {
    at.CODE: "G6",
    at.KIND: "pierwszy wybór",
    at.SCOPE: "placówka pierwszego wyboru",
    at.POINTS: 4,
    at.VERIFICATION: "wyliczane",
}


def read(client) -> str:
    response = client.get("/kryteria/")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def put_in_force(*criteria: dict[str, object], **more: object) -> None:
    """A procedure with these criteria."""
    factories.make_criteria(
        factories.make_procedure(), criteria_sheets(criteria, facts={at.NOTE: NOTE}, **more)
    )


def test_stages_are_told_apart_each_criterion_with_points_evidence_and_basis(client):
    put_in_force(
        {at.CODE: "S1", at.STAGE: "ustawowe", at.POINTS: 1, at.LEGAL_BASIS: "ustawa"},
        {at.CODE: "G4", at.POINTS: 30},
    )

    statutory, municipal = read(client).split("II etap: kryteria samorządowe")

    for words in ("Kryterium S1", "dokument do S1", "ustawa", '--numeric">1<'):
        assert words in statutory
    for words in ("Kryterium G4", "dokument do G4", "uchwała", '--numeric">30<'):
        assert words in municipal
    assert NOTE in municipal


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({at.SCOPE: "każda placówka osobno"}, "Liczy się osobno w każdej wybranej placówce."),
        (
            {at.SCOPE: "każda placówka osobno", at.IN_COMPLEX: "tak"},
            "Liczy się osobno w każdej wybranej placówce, także w placówkach jej zespołu.",
        ),
        ({at.AGE_FROM: 6, at.AGE_TO: 6}, "Tylko dzieci w wieku 6."),
        ({at.AGE_FROM: 5, at.AGE_TO: 6}, "Tylko dzieci w wieku 5–6."),
        ({at.AGE_TO: 5}, "Tylko dzieci w wieku do 5 lat."),
        (
            {at.AGE_FROM: 6, at.AGE_TO: 6, at.DEFERRED: "tak"},
            "Także dzieci z odroczeniem.",
        ),
        (
            {at.GROUP: "best"},
            "Z takich kryteriów liczy się tylko jedno, najwyżej punktowane.",
        ),
        ({at.GROUP: "first"}, "Z takich kryteriów liczy się tylko jedno, pierwsze na liście."),
        ({at.GROUP: "sum"}, "Takie kryteria dają razem najwyżej 7,5 pkt."),
    ],
)
def test_limits_of_a_criterion_are_told_in_words(client, cells, told):
    groups = [
        ("best", "najwyżej punktowane", None),
        ("first", "pierwsze z listy", None),
        ("sum", "suma", "7,5"),
    ]
    put_in_force({at.CODE: "K", at.POINTS: 5, **cells}, groups=groups)

    assert told in read(client)


def test_what_needs_no_document_names_none(client):
    sheets = criteria_sheets([FIRST_CHOICE])
    sheets[EVIDENCE] = sheets[EVIDENCE][:1]
    factories.make_criteria(factories.make_procedure(), sheets)

    page = read(client)

    assert "Kryterium G6" in page
    assert "Potwierdza:" not in page


def test_a_criterion_without_limits_tells_none(client):
    put_in_force({at.CODE: "K", at.POINTS: 5})

    page = read(client)

    assert [
        words
        for words in ("Liczy się", "Tylko dzieci", "takich kryteriów", "dają razem")
        if words in page
    ] == []


@pytest.mark.parametrize(
    ("criteria", "sentence"),
    [
        ([{at.CODE: "G4", at.POINTS: 30}], "Kolejność na liście nie zmienia liczby punktów."),
        ([{at.CODE: "G4", at.POINTS: 30}, FIRST_CHOICE], "Kolejność zmienia punkty"),
    ],
)
def test_what_the_order_of_choices_does_follows_from_the_rules(client, criteria, sentence):
    put_in_force(*criteria)

    assert sentence in read(client)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("zamieszkanie", "Dzieci, które mieszkają w gminie, mają pierwszeństwo przed innymi."),
        (
            "orzeczenie",
            "Część miejsc w oddziałach integracyjnych jest tylko dla dzieci z orzeczeniem.",
        ),
    ],
)
def test_priority_is_told_only_where_it_is_a_rule(client, kind, sentence):
    put_in_force({at.CODE: "R0", at.STAGE: "pierwszeństwo", at.KIND: kind, at.POINTS: 1})

    sentences = [
        "Dzieci, które mieszkają w gminie, mają pierwszeństwo przed innymi.",
        "Część miejsc w oddziałach integracyjnych jest tylko dla dzieci z orzeczeniem.",
    ]
    page = read(client)
    assert [words for words in sentences if words in page] == [sentence]


def test_a_procedure_without_criteria_says_so(client):
    factories.make_procedure()

    assert "Urząd nie podał jeszcze kryteriów tego naboru." in read(client)
