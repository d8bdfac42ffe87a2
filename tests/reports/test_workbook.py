"""The workbooks of a run as a spreadsheet program reads them."""

import io
from dataclasses import replace
from datetime import date

import pytest
from django.http import HttpResponse
from django.urls import reverse
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from accounts.models import User
from allocation.models import AllocationRun
from recruitment.applications.models import Opening
from recruitment.applications.workflow import Status
from recruitment.procedures.models import StageCode
from reports.posted import posted_workbook
from reports.queries import run_report
from reports.workbook import summary_workbook
from schools.models import GroupKind, Institution, StaffMembership, StaffRole
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


def posted(run: AllocationRun, actor: User, **options: object) -> Workbook:
    report = run_report(run, actor=actor, now=NOW, **options)
    return load_workbook(io.BytesIO(posted_workbook(report)))


def summary(run: AllocationRun, actor: User, **options: object) -> Workbook:
    report = run_report(run, actor=actor, now=NOW, **options)
    return load_workbook(io.BytesIO(summary_workbook(report)))


def values(sheet: Worksheet) -> list[tuple]:
    return list(sheet.iter_rows(values_only=True))


def lines(sheet: Worksheet) -> list[str]:
    """What stands in the first column beside no other cell: the title and what is below."""
    return [first for first, *others in values(sheet) if first is not None and not any(others)]


def children(sheet: Worksheet) -> list[tuple]:
    """The rows of the table on a posted sheet, without its headings."""
    rows = [row for row in values(sheet) if any(row[1:])]
    assert rows[0] == POSTED_HEADINGS
    return rows[1:]


POSTED_HEADINGS = ("Lp.", "Nazwisko", "Imię (imiona)", "Wynik")
LOWEST = "Najniższa liczba punktów, która uprawnia do przyjęcia"


def lowest(sheet: Worksheet) -> str:
    found = lines(sheet)
    return found[found.index(LOWEST) + 1]


# --- the list on the wall -----------------------------------------------------------------------
def test_a_posted_list_holds_what_the_law_names_and_nothing_else(procedure, first, actor):
    Institution.objects.filter(pk=first.pk).update(
        name="Przedszkole Miejskie nr 1 z Oddziałami Integracyjnymi im. Wandy Chotomskiej"
    )
    bees = make_group(first, "pszczolki", name="Pszczółki", places_total=3)
    for surname, claims in (
        ("Dąb", ("residence", "large-family")),
        ("Ćwik", ()),
        ("Cyran", ("residence",)),
        ("Żak", ("residence",)),
    ):
        verified(procedure, bees, surname=surname, claims=claims)
    make_application(procedure, status=Status.FILED, groups=[bees], child={"surname": "Adamska"})
    run = published_run(procedure)

    workbook = posted(run, actor)

    assert workbook.sheetnames == ["PM nr 1"]
    assert values(workbook["PM nr 1"]) == [
        ("Przedszkole Miejskie nr 1 z Oddziałami Integracyjnymi im.", None, None, None),
        ("Wandy Chotomskiej", None, None, None),
        (
            "Lista kandydatów zakwalifikowanych i kandydatów niezakwalifikowanych",
            None,
            None,
            None,
        ),
        ("Rok szkolny 2027/2028", None, None, None),
        ("Data podania do publicznej wiadomości: 5 marca 2027", None, None, None),
        (None, None, None, None),
        POSTED_HEADINGS,
        (1, "Cyran", "Zofia", "zakwalifikowany"),
        (2, "Ćwik", "Zofia", "niezakwalifikowany"),
        (3, "Dąb", "Zofia", "zakwalifikowany"),
        (4, "Żak", "Zofia", "zakwalifikowany"),
        (None, None, None, None),
        (LOWEST, None, None, None),
        ("kryteria ustawowe: 0 pkt, kryteria samorządowe: 4 pkt", None, None, None),
        (
            "Kryteria ustawowe liczą się przed samorządowymi, a mieszkańcy gminy przed innymi.",
            None,
            None,
            None,
        ),
        (
            "Podstawa prawna listy: art. 158 ust. 1 i 4 ustawy – Prawo oświatowe.",
            None,
            None,
            None,
        ),
        (None, None, None, None),
        (None, None, None, None),
        (f"Podpis przewodniczącego komisji rekrutacyjnej: {'.' * 40}", None, None, None),
    ]


