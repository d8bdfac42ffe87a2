"""A resolution as a spreadsheet: every mistake is told once, in its cell; harmless spelling is not."""

import io
import re
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook

from recruitment.criteria.facts import ClaimFact, Verdict
from recruitment.criteria.spreadsheet import sheets as limits
from recruitment.criteria.spreadsheet.reading import read_resolution
from recruitment.criteria.spreadsheet.row import Mistake, to_number
from recruitment.criteria.spreadsheet.sheets import (
    NotASpreadsheetError,
    read_workbook,
    write_workbook,
)
from recruitment.criteria.spreadsheet.words import (
    CRITERIA,
    EVIDENCE,
    EXAMPLES,
    GROUPS,
    LEVELS,
    SET,
)
from tests.recruitment.criteria.sheets import a_small_resolution, put

EMPTY = "Wpisz wartość. To pole nie może być puste."
NO_NUMBER = "Wpisz liczbę od zera w górę, na przykład 4 albo 0,29."
NO_WHOLE_NUMBER = "Wpisz liczbę całkowitą, na przykład 3."
TWICE = "Ten kod stoi już wyżej. Każdy kod może wystąpić raz."
UNKNOWN = "Takiego kryterium nie ma w tym zestawie. Popraw kod albo dopisz kryterium."
ONE_STAGE = "W jednej grupie stoją kryteria jednego etapu, a warunki nie należą do grup."
LEVELS_OR_MULTIPLIER = "Podaj albo mnożnik, albo poziomy tego kryterium."
STAGES = "Wpisz jedno z: warunek, pierwszeństwo, predyspozycje, ustawowe, samorządowe."
CAP_OF_SUM = "Górną granicę ma suma, i tylko ona. Wpisz ją albo usuń."
INSTITUTIONS = "Wpisz placówki z tego wiersza, na przykład A albo A; B."
THRESHOLDS = "Wpisz oba progi dochodu, od 1 zł w górę."
NO_CHOICE = "Takiego miejsca nie ma na liście placówek."
INCOME = "Wpisz dochody miesięczne i liczbę osób, na przykład 3000+3100+3200/4."
GATE = "Z kryteriów wynika tu: LEK. Popraw kryteria albo przykład."
NUMBER = "Wpisz liczbę od zera w górę, na przykład 7; dla placówki A: „A: 2500”."
TOO_FINE = "Punkty mogą mieć najwyżej dwa miejsca po przecinku."
UNUSED_MULTIPLIER = (
    "Mnożnik ma tylko kryterium rodzaju „liczba”, a górną granicę tylko mnożnik. Usuń tę liczbę."
)

