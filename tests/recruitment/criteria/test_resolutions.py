"""The resolutions shipped as data: whole, worked through by hand, and telling every kind apart."""

from dataclasses import replace
from itertools import combinations

import pytest

from recruitment.criteria.facts import ChildFact, ChoiceFact, ClaimFact, Verdict
from recruitment.criteria.points import Points, points_at_choice
from recruitment.criteria.resolution import Example
from recruitment.criteria.rules import (
    COMPUTED,
    WITHOUT_QUESTION,
    Aggregation,
    CriterionRule,
    Kind,
    Scope,
    Stage,
)
from recruitment.criteria.spreadsheet.reading import Reading, read_resolution
from recruitment.criteria.spreadsheet.row import Mistake
from recruitment.criteria.spreadsheet.sheets import read_workbook, write_workbook
from tests.recruitment.criteria.resolutions import NAMES, resolution_of, sheets_of

EXAMPLES_AT_LEAST = {
    "bielsko-biala-klasa-1": 7,
    "krakow-2014": 9,
    "legionowo-2015": 16,
    "lisia-gora": 8,
    "lowinek": 10,
    "lublin-2022": 12,
    "oddzial-dwujezyczny-klasa-7": 13,
    "oddzial-sportowy": 8,
    "pila-2020": 10,
    "przyklad-dochod": 9,
    "przyklad-gdzie-i-kiedy": 8,
    "przyklad-grupy": 8,
    "warszawa-klasa-1-2024": 12,
    "warszawa-przedszkola-2024": 13,
}
STATUTORY = ("S1", "S2", "S3", "S4", "S5", "S6", "S7")


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_resolution_gives_its_examples_the_points_worked_out_by_hand(name):
    reading = read_resolution(sheets_of(name))

    assert reading.mistakes == ()
    assert len(reading.resolution.examples) >= EXAMPLES_AT_LEAST[name]


def test_there_are_many_examples():
    assert sum(len(resolution_of(name).examples) for name in NAMES) >= 140


@pytest.mark.parametrize("name", NAMES)
def test_a_resolution_is_the_same_in_a_workbook(name):
    sheets = sheets_of(name)

    reading = read_resolution(read_workbook(write_workbook(sheets)))

    assert reading == Reading(resolution_of(name), ())


@pytest.mark.parametrize("name", NAMES)
def test_every_criterion_and_level_gives_its_points_in_an_example(name):
    resolution = resolution_of(name)
    given = {
        (line.criterion, line.points)
        for example in resolution.examples
        for line in example.points(resolution.rules).lines
        if line.counts
    }
    multiplied = {rule.code for rule in resolution.rules.rules if rule.multiplier is not None}

    wanted = {
        (rule.code, points)
        for rule in resolution.rules.rules
        if rule.code not in multiplied
        for points in [level.points for level in rule.levels] or [rule.points]
    }

    assert wanted - given == set()
    assert multiplied - {code for code, _points in given} == set()


@pytest.mark.parametrize("name", NAMES)
def test_every_gate_is_missed_in_an_example(name):
    resolution = resolution_of(name)

    gates = {rule.code for rule in resolution.rules.rules if rule.stage is Stage.GATE}

    assert gates == set().union(*(example.unmet_gates for example in resolution.examples))


@pytest.mark.parametrize("name", NAMES)
def test_every_criterion_is_told_in_three_languages(name):
    resolution = resolution_of(name)

    untold = []
    for rule in resolution.rules.rules:
        words = resolution.wording[rule.code]
        told = {"pl": (words.name, words.question), **words.in_language}
        for language in ("pl", "en", "uk"):
            has_name, has_question = (bool(text) for text in told.get(language, ("", "")))
            if not has_name or has_question == (rule.kind in WITHOUT_QUESTION):
                untold.append((rule.code, language))

    assert untold == []


@pytest.mark.parametrize("name", NAMES)
def test_every_criterion_that_somebody_claims_has_a_document(name):
    resolution = resolution_of(name)

    claimed = {rule.code for rule in resolution.rules.rules if rule.kind not in COMPUTED}

    assert {evidence.criterion for evidence in resolution.evidence} == claimed


def statutory(name: str) -> list[CriterionRule]:
    return [rule for rule in resolution_of(name).rules.rules if rule.stage is Stage.STATUTORY]


@pytest.mark.parametrize("name", [name for name in NAMES if statutory(name)])
def test_the_seven_statutory_criteria_weigh_the_same(name):
    rules = statutory(name)

    assert tuple(rule.code for rule in rules) == STATUTORY
    assert len({rule.points for rule in rules}) == 1