def test_a_draft_of_a_list_says_that_it_is_not_to_be_posted(procedure, first, actor):
    verified(procedure, make_group(first, "pszczolki"))

    sheet = posted(finished_run(procedure), actor)["PM nr 1"]

    assert lines(sheet)[0] == "PROJEKT – wyników nie ogłoszono, nie wywieszać"
    assert f"Data podania do publicznej wiadomości: {'.' * 40}" in lines(sheet)
    assert sheet.oddFooter.left.text == "PROJEKT – wyników nie ogłoszono, nie wywieszać"


def test_a_child_stands_on_the_lists_of_what_it_wanted_more(procedure, first, second, actor):
    full = make_group(first, "pelna", name="Pełna", places_total=0)
    also_full = make_group(first, "zajeta", name="Zajęta", places_total=0)
    free = make_group(second, "wolna", name="Wolna", places_total=1)
    third = make_group(make_institution("pm3", short_name="PM nr 3"), "inna", name="Inna")
    verified(procedure, full, also_full, free, third, surname="Drugi")
    verified(procedure, full, surname="Żaden", claims=())

    workbook = posted(finished_run(procedure), actor)

    assert {name: children(workbook[name]) for name in workbook.sheetnames} == {
        "PM nr 1": [
            (1, "Drugi", "Zofia", "niezakwalifikowany"),
            (2, "Żaden", "Zofia", "niezakwalifikowany"),
        ],
        "PM nr 2": [(1, "Drugi", "Zofia", "zakwalifikowany")],
        "PM nr 3": [],
    }
    assert "Na tej liście nie ma kandydatów." in lines(workbook["PM nr 3"])


def test_a_child_qualified_in_an_institution_stands_there_once(procedure, first, actor):
    full = make_group(first, "pelna", name="Pełna", places_total=0)
    free = make_group(first, "wolna", name="Wolna", places_total=1)
    verified(procedure, full, free)

    sheet = posted(finished_run(procedure), actor)["PM nr 1"]

    assert children(sheet) == [(1, "Kowalska", "Zofia", "zakwalifikowany")]


def test_a_draft_tells_who_waits_for_the_committee(procedure, first, actor):
    bees = make_group(first, "pszczolki", name="Pszczółki", places_total=1)
    for surname in ("Ćwik", "Żak"):
        verified(procedure, bees, surname=surname)
    verified(procedure, bees, surname="Nowak", claims=())

    sheet = posted(finished_run(procedure), actor)["PM nr 1"]

    assert children(sheet) == [
        (1, "Ćwik", "Zofia", "czeka na decyzję komisji"),
        (2, "Nowak", "Zofia", "niezakwalifikowany"),
        (3, "Żak", "Zofia", "czeka na decyzję komisji"),
    ]


# --- the lowest points on the wall --------------------------------------------------------------
NOT_TOLD = "nie podaje się, bo dotyczy mniej niż 3 dzieci"


def test_the_lowest_points_are_those_of_the_whole_institution(procedure, first, actor):
    bees = make_group(first, "pszczolki", places_total=2)
    owls = make_group(first, "sowki", places_total=2)
    for group, claims in (
        (bees, ("residence", "large-family")),
        (bees, ("residence", "large-family")),
        (owls, ("residence", "both-work")),
        (owls, ("residence", "one-works")),
    ):
        verified(procedure, group, claims=claims)

    sheet = posted(finished_run(procedure), actor)["PM nr 1"]

    assert lowest(sheet) == "kryteria ustawowe: 0 pkt, kryteria samorządowe: 14 pkt"


