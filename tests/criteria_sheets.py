"""A spreadsheet of criteria for tests: only what differs from a plain yes-or-no criterion is told."""

from collections.abc import Mapping, Sequence

from recruitment.criteria.spreadsheet import columns as at
from recruitment.criteria.spreadsheet import words
from recruitment.criteria.spreadsheet.sheets import Cell, Sheets

Told = Mapping[str, Cell]
"""Cells by the headers of `spreadsheet.columns`."""


def criteria_sheets(
    criteria: Sequence[Told],
    *,
    groups: Sequence[tuple[Cell, ...]] = (),
    levels: Sequence[tuple[Cell, ...]] = (),
    facts: Told | None = None,
) -> Sheets:
    """All sheets but the examples; a criterion needs its code, and has one document."""
    told = {at.NAME: "Kryteria", at.LEGAL_BASIS: "art. 131 Prawa oświatowego", **(facts or {})}
    return {
        words.SET: [at.SET_HEADERS, *([name, told.get(name)] for name in at.FACTS)],
        words.CRITERIA: [at.CRITERIA_HEADERS, *(_criterion(one) for one in criteria)],
        words.LEVELS: [at.LEVEL_HEADERS, *levels],
        words.EVIDENCE: [
            at.EVIDENCE_HEADERS,
            *((one[at.CODE], f"dokument do {one[at.CODE]}", "wymagany") for one in criteria),
        ],
        words.GROUPS: [at.GROUP_HEADERS, *groups],
    }


def _criterion(told: Told) -> list[Cell]:
    code = told[at.CODE]
    usual: Told = {
        at.STAGE: "samorządowe",
        at.KIND: "tak albo nie",
        at.SCOPE: "wniosek",
        at.POINTS: 0,
        at.VERIFICATION: "dokument",
        at.NAME: f"Kryterium {code}",
        at.QUESTION: f"Czy dotyczy Was {code}?",
        at.LEGAL_BASIS: "uchwała",
    }
    cells = {**usual, **told}
    return [cells.get(header) for header in at.CRITERIA_HEADERS]
