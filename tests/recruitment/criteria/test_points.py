"""Points counted by hand, criterion by criterion."""

from dataclasses import replace
from decimal import Decimal

import pytest

from recruitment.criteria.facts import ChildFact, ChoiceFact, ClaimFact, Income, Verdict
from recruitment.criteria.points import (
    Points,
    PointsLine,
    Why,
    income_in_percent,
    points_at_choice,
)
from recruitment.criteria.rules import (
    ALL,
    ONE,
    Aggregation,
    CriterionGroup,
    CriterionRule,
    Kind,
    Level,
    RuleSet,
    Scope,
    Stage,
    Thresholds,
)


def rule(code: str, points: str = "0", **others: object) -> CriterionRule:
    """Return a yes or no of the municipality about the whole application, unless told otherwise."""
    usual = {"stage": Stage.MUNICIPAL, "kind": Kind.DECLARED, "scope": Scope.APPLICATION}
    return CriterionRule(code=code, points=Decimal(points), **{**usual, **others})


RESIDENCE = rule("R0", stage=Stage.PRIORITY, kind=Kind.RESIDENCE, points="1")
STATEMENT = rule("ORZ", stage=Stage.PRIORITY, kind=Kind.STATEMENT)
LARGE_FAMILY = rule("S1", "1", stage=Stage.STATUTORY)
ONE_PARENT_DISABLED = rule("S3", "1", stage=Stage.STATUTORY, group="parents")
BOTH_PARENTS_DISABLED = rule("S4", "1", stage=Stage.STATUTORY, group="parents")
PREPARATION_NEARBY = rule("G1", "30", scope=Scope.CHOICE, age_from=6, age_to=6)
SIBLING = rule("G2", "20", scope=Scope.CHOICE, counts_in_complex=True)
BOTH_WORK = rule("G3", "20")
FIRST_CHOICE = rule("G6", "4", kind=Kind.FIRST_CHOICE, scope=Scope.FIRST_CHOICE_ONLY)
PARENTS = CriterionGroup("parents")
LEGIONOWO = RuleSet(
    (
        RESIDENCE,
        LARGE_FAMILY,
        ONE_PARENT_DISABLED,
        BOTH_PARENTS_DISABLED,
        PREPARATION_NEARBY,
        SIBLING,
        BOTH_WORK,
        FIRST_CHOICE,
    ),
    (PARENTS,),
)
COMPLEXES = {"PM2": "ZSP2", "SP2": "ZSP2", "PM6": "", "PM1": ""}
HERE = ChoiceFact("PM6", "PM5")
SIX = ChildFact(6)


def accepted(criterion: str, institution: str | None = None, **answer: object) -> ClaimFact:
    return ClaimFact(criterion, Verdict.ACCEPTED, institution, **answer)


def points(
    claims: list[ClaimFact],
    choice: ChoiceFact = HERE,
    *rules: CriterionRule,
    groups: tuple[CriterionGroup, ...] = (),
    child: ChildFact = SIX,
    count_pending: bool = False,
) -> Points:
    """Return the points by these rules, or by those of Legionowo."""
    rule_set = RuleSet(rules, groups) if rules else LEGIONOWO
    return points_at_choice(
        rule_set, claims, choice, child, complexes=COMPLEXES, count_pending=count_pending
    )


def only_line(*arguments: object, **others: object) -> tuple[Decimal, Why]:
    """Return what the only rule gives, and why."""
    (line,) = points(*arguments, **others).lines
    return line.points, line.why


def municipal(*arguments: object, **others: object) -> Decimal:
    return points(*arguments, **others).total(Stage.MUNICIPAL)


def test_the_same_child_has_different_points_at_different_choices():
    claims = [
        accepted("R0"),
        accepted("S1"),
        accepted("G1", "PM2"),
        accepted("G2", "PM6"),
        accepted("G3"),
    ]

    keys = [
        points(claims, ChoiceFact("PM2", "PM2", "ZSP2")).key,
        points(claims, ChoiceFact("PM6", "PM2")).key,
        points(claims, ChoiceFact("PM1", "PM2")).key,
    ]

    assert keys == [(1, 1, 30 + 20 + 4), (1, 1, 20 + 20), (1, 1, 20)]


def test_another_order_changes_points_exactly_by_the_first_choice_criterion():
    claims = [accepted("G3")]

    first = municipal(claims, ChoiceFact("PM6", "PM6"))
    second = municipal(claims, ChoiceFact("PM6", "PM5"))

    assert first - second == FIRST_CHOICE.points


def test_a_second_group_of_the_first_institution_is_in_the_first_choice():
    assert municipal([], ChoiceFact("PM6", "PM6", group_kind="integracyjny")) == 4


def test_a_sibling_in_the_same_complex_counts():
    assert municipal([accepted("G2", "SP2")], ChoiceFact("PM2", "PM5", "ZSP2")) == 20