def test_the_lowest_points_may_be_those_of_a_resident_though_a_stranger_was_the_last(
    procedure, first, actor
):
    bees = make_group(first, "pszczolki", places_total=3)
    for claims in (("residence",), ("residence",), ("large-family",), ()):
        verified(procedure, bees, claims=claims)

    sheet = posted(finished_run(procedure), actor)["PM nr 1"]

    assert lowest(sheet) == "kryteria ustawowe: 0 pkt, kryteria samorządowe: 4 pkt"


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (0, "nie ma, bo nikt nie otrzymał miejsca według punktów"),
        (1, NOT_TOLD),
        (2, NOT_TOLD),
        (3, "kryteria ustawowe: 100 pkt, kryteria samorządowe: 4 pkt"),
    ],
)
def test_the_lowest_points_are_told_of_at_least_three_children(
    procedure, first, actor, number, told
):
    bees = make_group(first, "pszczolki")
    for _ in range(number):
        verified(procedure, bees, claims=("residence", "large-family"))

    assert lowest(posted(finished_run(procedure), actor)["PM nr 1"]) == told


def test_no_posted_sheet_tells_of_a_child_with_a_statement(procedure, first, actor):
    general = make_group(first, "ogolna", places_total=3)
    mixed = make_group(
        first,
        "integracyjna",
        name="Motyle",
        kind=GroupKind.INTEGRATION,
        places_total=2,
        places_for_statement=1,
    )
    special = make_group(first, "specjalna", name="Biedronki", kind=GroupKind.SPECIAL)
    for _ in range(3):
        verified(procedure, general, claims=("residence", "large-family"))
    verified(procedure, mixed, claims=("residence", "statement"))
    verified(procedure, mixed, claims=("residence", "both-work", "large-family"))
    verified(procedure, special, claims=("statement",))

    sheet = posted(finished_run(procedure), actor)["PM nr 1"]

    assert lowest(sheet) == "kryteria ustawowe: 100 pkt, kryteria samorządowe: 4 pkt"
    assert [row[3] for row in children(sheet)] == ["zakwalifikowany"] * 6
    assert not [text for row in values(sheet) for text in row if "Motyle" in str(text)]
    assert not [text for row in values(sheet) for text in row if "Biedronki" in str(text)]


def test_the_limit_counts_even_when_a_child_with_a_statement_has_it(procedure, first, actor):
    mixed = make_group(
        first,
        "integracyjna",
        kind=GroupKind.INTEGRATION,
        places_total=5,
        places_for_statement=1,
    )
    for claims in (
        ("residence", "statement", "large-family"),
        ("residence", "statement", "one-works"),
        *[("residence", "both-work")] * 3,
        ("residence",),
    ):
        verified(procedure, mixed, claims=claims)

    sheet = posted(finished_run(procedure), actor)["PM nr 1"]

    assert lowest(sheet) == "kryteria ustawowe: 0 pkt, kryteria samorządowe: 14 pkt"


# --- the summary for the office and the committee -----------------------------------------------
COMMITTEE_HEADINGS = (
    "Nazwisko",
    "Imię (imiona)",
    "Numer wniosku",
    "Grupa",
    "Który wybór",
    "Wynik",
    "Punkty, kryteria ustawowe",
    "Punkty, kryteria samorządowe",
    "Mieszka",
)


