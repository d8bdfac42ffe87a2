"""From sheets to a resolution; every mistake is named by its cell, and nothing is guessed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from django.utils.translation import gettext as _

from recruitment.criteria.resolution import Evidence, Example, Resolution, Wording
from recruitment.criteria.rules import (
    CriterionGroup,
    CriterionRule,
    Flaw,
    Kind,
    Level,
    RuleError,
    RuleSet,
    Thresholds,
)
from recruitment.criteria.spreadsheet import columns as at
from recruitment.criteria.spreadsheet.examples import example_headers, read_examples
from recruitment.criteria.spreadsheet.flaws import FLAW_CELLS, flaw_in_words
from recruitment.criteria.spreadsheet.row import Mistake, Row, is_blank
from recruitment.criteria.spreadsheet.sheets import Cell, Sheets
from recruitment.criteria.spreadsheet.words import (
    AGGREGATIONS,
    CRITERIA,
    EVIDENCE,
    EXAMPLES,
    GROUPS,
    KINDS,
    LEVELS,
    PROOFS,
    SCOPES,
    SET,
    STAGES,
    VERIFICATIONS,
    YES_AND_NO,
)
from ui.folding import fold

LONG, SHORT, CODE_LENGTH = 300, 100, 20
GIVING_OTHERWISE = {Kind.GRADED, Kind.PARENTS, Kind.NUMBER, Kind.INCOME}
"""Kinds whose points stand with their levels, or come from a multiplier."""
NOTE_LENGTH = 2_000

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a spreadsheet says: a resolution if there is no mistake in it."""

    resolution: Resolution | None
    mistakes: tuple[Mistake, ...]


def read_resolution(sheets: Sheets) -> Reading:
    """Read all of it; the examples are computed, and a wrong one is a mistake like any other."""
    mistakes: list[Mistake] = []
    resolution = _Reader(sheets, mistakes).resolution(with_examples=True)
    order = {name: place for place, name in enumerate(sheets)}
    mistakes.sort(key=lambda mistake: (order.get(mistake.sheet, -1), mistake.row, mistake.column))
    return Reading(None if mistakes else resolution, tuple(mistakes))


def read_stored(sheets: Sheets) -> Resolution:
    """Read sheets that were accepted before; their examples are not computed again.

    Raise `ValueError` if they would not be accepted now.
    """
    mistakes: list[Mistake] = []
    resolution = _Reader(sheets, mistakes).resolution(with_examples=False)
    if resolution is None:
        raise ValueError(mistakes)
    return resolution


