"""The workbook of a run as a spreadsheet program reads it."""

import io
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from accounts.models import User
from allocation.models import AllocationRun
from recruitment.applications.workflow import Status
from recruitment.procedures.models import StageCode
from reports.queries import run_report
from reports.workbook import run_workbook
from schools.models import GroupKind, StaffMembership, StaffRole
from tests.allocation.rounds import finished_run, make_run, published_run, verified
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

pytestmark = pytest.mark.django_db


@pytest.fixture
def procedure():
    procedure = make_procedure(during=StageCode.QUALIFIED_LISTS)
    make_criteria(procedure)
    return procedure


@pytest.fixture
def first():
    return make_institution("pm1", short_name="PM nr 1", position=1)


@pytest.fixture
def second():
    return make_institution("pm2", short_name="PM nr 2", position=2)


@pytest.fixture
def actor():
    return make_office_worker(first_name="Barbara", last_name="Urzędowa")


def opened(run: AllocationRun, actor: User, **options: object):
    return load_workbook(io.BytesIO(run_workbook(run_report(run, actor=actor, now=NOW, **options))))


def values(sheet, rows: int | None = None) -> list[tuple]:
    return list(sheet.iter_rows(max_row=rows, values_only=True))


HEADINGS = ("Lp.", "Nazwisko", "Imię (imiona)", "Wynik", "Grupa")


def test_lists_are_alphabetical_in_polish_and_tell_the_result(procedure, first, actor):
    bees = make_group(first, "pszczolki", name="Pszczółki", places_total=2)
    for surname, claims in (
        ("Dąb", ("residence", "large-family")),
        ("Ćwik", ()),
        ("Cyran", ("residence",)),
        ("Żak", ()),
    ):
        verified(procedure, bees, surname=surname, claims=claims)
    make_application(procedure, status=Status.FILED, groups=[bees], child={"surname": "Adamska"})

    sheet = opened(finished_run(procedure), actor)["PM nr 1"]

    assert values(sheet, 5) == [
        HEADINGS,
        (1, "Cyran", "Zofia", "zakwalifikowany", "Pszczółki"),
        (2, "Ćwik", "Zofia", "niezakwalifikowany", "Pszczółki"),
        (3, "Dąb", "Zofia", "zakwalifikowany", "Pszczółki"),
        (4, "Żak", "Zofia", "niezakwalifikowany", "Pszczółki"),
    ]


def test_a_child_stands_on_the_lists_of_what_it_wanted_more(procedure, first, second, actor):
    full = make_group(first, "pelna", name="Pełna", places_total=0)
    also_full = make_group(first, "zajeta", name="Zajęta", places_total=0)
    free = make_group(second, "wolna", name="Wolna", places_total=1)
    third = make_group(make_institution("pm3", short_name="PM nr 3"), "inna", name="Inna")
    verified(procedure, full, also_full, free, third, surname="Drugi")
    verified(procedure, full, surname="Żaden", claims=())

    workbook = opened(finished_run(procedure), actor)

    lists = {
        name: [row[1:] for row in values(workbook[name])[1:] if row[0] is not None]
        for name in ("PM nr 1", "PM nr 2", "PM nr 3")
    }
    assert lists == {
        "PM nr 1": [
            ("Drugi", "Zofia", "niezakwalifikowany", "Pełna; Zajęta"),
            ("Żaden", "Zofia", "niezakwalifikowany", "Pełna"),
        ],
        "PM nr 2": [("Drugi", "Zofia", "zakwalifikowany", "Wolna")],
        "PM nr 3": [],
    }


def test_a_child_qualified_in_an_institution_stands_there_once(procedure, first, actor):
    full = make_group(first, "pelna", name="Pełna", places_total=0)
    free = make_group(first, "wolna", name="Wolna", places_total=1)
    verified(procedure, full, free)

    sheet = opened(finished_run(procedure), actor)["PM nr 1"]

    assert values(sheet, 3) == [
        HEADINGS,
        (1, "Kowalska", "Zofia", "zakwalifikowany", "Wolna"),
        (None,) * 5,
    ]