def test_the_committee_sees_every_considered_choice_with_its_points(
    procedure, first, second, actor
):
    full = make_group(first, "pelna", name="Pełna", places_total=0)
    bees = make_group(first, "pszczolki", name="Pszczółki", places_total=1)
    other = make_group(second, "sowki", name="Sówki")
    zak = verified(procedure, full, bees, other, surname="Żak", claims=("residence", "one-works"))
    cwik = verified(procedure, bees, other, surname="Ćwik", claims=("residence", "large-family"))
    adam = verified(procedure, other, bees, surname="Adamska")
    far = verified(procedure, bees, surname="Daleka", claims=())

    workbook = summary(finished_run(procedure), actor)

    assert values(workbook["PM nr 1"]) == [
        COMMITTEE_HEADINGS,
        ("Ćwik", "Zofia", cwik.number, "Pszczółki", 1, "zakwalifikowany", 100, 4, "w gminie"),
        ("Daleka", "Zofia", far.number, "Pszczółki", 1, "niezakwalifikowany", 0, 4, "poza gminą"),
        ("Żak", "Zofia", zak.number, "Pełna", 1, "niezakwalifikowany", 0, 14, "w gminie"),
        ("Żak", "Zofia", zak.number, "Pszczółki", 2, "niezakwalifikowany", 0, 14, "w gminie"),
    ]
    assert values(workbook["PM nr 2"]) == [
        COMMITTEE_HEADINGS,
        ("Adamska", "Zofia", adam.number, "Sówki", 1, "zakwalifikowany", 0, 4, "w gminie"),
        ("Żak", "Zofia", zak.number, "Sówki", 3, "zakwalifikowany", 0, 10, "w gminie"),
    ]


def test_no_sheet_holds_a_pesel_and_no_posted_sheet_a_childs_own_points(procedure, first, actor):
    bees = make_group(first, "pszczolki", places_total=3)
    shown = [
        verified(procedure, bees, claims=("residence", *claims))
        for claims in ((), ("both-work",), ("large-family",))
    ]
    run = finished_run(procedure)

    on_the_wall, for_the_committee = (
        {value for sheet in workbook for row in values(sheet) for value in row}
        for workbook in (posted(run, actor), summary(run, actor))
    )

    assert not (on_the_wall | for_the_committee) & {child.candidate.pesel for child in shown}
    assert not on_the_wall & {4, 24, 100}


@pytest.mark.parametrize(
    "surname", ["=1+1", "+48", "-Kowalski", "@Nowak", "\tNowak", "=HYPERLINK(A1)"]
)
def test_a_surname_like_a_formula_stays_text(procedure, first, actor, surname):
    verified(procedure, make_group(first, "pszczolki"), surname=surname)

    cell = summary(finished_run(procedure), actor)["PM nr 1"]["A2"]

    assert (cell.value, cell.data_type, cell.quotePrefix) == (surname, "s", True)


def test_a_formula_behind_an_invisible_character_stays_text(procedure, first, actor):
    verified(procedure, make_group(first, "pszczolki"), surname='\x01=HYPERLINK("http://x","y")')

    cell = summary(finished_run(procedure), actor)["PM nr 1"]["A2"]

    assert (cell.value, cell.data_type, cell.quotePrefix) == (
        '=HYPERLINK("http://x","y")',
        "s",
        True,
    )


def test_a_surname_like_an_error_of_a_spreadsheet_stays_text(procedure, first, actor):
    verified(procedure, make_group(first, "pszczolki"), surname="#REF!")

    cell = summary(finished_run(procedure), actor)["PM nr 1"]["A2"]

    assert (cell.value, cell.data_type) == ("#REF!", "s")


@pytest.mark.parametrize("unwanted", ["\x0b", "\x01", "\ufffe", "\uffff", "\ud800"])
def test_a_character_that_a_spreadsheet_cannot_hold_is_left_out(procedure, first, actor, unwanted):
    verified(procedure, make_group(first, "pszczolki"))
    report = run_report(finished_run(procedure), actor=actor, now=NOW)
    named = f"PM{unwanted} nr 1"
    (institution,) = report.lists
    rows = (replace(institution.considered[0], surname=f"Kowal{unwanted}ska"),)
    information = tuple(
        (key, f"{value}{unwanted}" if isinstance(value, str) else value)
        for key, value in report.information
    )

    workbook = load_workbook(
        io.BytesIO(
            summary_workbook(
                replace(
                    report,
                    procedure=f"{report.procedure}{unwanted}",
                    information=information,
                    lists=(replace(institution, short_name=named, considered=rows),),
                )
            )
        )
    )

    assert workbook["PM nr 1"]["A2"].value == "Kowalska"
    assert workbook["Informacje"]["B2"].value == procedure.name
    assert workbook.properties.subject == procedure.name