class _Reader:
    def __init__(self, sheets: Sheets, mistakes: list[Mistake]) -> None:
        self._sheets = {fold(name): (name, rows) for name, rows in sheets.items()}
        self._mistakes = mistakes
        self._rows_of_criteria: dict[str, Row] = {}
        self._naming_a_criterion: list[tuple[Row, str]] = []

    def resolution(self, *, with_examples: bool) -> Resolution | None:
        facts = self._facts()
        levels = self._levels()
        groups = self._groups()
        criteria = self._criteria(levels, facts)
        evidence = self._each(EVIDENCE, at.EVIDENCE_HEADERS, self._evidence, required=False)
        self._require_known_criteria()
        if facts is None or self._mistakes:
            return None
        rules = self._rules(tuple(rule for rule, _words in criteria), tuple(groups))
        if rules is None:
            return None
        examples = self._examples(rules) if with_examples else []
        return Resolution(
            name=facts.text(at.NAME, longest=SHORT),
            legal_basis=facts.text(at.LEGAL_BASIS, longest=LONG),
            note=facts.text(at.NOTE, longest=NOTE_LENGTH),
            rules=rules,
            wording={rule.code: words for rule, words in criteria},
            level_names={
                (criterion, level.code): name
                for criterion, of_criterion in levels.items()
                for level, name in of_criterion
            },
            evidence=tuple(evidence),
            examples=tuple(examples),
            valid_from=facts.day(at.VALID_FROM),
            valid_to=facts.day(at.VALID_TO),
        )

    def _examples(self, rules: RuleSet) -> list[Example]:
        rows = self._rows(EXAMPLES, example_headers(rules), required=True)
        return read_examples(rows, rules, self._mistakes)

    def _rows(self, sheet: str, headers: Sequence[str], *, required: bool) -> list[Row]:
        """Return the rows of a sheet that are not empty; the sheet must have these headers."""
        name, rows = self._sheets.get(fold(sheet), (sheet, []))
        if not rows:
            if required:
                sentence = _("Brakuje arkusza „%(sheet)s”. Dodaj go.") % {"sheet": sheet}
                self._mistakes.append(Mistake(sheet, 0, 0, sentence))
            return []
        shown = _as_named(headers, rows[0])
        sentences = [
            (
                _("Brakuje kolumny „%(header)s”. Dodaj ją.")
                if header not in shown
                else _("Kolumna „%(header)s” stoi dwa razy. Usuń jedną z nich.")
            )
            % {"header": header}
            for header in headers
            if shown.count(header) != 1
        ]
        if sentences:
            self._mistakes += [Mistake(name, 1, 0, sentence) for sentence in sentences]
            return []
        return [
            Row(name, number, shown, cells, self._mistakes)
            for number, cells in enumerate(rows[1:], 2)
            if not all(is_blank(cell) for cell in cells)
        ]

    def _each(
        self,
        sheet: str,
        headers: Sequence[str],
        read: Callable[[Row], Thing | None],
        *,
        required: bool = True,
    ) -> list[Thing]:
        things = [read(row) for row in self._rows(sheet, headers, required=required)]
        return [thing for thing in things if thing is not None]

    def _facts(self) -> Row | None:
        """Turn the sheet about the set by a quarter: one row with a column for each fact."""
        rows = self._rows(SET, at.SET_HEADERS, required=True)
        if not rows:
            return None
        name, cells = self._sheets[fold(SET)]
        facts = _Facts(name, cells, self._mistakes)
        facts.text(at.NAME, longest=SHORT, required=True)
        facts.text(at.LEGAL_BASIS, longest=LONG, required=True)
        facts.text(at.NOTE, longest=NOTE_LENGTH)
        first, last = facts.day(at.VALID_FROM), facts.day(at.VALID_TO)
        if first is not None and last is not None and first > last:
            facts.mistake(at.VALID_TO, _("Ostatni dzień nie może być przed pierwszym."))
        return facts

    def _thresholds(self, facts: Row | None) -> Thresholds | None:
        """Return the thresholds, or None if there are none.

        Where something is wrong with them they are taken as told, so that it is told once.
        """
        any_will_do = Thresholds(Decimal(1), Decimal(1))
        if facts is None:
            return any_will_do
        headers = (at.THRESHOLD, at.THRESHOLD_DISABLED)
        if all(facts.is_empty(header) for header in headers):
            return None
        usual, disabled = (facts.number(header) for header in headers)
        for header, number in zip(headers, (usual, disabled), strict=True):
            if facts.is_empty(header) or (number is not None and number < 1):
                facts.mistake(header, _("Wpisz oba progi dochodu, od 1 zł w górę."))
        return Thresholds(usual, disabled) if usual and disabled else any_will_do

    def _levels(self) -> dict[str, list[tuple[Level, str]]]:
        levels: dict[str, list[tuple[Level, str]]] = {}
        for row in self._rows(LEVELS, at.LEVEL_HEADERS, required=False):
            criterion = self._criterion(row)
            code = row.text(at.LEVEL, longest=CODE_LENGTH, required=True)
            points = row.points(at.POINTS)
            if row.is_empty(at.POINTS):
                row.mistake(at.POINTS, _("Podaj, ile punktów daje ten poziom. Może to być 0."))
            name = row.text(at.NAME, longest=LONG, required=True)
            at_least, up_to = row.number(at.AT_LEAST), row.number(at.UP_TO)
            try:
                level = Level(code, points or Decimal(0), at_least, up_to)
            except RuleError as error:
                row.mistake(FLAW_CELLS[error.flaw], flaw_in_words(error.flaw))
                level = Level(code, Decimal(0))
            others = levels.setdefault(criterion, [])
            if code in [other.code for other, _name in others]:
                row.mistake(at.LEVEL, flaw_in_words(Flaw.TWICE))
            else:
                others.append((level, name))
        return levels

    def _groups(self) -> list[CriterionGroup]:
        seen: set[str] = set()

        def read(row: Row) -> CriterionGroup | None:
            code = row.text(at.CODE, longest=CODE_LENGTH, required=True)
            if code in seen:
                row.mistake(at.CODE, flaw_in_words(Flaw.TWICE))
            seen.add(code)
            aggregation = row.word(at.WHAT_COUNTS, AGGREGATIONS)
            cap = row.points(at.CAP)
            if row.has_mistakes or aggregation is None:
                return None
            try:
                return CriterionGroup(code, aggregation, cap)
            except RuleError as error:
                row.mistake(FLAW_CELLS[error.flaw], flaw_in_words(error.flaw))
                return None

        return self._each(GROUPS, at.GROUP_HEADERS, read, required=False)

    def _criteria(
        self, levels: dict[str, list[tuple[Level, str]]], facts: Row | None
    ) -> list[tuple[CriterionRule, Wording]]:
        thresholds = self._thresholds(facts)

        def read(row: Row) -> tuple[CriterionRule, Wording] | None:
            code = row.text(at.CODE, longest=CODE_LENGTH, required=True)
            if code in self._rows_of_criteria:
                row.mistake(at.CODE, flaw_in_words(Flaw.TWICE))
            self._rows_of_criteria[code] = row
            words = _wording(row)
            rule = _rule(
                row, code, tuple(level for level, _name in levels.get(code, ())), thresholds
            )
            return None if rule is None or words is None else (rule, words)

        criteria = self._each(CRITERIA, at.CRITERIA_HEADERS, read)
        if not self._rows_of_criteria and not self._mistakes:
            sentence = _("Dopisz choć jedno kryterium.")
            self._mistakes.append(Mistake(CRITERIA, 0, 0, sentence))
        return criteria

    def _criterion(self, row: Row) -> str:
        """Return the criterion that a row names; whether it is known is asked at the end."""
        code = row.text(at.CRITERION, longest=CODE_LENGTH, required=True)
        if not row.has_mistakes:
            self._naming_a_criterion.append((row, code))
        return code

    def _require_known_criteria(self) -> None:
        if self._rows_of_criteria:
            for row, code in self._naming_a_criterion:
                if code not in self._rows_of_criteria:
                    row.mistake(at.CRITERION, flaw_in_words(Flaw.UNKNOWN_CRITERION))

    def _evidence(self, row: Row) -> Evidence | None:
        criterion = self._criterion(row)
        name = row.text(at.DOCUMENT, longest=LONG, required=True)
        proof = row.word(at.PROOF, PROOFS)
        return None if proof is None else Evidence(criterion, name, proof)

    def _rules(
        self, rules: tuple[CriterionRule, ...], groups: tuple[CriterionGroup, ...]
    ) -> RuleSet | None:
        try:
            return RuleSet(rules, groups)
        except RuleError as error:
            row = self._rows_of_criteria[error.code]
            row.mistake(FLAW_CELLS[error.flaw], flaw_in_words(error.flaw))
            return None