MISTAKES = {
    "a set without a name": ([(SET, "B2", " ")], [(SET, "B2", EMPTY)]),
    "a set whose row has another name": (
        [(SET, "A3", "Podstawa")],
        [(SET, "", "Podstawa prawna: Wpisz wartość. To pole nie może być puste.")],
    ),
    "a name that is too long": (
        [(SET, "B2", "x" * 101)],
        [(SET, "B2", "Skróć tekst. Najwięcej znaków: 100.")],
    ),
    "a day in words": (
        [(SET, "B4", "pierwszego stycznia 2026")],
        [(SET, "B4", "Wpisz datę, na przykład 2026-01-31.")],
    ),
    "the last day before the first": (
        [(SET, "B4", "2027-01-01")],
        [(SET, "B5", "Ostatni dzień nie może być przed pierwszym.")],
    ),
    "a threshold of nothing": ([(SET, "B6", 0)], [(SET, "B6", THRESHOLDS)]),
    "a threshold in words": ([(SET, "B6", "sześćset")], [(SET, "B6", NO_NUMBER)]),
    "one threshold of two": ([(SET, "B7", "")], [(SET, "B7", THRESHOLDS)]),
    "another header of the set": (
        [(SET, "B1", "Ile")],
        [(SET, "", "Brakuje kolumny „Wartość”. Dodaj ją.")],
    ),
    "a missing column": (
        [(CRITERIA, "E1", "Pkt")],
        [(CRITERIA, "", "Brakuje kolumny „Punkty”. Dodaj ją.")],
    ),
    "two missing columns": (
        [(CRITERIA, "E1", "Pkt"), (CRITERIA, "S1", None)],
        [
            (CRITERIA, "", "Brakuje kolumny „Punkty”. Dodaj ją."),
            (CRITERIA, "", "Brakuje kolumny „Podstawa prawna”. Dodaj ją."),
        ],
    ),
    "a column twice, so another one is missing": (
        [(CRITERIA, "F1", "Punkty")],
        [
            (CRITERIA, "", "Kolumna „Punkty” stoi dwa razy. Usuń jedną z nich."),
            (CRITERIA, "", "Brakuje kolumny „Mnożnik”. Dodaj ją."),
        ],
    ),
    "an unknown stage": ([(CRITERIA, "B2", "gminne")], [(CRITERIA, "B2", STAGES)]),
    "no stage": ([(CRITERIA, "B2", None)], [(CRITERIA, "B2", STAGES)]),
    "an unknown kind": (
        [(CRITERIA, "C2", "rodzeństwo")],
        [
            (
                CRITERIA,
                "C2",
                "Wpisz jedno z: tak albo nie, poziomy, rodzice, liczba, dochód, wiek, pierwszy wybór, zamieszkanie, orzeczenie.",
            )
        ],
    ),
    "an unknown scope": (
        [(CRITERIA, "D2", "wszędzie")],
        [
            (
                CRITERIA,
                "D2",
                "Wpisz jedno z: wniosek, każda placówka osobno, placówka pierwszego wyboru.",
            )
        ],
    ),
    "an unknown way of verification": (
        [(CRITERIA, "P2", "wywiad")],
        [(CRITERIA, "P2", "Wpisz jedno z: dokument, oświadczenie, rejestr, wyliczane.")],
    ),
    "points in words": ([(CRITERIA, "E4", "dwadzieścia")], [(CRITERIA, "E4", NO_NUMBER)]),
    "points below zero": ([(CRITERIA, "E4", -20)], [(CRITERIA, "E4", NO_NUMBER)]),
    "points finer than keys compare": ([(CRITERIA, "E4", "20,125")], [(CRITERIA, "E4", TOO_FINE)]),
    "no points": (
        [(CRITERIA, "E4", None)],
        [(CRITERIA, "E4", "Podaj, ile punktów daje to kryterium. Może to być 0.")],
    ),
    "points that are a yes": ([(CRITERIA, "E4", True)], [(CRITERIA, "E4", NO_NUMBER)]),
    "points that became a date": (
        [(CRITERIA, "E4", datetime(2026, 1, 20, tzinfo=UTC))],
        [(CRITERIA, "E4", NO_NUMBER)],
    ),
    "points from a broken formula": ([(CRITERIA, "E4", "#REF!")], [(CRITERIA, "E4", NO_NUMBER)]),
    "no code": ([(CRITERIA, "A4", None)], [(CRITERIA, "A4", EMPTY)]),
    "a code twice": ([(CRITERIA, "A5", "ROD")], [(CRITERIA, "A5", TWICE)]),
    "a code that is too long": (
        [(CRITERIA, "A9", "LEKARZ I WSZYSTKO INNE")],
        [(CRITERIA, "A9", "Skróć tekst. Najwięcej znaków: 20.")],
    ),
    "no name": ([(CRITERIA, "Q4", None)], [(CRITERIA, "Q4", EMPTY)]),
    "no legal basis": ([(CRITERIA, "S4", None)], [(CRITERIA, "S4", EMPTY)]),
    "ages reversed": (
        [(CRITERIA, "K6", 7)],
        [(CRITERIA, "K6", "Pierwszy wiek nie może być większy niż ostatni.")],
    ),
    "half a year of age": ([(CRITERIA, "K6", "5,5")], [(CRITERIA, "K6", NO_WHOLE_NUMBER)]),
    "neither yes nor no": (
        [(CRITERIA, "J4", "może")],
        [(CRITERIA, "J4", "Wpisz jedno z: tak, nie.")],
    ),
    "an unknown group": (
        [(CRITERIA, "H4", "krewni")],
        [(CRITERIA, "H4", "Takiej grupy nie ma w arkuszu „Grupy”. Dopisz ją tam.")],
    ),
    "a gate that something excludes": (
        [(CRITERIA, "I9", "PRA")],
        [(CRITERIA, "I9", "Warunek obowiązuje zawsze, obok każdego kryterium. Usuń ten wpis.")],
    ),
    "points above a milliard": ([(CRITERIA, "E4", 10**9)], [(CRITERIA, "E4", NO_NUMBER)]),
    "a number above a milliard": (
        [(EXAMPLES, "N2", "9" * 40)],
        [(EXAMPLES, "N2", NUMBER)],
    ),
    "a threshold of a hundredth": ([(SET, "B7", "0,01")], [(SET, "B7", THRESHOLDS)]),
    "a group over two stages": ([(CRITERIA, "B5", "ustawowe")], [(CRITERIA, "H5", ONE_STAGE)]),
    "a gate in a group": ([(CRITERIA, "H9", "rodzina")], [(CRITERIA, "H9", ONE_STAGE)]),
    "excluded by an unknown criterion": ([(CRITERIA, "I4", "XYZ")], [(CRITERIA, "I4", UNKNOWN)]),
    "excluded by itself": (
        [(CRITERIA, "I4", "ROD")],
        [(CRITERIA, "I4", "Kryterium nie może wykluczać samego siebie.")],
    ),
    "two that exclude each other": (
        [(CRITERIA, "I4", "RAZ"), (CRITERIA, "I5", "ROD")],
        [
            (
                CRITERIA,
                "I4",
                "Te kryteria wykluczają się nawzajem i żadne by się nie liczyło. Zostaw jeden wpis.",
            )
        ],
    ),
    "levels of a yes or no": (
        [(LEVELS, "A6", "ROD"), (LEVELS, "B6", "x"), (LEVELS, "C6", 1), (LEVELS, "F6", "x")],
        [(CRITERIA, "C4", "Kryterium tego rodzaju nie ma poziomów. Usuń je albo zmień rodzaj.")],
    ),
    "a graded criterion without levels": (
        [(CRITERIA, "C4", "poziomy"), (CRITERIA, "E4", None)],
        [(CRITERIA, "C4", "Dopisz poziomy tego kryterium w arkuszu „Poziomy”.")],
    ),
    "another level of parents": (
        [(LEVELS, "B3", "oboje")],
        [
            (
                CRITERIA,
                "C2",
                "Kryterium o rodzicach ma tylko poziomy „wszyscy” i „jedno”.",
            )
        ],
    ),
    "a level twice": ([(LEVELS, "B3", "wszyscy")], [(LEVELS, "B3", TWICE)]),
    "a level of an unknown criterion": (
        [(LEVELS, "A4", "ODLE")],
        [(CRITERIA, "F3", LEVELS_OR_MULTIPLIER), (LEVELS, "A4", UNKNOWN)],
    ),
    "a level without points": (
        [(LEVELS, "C4", None)],
        [(LEVELS, "C4", "Podaj, ile punktów daje ten poziom. Może to być 0.")],
    ),
    "a level with points in words": ([(LEVELS, "C4", "dużo")], [(LEVELS, "C4", NO_NUMBER)]),
    "bounds of a level reversed": (
        [(LEVELS, "D4", 4000)],
        [(LEVELS, "D4", "Dolna granica nie może być większa niż górna.")],
    ),
    "a level without a name": ([(LEVELS, "F4", " ")], [(LEVELS, "F4", EMPTY)]),
    "a level without a code": ([(LEVELS, "B4", "")], [(LEVELS, "B4", EMPTY)]),
    "both levels and a multiplier": (
        [(CRITERIA, "F3", "2")],
        [(CRITERIA, "F3", LEVELS_OR_MULTIPLIER)],
    ),
    "neither levels nor a multiplier": (
        [(CRITERIA, "F8", None)],
        [(CRITERIA, "F8", LEVELS_OR_MULTIPLIER)],
    ),
    "a multiplier of a yes or no": ([(CRITERIA, "F4", 2)], [(CRITERIA, "F4", UNUSED_MULTIPLIER)]),
    "first choice in every institution": (
        [(CRITERIA, "C6", "pierwszy wybór")],
        [
            (
                CRITERIA,
                "D6",
                "Takie kryterium liczy się tylko w placówce pierwszego wyboru. Wpisz to tutaj.",
            )
        ],
    ),
    "income without thresholds": (
        [(SET, "B6", None), (SET, "B7", None)],
        [(CRITERIA, "C7", "Kryterium dochodu wymaga progów dochodu w arkuszu „Zestaw”.")],
    ),
    "a document of an unknown criterion": (
        [(EVIDENCE, "A2", "PRACA")],
        [(EVIDENCE, "A2", UNKNOWN)],
    ),
    "an unknown way of proof": (
        [(EVIDENCE, "C2", "ksero")],
        [(EVIDENCE, "C2", "Wpisz jedno z: wymagany, jeden z, do wglądu.")],
    ),
    "a document without a name": ([(EVIDENCE, "B2", None)], [(EVIDENCE, "B2", EMPTY)]),
    "a document of no criterion": ([(EVIDENCE, "A2", None)], [(EVIDENCE, "A2", EMPTY)]),
    "a cap without a sum": ([(GROUPS, "C2", 5)], [(GROUPS, "C2", CAP_OF_SUM)]),
    "a sum without a cap": ([(GROUPS, "B2", "suma")], [(GROUPS, "C2", CAP_OF_SUM)]),
    "an unknown way of joining": (
        [(GROUPS, "B2", "średnia")],
        [(GROUPS, "B2", "Wpisz jedno z: najwyżej punktowane, pierwsze z listy, suma.")],
    ),
    "a group twice": (
        [(GROUPS, "A3", "rodzina"), (GROUPS, "B3", "pierwsze z listy")],
        [(GROUPS, "A3", TWICE)],
    ),
    "an example without an age": (
        [(EXAMPLES, "B2", None)],
        [(EXAMPLES, "B2", "Podaj wiek dziecka w latach.")],
    ),
    "an age in words": ([(EXAMPLES, "B2", "sześć")], [(EXAMPLES, "B2", NO_WHOLE_NUMBER)]),
    "an example without a name": ([(EXAMPLES, "A2", None)], [(EXAMPLES, "A2", EMPTY)]),
    "an example without institutions": (
        [(EXAMPLES, "E2", None)],
        [(EXAMPLES, "E2", "Wpisz placówki w kolejności, na przykład A; B.")],
    ),
    "a choice that is not on the list": ([(EXAMPLES, "F2", 3)], [(EXAMPLES, "F2", NO_CHOICE)]),
    "a choice before the first": ([(EXAMPLES, "F2", 0)], [(EXAMPLES, "F2", NO_CHOICE)]),
    "three parents": ([(EXAMPLES, "D2", 3)], [(EXAMPLES, "D2", "Wpisz 1 albo 2.")]),
    "an answer that is neither yes nor no": (
        [(EXAMPLES, "O2", "być może")],
        [(EXAMPLES, "O2", "Wpisz tak albo nie.")],
    ),
    "parents in words": (
        [(EXAMPLES, "I2", "oboje")],
        [(EXAMPLES, "I2", "Wpisz, dla ilu rodziców to zachodzi: 0, 1 albo 2.")],
    ),
    "a distance in words": ([(EXAMPLES, "J2", "A: blisko")], [(EXAMPLES, "J2", NUMBER)]),
    "a distance below zero": ([(EXAMPLES, "J2", "A: -5")], [(EXAMPLES, "J2", NUMBER)]),
    "an institution that is not in the example": (
        [(EXAMPLES, "L2", "C")],
        [(EXAMPLES, "L2", INSTITUTIONS)],
    ),
    "a yes where an institution is asked": (
        [(EXAMPLES, "L2", "tak")],
        [(EXAMPLES, "L2", INSTITUTIONS)],
    ),
    "an income without persons": ([(EXAMPLES, "M2", "3000")], [(EXAMPLES, "M2", INCOME)]),
    "an income of nobody": ([(EXAMPLES, "M2", "3000/0")], [(EXAMPLES, "M2", INCOME)]),
    "a wrong total": (
        [(EXAMPLES, "Q2", 40)],
        [(EXAMPLES, "Q2", "Z kryteriów wynika tu 41. Popraw kryteria albo przykład.")],
    ),
    "no total": (
        [(EXAMPLES, "Q2", None)],
        [(EXAMPLES, "Q2", "Podaj, ile punktów ma wyjść. Może to być 0.")],
    ),
    "a total in words": ([(EXAMPLES, "Q2", "czterdzieści")], [(EXAMPLES, "Q2", NO_NUMBER)]),
    "a gate that the example forgets": ([(EXAMPLES, "R3", None)], [(EXAMPLES, "R3", GATE)]),
    "a gate under another code": ([(EXAMPLES, "R3", "LEKARZ")], [(EXAMPLES, "R3", GATE)]),
    "an example without a column for a criterion": (
        [(EXAMPLES, "K1", "rodzeństwo")],
        [(EXAMPLES, "", "Brakuje kolumny „ROD”. Dodaj ją.")],
    ),
    "an example without a column for a total": (
        [(EXAMPLES, "Q1", "Razem")],
        [(EXAMPLES, "", "Brakuje kolumny „Samorządowe”. Dodaj ją.")],
    ),
    "points beside levels": (
        [(CRITERIA, "E2", 6)],
        [(CRITERIA, "E2", "Punkty dają tu poziomy albo mnożnik. Usuń tę liczbę.")],
    ),
    "an age that nobody told": (
        [(CRITERIA, "K6", None), (CRITERIA, "L6", "")],
        [(CRITERIA, "K6", "Podaj, od jakiego albo do jakiego wieku liczy się kryterium.")],
    ),
    "a cap of a yes or no": ([(CRITERIA, "G4", 5)], [(CRITERIA, "G4", UNUSED_MULTIPLIER)]),
    "a cap of levels": ([(CRITERIA, "G3", 5)], [(CRITERIA, "G3", UNUSED_MULTIPLIER)]),
    "a level that the example does not know": (
        [
            (CRITERIA, "C4", "poziomy"),
            (CRITERIA, "E4", None),
            (LEVELS, "A6", "ROD"),
            (LEVELS, "B6", "starsze"),
            (LEVELS, "C6", 20),
            (LEVELS, "F6", "starsze"),
            (EXAMPLES, "K2", "S: młodsze"),
        ],
        [(EXAMPLES, "K2", "Wpisz jeden z poziomów: starsze.")],
    ),
    "a cap that is too fine": (
        [(GROUPS, "B2", "suma"), (GROUPS, "C2", "10,001")],
        [(GROUPS, "C2", TOO_FINE)],
    ),
    "a note that is too long": (
        [(SET, "B8", "x" * 2001)],
        [(SET, "B8", "Skróć tekst. Najwięcej znaków: 2000.")],
    ),
    "mistakes in several sheets, in the order of the sheets": (
        [(EVIDENCE, "B2", None), (SET, "B2", None), (CRITERIA, "E4", "x"), (CRITERIA, "B3", "x")],
        [
            (SET, "B2", EMPTY),
            (CRITERIA, "B3", STAGES),
            (CRITERIA, "E4", NO_NUMBER),
            (EVIDENCE, "B2", EMPTY),
        ],
    ),
}