def test_every_table_of_the_summary_can_be_filtered_scrolled_and_printed(
    procedure, first, second, actor
):
    bees = make_group(first, "pszczolki", name="Pszczółki " + "z bardzo długą nazwą " * 4)
    make_group(second, "sowki")
    verified(procedure, bees)

    workbook = summary(finished_run(procedure), actor)

    tables = {
        "Podsumowanie": "A1:L3",
        "Placówki razem": "A1:G4",
        "PM nr 1": "A1:I2",
        "PM nr 2": "A1:I1",
    }
    assert workbook.sheetnames == ["Informacje", *tables]
    for name, area in tables.items():
        sheet = workbook[name]
        assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.print_title_rows) == (
            "A2",
            area,
            "$1:$1",
        )
    for sheet in workbook:
        assert printed(sheet) == ("landscape", A4, 1, 0, True)
        assert sheet.oddHeader.right.text == "Do użytku służbowego – nie wywieszać"
        assert sheet.oddFooter.left.text == "PROJEKT – wyników nie ogłoszono"
        assert sheet.oddFooter.right.text == "Strona &P z &N"
        assert sheet.merged_cells.ranges == set()
    assert workbook["PM nr 1"].oddHeader.left.text == first.name
    widths = [
        workbook["PM nr 1"].column_dimensions[get_column_letter(number)].width
        for number in range(1, 6)
    ]
    assert widths == [12, 12, 13, 50, 9]


def test_a_row_is_as_high_as_the_lines_of_its_cells(procedure, first, actor):
    """LibreOffice does not make it higher by itself, so the lines would cover one another."""
    long_name = "Dzieci od trzech do sześciu lat, oddział dla dzieci ze spektrum autyzmu"
    verified(procedure, make_group(first, "pszczolki", name=long_name))

    sheet = summary(finished_run(procedure), actor)["PM nr 1"]

    assert [sheet.row_dimensions[row].height for row in (1, 2)] == [45, 30]


def test_beside_other_lists_a_posted_sheet_counts_its_own_pages(procedure, first, second, actor):
    verified(procedure, make_group(first, "pszczolki"), make_group(second, "sowki"))

    workbook = posted(finished_run(procedure), actor)

    for sheet in workbook:
        assert sheet.page_setup.useFirstPageNumber
        assert (sheet.page_setup.firstPageNumber, sheet.oddFooter.right.text) == (1, "Strona &P")


A4 = 9


def printed(sheet: Worksheet) -> tuple:
    setup = sheet.page_setup
    return (
        setup.orientation,
        int(setup.paperSize),
        int(setup.fitToWidth),
        int(setup.fitToHeight),
        sheet.sheet_properties.pageSetUpPr.fitToPage,
    )