EVERY_KIND = {
    "BOOL": ("legionowo-2015", "G5", Kind.DECLARED, Scope.APPLICATION),
    "BOOL_STATUTORY": ("lublin-2022", "S1", Kind.DECLARED, Scope.APPLICATION),
    "COUNT": ("przyklad-gdzie-i-kiedy", "LRO", Kind.NUMBER, Scope.APPLICATION),
    "GRADED: levels": ("warszawa-klasa-1-2024", "K6", Kind.PARENTS, Scope.APPLICATION),
    "GRADED: criteria of a group": ("lublin-2022", "PIT1", Kind.DECLARED, Scope.APPLICATION),
    "PER_PARENT": ("lisia-gora", "PRA", Kind.PARENTS, Scope.APPLICATION),
    "DISTANCE_MAX: metres": ("pila-2020", "P2", Kind.NUMBER, Scope.CHOICE),
    "DISTANCE_MAX: declared": ("warszawa-klasa-1-2024", "K4", Kind.DECLARED, Scope.CHOICE),
    "NEAREST": ("lowinek", "NAJ", Kind.DECLARED, Scope.CHOICE),
    "AREA": ("warszawa-klasa-1-2024", "K1", Kind.GRADED, Scope.CHOICE),
    "AGE": ("lowinek", "PRZ", Kind.AGE, Scope.APPLICATION),
    "DUTY": ("warszawa-przedszkola-2024", "D1", Kind.NUMBER, Scope.CHOICE),
    "SIBLING_ATTENDS": ("legionowo-2015", "G2", Kind.DECLARED, Scope.CHOICE),
    "SIBLING_APPLIES": ("lublin-2022", "DWO", Kind.DECLARED, Scope.CHOICE),
    "FIRST_CHOICE": ("legionowo-2015", "G6", Kind.FIRST_CHOICE, Scope.FIRST_CHOICE_ONLY),
    "FIRST_CHOICE_AND": ("warszawa-klasa-1-2024", "K3", Kind.DECLARED, Scope.FIRST_CHOICE_ONLY),
    "TAX_LOCAL": ("krakow-2014", "PIT", Kind.DECLARED, Scope.APPLICATION),
    "TAX_LOCAL: programme": ("przyklad-gdzie-i-kiedy", "KAR", Kind.GRADED, Scope.APPLICATION),
    "INCOME_PER_PERSON": ("przyklad-dochod", "DOC", Kind.INCOME, Scope.APPLICATION),
    "HOURS_DECLARED": ("krakow-2014", "GOD", Kind.NUMBER, Scope.APPLICATION),
    "VACCINATED": ("pila-2020", "P16", Kind.DECLARED, Scope.APPLICATION),
    "PREVIOUS_CARE": ("krakow-2014", "ZLO", Kind.DECLARED, Scope.APPLICATION),
    "SOCIAL": ("lowinek", "KUR", Kind.DECLARED, Scope.APPLICATION),
    "MULTI_YEAR": ("przyklad-gdzie-i-kiedy", "PIT", Kind.DECLARED, Scope.APPLICATION),
    "NUMERIC_SCORE": ("oddzial-dwujezyczny-klasa-7", "WYN", Kind.NUMBER, Scope.APPLICATION),
    "NUMERIC_SCORE: grades": (
        "oddzial-dwujezyczny-klasa-7",
        "POL",
        Kind.GRADED,
        Scope.APPLICATION,
    ),
    "GATE": ("oddzial-sportowy", "LEK", Kind.DECLARED, Scope.APPLICATION),
    "PRIORITY_CLASS: residents": ("krakow-2014", "R0", Kind.RESIDENCE, Scope.APPLICATION),
    "PRIORITY_CLASS: pupils": ("oddzial-dwujezyczny-klasa-7", "UCZ", Kind.DECLARED, Scope.CHOICE),
    "statement": ("legionowo-2015", "ORZ", Kind.STATEMENT, Scope.APPLICATION),
}


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_every_kind_of_criterion_that_cities_use_is_in_a_resolution(kind):
    name, code, as_kind, scope = EVERY_KIND[kind]
    resolution = resolution_of(name)

    found = [(rule.kind, rule.scope) for rule in resolution.rules.rules if rule.code == code]
    counts = [
        example.name
        for example in resolution.examples
        for line in example.points(resolution.rules).lines
        if line.criterion == code and line.counts
    ]

    assert found == [(as_kind, scope)]
    assert counts != []


def test_every_word_of_the_rules_is_in_a_resolution():
    rules = [rule for name in NAMES for rule in resolution_of(name).rules.rules]
    groups = [group for name in NAMES for group in resolution_of(name).rules.groups]

    assert {rule.kind for rule in rules} == set(Kind)
    assert {rule.scope for rule in rules} == set(Scope)
    assert {rule.stage for rule in rules} == set(Stage)
    assert {group.aggregation for group in groups} == set(Aggregation)