def mistakes_of(sheets):
    return [(m.sheet, m.cell, m.sentence) for m in read_resolution(sheets).mistakes]


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_once_in_its_cell(name):
    changes, told = MISTAKES[name]
    sheets = a_small_resolution()
    for sheet, cell, value in changes:
        put(sheets, sheet, cell, value)

    reading = read_resolution(sheets)

    assert reading.resolution is None
    assert [(m.sheet, m.cell, m.sentence) for m in reading.mistakes] == told


WITHOUT = {
    SET: [(SET, "", "Brakuje arkusza „Zestaw”. Dodaj go.")],
    CRITERIA: [(CRITERIA, "", "Brakuje arkusza „Kryteria”. Dodaj go.")],
    LEVELS: [
        (CRITERIA, "C2", "Dopisz poziomy tego kryterium w arkuszu „Poziomy”."),
        (CRITERIA, "F3", LEVELS_OR_MULTIPLIER),
        (CRITERIA, "C7", "Dopisz poziomy tego kryterium w arkuszu „Poziomy”."),
    ],
    EVIDENCE: [],
    GROUPS: [(CRITERIA, "H4", "Takiej grupy nie ma w arkuszu „Grupy”. Dopisz ją tam.")],
    EXAMPLES: [(EXAMPLES, "", "Brakuje arkusza „Przykłady”. Dodaj go.")],
}


