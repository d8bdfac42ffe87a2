"""Rules that contradict themselves, or each other, are refused."""

from decimal import Decimal

import pytest

from recruitment.criteria.rules import (
    Aggregation,
    CriterionGroup,
    CriterionRule,
    Flaw,
    Kind,
    Level,
    RuleError,
    RuleSet,
    Scope,
    Stage,
    Thresholds,
)

LEVELS = (Level("a", Decimal(1)),)
ONE_POINT = Decimal(1)


def rule(code: str = "X", **others: object) -> CriterionRule:
    usual = {"stage": Stage.MUNICIPAL, "kind": Kind.DECLARED, "scope": Scope.APPLICATION}
    return CriterionRule(code=code, **{**usual, **others})


FLAWS = {
    "points": ({"points": Decimal(-1)}, Flaw.NEGATIVE),
    "a multiplier": ({"kind": Kind.NUMBER, "multiplier": Decimal(-1)}, Flaw.NEGATIVE),
    "a cap": (
        {"kind": Kind.NUMBER, "multiplier": ONE_POINT, "cap": Decimal(-1)},
        Flaw.NEGATIVE,
    ),
    "fine points": ({"points": Decimal("0.001")}, Flaw.TOO_FINE),
    "a fine cap": (
        {"kind": Kind.NUMBER, "multiplier": ONE_POINT, "cap": Decimal("0.001")},
        Flaw.TOO_FINE,
    ),
    "no levels": ({"kind": Kind.GRADED}, Flaw.NEEDS_LEVELS),
    "levels": ({"levels": LEVELS}, Flaw.UNUSED_LEVELS),
    "levels twice": ({"kind": Kind.GRADED, "levels": LEVELS * 2}, Flaw.TWICE),
    "levels of parents": ({"kind": Kind.PARENTS, "levels": LEVELS}, Flaw.LEVELS_OF_PARENTS),
    "a bare number": ({"kind": Kind.NUMBER}, Flaw.LEVELS_OR_MULTIPLIER),
    "a number twice over": (
        {"kind": Kind.NUMBER, "levels": LEVELS, "multiplier": ONE_POINT},
        Flaw.LEVELS_OR_MULTIPLIER,
    ),
    "a multiplier of no number": ({"multiplier": ONE_POINT}, Flaw.UNUSED_MULTIPLIER),
    "a cap of no number": ({"cap": ONE_POINT}, Flaw.UNUSED_MULTIPLIER),
    "a cap of levels": (
        {"kind": Kind.NUMBER, "levels": LEVELS, "cap": ONE_POINT},
        Flaw.UNUSED_MULTIPLIER,
    ),
    "no thresholds": ({"kind": Kind.INCOME, "levels": LEVELS}, Flaw.NEEDS_THRESHOLDS),
    "thresholds": ({"thresholds": Thresholds(ONE_POINT, ONE_POINT)}, Flaw.NEEDS_THRESHOLDS),
    "first choice everywhere": ({"kind": Kind.FIRST_CHOICE}, Flaw.FIRST_CHOICE_SCOPE),
    "itself": ({"excluded_by": frozenset({"X"})}, Flaw.EXCLUDES_ITSELF),
    "a gate": ({"stage": Stage.GATE, "excluded_by": frozenset({"Y"})}, Flaw.EXCLUDED_GATE),
    "ages": ({"age_from": 6, "age_to": 5}, Flaw.AGES),
}


@pytest.mark.parametrize("name", FLAWS)
def test_a_criterion_that_contradicts_itself_is_refused(name):
    details, flaw = FLAWS[name]

    with pytest.raises(RuleError) as error:
        rule(**details)

    assert (error.value.code, error.value.flaw) == ("X", flaw)