def test_a_wrong_example_is_refused_in_its_cell():
    sheets = sheets_of("bielsko-biala-klasa-1")
    header, first = sheets["Przykłady"][:2]
    first[header.index("Samorządowe")] = "36"

    reading = read_resolution(sheets)

    assert reading == Reading(
        None,
        (Mistake("Przykłady", 2, 12, "Z kryteriów wynika tu 35. Popraw kryteria albo przykład."),),
    )
    assert reading.mistakes[0].cell == "L2"


def test_a_gate_that_an_example_forgets_is_refused_in_its_cell():
    sheets = sheets_of("oddzial-sportowy")
    header = sheets["Przykłady"][0]
    without_certificate = sheets["Przykłady"][3]
    without_certificate[header.index("Niespełnione warunki")] = None

    reading = read_resolution(sheets)

    assert [(mistake.cell, mistake.sentence) for mistake in reading.mistakes] == [
        ("V4", "Z kryteriów wynika tu: LEK. Popraw kryteria albo przykład.")
    ]


def example_of(name: str, beginning: str) -> Example:
    """Return the only example of the resolution whose name begins so."""
    (example,) = (
        example for example in resolution_of(name).examples if example.name.startswith(beginning)
    )
    return example


def points_of(
    name: str, *accepted: str, institution: str | None = None, parents: int = 2
) -> Points:
    """Return the points of a four-year-old at its first choice, A."""
    claims = [ClaimFact(code, Verdict.ACCEPTED, institution) for code in accepted]
    choice = ChoiceFact("A", "A")
    rules = resolution_of(name).rules
    return points_at_choice(rules, claims, choice, ChildFact(4, parents), complexes={})


@pytest.mark.parametrize("name", [name for name in NAMES if statutory(name)])
def test_any_statutory_criterion_outranks_all_of_the_municipality(name):
    best = tuple(10_000 * (stage is Stage.MUNICIPAL) for stage in resolution_of(name).rules.stages)

    keys = [points_of(name, code).key for code in STATUTORY]

    assert min(keys) > best


def test_in_warsaw_the_sum_that_is_printed_ranks_as_the_stages_do():
    rules = resolution_of("warszawa-przedszkola-2024").rules.rules

    municipal = sum(rule.most for rule in rules if rule.stage is Stage.MUNICIPAL)

    assert municipal < min(rule.points for rule in rules if rule.stage is Stage.STATUTORY)


@pytest.mark.parametrize(
    ("claimed", "points"),
    [((), 0), (("PIT1",), 2), (("PIT2",), 3), (("PIT1", "PIT2"), 3)],
)
def test_in_lublin_tax_gives_three_or_two_and_never_five(claimed, points):
    assert points_of("lublin-2022", *claimed).total(Stage.MUNICIPAL) == points


def test_in_pila_no_two_combinations_have_the_same_sum():
    rules = resolution_of("pila-2020").rules.rules
    municipal = [rule.most for rule in rules if rule.stage is Stage.MUNICIPAL]

    sums = [
        sum(chosen)
        for number in range(len(municipal) + 1)
        for chosen in combinations(municipal, number)
    ]

    assert len(sums) == 2**5
    assert len(set(sums)) == 2**5


def test_in_legionowo_the_same_child_has_other_points_at_each_choice():
    example = example_of("legionowo-2015", "Sześciolatek, oboje rodzice pracują; placówka pierwsz")
    rules = resolution_of("legionowo-2015").rules

    keys = [replace(example, choice=choice).points(rules).key for choice in (1, 2, 3)]

    assert keys == [(1, 1, 30 + 20 + 4), (1, 1, 30 + 20 + 20), (1, 1, 20)]


REORDERED = {
    "bielsko-biala-klasa-1": ("Brat w pierwszej szkole", {"B1", "B2"}),
    "krakow-2014": ("Wszystkie kryteria gminy", {"ROD"}),
    "legionowo-2015": ("Sześciolatek, oboje rodzice pracują; placówka pierwsz", {"G6"}),
    "lublin-2022": ("Oboje pracują i rozliczają", {"DOG"}),
    "warszawa-klasa-1-2024": ("Szkoła w dzielnicy", {"K2", "K3"}),
}


@pytest.mark.parametrize("name", REORDERED)
def test_another_order_changes_what_counts_in_the_first_choice_and_nothing_else(name):
    beginning, changing = REORDERED[name]
    example = example_of(name, beginning)
    rules = resolution_of(name).rules
    first, second, *others = example.institutions
    reordered = replace(example, institutions=(second, first, *others), choice=2)

    before, after = example.points(rules), reordered.points(rules)

    assert {
        line.criterion
        for line, other in zip(before.lines, after.lines, strict=True)
        if line != other
    } == changing


def test_the_order_of_choices_means_nothing_without_criteria_of_the_first_choice():
    example = example_of("lowinek", "Sześciolatek, wszystkie kryteria gminy")
    rules = resolution_of("lowinek").rules

    reordered = replace(example, institutions=("B", "A"), choice=2)

    assert reordered.points(rules) == example.points(rules)