@pytest.mark.parametrize("sheet", WITHOUT)
def test_a_missing_sheet_is_told_where_it_is_needed(sheet):
    sheets = a_small_resolution()
    del sheets[sheet]

    assert mistakes_of(sheets) == WITHOUT[sheet]


@pytest.mark.parametrize(
    ("sheet", "sentence"),
    [
        (CRITERIA, "Dopisz choć jedno kryterium."),
        (EXAMPLES, "Dopisz choć jeden przykład rodziny i jej punktów."),
    ],
)
def test_a_sheet_with_headers_alone_is_told(sheet, sentence):
    sheets = a_small_resolution()
    del sheets[sheet][1:]

    assert mistakes_of(sheets) == [(sheet, "", sentence)]


SAME = {
    "capital letters": (CRITERIA, "C4", "Tak albo nie"),
    "no accents": (CRITERIA, "D4", "kazda placowka osobno"),
    "capital letters and accents": (CRITERIA, "B4", "SAMORZĄDOWE"),
    "spaces around a word": (CRITERIA, "C2", " rodzice "),
    "a yes as a ticked cell": (CRITERIA, "J4", True),
    "a no as an unticked cell": (CRITERIA, "J5", False),
    "a number with a point": (CRITERIA, "F8", "0.29"),
    "a number as a number": (CRITERIA, "F8", 0.29),
    "a whole number with decimals": (CRITERIA, "E4", 20.0),
    "a number with zeros": (CRITERIA, "E4", "20,00"),
    "a number with spaces": (LEVELS, "E4", "3 000"),
    "a number with hard spaces": (LEVELS, "E4", "3\u00a0000"),
    "an age as a text": (CRITERIA, "K6", " 6 "),
    "a day as a day": (SET, "B4", datetime(2026, 1, 1, tzinfo=UTC)),
    "a day in Polish": (SET, "B4", "01.01.2026"),
    "a header in small letters": (CRITERIA, "E1", "punkty"),
    "a header without accents": (EXAMPLES, "G1", "Zespol"),
    "a fact without accents": (SET, "A4", "obowiazuje od"),
    "a code of a criterion in small letters": (EXAMPLES, "I1", "pra"),
    "a row of spaces": (CRITERIA, "C12", "  "),
    "a header with a space": (CRITERIA, "V1", "Nazwa po ukraińsku "),
    "an answer in capital letters": (EXAMPLES, "O2", "TAK"),
    "one institution twice": (EXAMPLES, "L2", "A; A: tak; B: nie"),
}