def test_a_posted_sheet_is_printed_upright_with_its_headings_on_every_page(procedure, first, actor):
    Institution.objects.filter(pk=first.pk).update(name="Przedszkole „Ala & As”")
    verified(procedure, make_group(first, "pszczolki"))

    sheet = posted(published_run(procedure), actor)["PM nr 1"]

    assert printed(sheet) == ("portrait", A4, 1, 0, True)
    assert (sheet.print_title_rows, sheet.freeze_panes) == ("$6:$6", "A7")
    assert sheet.cell(6, 1).value == "Lp."
    assert (sheet.HeaderFooter.differentFirst, sheet.oddHeader.left.text) == (
        True,
        "Przedszkole „Ala && As”",
    )
    assert [footer.right.text for footer in (sheet.firstFooter, sheet.oddFooter)] == [
        "Strona &P z &N",
        "Strona &P z &N",
    ]
    assert (sheet.oddFooter.left.text, sheet.merged_cells.ranges) == (None, set())


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

    workbook = summary(finished_run(procedure), actor)

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

    workbook = summary(run, actor)

    told = dict(values(workbook["Informacje"]))
    assert {
        key: told[key]
        for key in (
            "Nabór",
            "Stan",
            "Numer przydziału",
            "Plik utworzono",
            "Plik pobrano z konta",
            "Skrót wyniku (SHA-256)",
        )
    } == {
        "Nabór": procedure.name,
        "Stan": "PROJEKT – wyników nie ogłoszono",
        "Numer przydziału": 1,
        "Plik utworzono": NOW.replace(tzinfo=None),
        "Plik pobrano z konta": "Barbara Urzędowa",
        "Skrót wyniku (SHA-256)": run.result_sha256,
    }
    assert values(workbook["Informacje"])[0] == (
        "Przeznaczenie",
        "Do użytku służbowego. Nie wywieszać i nie przekazywać innym.",
    )
    assert (workbook.properties.title, workbook.properties.creator) == (
        "Zestawienie służbowe, przydział nr 1",
        "Barbara Urzędowa",
    )


def test_an_announced_run_says_so(procedure, first, actor):
    verified(procedure, make_group(first, "pszczolki"))

    workbook = summary(published_run(procedure), actor)

    told = dict(values(workbook["Informacje"]))
    assert (told["Stan"], told["Data ogłoszenia"]) == ("OGŁOSZONO", NOW.replace(tzinfo=None))
    assert workbook["PM nr 1"].oddFooter.left.text is None


def test_names_of_sheets_are_allowed_and_different(procedure, actor):
    long_name = "Przedszkole Miejskie z Oddziałami: A"
    for code in ("a", "b"):
        make_group(make_institution(code, short_name=long_name), code)
    make_group(make_institution("c", short_name="informacje"), "c")

    run = finished_run(procedure)

    shared = ["Przedszkole Miejskie z Oddziała", "Przedszkole Miejskie z Oddz (2)"]
    assert summary(run, actor).sheetnames[3:] == [*shared, "informacje (2)"]
    assert posted(run, actor).sheetnames == [*shared, "informacje"]


def test_an_empty_round_has_workbooks_that_say_so(procedure, actor):
    run = finished_run(procedure)

    assert summary(run, actor).sheetnames == ["Informacje", "Podsumowanie"]
    (sheet,) = posted(run, actor)
    assert values(sheet) == [("W tym przydziale nie ma żadnej grupy, więc nie ma list.",)]


def test_the_report_asks_a_constant_number_of_queries(procedure, actor, django_assert_num_queries):
    for number in (1, 3):
        for _ in range(number):
            group = make_group(make_institution(), kind=GroupKind.INTEGRATION)
            for year in (2021, 2022):
                verified(procedure, group, child={"birth_on": date(year, 1, 1)})
        run = finished_run(procedure)
        with django_assert_num_queries(4):
            run_report(run, actor=actor, now=NOW)


# --- downloads ----------------------------------------------------------------------------------
def sheetnames(response: HttpResponse) -> list[str]:
    return load_workbook(io.BytesIO(response.content)).sheetnames


@pytest.mark.parametrize(
    ("address", "file", "sheets"),
    [
        ("run_workbook", "listy-do-wywieszenia-przydzial-1.xlsx", ["PM nr 1"]),
        (
            "run_summary",
            "zestawienie-przydzial-1.xlsx",
            ["Informacje", "Podsumowanie", "PM nr 1"],
        ),
    ],
)
def test_the_office_downloads_any_finished_run(
    client, procedure, first, actor, address, file, sheets
):
    verified(procedure, make_group(first, "pszczolki"))
    finished_run(procedure)
    client.force_login(actor)

    response = client.get(reverse(address, args=[1]))

    assert response["Content-Disposition"] == f'attachment; filename="{file}"'
    assert sheetnames(response) == sheets