def _as_named(headers: Sequence[str], cells: Sequence[Cell]) -> list[str]:
    """Return the first row with the known headers in their own spelling."""
    known = {fold(header): header for header in headers}
    shown = ["" if is_blank(cell) else str(cell).strip() for cell in cells]
    return [cell if cell in headers else known.get(fold(cell), cell) for cell in shown]


class _Facts(Row):
    """The facts about the set: each stands in a row of its own, in the second column."""

    def __init__(
        self,
        sheet: str,
        rows: Sequence[Sequence[Cell]],
        mistakes: list[Mistake],
    ) -> None:
        names = _as_named(at.FACTS, [row[0] if row else None for row in rows])
        values = [row[1] if len(row) > 1 else None for row in rows]
        super().__init__(sheet, 0, names, values, mistakes)
        self._places = {name: number for number, name in enumerate(names, 1)}

    def mistake(self, header: str, sentence: str) -> None:
        self.has_mistakes = True
        place = self._places.get(header)
        if place is None:
            sentence = f"{header}: {sentence}"
        column = 2 if place else 0
        self._mistakes.append(Mistake(self._sheet, place or 0, column, sentence))


def _wording(row: Row) -> Wording | None:
    verification = row.word(at.VERIFICATION, VERIFICATIONS)
    name = row.text(at.NAME, longest=LONG, required=True)
    legal_basis = row.text(at.LEGAL_BASIS, longest=LONG, required=True)
    in_language = {
        language: (row.text(name_header, longest=LONG), row.text(question, longest=LONG))
        for language, (name_header, question) in at.LANGUAGES.items()
    }
    if verification is None:
        return None
    return Wording(
        name=name,
        question=row.text(at.QUESTION, longest=LONG),
        legal_basis=legal_basis,
        verification=verification,
        in_language={language: words for language, words in in_language.items() if any(words)},
    )