def test_below_the_list_stand_the_lowest_points_and_the_signature(procedure, first, actor):
    bees = make_group(first, "pszczolki", name="Pszczółki", places_total=1)
    make_group(first, "sowki", name="Sówki", birth_year_from=2021, birth_year_to=2021)
    verified(procedure, bees, claims=("residence", "large-family"))

    sheet = opened(finished_run(procedure), actor)["PM nr 1"]

    assert values(sheet)[3:] == [
        (
            None,
            "Grupa",
            "Najniższe punkty, kryteria ustawowe",
            "Najniższe punkty, kryteria samorządowe",
            "Ostatnie dziecko mieszka",
        ),
        (None, "Pszczółki", 100, 4, "w gminie"),
        (None, "Sówki", None, None, None),
        (None,) * 5,
        (None, "Data podania do publicznej wiadomości:", None, None, None),
        (None,) * 5,
        (None, "Podpis przewodniczącego komisji:", None, None, None),
    ]


def test_no_sheet_holds_a_pesel_or_a_childs_own_points(procedure, first, actor):
    bees = make_group(first, "pszczolki", places_total=1)
    better = verified(procedure, bees, claims=("residence", "large-family"))
    worse = verified(procedure, bees, claims=("residence", "both-work"))

    workbook = opened(finished_run(procedure), actor)

    cells = {value for sheet in workbook for row in values(sheet) for value in row}
    assert not cells & {better.candidate.pesel, worse.candidate.pesel}
    assert 24 not in cells


@pytest.mark.parametrize(
    "surname", ["=1+1", "+48", "-Kowalski", "@Nowak", "\tNowak", "=HYPERLINK(A1)"]
)
def test_a_surname_like_a_formula_stays_text(procedure, first, actor, surname):
    verified(procedure, make_group(first, "pszczolki"), surname=surname)

    cell = opened(finished_run(procedure), actor)["PM nr 1"]["B2"]

    assert (cell.value, cell.data_type, cell.quotePrefix) == (surname, "s", True)


def test_a_formula_behind_an_invisible_character_stays_text(procedure, first, actor):
    verified(procedure, make_group(first, "pszczolki"), surname='\x01=HYPERLINK("http://x","y")')

    cell = opened(finished_run(procedure), actor)["PM nr 1"]["B2"]

    assert (cell.value, cell.data_type, cell.quotePrefix) == (
        '=HYPERLINK("http://x","y")',
        "s",
        True,
    )


def test_a_surname_like_an_error_of_a_spreadsheet_stays_text(procedure, first, actor):
    verified(procedure, make_group(first, "pszczolki"), surname="#REF!")

    cell = opened(finished_run(procedure), actor)["PM nr 1"]["B2"]

    assert (cell.value, cell.data_type) == ("#REF!", "s")


@pytest.mark.parametrize("unwanted", ["\x0b", "\x01", "\ufffe", "\uffff", "\ud800"])
def test_a_character_that_a_spreadsheet_cannot_hold_is_left_out(procedure, first, actor, unwanted):
    verified(procedure, make_group(first, "pszczolki"))
    report = run_report(finished_run(procedure), actor=actor, now=NOW)
    named = f"PM{unwanted} nr 1"
    (institution,) = report.lists
    rows = (replace(institution.rows[0], surname=f"Kowal{unwanted}ska"),)
    information = tuple(
        (key, f"{value}{unwanted}" if isinstance(value, str) else value)
        for key, value in report.information
    )

    workbook = load_workbook(
        io.BytesIO(
            run_workbook(
                replace(
                    report,
                    information=information,
                    lists=(replace(institution, short_name=named, rows=rows),),
                )
            )
        )
    )

    assert workbook["PM nr 1"]["B2"].value == "Kowalska"
    assert workbook["Informacje"]["B1"].value == procedure.name
    assert workbook.properties.subject == procedure.name


def test_every_table_can_be_filtered_scrolled_and_printed(procedure, first, actor):
    bees = make_group(first, "pszczolki", name="Pszczółki " + "z bardzo długą nazwą " * 4)
    verified(procedure, bees)

    workbook = opened(finished_run(procedure), actor)

    tables = {"Podsumowanie": "A1:L2", "Placówki razem": "A1:G3", "PM nr 1": "A1:E2"}
    assert workbook.sheetnames == ["Informacje", *tables]
    for name, area in tables.items():
        sheet = workbook[name]
        assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == (
            "A2",
            area,
            "$1:$1",
        )
    for sheet in workbook:
        setup = sheet.page_setup
        assert (setup.orientation, setup.paperSize, setup.fitToWidth, setup.fitToHeight) == (
            "landscape",
            9,
            1,
            0,
        )
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddFooter.center.text == "Strona &P z &N"
        assert sheet.merged_cells.ranges == set()
    widths = [
        workbook["PM nr 1"].column_dimensions[get_column_letter(number)].width
        for number in range(1, 6)
    ]
    assert widths == [8, 12, 12, 17, 50]


