"""A small resolution as sheets of cells, for tests to break."""

import re

from recruitment.criteria.spreadsheet.columns import CRITERIA_HEADERS, LEVEL_HEADERS
from recruitment.criteria.spreadsheet.sheets import Cell

WIDTH = len(CRITERIA_HEADERS)


def a_small_resolution() -> dict[str, list[list[Cell]]]:
    """Return a resolution with one criterion of most kinds, and two examples."""
    return {
        "Zestaw": [
            ["Co", "Wartość"],
            ["Nazwa", "Próba"],
            ["Podstawa prawna", "uchwała"],
            ["Obowiązuje od", "2026-01-01"],
            ["Obowiązuje do", "2026-12-31"],
            ["Próg dochodu na osobę (zł)", "1000"],
            ["Próg dochodu na osobę z dzieckiem niepełnosprawnym (zł)", "1250"],
            ["Uwaga", ""],
        ],
        "Kryteria": [
            list(CRITERIA_HEADERS),
            _criterion("PRA", "samorządowe", "rodzice", "wniosek"),
            _criterion("ODL", "samorządowe", "liczba", "każda placówka osobno"),
            _criterion(
                "ROD", "samorządowe", "tak albo nie", "każda placówka osobno", E=20, J="tak"
            ),
            _criterion("RAZ", "samorządowe", "tak albo nie", "każda placówka osobno", E=5),
            _criterion("WIE", "samorządowe", "wiek", "wniosek", E=3, K=6, L=6, P="wyliczane"),
            _criterion("DOC", "samorządowe", "dochód", "wniosek"),
            _criterion("SPR", "predyspozycje", "liczba", "wniosek", F="0,29", G=58),
            _criterion("LEK", "warunek", "tak albo nie", "wniosek", E=0),
        ],
        "Poziomy": [
            list(LEVEL_HEADERS),
            ["PRA", "wszyscy", 6, None, None, "oboje"],
            ["PRA", "jedno", 4, None, None, "jedno"],
            ["ODL", "3km", 10, None, 3000, "do 3 km"],
            ["DOC", "niski", 2, None, 100, "do progu"],
        ],
        "Dowody": [
            ["Kryterium", "Dokument", "Jak potwierdza"],
            ["PRA", "zaświadczenie", "jeden z"],
        ],
        "Grupy": [
            ["Kod", "Co się liczy", "Najwyżej"],
            ["rodzina", "najwyżej punktowane", None],
        ],
        "Przykłady": [
            [
                *("Przykład", "Wiek", "Odroczone", "Rodzice", "Placówki", "Wybór", "Zespół"),
                *("Rodzaj oddziału", "PRA", "ODL", "ROD", "RAZ", "DOC", "SPR", "LEK"),
                *("Predyspozycje", "Samorządowe", "Niespełnione warunki"),
            ],
            [
                *("Wszystko", 6, "nie", 2, "A; B", 1, "A; S"),
                *("", 2, "A: 2500", "S", "A", "3000+3000+3000/4", 100, "tak"),
                *(29, 41, ""),
            ],
            [*("Nic", 3, "", 1, "A", 1, ""), *("", "", "", "", "", "", "", ""), *(0, 0, "LEK")],
        ],
    }


def put(sheets: dict[str, list[list[Cell]]], sheet: str, cell: str, value: Cell) -> None:
    """Change one cell, named as spreadsheets name it; rows that are missing are added."""
    letters, row = re.fullmatch("([A-Z])([0-9]+)", cell).groups()
    rows = sheets[sheet]
    rows += [[None] * len(rows[0]) for _row in range(int(row) - len(rows))]
    rows[int(row) - 1][_column(letters)] = value


def _column(letter: str) -> int:
    return ord(letter) - ord("A")


def _criterion(code: str, stage: str, kind: str, scope: str, **others: Cell) -> list[Cell]:
    """Return a row; the other cells are named by their columns."""
    row: list[Cell] = [code, stage, kind, scope, *[None] * (WIDTH - 4)]
    values = {"P": "oświadczenie", "Q": f"kryterium {code}", "R": "Czy?", "S": "uchwała", **others}
    if code in {"ROD", "RAZ"}:
        values["H"] = "rodzina"
    for letter, value in values.items():
        row[_column(letter)] = value
    return row
