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
from recruitment.criteria.spreadsheet.examples import read_examples
from recruitment.criteria.spreadsheet.row import Mistake, Row
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


FLAW_CELLS = {
    Flaw.NEGATIVE: at.POINTS,
    Flaw.TWICE: at.CODE,
    Flaw.NEEDS_LEVELS: at.KIND,
    Flaw.UNUSED_LEVELS: at.KIND,
    Flaw.LEVELS_OF_PARENTS: at.KIND,
    Flaw.LEVELS_OR_MULTIPLIER: at.MULTIPLIER,
    Flaw.UNUSED_MULTIPLIER: at.MULTIPLIER,
    Flaw.NEEDS_THRESHOLDS: at.KIND,
    Flaw.FIRST_CHOICE_SCOPE: at.SCOPE,
    Flaw.EXCLUDES_ITSELF: at.EXCLUDED_BY,
    Flaw.UNKNOWN_GROUP: at.GROUP,
    Flaw.UNKNOWN_CRITERION: at.EXCLUDED_BY,
    Flaw.CAP_OF_SUM: at.CAP,
    Flaw.AGES: at.AGE_FROM,
    Flaw.LEVEL_BOUNDS: at.AT_LEAST,
}
"""Under which header the cell stands that a flaw is about."""


def flaw_in_words(flaw: Flaw) -> str:
    """Say what is wrong, and what to do about it."""
    return {
        Flaw.NEGATIVE: _("Punkty nie mogą być mniejsze od zera."),
        Flaw.TWICE: _("Ten kod stoi już wyżej. Każdy kod może wystąpić raz."),
        Flaw.NEEDS_LEVELS: _("Dopisz poziomy tego kryterium w arkuszu „Poziomy”."),
        Flaw.UNUSED_LEVELS: _("Kryterium tego rodzaju nie ma poziomów. Usuń je albo zmień rodzaj."),
        Flaw.LEVELS_OF_PARENTS: _(
            "Kryterium o rodzicach ma tylko poziomy „all” (wszyscy) i „one” (jedno z dwojga)."
        ),
        Flaw.LEVELS_OR_MULTIPLIER: _("Podaj albo mnożnik, albo poziomy tego kryterium."),
        Flaw.UNUSED_MULTIPLIER: _("Mnożnik i górną granicę ma tylko kryterium rodzaju „liczba”."),
        Flaw.NEEDS_THRESHOLDS: _("Kryterium dochodu wymaga progów dochodu w arkuszu „Zestaw”."),
        Flaw.FIRST_CHOICE_SCOPE: _(
            "Takie kryterium liczy się tylko w placówce pierwszego wyboru. Wpisz to tutaj."
        ),
        Flaw.EXCLUDES_ITSELF: _("Kryterium nie może wykluczać samego siebie."),
        Flaw.UNKNOWN_GROUP: _("Takiej grupy nie ma w arkuszu „Grupy”. Dopisz ją tam."),
        Flaw.UNKNOWN_CRITERION: _("Takiego kryterium nie ma w tym zestawie."),
        Flaw.CAP_OF_SUM: _("Górną granicę podaje się dla sumy, i tylko dla niej."),
        Flaw.AGES: _("Pierwszy wiek nie może być większy niż ostatni."),
        Flaw.LEVEL_BOUNDS: _("Dolna granica nie może być większa niż górna."),
    }[flaw]


