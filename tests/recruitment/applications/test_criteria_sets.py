"""Versions of the criteria: read from a workbook, looked at, put in force."""

import re
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from recruitment.applications.errors import NotAllowed
from recruitment.applications.forms.answers import INCOME_LABELS
from recruitment.applications.forms.criteria import CriteriaForm
from recruitment.applications.models import CaseEvent, Claim, Verdict
from recruitment.applications.scoring import Scoring
from recruitment.applications.services.criteria_change import activate, changes_of
from recruitment.applications.views.criteria_sets import XLSX
from recruitment.applications.workflow import Actor, Status, Verb
from recruitment.criteria.comparison import reasons_against
from recruitment.criteria.models import CriteriaSet
from recruitment.criteria.resolutions import names, shipped
from recruitment.criteria.rules import Stage
from recruitment.criteria.services import add_version
from recruitment.criteria.spreadsheet import columns as at
from recruitment.criteria.spreadsheet import words
from recruitment.criteria.spreadsheet.reading import read_stored
from recruitment.criteria.spreadsheet.sheets import Sheets, read_workbook, write_workbook
from recruitment.procedures.models import StageCode
from tests import factories
from tests.criteria_sheets import criteria_sheets
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def procedure():
    procedure = factories.make_procedure(during=StageCode.VERIFICATION)
    factories.make_criteria(procedure)
    return procedure


@pytest.fixture
def group(procedure):
    return factories.make_group(factories.make_institution("pm1"), "pszczolki")


@pytest.fixture
def office(client):
    worker = factories.make_office_worker()
    client.force_login(worker)
    return worker


def read_in(client, sheets: Sheets):
    file = SimpleUploadedFile("uchwala.xlsx", write_workbook(sheets), XLSX)
    return client.post(reverse("criteria_sets"), {"file": file})


def versions(procedure) -> list[tuple[int, bool]]:
    found = CriteriaSet.objects.filter(procedure=procedure).order_by("version")
    return [(criteria_set.version, criteria_set.is_active) for criteria_set in found]


def test_a_workbook_becomes_a_version_that_is_not_in_force_yet(client, office, procedure):
    response = read_in(client, shipped("lublin-2022"))

    assert response.status_code == 302
    assert response.url == reverse("criteria_set", args=[2])
    assert versions(procedure) == [(1, True), (2, False)]


@pytest.mark.parametrize("name", names())
def test_every_shipped_resolution_comes_back_from_its_workbook(client, office, procedure, name):
    read_in(client, shipped(name))

    kept = client.get(reverse("criteria_set_file", args=[2]))

    assert read_workbook(kept.content) == read_workbook(write_workbook(shipped(name)))


def test_a_workbook_with_mistakes_names_the_cells_and_keeps_nothing(client, office, procedure):
    sheets = criteria_sheets([{at.CODE: "WD", at.POINTS: "dużo"}])

    response = read_in(client, sheets)

    assert response.status_code == 422
    column = at.CRITERIA_HEADERS.index(at.POINTS)
    assert [(mistake.sheet, mistake.cell) for mistake in response.context["reading"].mistakes] == [
        (words.CRITERIA, f"{chr(ord('A') + column)}2")
    ]
    assert versions(procedure) == [(1, True)]


def test_a_wrong_example_is_refused_at_its_cell(client, office, procedure):
    sheets = {name: [list(row) for row in rows] for name, rows in shipped("lublin-2022").items()}
    headers, first, *_others = sheets[words.EXAMPLES]
    column = headers.index("Samorządowe")
    first[column] = int(first[column] or 0) + 1

    response = read_in(client, sheets)

    assert response.status_code == 422
    cells = [mistake.cell for mistake in response.context["reading"].mistakes]
    assert len(cells) == 1
    assert cells[0].endswith("2")
    assert versions(procedure) == [(1, True)]


@pytest.mark.parametrize("content", [b"", b"nie arkusz", b"PK\x03\x04 zepsuty"])
def test_a_file_that_is_no_workbook_is_refused_in_polish(client, office, procedure, content):
    response = client.post(
        reverse("criteria_sets"), {"file": SimpleUploadedFile("uchwala.xlsx", content, XLSX)}
    )

    assert response.status_code == 422
    assert len(response.context["form"].errors["file"]) == 1
    assert versions(procedure) == [(1, True)]


def test_changes_tell_each_choice_and_stage_before_and_after(procedure, group):
    anna, _barbara = (
        factories.make_application(
            procedure, status=Status.FILED, groups=[group], claims=[claim], verdict=Verdict.PENDING
        )
        for claim in ("large-family", "both-work")
    )
    newer = factories.make_next_criteria(procedure)

    changes = [
        (
            change.application,
            change.choice.position,
            [(stage.stage, stage.before, stage.after) for stage in change.stages],
        )
        for change in changes_of(newer)
    ]

    assert changes == [(anna, 1, [(Stage.STATUTORY, Decimal(100), Decimal(200))])]