@pytest.mark.parametrize(
    ("level", "flaw"),
    [
        ({"points": Decimal(-1)}, Flaw.NEGATIVE),
        ({"points": Decimal("0.001")}, Flaw.TOO_FINE),
        (
            {"points": ONE_POINT, "at_least": Decimal(3), "up_to": Decimal(2)},
            Flaw.LEVEL_BOUNDS,
        ),
    ],
)
def test_a_level_that_contradicts_itself_is_refused(level, flaw):
    with pytest.raises(RuleError) as error:
        Level("a", **level)

    assert (error.value.code, error.value.flaw) == ("a", flaw)


@pytest.mark.parametrize(
    ("aggregation", "cap", "flaw"),
    [
        (Aggregation.SUM, None, Flaw.CAP_OF_SUM),
        (Aggregation.BEST, ONE_POINT, Flaw.CAP_OF_SUM),
        (Aggregation.SUM, Decimal(-1), Flaw.NEGATIVE),
        (Aggregation.SUM, Decimal("0.001"), Flaw.TOO_FINE),
    ],
)
def test_a_group_that_contradicts_itself_is_refused(aggregation, cap, flaw):
    with pytest.raises(RuleError) as error:
        CriterionGroup("g", aggregation, cap)

    assert (error.value.code, error.value.flaw) == ("g", flaw)


@pytest.mark.parametrize(("usual", "disabled"), [(0, 1), (1, 0)])
def test_a_threshold_of_nothing_is_refused(usual, disabled):
    with pytest.raises(RuleError) as error:
        Thresholds(Decimal(usual), Decimal(disabled))

    assert error.value.flaw is Flaw.NEEDS_THRESHOLDS


GROUP = CriterionGroup("g")
TOGETHER = {
    "a code twice": ((rule("X"), rule("X")), (), "X", Flaw.TWICE),
    "a group twice": ((), (GROUP, GROUP), "g", Flaw.TWICE),
    "an unknown group": ((rule("X", group="g"),), (), "X", Flaw.UNKNOWN_GROUP),
    "an unknown criterion": (
        (rule("X", excluded_by=frozenset({"Y"})),),
        (),
        "X",
        Flaw.UNKNOWN_CRITERION,
    ),
    "two that exclude each other": (
        (rule("X", excluded_by=frozenset({"Y"})), rule("Y", excluded_by=frozenset({"X"}))),
        (),
        "X",
        Flaw.EXCLUDE_EACH_OTHER,
    ),
    "a group of two stages": (
        (rule("X", group="g"), rule("Y", group="g", stage=Stage.STATUTORY)),
        (GROUP,),
        "Y",
        Flaw.GROUP_OF_ONE_STAGE,
    ),
    "a gate in a group": (
        (rule("X", group="g", stage=Stage.GATE),),
        (GROUP,),
        "X",
        Flaw.GROUP_OF_ONE_STAGE,
    ),
}


@pytest.mark.parametrize("name", TOGETHER)
def test_criteria_that_contradict_each_other_are_refused(name):
    rules, groups, code, flaw = TOGETHER[name]

    with pytest.raises(RuleError) as error:
        RuleSet(rules, groups)

    assert (error.value.code, error.value.flaw) == (code, flaw)


def test_a_flaw_names_its_criterion_and_its_level():
    assert str(RuleError("K1", Flaw.TWICE, "city")) == "K1 (city): the code stands twice"


def test_the_stages_of_a_set_are_those_of_its_criteria_without_gates():
    rule_set = RuleSet((rule("X"), rule("G", stage=Stage.GATE), rule("S", stage=Stage.STATUTORY)))

    assert rule_set.stages == (Stage.STATUTORY, Stage.MUNICIPAL)


@pytest.mark.parametrize(
    ("one", "most"),
    [
        (rule(points=Decimal(4)), 4),
        (rule(kind=Kind.GRADED, levels=(*LEVELS, Level("b", Decimal(3)))), 3),
        (rule(kind=Kind.NUMBER, multiplier=ONE_POINT, cap=Decimal(58)), 58),
        (rule(kind=Kind.NUMBER, multiplier=ONE_POINT), None),
    ],
)
def test_a_criterion_tells_the_most_it_can_give(one, most):
    assert one.most == most
