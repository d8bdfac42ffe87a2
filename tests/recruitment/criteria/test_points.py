"""Points of the Legionowo 2015 resolution, counted by hand, and what must hold for any resolution."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recruitment.criteria.points import (
    ChoiceFact,
    ClaimFact,
    CriterionRule,
    Kind,
    PointsLine,
    Scope,
    Stage,
    Verdict,
    Why,
    points_at_choice,
)

RESIDENCE = CriterionRule("R0", Stage.PRIORITY, Kind.RESIDENCE, Scope.APPLICATION, 0)
STATEMENT = CriterionRule("ORZ", Stage.PRIORITY, Kind.STATEMENT, Scope.APPLICATION, 0)
LARGE_FAMILY = CriterionRule("S1", Stage.STATUTORY, Kind.DECLARED, Scope.APPLICATION, 1)
ONE_PARENT_DISABLED = CriterionRule(
    "S3", Stage.STATUTORY, Kind.DECLARED, Scope.APPLICATION, 1, exclusive_group="parents"
)
BOTH_PARENTS_DISABLED = CriterionRule(
    "S4", Stage.STATUTORY, Kind.DECLARED, Scope.APPLICATION, 1, exclusive_group="parents"
)
PREPARATION_NEARBY = CriterionRule(
    "G1", Stage.MUNICIPAL, Kind.DECLARED, Scope.CHOICE, 30, birth_year_from=2020, birth_year_to=2020
)
SIBLING = CriterionRule(
    "G2", Stage.MUNICIPAL, Kind.DECLARED, Scope.CHOICE, 20, counts_in_complex=True
)
BOTH_WORK = CriterionRule("G3", Stage.MUNICIPAL, Kind.DECLARED, Scope.APPLICATION, 20)
FIRST_CHOICE = CriterionRule("G6", Stage.MUNICIPAL, Kind.FIRST_CHOICE, Scope.FIRST_CHOICE_ONLY, 4)
LEGIONOWO = (
    RESIDENCE,
    LARGE_FAMILY,
    ONE_PARENT_DISABLED,
    BOTH_PARENTS_DISABLED,
    PREPARATION_NEARBY,
    SIBLING,
    BOTH_WORK,
    FIRST_CHOICE,
)
COMPLEXES = {"PM2": "ZSP2", "SP2": "ZSP2", "PM6": "", "PM1": ""}


def accepted(criterion: str, institution: str | None = None) -> ClaimFact:
    return ClaimFact(criterion, Verdict.ACCEPTED, institution)


def points(claims, choice, *, rules=LEGIONOWO, birth_year=2020, count_pending=False):
    return points_at_choice(
        rules,
        claims,
        choice,
        birth_year=birth_year,
        complexes=COMPLEXES,
        count_pending=count_pending,
    )


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

    first = points(claims, ChoiceFact("PM6", "PM6")).municipal
    second = points(claims, ChoiceFact("PM6", "PM5")).municipal

    assert first - second == FIRST_CHOICE.points


def test_a_sibling_in_the_same_complex_counts():
    assert points([accepted("G2", "SP2")], ChoiceFact("PM2", "PM5", "ZSP2")).municipal == 20


def test_a_sibling_in_an_institution_outside_any_complex_counts_only_there():
    claims = [accepted("G2", "PM1")]

    assert points(claims, ChoiceFact("PM6", "PM5")).municipal == 0


def test_a_criterion_for_one_birth_year_does_not_count_for_another():
    claims = [accepted("G1", "PM2")]

    result = points(
        claims, ChoiceFact("PM2", "PM5", "ZSP2"), birth_year=2021, rules=(PREPARATION_NEARBY,)
    )

    assert result.lines == (PointsLine("G1", Stage.MUNICIPAL, 0, Why.OTHER_BIRTH_YEAR),)


def test_of_mutually_exclusive_criteria_one_counts():
    claims = [accepted("S3"), accepted("S4")]
    rules = (ONE_PARENT_DISABLED, BOTH_PARENTS_DISABLED)

    assert points(claims, ChoiceFact("PM6", "PM5"), rules=rules).lines == (
        PointsLine("S3", Stage.STATUTORY, 1, Why.COUNTED),
        PointsLine("S4", Stage.STATUTORY, 0, Why.BETTER_OF_GROUP),
    )


def test_of_mutually_exclusive_criteria_the_one_worth_most_counts():
    rules = (ONE_PARENT_DISABLED, replace(BOTH_PARENTS_DISABLED, points=3))

    result = points([accepted("S3"), accepted("S4")], ChoiceFact("PM6", "PM5"), rules=rules)

    assert result.statutory == 3


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
    result = points([ClaimFact("S1", verdict)], ChoiceFact("PM6", "PM5"), rules=(LARGE_FAMILY,))

    assert [line.why for line in result.lines] == [why]


def test_the_preview_counts_what_nobody_has_verified_yet():
    claims = [ClaimFact("S1", Verdict.PENDING), ClaimFact("G3", Verdict.REJECTED)]

    preview = points(claims, ChoiceFact("PM6", "PM5"), count_pending=True)

    assert (preview.statutory, preview.municipal) == (1, 0)


def test_one_statutory_criterion_outranks_any_municipal_total():
    statutory = points([accepted("S1")], ChoiceFact("PM6", "PM5"))
    municipal = points(
        [accepted("G1", "PM2"), accepted("G2", "PM2"), accepted("G3")],
        ChoiceFact("PM2", "PM2", "ZSP2"),
    )

    assert statutory.key > municipal.key


def test_a_resident_stands_before_a_non_resident_with_more_points():
    resident = points([accepted("R0")], ChoiceFact("PM6", "PM5"))
    neighbour = points([accepted("S1"), accepted("G3")], ChoiceFact("PM6", "PM6"))

    assert resident.key > neighbour.key


def test_an_accepted_statement_is_told_apart_from_points():
    result = points([accepted("ORZ")], ChoiceFact("PM6", "PM6"), rules=(STATEMENT,))

    assert (result.has_statement, result.key) == (True, (0, 0, 0))


def test_negative_points_are_refused():
    with pytest.raises(ValueError, match="criterion X"):
        CriterionRule("X", Stage.MUNICIPAL, Kind.DECLARED, Scope.APPLICATION, -1)


claims_of_anybody = st.lists(
    st.builds(
        ClaimFact,
        criterion=st.sampled_from([rule.code for rule in LEGIONOWO]),
        verdict=st.sampled_from(Verdict),
        institution=st.sampled_from([None, "PM1", "PM2", "SP2", "PM6"]),
    ),
    max_size=8,
)
choices = st.builds(
    lambda code, first_choice: ChoiceFact(code, first_choice, COMPLEXES[code]),
    st.sampled_from(["PM1", "PM2", "PM6"]),
    st.sampled_from(["PM1", "PM2", "PM6"]),
)


@given(claims=claims_of_anybody, choice=choices, data=st.data())
def test_the_order_of_claims_never_matters(claims, choice, data):
    shuffled = data.draw(st.permutations(claims))

    assert points(shuffled, choice) == points(claims, choice)


@given(claims=claims_of_anybody, choice=choices, extra=claims_of_anybody)
def test_one_more_accepted_claim_never_lowers_a_stage(claims, choice, extra):
    more = claims + [replace(claim, verdict=Verdict.ACCEPTED) for claim in extra]

    before = points(claims, choice)
    after = points(more, choice)

    assert after.statutory >= before.statutory
    assert after.municipal >= before.municipal


@given(claims=claims_of_anybody, choice=choices)
def test_the_lines_add_up_to_the_stages(claims, choice):
    result = points(claims, choice)

    assert result.statutory == sum(
        line.points for line in result.lines if line.stage is Stage.STATUTORY
    )
    assert result.municipal == sum(
        line.points for line in result.lines if line.stage is Stage.MUNICIPAL
    )