@pytest.mark.parametrize("name", SAME)
def test_harmless_spelling_changes_nothing(name):
    sheets = a_small_resolution()
    put(sheets, *SAME[name])

    reading, usual = read_resolution(sheets), read_resolution(a_small_resolution())

    assert reading.mistakes == ()
    assert reading.resolution.rules == usual.resolution.rules
    assert reading.resolution.valid_from == date(2026, 1, 1)
    assert [example.expected for example in reading.resolution.examples] == [
        example.expected for example in usual.resolution.examples
    ]


def test_the_name_of_a_sheet_may_be_in_small_letters():
    sheets = a_small_resolution()
    sheets["kryteria"] = sheets.pop(CRITERIA)

    assert read_resolution(sheets) == read_resolution(a_small_resolution())


def test_remarks_beside_the_columns_are_passed_over():
    sheets = a_small_resolution()
    for number, row in enumerate(sheets[CRITERIA]):
        row.append("uwagi" if number == 0 else "do uzgodnienia")

    assert read_resolution(sheets) == read_resolution(a_small_resolution())


def test_a_no_about_one_institution_claims_nothing():
    sheets = a_small_resolution()
    put(sheets, EXAMPLES, "K2", "A: nie; S: tak")

    example = read_resolution(sheets).resolution.examples[0]

    assert [claim for claim in example.claims if claim.criterion == "ROD"] == [
        ClaimFact("ROD", Verdict.ACCEPTED, "S")
    ]


