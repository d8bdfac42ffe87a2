"""Worked examples: families in plain columns, and the points that the resolution must give them."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from recruitment.criteria.facts import ChildFact, ClaimFact, Income, Verdict
from recruitment.criteria.numbers import shown
from recruitment.criteria.resolution import Example
from recruitment.criteria.rules import COMPUTED, CriterionRule, Kind, RuleSet, Scope, Stage
from recruitment.criteria.spreadsheet import columns as at
from recruitment.criteria.spreadsheet.row import Mistake, Row, to_number
from recruitment.criteria.spreadsheet.words import TOTALS, YES_AND_NO
from ui.folding import fold

LONGEST = 500


def read_examples(rows: list[Row], rules: RuleSet, mistakes: list[Mistake]) -> list[Example]:
    """Read the examples and compute each; where the points differ, the cell is a mistake."""
    examples = []
    for row in rows:
        example = _ExampleRow(row, rules).example()
        if example is not None:
            examples.append(example)
            _compare(row, example, rules)
    if not rows and not mistakes:
        sentence = _("Dopisz choć jeden przykład rodziny i jej punktów.")
        mistakes.append(Mistake("Przykłady", 0, 0, sentence))
    return examples


def example_headers(rules: RuleSet) -> tuple[str, ...]:
    """Return the headers that the sheet must have: every question, every total, unmet gates."""
    asked = [rule.code for rule in rules.rules if rule.kind not in COMPUTED]
    totals = [header for header, stage in TOTALS.items() if stage in rules.stages]
    unmet = [at.UNMET] if any(rule.stage is Stage.GATE for rule in rules.rules) else []
    return (*at.EXAMPLE_HEADERS, *asked, *totals, *unmet)


def _compare(row: Row, example: Example, rules: RuleSet) -> None:
    points = example.points(rules)
    for header, stage in TOTALS.items():
        total = points.total(stage)
        if stage in rules.stages and total != example.expected[stage]:
            row.mistake(
                header,
                _("Z kryteriów wynika tu %(points)s. Popraw kryteria albo przykład.")
                % {"points": shown(total)},
            )
    if frozenset(points.unmet_gates) != example.unmet_gates:
        row.mistake(
            at.UNMET,
            _("Z kryteriów wynika tu: %(gates)s. Popraw kryteria albo przykład.")
            % {"gates": "; ".join(points.unmet_gates) or _("nic")},
        )


class _ExampleRow:
    """One family, at one of its choices."""

    def __init__(self, row: Row, rules: RuleSet) -> None:
        self._row = row
        self._rules = rules

    def example(self) -> Example | None:
        row = self._row
        name = row.text(at.EXAMPLE, longest=200, required=True)
        age, parents, choice = row.whole(at.AGE), row.whole(at.PARENTS), row.whole(at.CHOICE)
        is_deferred = row.word(at.IS_DEFERRED, YES_AND_NO, default=False)
        institutions = tuple(row.names(at.LISTED))
        if row.is_empty(at.AGE):
            row.mistake(at.AGE, _("Podaj wiek dziecka w latach."))
        if not institutions:
            row.mistake(at.LISTED, _("Wpisz placówki w kolejności, na przykład A; B."))
        elif not 1 <= (1 if choice is None else choice) <= len(institutions):
            row.mistake(at.CHOICE, _("Takiego miejsca nie ma na liście placówek."))
        if parents not in (None, 1, 2):
            row.mistake(at.PARENTS, _("Wpisz 1 albo 2."))
        claims = tuple(self._claims({*institutions, *row.names(at.COMPLEX)}))
        expected = dict(self._expected())
        if row.has_mistakes or age is None:
            return None
        return Example(
            name=name,
            child=ChildFact(age, parents or 2, bool(is_deferred)),
            institutions=institutions,
            choice=choice or 1,
            claims=claims,
            expected=expected,
            unmet_gates=frozenset(row.names(at.UNMET)),
            complex=frozenset(row.names(at.COMPLEX)),
            group_kind=row.text(at.GROUP_KIND, longest=LONGEST),
        )

    def _expected(self) -> Iterator[tuple[Stage, Decimal]]:
        for header, stage in TOTALS.items():
            if stage in self._rules.stages:
                number = self._row.number(header)
                if self._row.is_empty(header):
                    self._row.mistake(header, _("Podaj, ile punktów ma wyjść. Może to być 0."))
                yield stage, number or Decimal(0)

    def _claims(self, institutions: set[str]) -> Iterator[ClaimFact]:
        for rule in self._rules.rules:
            if rule.kind in COMPUTED or self._row.is_empty(rule.code):
                continue
            if rule.scope is Scope.APPLICATION:
                yield from self._claim(rule, self._row.text(rule.code, longest=LONGEST), None)
                continue
            for part in self._row.names(rule.code):
                institution, _colon, answer = (word.strip() for word in part.partition(":"))
                if institution in institutions:
                    yield from self._claim(rule, answer or "tak", institution)
                else:
                    sentence = _("Wpisz placówki z tego wiersza, na przykład A albo A; B.")
                    self._row.mistake(rule.code, sentence)

    def _claim(
        self, rule: CriterionRule, answer: str, institution: str | None
    ) -> Iterator[ClaimFact]:
        """Yield what the answer in a cell claims; nothing for no."""
        fact = ClaimFact(rule.code, Verdict.ACCEPTED, institution)
        try:
            if rule.kind in {Kind.DECLARED, Kind.RESIDENCE, Kind.STATEMENT}:
                if YES_AND_NO[fold(answer)]:
                    yield fact
            else:
                yield _with_answer(fact, rule, answer)
        except (KeyError, ValueError):
            self._row.mistake(rule.code, _how_to_answer(rule))


def _with_answer(fact: ClaimFact, rule: CriterionRule, answer: str) -> ClaimFact:
    """Return the claim with what was answered. Raise `ValueError` or `KeyError`."""
    if rule.kind is Kind.PARENTS:
        return replace(fact, parents={"0": 0, "1": 1, "2": 2}[answer])
    if rule.kind is Kind.INCOME:
        return replace(fact, income=_income(answer))
    if rule.kind is Kind.NUMBER:
        return replace(fact, number=to_number(answer))
    known = {fold(level.code): level.code for level in rule.levels}
    return replace(fact, level=known[fold(answer)])


def _income(answer: str) -> Income:
    """Read incomes of months, a slash, the number of persons, and a star for a disabled child."""
    months, _slash, persons = answer.partition("/")
    return Income(
        months=tuple(to_number(month) for month in months.split("+")),
        persons=int(persons.strip(" *")),
        with_disabled_child="*" in persons,
    )


def _how_to_answer(rule: CriterionRule) -> str:
    if rule.kind is Kind.PARENTS:
        return _("Wpisz, dla ilu rodziców to zachodzi: 0, 1 albo 2.")
    if rule.kind is Kind.INCOME:
        return _("Wpisz dochody miesięczne i liczbę osób, na przykład 3000+3100+3200/4.")
    if rule.kind is Kind.NUMBER:
        return _("Wpisz liczbę od zera w górę, na przykład 7; dla placówki A: „A: 2500”.")
    if rule.levels:
        codes = ", ".join(level.code for level in rule.levels)
        return _("Wpisz jeden z poziomów: %(codes)s.") % {"codes": codes}
    return _("Wpisz tak albo nie.")