def test_a_version_in_force_counts_with_every_verdict_kept_and_tells_the_case(
    office, procedure, group
):
    anna = factories.make_application(
        procedure, status=Status.VERIFIED, groups=[group], claims=["large-family", "both-work"]
    )
    unchanged = factories.make_application(procedure, groups=[group], claims=["both-work"])
    before = list(Claim.objects.values_list("pk", "criterion__code", "verdict", "decided_at"))

    changed = activate(criteria_set=factories.make_next_criteria(procedure), actor=office, now=NOW)

    assert changed == 1
    assert versions(procedure) == [(1, False), (2, True)]
    after = list(Claim.objects.values_list("pk", "criterion__code", "verdict", "decided_at"))
    assert after == before
    assert {claim.verdict for claim in anna.claims.all()} == {Verdict.ACCEPTED}
    points = Scoring.of(procedure).points(anna, anna.choices.get())
    assert points.total(Stage.STATUTORY) == 200
    assert CaseEvent.objects.filter(application=unchanged, verb=Verb.CRITERIA_CHANGED).count() == 0
    event = CaseEvent.objects.get(application=anna, verb=Verb.CRITERIA_CHANGED)
    assert (event.actor, event.actor_role, event.detail) == (office, Actor.OFFICE, "wersja 2")


def test_a_criterion_that_is_gone_stays_on_record_and_gives_nothing(office, procedure, group):
    anna = factories.make_application(
        procedure, status=Status.VERIFIED, groups=[group], claims=["large-family"]
    )
    newer = add_version(
        procedure=procedure,
        sheets=criteria_sheets([{at.CODE: "both-work", at.POINTS: 5}]),
        added_by=office,
        now=NOW,
    )

    activate(criteria_set=newer, actor=office, now=NOW)

    assert [claim.criterion.code for claim in anna.claims.all()] == ["large-family"]
    assert Scoring.of(procedure).points(anna, anna.choices.get()).statutory == 0


def test_the_version_in_force_is_not_put_in_force_again(office, procedure):
    with pytest.raises(NotAllowed) as refusal:
        activate(criteria_set=CriteriaSet.objects.get(procedure=procedure), actor=office, now=NOW)

    assert str(refusal.value.reason) == "Ta wersja kryteriów już obowiązuje."


def test_criteria_are_not_changed_after_the_announcement(client, office, procedure):
    newer = factories.make_next_criteria(procedure)
    procedure.published_at, procedure.published_run_number = NOW, 1
    procedure.save(update_fields=["published_at", "published_run_number"])

    response = client.post(reverse("criteria_set_activate", args=[newer.version]), follow=True)

    assert [str(message) for message in response.context["messages"]] == [
        "Wyniki są ogłoszone. Kryteriów tego naboru nie można już zmienić."
    ]
    assert versions(procedure) == [(1, True), (2, False)]


NOT_COMPARED = {
    "oddzial-dwujezyczny-klasa-7": "Przydział nie sprawdza jeszcze warunków przyjęcia.",
    "oddzial-sportowy": "Przydział nie sprawdza jeszcze warunków przyjęcia.",
    "przyklad-gdzie-i-kiedy": "Przydział porównuje na razie tylko całe punkty.",
}


@pytest.mark.parametrize("name", names())
def test_only_what_the_allocation_compares_whole_is_put_in_force(client, office, procedure, name):
    read_in(client, shipped(name))

    page = client.get(reverse("criteria_set", args=[2])).content.decode()
    client.post(reverse("criteria_set_activate", args=[2]))

    reason = NOT_COMPARED.get(name)
    assert ("Włącz tę wersję" in page) == (reason is None)
    assert reason is None or f"Tej wersji nie można włączyć. {reason}" in page
    assert versions(procedure) == (
        [(1, False), (2, True)] if reason is None else [(1, True), (2, False)]
    )


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (
            {at.STAGE: "warunek", at.POINTS: 0},
            "Przydział nie sprawdza jeszcze warunków przyjęcia.",
        ),
        (
            {at.STAGE: "predyspozycje", at.POINTS: 5},
            "Przydział nie porównuje jeszcze predyspozycji.",
        ),
        (
            {at.STAGE: "pierwszeństwo", at.POINTS: 1},
            "Pierwszeństwo w przydziale daje na razie tylko zamieszkanie w gminie.",
        ),
        ({at.POINTS: "2,5"}, "Przydział porównuje na razie tylko całe punkty."),
    ],
)
def test_each_thing_that_is_not_compared_is_told(cells, reason):
    sheets = criteria_sheets([{at.CODE: "K", **cells}])

    assert list(reasons_against(read_stored(sheets).rules)) == [reason]


def test_a_version_of_nobody_is_not_found(client, office, procedure):
    assert client.get(reverse("criteria_set", args=[7])).status_code == 404


def test_an_income_is_typed_in_named_boxes_and_nothing_typed_is_lost(procedure):
    factories.make_criteria(procedure, shipped("przyklad-dochod"))

    form = CriteriaForm({"DOC_0": "3000", "DOC_3": "4"}, procedure=procedure)

    assert form.errors == {"DOC": ["Wpisz dochód z trzech miesięcy i liczbę osób w rodzinie."]}
    boxes = re.findall(r'for="id_DOC_(\d)">([^<]+)<', str(form["DOC"]))
    assert boxes == [(str(index), str(label)) for index, label in enumerate(INCOME_LABELS)]
    assert re.findall(r'name="DOC_(\d)" value="([^"]+)"', str(form["DOC"])) == [
        ("0", "3000"),
        ("3", "4"),
    ]