def test_the_summary_counts_by_group_and_by_institution(procedure, first, second, actor):
    full = make_group(first, "pszczolki", name="Pszczółki", places_total=1)
    free = make_group(
        second, "sowki", name="Sówki", places_total=4, birth_year_from=2022, birth_year_to=2022
    )
    verified(procedure, full, free, claims=("residence", "large-family"))
    verified(procedure, full, free)
    verified(procedure, full, free, claims=())
    tied = make_group(second, "remis", name="Remis", places_total=1)
    for _ in range(2):
        verified(procedure, tied)

    workbook = opened(finished_run(procedure), actor)

    assert values(workbook["Podsumowanie"])[1:] == [
        ("PM nr 1", "Pszczółki", "2021–2024", 1, 1, 0, 0, 0, 100, 4, "w gminie", 0),
        ("PM nr 2", "Sówki", "2022", 4, 0, 2, 0, 2, 0, 0, "poza gminą", 0),
        ("PM nr 2", "Remis", "2021–2024", 1, 0, 0, 0, 1, None, None, None, 1),
    ]
    assert values(workbook["Placówki razem"]) == [
        (
            "Placówka",
            "Miejsca",
            "Z 1. wyboru",
            "Z 2. wyboru",
            "Z 3. i dalszego wyboru",
            "Wolne miejsca",
            "Nierozstrzygnięte remisy",
        ),
        ("PM nr 1", 1, 1, 0, 0, 0, 0),
        ("PM nr 2", 5, 0, 2, 0, 3, 1),
        ("Razem", 6, 1, 2, 0, 3, 1),
    ]


def test_information_tells_what_the_file_is(procedure, first, actor):
    verified(procedure, make_group(first, "pszczolki"))
    run = finished_run(procedure)

    workbook = opened(run, actor)

    told = dict(values(workbook["Informacje"]))
    assert {
        key: told[key]
        for key in (
            "Nabór",
            "Stan",
            "Numer przydziału",
            "Plik utworzono",
            "Kto utworzył plik",
            "Skrót wyniku (SHA-256)",
        )
    } == {
        "Nabór": procedure.name,
        "Stan": "PROJEKT – wyników nie ogłoszono",
        "Numer przydziału": 1,
        "Plik utworzono": NOW.replace(tzinfo=None),
        "Kto utworzył plik": "Barbara Urzędowa",
        "Skrót wyniku (SHA-256)": run.result_sha256,
    }
    assert workbook["PM nr 1"].oddHeader.right.text == "PROJEKT – wyników nie ogłoszono"
    assert (workbook.properties.title, workbook.properties.creator) == (
        "Listy kandydatów, przydział nr 1",
        "Barbara Urzędowa",
    )


def test_an_announced_run_says_so(procedure, first, actor):
    verified(procedure, make_group(first, "pszczolki"))

    workbook = opened(published_run(procedure), actor)

    told = dict(values(workbook["Informacje"]))
    assert (told["Stan"], told["Data ogłoszenia"]) == ("OGŁOSZONO", NOW.replace(tzinfo=None))
    assert workbook["PM nr 1"].oddHeader.right.text is None


def test_names_of_sheets_are_allowed_and_different(procedure, actor):
    long_name = "Przedszkole Miejskie z Oddziałami: A"
    for code in ("a", "b"):
        make_group(make_institution(code, short_name=long_name), code)
    make_group(make_institution("c", short_name="informacje"), "c")

    assert opened(finished_run(procedure), actor).sheetnames[3:] == [
        "Przedszkole Miejskie z Oddziała",
        "Przedszkole Miejskie z Oddz (2)",
        "informacje (2)",
    ]