def test_a_sibling_in_an_institution_outside_any_complex_counts_only_there():
    assert municipal([accepted("G2", "PM1")], HERE) == 0


def test_what_does_not_count_in_the_complex_counts_in_its_institution_alone():
    claim = accepted("G1", "SP2")

    assert only_line([claim], ChoiceFact("PM2", "PM5", "ZSP2"), PREPARATION_NEARBY) == (
        0,
        Why.OTHER_INSTITUTION,
    )


def test_what_holds_in_the_first_choice_does_not_move_with_another_order():
    sibling_in_first = rule("K3", "15", scope=Scope.FIRST_CHOICE_ONLY)
    claim = accepted("K3", "PM6")

    given = [
        only_line([claim], ChoiceFact("PM6", "PM6"), sibling_in_first),
        only_line([claim], ChoiceFact("PM6", "PM1"), sibling_in_first),
        only_line([claim], ChoiceFact("PM1", "PM1"), sibling_in_first),
    ]

    assert given == [(15, Why.COUNTED), (0, Why.NOT_FIRST_CHOICE), (0, Why.OTHER_INSTITUTION)]


@pytest.mark.parametrize(
    ("child", "line"),
    [
        (ChildFact(5), (0, Why.OTHER_AGE)),
        (ChildFact(6), (30, Why.COUNTED)),
        (ChildFact(7), (0, Why.OTHER_AGE)),
        (ChildFact(7, is_deferred=True), (0, Why.OTHER_AGE)),
    ],
)
def test_a_criterion_of_one_age_does_not_count_for_another(child, line):
    claim = accepted("G1", "PM6")

    assert only_line([claim], HERE, PREPARATION_NEARBY, child=child) == line


@pytest.mark.parametrize("age", [6, 7, 8])
def test_a_deferred_child_counts_where_the_resolution_says_so(age):
    deferred_too = replace(PREPARATION_NEARBY, deferred_too=True)
    child = ChildFact(age, is_deferred=True)

    assert only_line([accepted("G1", "PM6")], HERE, deferred_too, child=child) == (30, Why.COUNTED)


def test_an_age_is_not_asked():
    in_preparation = rule("PRZ", "50", kind=Kind.AGE, age_from=6, age_to=6)

    given = [only_line([], HERE, in_preparation, child=ChildFact(age)) for age in (5, 6)]

    assert given == [(0, Why.OTHER_AGE), (50, Why.COUNTED)]


def test_a_criterion_of_some_institutions_counts_nowhere_else():
    music = rule("MUZ", "4", institutions=frozenset({"PM1"}))

    given = [
        only_line([accepted("MUZ")], ChoiceFact(code, "PM5"), music) for code in ("PM1", "PM2")
    ]

    assert given == [(4, Why.COUNTED), (0, Why.OTHER_INSTITUTION)]


def test_a_criterion_of_some_kinds_of_groups_counts_in_no_other():
    integration = rule("INT", "3", group_kinds=frozenset({"integracyjny"}))

    given = [
        only_line([accepted("INT")], replace(HERE, group_kind=kind), integration)
        for kind in ("integracyjny", "ogólnodostępny")
    ]

    assert given == [(3, Why.COUNTED), (0, Why.OTHER_GROUP)]


def test_of_mutually_exclusive_criteria_one_counts():
    claims = [accepted("S3"), accepted("S4")]

    result = points(claims, HERE, ONE_PARENT_DISABLED, BOTH_PARENTS_DISABLED, groups=(PARENTS,))

    assert result.lines == (
        PointsLine("S3", Stage.STATUTORY, Decimal(1), Why.COUNTED),
        PointsLine("S4", Stage.STATUTORY, Decimal(0), Why.BETTER_OF_GROUP),
    )


@pytest.mark.parametrize(
    ("group", "given"),
    [
        (CriterionGroup("g", Aggregation.BEST), [(0, Why.BETTER_OF_GROUP), (8, Why.COUNTED)]),
        (CriterionGroup("g", Aggregation.FIRST), [(5, Why.COUNTED), (0, Why.BETTER_OF_GROUP)]),
        (
            CriterionGroup("g", Aggregation.SUM, cap=Decimal(10)),
            [(5, Why.COUNTED), (5, Why.CAPPED)],
        ),
        (
            CriterionGroup("g", Aggregation.SUM, cap=Decimal(13)),
            [(5, Why.COUNTED), (8, Why.COUNTED)],
        ),
        (
            CriterionGroup("g", Aggregation.SUM, cap=Decimal(5)),
            [(5, Why.COUNTED), (0, Why.CAPPED)],
        ),
    ],
)
def test_criteria_of_a_group_are_joined_as_it_says(group, given):
    rules = (rule("X", "5", group="g"), rule("Y", "8", group="g"))

    result = points([accepted("X"), accepted("Y")], HERE, *rules, groups=(group,))

    assert [(line.points, line.why) for line in result.lines] == given


