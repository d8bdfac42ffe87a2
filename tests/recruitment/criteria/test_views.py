"""The public page of criteria."""

import pytest

from recruitment.criteria.models import CriteriaSet, Kind, Scope, Stage
from tests import factories

pytestmark = pytest.mark.django_db


def read(client) -> str:
    response = client.get("/kryteria/")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def make_criterion(criteria_set: CriteriaSet, code: str, **fields: object) -> None:
    defaults = {
        "position": 1,
        "stage": Stage.MUNICIPAL,
        "kind": Kind.DECLARED,
        "scope": Scope.APPLICATION,
        "points": 30,
        "name": f"kryterium {code}",
        "evidence": f"dokument {code}",
        "legal_basis": f"uchwała {code}",
    }
    criteria_set.criteria.create(code=code, **{**defaults, **fields})


@pytest.fixture
def criteria_set() -> CriteriaSet:
    return CriteriaSet.objects.create(
        procedure=factories.make_procedure(),
        name="Kryteria",
        legal_basis="art. 131 Prawa oświatowego",
        note="To zestaw pokazowy.",
    )


def test_stages_are_told_apart_each_criterion_with_points_evidence_and_basis(client, criteria_set):
    make_criterion(criteria_set, "S1", stage=Stage.STATUTORY, points=1)
    make_criterion(criteria_set, "G4", points=30)

    statutory, municipal = read(client).split("II etap: kryteria samorządowe")

    for words in ("Kryterium S1", "dokument S1", "uchwała S1", '--numeric">1<'):
        assert words in statutory
    for words in ("Kryterium G4", "dokument G4", "uchwała G4", '--numeric">30<'):
        assert words in municipal
    assert "To zestaw pokazowy." in municipal


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"scope": Scope.CHOICE}, "Liczy się osobno w każdej wybranej placówce."),
        (
            {"scope": Scope.CHOICE, "counts_in_complex": True},
            "Liczy się osobno w każdej wybranej placówce, także w placówkach jej zespołu.",
        ),
        ({"birth_year_from": 2021, "birth_year_to": 2021}, "Tylko rocznik 2021."),
        ({"birth_year_from": 2021, "birth_year_to": 2022}, "Tylko roczniki od 2021 do 2022."),
        ({"birth_year_to": 2022}, "Tylko roczniki do 2022."),
        (
            {"exclusive_group": "parents"},
            "Z kryteriów, które się wykluczają, liczy się tylko jedno.",
        ),
    ],
)
def test_limits_of_a_criterion_are_told_in_words(client, criteria_set, fields, told):
    make_criterion(criteria_set, "K")
    assert told not in read(client)

    criteria_set.criteria.all().delete()
    make_criterion(criteria_set, "K", **fields)

    assert told in read(client)


def test_what_the_order_of_choices_does_follows_from_the_rules(client, criteria_set):
    make_criterion(criteria_set, "G4")
    assert "Kolejność na liście nie zmienia liczby punktów." in read(client)

    make_criterion(
        criteria_set, "G6", kind=Kind.FIRST_CHOICE, scope=Scope.FIRST_CHOICE_ONLY, points=4
    )

    assert "Kolejność zmienia punkty" in read(client)


def test_priority_of_residents_and_of_statements_is_told_only_where_it_is_a_rule(
    client, criteria_set
):
    residents = "Dzieci, które mieszkają w gminie, mają pierwszeństwo przed innymi."
    statements = "Część miejsc w oddziałach integracyjnych jest tylko dla dzieci z orzeczeniem."
    before = read(client)

    make_criterion(criteria_set, "R0", stage=Stage.PRIORITY, kind=Kind.RESIDENCE, points=0)
    make_criterion(criteria_set, "ORZ", stage=Stage.PRIORITY, kind=Kind.STATEMENT, points=0)

    after = read(client)
    assert [words in page for page in (before, after) for words in (residents, statements)] == [
        False,
        False,
        True,
        True,
    ]


def test_a_procedure_without_criteria_says_so(client):
    factories.make_procedure()

    assert "Urząd nie podał jeszcze kryteriów tego naboru." in read(client)