def test_what_holds_in_the_first_choice_names_the_institution():
    sheets = a_small_resolution()
    put(sheets, CRITERIA, "D5", "placówka pierwszego wyboru")
    put(sheets, CRITERIA, "H5", None)
    put(sheets, EXAMPLES, "L2", "B")

    assert mistakes_of(sheets) == []


@pytest.mark.parametrize(
    ("column", "name"), [(0, ""), (1, "A5"), (26, "Z5"), (27, "AA5"), (53, "BA5")]
)
def test_a_cell_is_named_as_spreadsheets_name_it(column, name):
    assert Mistake(SET, 5, column, "").cell == name


@pytest.mark.parametrize("text", ["", "-1", "1e3", "1_000", "nan", "1,2,3", "٣", ",5", "dwa"])
def test_what_is_not_a_plain_number_is_refused(text):
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        to_number(text)


def test_the_sum_of_a_formula_is_the_number_that_is_shown():
    sheets = a_small_resolution()
    put(sheets, CRITERIA, "F8", 0.1 + 0.2)
    put(sheets, EXAMPLES, "P2", 30)

    assert read_resolution(sheets).resolution.rules.rules[6].multiplier == Decimal("0.3")


def workbook_of(sheets) -> Workbook:
    return load_workbook(io.BytesIO(write_workbook(sheets)))