def test_a_criterion_does_not_count_beside_another_that_holds():
    near, nearer = rule("KM3", "3", excluded_by=frozenset({"KM1"})), rule("KM1", "5")

    given = [
        [(line.points, line.why) for line in points(claims, HERE, near, nearer).lines]
        for claims in ([accepted("KM3"), accepted("KM1")], [accepted("KM3")])
    ]

    assert given == [
        [(0, Why.EXCLUDED), (5, Why.COUNTED)],
        [(3, Why.COUNTED), (0, Why.NOT_CLAIMED)],
    ]


@pytest.mark.parametrize(
    ("holds_for", "parents", "line"),
    [
        (2, 2, (6, Why.COUNTED)),
        (1, 2, (4, Why.COUNTED)),
        (0, 2, (0, Why.NO_LEVEL)),
        (1, 1, (6, Why.COUNTED)),
        (0, 1, (0, Why.NO_LEVEL)),
    ],
)
def test_a_lone_parent_for_whom_it_holds_counts_as_both(holds_for, parents, line):
    work = rule("PRA", kind=Kind.PARENTS, levels=(Level(ALL, Decimal(6)), Level(ONE, Decimal(4))))
    claim = accepted("PRA", parents=holds_for)

    assert only_line([claim], HERE, work, child=ChildFact(7, parents)) == line


def test_a_criterion_about_all_parents_gives_nothing_for_one_of_two():
    work = rule("PRA", kind=Kind.PARENTS, levels=(Level(ALL, Decimal(6)),))

    assert only_line([accepted("PRA", parents=1)], HERE, work) == (0, Why.NO_LEVEL)


def test_a_graded_criterion_gives_what_its_level_gives():
    area = rule(
        "K1",
        kind=Kind.GRADED,
        scope=Scope.CHOICE,
        levels=(Level("district", Decimal(164)), Level("city", Decimal(82))),
    )
    claims = [accepted("K1", "PM1", level="district"), accepted("K1", "PM6", level="city")]

    given = [only_line(claims, ChoiceFact(code, "PM5"), area) for code in ("PM1", "PM6", "PM2")]

    assert given == [(164, Why.COUNTED), (82, Why.COUNTED), (0, Why.OTHER_INSTITUTION)]


@pytest.mark.parametrize(
    ("metres", "given"), [("2999.5", 2), ("3000", 2), ("3000.5", 1), ("5000", 1), ("5001", 0)]
)
def test_a_number_meets_the_first_level_between_whose_bounds_it_lies(metres, given):
    distance = rule(
        "ODL",
        kind=Kind.NUMBER,
        levels=(
            Level("near", Decimal(2), up_to=Decimal(3000)),
            Level("nearer", Decimal(1), at_least=Decimal(1000), up_to=Decimal(5000)),
        ),
    )

    assert municipal([accepted("ODL", number=Decimal(metres))], HERE, distance) == given


@pytest.mark.parametrize(
    ("test", "given"),
    [("0", "0"), ("150", "43.5"), ("117.5", "34.08"), ("200", "58"), ("210", "58")],
)
def test_a_number_counts_times_its_multiplier_at_most_the_cap(test, given):
    result = rule("WYN", kind=Kind.NUMBER, multiplier=Decimal("0.29"), cap=Decimal(58))

    assert municipal([accepted("WYN", number=Decimal(test))], HERE, result) == Decimal(given)


def test_a_stage_with_a_multiplier_is_compared_in_hundredths():
    result = rule("WYN", stage=Stage.APTITUDE, kind=Kind.NUMBER, multiplier=Decimal("0.29"))
    claims = [accepted("WYN", number=Decimal(150)), accepted("S1")]

    assert points(claims, HERE, result, LARGE_FAMILY).key == (4350, 1)


def test_a_stage_with_half_points_is_compared_in_hundredths():
    assert points([accepted("H")], HERE, rule("H", "2.5"), rule("W", "2")).key == (250,)


THRESHOLDS = Thresholds(Decimal(1000), Decimal(1250))


@pytest.mark.parametrize(
    ("months", "persons", "with_disabled_child", "percent"),
    [
        ((4000, 4000, 4000), 4, False, "100"),
        ((4000, 4100, 4200), 4, False, "102.5"),
        ((4000, 4100, 4200), 4, True, "82"),
        ((1900, 0, 0), 2, False, "31.67"),
        ((0,), 3, False, "0"),
    ],
)
def test_an_income_is_told_in_percent_of_the_threshold(
    months, persons, with_disabled_child, percent
):
    income = Income(tuple(Decimal(month) for month in months), persons, with_disabled_child)

    assert income_in_percent(THRESHOLDS, income) == Decimal(percent)