class _Reader:
    def __init__(self, sheets: Sheets, mistakes: list[Mistake]) -> None:
        self._sheets = {fold(name): (name, rows) for name, rows in sheets.items()}
        self._mistakes = mistakes
        self._rows_of_criteria: dict[str, Row] = {}

    def resolution(self, *, with_examples: bool) -> Resolution | None:
        facts = self._facts()
        levels = self._levels()
        groups = self._groups()
        criteria = self._criteria(levels, facts)
        evidence = self._each(EVIDENCE, at.EVIDENCE_HEADERS, self._evidence, required=False)
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
        rows = self._rows(EXAMPLES, at.EXAMPLE_HEADERS, required=True)
        return read_examples(rows, rules, self._mistakes)

    def _rows(self, sheet: str, headers: Sequence[str], *, required: bool) -> list[Row]:
        """Return the rows of a sheet that are not empty; the sheet must have these headers."""
        name, rows = self._sheets.get(fold(sheet), (sheet, []))
        if not rows:
            if required:
                sentence = _("Brakuje arkusza „%(sheet)s”. Dodaj go.") % {"sheet": sheet}
                self._mistakes.append(Mistake(sheet, 0, 0, sentence))
            return []
        shown = [str(cell or "").strip() for cell in rows[0]]
        missing = [header for header in headers if header not in shown]
        if missing:
            sentence = _("Brakuje kolumny „%(header)s”. Dodaj ją.") % {"header": missing[0]}
            self._mistakes.append(Mistake(name, 1, 0, sentence))
            return []
        return [
            Row(name, number, shown, cells, self._mistakes)
            for number, cells in enumerate(rows[1:], 2)
            if any(cell not in (None, "") for cell in cells)
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
        told: dict[str, Cell] = {str(row[0] or ""): row[1] for row in cells[1:] if len(row) > 1}
        facts = _Facts(name, cells, told, self._mistakes)
        facts.text(at.NAME, longest=SHORT, required=True)
        facts.text(at.LEGAL_BASIS, longest=LONG, required=True)
        return facts

    def _thresholds(self, facts: Row | None) -> Thresholds | None:
        if facts is None:
            return None
        usual, disabled = facts.number(at.THRESHOLD), facts.number(at.THRESHOLD_DISABLED)
        if usual is None or disabled is None:
            return None
        try:
            return Thresholds(usual, disabled)
        except RuleError as error:
            facts.mistake(at.THRESHOLD, flaw_in_words(error.flaw))
            return None

    def _levels(self) -> dict[str, list[tuple[Level, str]]]:
        levels: dict[str, list[tuple[Level, str]]] = {}
        for row in self._rows(LEVELS, at.LEVEL_HEADERS, required=False):
            criterion = row.text(at.CRITERION, longest=CODE_LENGTH, required=True)
            code = row.text(at.LEVEL, longest=CODE_LENGTH, required=True)
            points = row.number(at.POINTS)
            name = row.text(at.NAME, longest=LONG, required=True)
            at_least, up_to = row.number(at.AT_LEAST), row.number(at.UP_TO)
            try:
                level = Level(code, points or Decimal(0), at_least, up_to)
            except RuleError as error:
                row.mistake(FLAW_CELLS[error.flaw], flaw_in_words(error.flaw))
                continue
            if points is None:
                row.mistake(at.POINTS, _("Podaj, ile punktów daje ten poziom. Może to być 0."))
            levels.setdefault(criterion, []).append((level, name))
        return levels

    def _groups(self) -> list[CriterionGroup]:
        def read(row: Row) -> CriterionGroup | None:
            code = row.text(at.CODE, longest=CODE_LENGTH, required=True)
            aggregation = row.word(at.WHAT_COUNTS, AGGREGATIONS)
            cap = row.number(at.CAP)
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
            self._rows_of_criteria[code] = row
            words = _wording(row)
            rule = _rule(
                row, code, tuple(level for level, _name in levels.get(code, ())), thresholds
            )
            return None if rule is None or words is None else (rule, words)

        criteria = self._each(CRITERIA, at.CRITERIA_HEADERS, read)
        for sheet, header in ((LEVELS, at.CRITERION), (EVIDENCE, at.CRITERION)):
            for row in self._rows(sheet, (header,), required=False):
                if row.text(header, longest=CODE_LENGTH) not in self._rows_of_criteria:
                    row.mistake(header, flaw_in_words(Flaw.UNKNOWN_CRITERION))
        return criteria

    def _evidence(self, row: Row) -> Evidence | None:
        criterion = row.text(at.CRITERION, longest=CODE_LENGTH, required=True)
        name = row.text(at.DOCUMENT, longest=LONG, required=True)
        proof = row.word(at.PROOF, PROOFS)
        return None if proof is None else Evidence(criterion, name, proof)

    def _rules(
        self, rules: tuple[CriterionRule, ...], groups: tuple[CriterionGroup, ...]
    ) -> RuleSet | None:
        try:
            return RuleSet(rules, groups)
        except RuleError as error:
            row = self._rows_of_criteria.get(error.code)
            if row is None:
                sentence = flaw_in_words(error.flaw)
                self._mistakes.append(Mistake(GROUPS, 0, 0, f"{error.code}: {sentence}"))
            else:
                row.mistake(FLAW_CELLS[error.flaw], flaw_in_words(error.flaw))
            return None


class _Facts(Row):
    """The facts about the set: each stands in a row of its own, in the second column."""

    def __init__(
        self,
        sheet: str,
        rows: Sequence[Sequence[Cell]],
        told: dict[str, Cell],
        mistakes: list[Mistake],
    ) -> None:
        super().__init__(sheet, 0, list(told), list(told.values()), mistakes)
        self._places = {str(row[0] or ""): number for number, row in enumerate(rows, 1) if row}

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
    points = row.number(at.POINTS)
    multiplier, cap = row.number(at.MULTIPLIER), row.number(at.CAP)
    counts_in_complex = row.word(at.IN_COMPLEX, YES_AND_NO, default=False)
    deferred_too = row.word(at.DEFERRED, YES_AND_NO, default=False)
    age_from, age_to = row.whole(at.AGE_FROM), row.whole(at.AGE_TO)
    if row.has_mistakes or stage is None or kind is None or scope is None:
        return None
    if points is None and not levels and multiplier is None and kind is not Kind.NUMBER:
        row.mistake(at.POINTS, _("Podaj, ile punktów daje to kryterium. Może to być 0."))
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
        row.mistake(FLAW_CELLS[error.flaw], flaw_in_words(error.flaw))
        return None