def test_an_empty_round_has_a_workbook(procedure, actor):
    workbook = opened(finished_run(procedure), actor)

    assert workbook.sheetnames == ["Informacje", "Podsumowanie", "Placówki razem"]


def test_the_report_asks_a_constant_number_of_queries(procedure, actor, django_assert_num_queries):
    for number in (1, 3):
        for _ in range(number):
            group = make_group(make_institution(), kind=GroupKind.INTEGRATION)
            for year in (2021, 2022):
                verified(procedure, group, child={"birth_on": date(year, 1, 1)})
        run = finished_run(procedure)
        with django_assert_num_queries(5):
            run_report(run, actor=actor, now=NOW)


# --- downloads ----------------------------------------------------------------------------------
def test_the_office_downloads_any_finished_run(client, procedure, first, actor):
    verified(procedure, make_group(first, "pszczolki"))
    finished_run(procedure)
    client.force_login(actor)

    response = client.get(reverse("run_workbook", args=[1]))

    assert response["Content-Disposition"] == 'attachment; filename="listy-przydzial-1.xlsx"'
    assert load_workbook(io.BytesIO(response.content)).sheetnames[-1] == "PM nr 1"


def test_lists_are_polish_for_a_reader_of_another_language(client, procedure, first, actor):
    verified(procedure, make_group(first, "pszczolki"))
    finished_run(procedure)
    client.force_login(actor)

    response = client.get(reverse("run_workbook", args=[1]), headers={"accept-language": "en"})

    sheetnames = load_workbook(io.BytesIO(response.content)).sheetnames
    assert sheetnames == ["Informacje", "Podsumowanie", "Placówki razem", "PM nr 1"]


def test_a_run_that_is_not_finished_has_no_workbook(client, procedure, actor):
    make_run(procedure)
    client.force_login(actor)

    assert client.get(reverse("run_workbook", args=[1])).status_code == 404


@pytest.mark.parametrize("role", StaffRole)
def test_an_institution_downloads_its_own_list_after_the_announcement(
    client, procedure, first, second, role
):
    verified(procedure, make_group(first, "pszczolki"), make_group(second, "sowki"))
    client.force_login(make_staff(first, role))
    finished_run(procedure)
    before = client.get(reverse("institution_workbook"))

    published_run(procedure)
    after = client.get(reverse("institution_workbook"))

    assert before.status_code == 404
    assert load_workbook(io.BytesIO(after.content)).sheetnames == [
        "Informacje",
        "Podsumowanie",
        "Placówki razem",
        "PM nr 1",
    ]


def test_the_list_of_another_institution_does_not_exist(client, procedure, first, second):
    verified(procedure, make_group(first, "pszczolki"), make_group(second, "sowki"))
    published_run(procedure)
    client.force_login(make_staff(first))

    response = client.get(reverse("institution_workbook"), {"placowka": second.code})

    assert response.status_code == 404


@pytest.mark.parametrize("code", ["pm9", "\x00", "pm1\x00"])
def test_a_code_that_names_no_own_institution_is_not_found(client, procedure, first, code):
    verified(procedure, make_group(first, "pszczolki"))
    published_run(procedure)
    client.force_login(make_staff(first))

    assert client.get(reverse("institution_workbook"), {"placowka": code}).status_code == 404


def test_a_person_of_two_institutions_names_the_one_whose_list_it_wants(
    client, procedure, first, second
):
    verified(procedure, make_group(first, "pszczolki"), make_group(second, "sowki"))
    published_run(procedure)
    person = make_staff(first)
    StaffMembership.objects.filter(user=make_staff(second)).update(user=person)
    client.force_login(person)

    answers = [
        client.get(reverse("institution_workbook"), query)["Content-Disposition"]
        for query in ({"placowka": second.code}, {"placowka": first.code}, {})
    ]

    assert answers == [
        'attachment; filename="listy-pm2.xlsx"',
        'attachment; filename="listy-pm1.xlsx"',
        'attachment; filename="listy-pm1.xlsx"',
    ]


def test_a_parent_downloads_no_list(client, procedure, first):
    verified(procedure, make_group(first, "pszczolki"))
    published_run(procedure)
    client.force_login(make_user())

    assert client.get(reverse("institution_workbook")).status_code == 404
    assert client.get(reverse("run_workbook", args=[1])).status_code == 404