@pytest.mark.parametrize(("month", "given"), [(4000, 2), (4001, 1), (8000, 1), (8001, 0)])
def test_an_income_meets_the_level_of_its_percent(month, given):
    income = rule(
        "DOC",
        kind=Kind.INCOME,
        thresholds=THRESHOLDS,
        levels=(
            Level("threshold", Decimal(2), up_to=Decimal(100)),
            Level("twice", Decimal(1), up_to=Decimal(200)),
        ),
    )
    claim = accepted("DOC", income=Income((Decimal(month),), 4))

    assert municipal([claim], HERE, income) == given


@pytest.mark.parametrize(("months", "persons"), [((), 3), ((Decimal(1000),), 0)])
def test_an_income_without_months_or_persons_is_refused(months, persons):
    with pytest.raises(ValueError, match="an income needs months"):
        Income(months, persons)


def test_of_two_answers_the_better_counts():
    hours = rule("GOD", kind=Kind.NUMBER, multiplier=Decimal(1))
    claims = [accepted("GOD", number=Decimal(5)), accepted("GOD", number=Decimal(7))]

    assert municipal(claims, HERE, hours) == 7


@pytest.mark.parametrize(
    ("verdict", "why"),
    [
        (Verdict.PENDING, Why.NOT_VERIFIED),
        (Verdict.TO_COMPLETE, Why.NOT_VERIFIED),
        (Verdict.REJECTED, Why.REJECTED),
        (Verdict.ACCEPTED, Why.COUNTED),
    ],
)
def test_only_what_the_committee_accepted_counts(verdict, why):
    assert only_line([ClaimFact("S1", verdict)], HERE, LARGE_FAMILY)[1] is why


def test_a_claim_that_waits_is_told_before_one_that_was_rejected():
    claims = [ClaimFact("S1", Verdict.REJECTED), ClaimFact("S1", Verdict.PENDING)]

    assert only_line(claims, HERE, LARGE_FAMILY) == (0, Why.NOT_VERIFIED)


def test_the_preview_counts_what_nobody_has_verified_yet():
    claims = [ClaimFact("S1", Verdict.PENDING), ClaimFact("G3", Verdict.REJECTED)]

    preview = points(claims, HERE, count_pending=True)

    assert (preview.total(Stage.STATUTORY), preview.total(Stage.MUNICIPAL)) == (1, 0)


def test_one_statutory_criterion_outranks_any_municipal_total():
    statutory = points([accepted("S1")], HERE)
    most_of_the_city = points(
        [accepted("G1", "PM2"), accepted("G2", "PM2"), accepted("G3")],
        ChoiceFact("PM2", "PM2", "ZSP2"),
    )

    assert statutory.key > most_of_the_city.key


def test_a_resident_stands_before_a_non_resident_with_more_points():
    resident = points([accepted("R0")], HERE)
    neighbour = points([accepted("S1"), accepted("G3")], ChoiceFact("PM6", "PM6"))

    assert resident.key > neighbour.key
    assert (resident.is_resident, neighbour.is_resident) == (True, False)


def test_a_resident_is_one_although_another_criterion_of_the_group_is_better():
    pupil = rule("UCZ", "2", stage=Stage.PRIORITY, group="who")
    resident = replace(RESIDENCE, group="who")

    result = points(
        [accepted("R0"), accepted("UCZ")], HERE, resident, pupil, groups=(CriterionGroup("who"),)
    )

    assert (result.key, result.is_resident) == ((2,), True)


def test_an_accepted_statement_is_told_apart_from_points():
    result = points([accepted("ORZ")], ChoiceFact("PM6", "PM6"), STATEMENT)

    assert (result.has_statement, result.key) == (True, (0,))


def test_a_gate_that_is_not_met_is_named_and_is_in_no_stage():
    doctor = rule("LEK", stage=Stage.GATE)
    consent = rule("ZGO", stage=Stage.GATE)
    trial = rule("WYN", stage=Stage.APTITUDE, kind=Kind.NUMBER, multiplier=Decimal(1))
    claims = [accepted("ZGO"), accepted("WYN", number=Decimal("72.5"))]

    result = points(claims, HERE, doctor, consent, trial)

    assert result.unmet_gates == ("LEK",)
    assert result.totals == {Stage.APTITUDE: Decimal("72.5")}
    assert result.key == (7250,)


def test_a_gate_may_ask_for_a_number():
    passed = rule(
        "SPR",
        stage=Stage.GATE,
        kind=Kind.NUMBER,
        levels=(Level("passed", Decimal(0), at_least=Decimal(30)),),
    )

    unmet = [
        points([accepted("SPR", number=Decimal(number))], HERE, passed).unmet_gates
        for number in (30, 29)
    ]

    assert unmet == [(), ("SPR",)]