def test_lists_are_polish_for_a_reader_of_another_language(client, procedure, first, actor):
    verified(procedure, make_group(first, "pszczolki"))
    finished_run(procedure)
    client.force_login(actor)

    response = client.get(reverse("run_summary", args=[1]), headers={"accept-language": "en"})

    assert sheetnames(response) == ["Informacje", "Podsumowanie", "PM nr 1"]


@pytest.mark.parametrize("address", ["run_workbook", "run_summary"])
def test_a_run_that_is_not_finished_has_no_workbook(client, procedure, actor, address):
    make_run(procedure)
    client.force_login(actor)

    assert client.get(reverse(address, args=[1])).status_code == 404


@pytest.mark.parametrize("role", StaffRole)
@pytest.mark.parametrize(
    ("address", "sheets"),
    [
        ("institution_workbook", ["PM nr 1"]),
        ("institution_summary", ["Informacje", "Podsumowanie", "PM nr 1"]),
    ],
)
def test_an_institution_downloads_its_own_after_the_announcement(
    client, procedure, first, second, role, address, sheets
):
    verified(procedure, make_group(first, "pszczolki"), make_group(second, "sowki"))
    client.force_login(make_staff(first, role))
    finished_run(procedure)
    before = client.get(reverse(address))

    published_run(procedure)
    after = client.get(reverse(address))

    assert before.status_code == 404
    assert sheetnames(after) == sheets


@pytest.mark.parametrize("address", ["institution_workbook", "institution_summary"])
@pytest.mark.parametrize("code", ["pm2", "pm9", "\x00", "pm1\x00"])
def test_a_code_that_names_no_own_institution_is_not_found(
    client, procedure, first, second, address, code
):
    verified(procedure, make_group(first, "pszczolki"), make_group(second, "sowki"))
    published_run(procedure)
    client.force_login(make_staff(first))

    assert client.get(reverse(address), {"placowka": code}).status_code == 404


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
        'attachment; filename="lista-do-wywieszenia-pm2.xlsx"',
        'attachment; filename="lista-do-wywieszenia-pm1.xlsx"',
        'attachment; filename="lista-do-wywieszenia-pm1.xlsx"',
    ]


def test_a_parent_downloads_no_list(client, procedure, first):
    verified(procedure, make_group(first, "pszczolki"))
    published_run(procedure)
    client.force_login(make_user())

    for address, arguments in (
        ("institution_workbook", []),
        ("institution_summary", []),
        ("run_workbook", [1]),
        ("run_summary", [1]),
    ):
        assert client.get(reverse(address, args=arguments)).status_code == 404


# --- that it was taken --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("address", "what"),
    [("institution_workbook", "posted_list"), ("institution_summary", "summary")],
)
def test_a_file_is_an_event_of_each_child_on_its_lists(
    client, procedure, first, second, address, what
):
    ours = make_group(first, "pszczolki")
    twice = verified(procedure, ours, make_group(first, "sowki"))
    refused = verified(procedure, make_group(first, "puste", places_total=0))
    verified(procedure, make_group(second, "zuczki"))
    run = published_run(procedure)
    director = make_staff(first)
    client.force_login(director)

    client.get(reverse(address))

    events = Opening.objects.order_by("application").values_list(
        "application", "opened_by", "role", "institution", "what"
    )
    assert run.placements.count() == 3
    assert list(events) == [
        (child.pk, director.pk, "director", first.pk, what) for child in (twice, refused)
    ]


@pytest.mark.parametrize(
    ("address", "what"), [("run_workbook", "posted_list"), ("run_summary", "summary")]
)
def test_a_file_of_the_office_is_an_event_of_every_child(
    client, procedure, first, second, actor, address, what
):
    children = [verified(procedure, make_group(one)) for one in (first, second)]
    finished_run(procedure)
    client.force_login(actor)

    client.get(reverse(address, args=[1]))

    events = Opening.objects.order_by("application").values_list(
        "application", "opened_by", "role", "institution", "what"
    )
    assert list(events) == [(child.pk, actor.pk, "office", None, what) for child in children]