def _rule(
    row: Row, code: str, levels: tuple[Level, ...], thresholds: Thresholds | None
) -> CriterionRule | None:
    stage, kind, scope = (
        row.word(at.STAGE, STAGES),
        row.word(at.KIND, KINDS),
        row.word(at.SCOPE, SCOPES),
    )
    points = row.points(at.POINTS)
    multiplier, cap = row.number(at.MULTIPLIER), row.points(at.CAP)
    counts_in_complex = row.word(at.IN_COMPLEX, YES_AND_NO, default=False)
    deferred_too = row.word(at.DEFERRED, YES_AND_NO, default=False)
    age_from, age_to = row.whole(at.AGE_FROM), row.whole(at.AGE_TO)
    if row.has_mistakes or stage is None or kind is None or scope is None:
        return None
    if not _says_what_it_gives(row, kind, points, levels):
        return None
    if kind is Kind.AGE and age_from is None and age_to is None:
        row.mistake(at.AGE_FROM, _("Podaj, od jakiego albo do jakiego wieku liczy się kryterium."))
        return None
    try:
        return CriterionRule(
            code=code,
            stage=stage,
            kind=kind,
            scope=scope,
            points=points or Decimal(0),
            levels=levels,
            multiplier=multiplier,
            cap=cap,
            thresholds=thresholds if kind is Kind.INCOME else None,
            group=row.text(at.GROUP, longest=CODE_LENGTH),
            excluded_by=frozenset(row.names(at.EXCLUDED_BY)),
            counts_in_complex=bool(counts_in_complex),
            age_from=age_from,
            age_to=age_to,
            deferred_too=bool(deferred_too),
            institutions=frozenset(row.names(at.INSTITUTIONS)),
            group_kinds=frozenset(row.names(at.GROUP_KINDS)),
        )
    except RuleError as error:
        is_cap = error.flaw is Flaw.UNUSED_MULTIPLIER and multiplier is None
        row.mistake(at.CAP if is_cap else FLAW_CELLS[error.flaw], flaw_in_words(error.flaw))
        return None


def _says_what_it_gives(
    row: Row, kind: Kind, points: Decimal | None, levels: tuple[Level, ...]
) -> bool:
    """Points stand with the criterion, unless its levels or its multiplier give them."""
    if points is None and not levels and kind not in GIVING_OTHERWISE:
        row.mistake(at.POINTS, _("Podaj, ile punktów daje to kryterium. Może to być 0."))
        return False
    if points and kind in GIVING_OTHERWISE:
        row.mistake(at.POINTS, _("Punkty dają tu poziomy albo mnożnik. Usuń tę liczbę."))
        return False
    return True