def content_of(workbook: Workbook) -> bytes:
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def test_a_resolution_is_the_same_after_it_was_a_workbook():
    sheets = a_small_resolution()

    assert read_resolution(read_workbook(write_workbook(sheets))) == read_resolution(sheets)


def test_a_formula_that_was_never_computed_says_nothing():
    workbook = workbook_of(a_small_resolution())
    workbook[CRITERIA]["E4"] = "=10+10"

    assert mistakes_of(read_workbook(content_of(workbook))) == [
        (CRITERIA, "E4", "Podaj, ile punktów daje to kryterium. Może to być 0.")
    ]


def test_text_that_looks_like_a_formula_is_written_as_text():
    sheets = a_small_resolution()
    put(sheets, CRITERIA, "Q4", "=SUMA(A1:A9)")

    resolution = read_resolution(read_workbook(write_workbook(sheets))).resolution

    assert resolution.wording["ROD"].name == "=SUMA(A1:A9)"


def archive_of(*entries: tuple[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return buffer.getvalue()


def too_many_rows() -> bytes:
    workbook = Workbook()
    workbook.active.title = CRITERIA
    for number in range(limits.MOST_ROWS + 1):
        workbook.active.append([number])
    return content_of(workbook)


NO_WORKBOOKS = {
    "text": (
        b"Kod;Punkty",
        "To nie jest plik xlsx. Zapisz arkusz w formacie xlsx i wybierz go jeszcze raz.",
    ),
    "nothing": (
        b"",
        "To nie jest plik xlsx. Zapisz arkusz w formacie xlsx i wybierz go jeszcze raz.",
    ),
    "another archive": (
        archive_of(("word/document.xml", b"<document/>")),
        "Tego pliku nie da się odczytać. Zapisz go jeszcze raz jako xlsx.",
    ),
    "half a workbook": (
        archive_of(("[Content_Types].xml", b"<Types"), ("xl/workbook.xml", b"<workbook")),
        "Tego pliku nie da się odczytać. Zapisz go jeszcze raz jako xlsx.",
    ),
    "too large": (
        b"PK" + bytes(limits.MOST_BYTES),
        "Plik jest za duży. Może mieć najwyżej 5 MB.",
    ),
    "too large when unpacked": (
        archive_of(("xl/worksheets/sheet1.xml", bytes(limits.MOST_BYTES_UNPACKED + 1))),
        "Plik jest za duży po rozpakowaniu.",
    ),
    "too many rows": (
        too_many_rows(),
        "Arkusz „Kryteria” ma za dużo wierszy. Może ich mieć najwyżej 2000.",
    ),
}


@pytest.mark.parametrize("name", NO_WORKBOOKS)
def test_a_file_that_cannot_be_read_says_why(name):
    content, sentence = NO_WORKBOOKS[name]

    with pytest.raises(NotASpreadsheetError) as error:
        read_workbook(content)

    assert str(error.value) == sentence
