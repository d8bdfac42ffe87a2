"""What holds of points under any resolution, tried on resolutions and claims drawn at random."""

from dataclasses import replace
from decimal import Decimal

from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from recruitment.criteria.facts import ChildFact, ChoiceFact, ClaimFact, Income, Verdict
from recruitment.criteria.points import Points, points_at_choice
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
from recruitment.criteria.spreadsheet.reading import read_resolution
from tests.allocation.engine.examples import examples
from tests.recruitment.criteria.resolutions import NAMES, resolution_of, sheets_of

COMPLEXES = {"A": "AB", "B": "AB", "C": "", "D": ""}
INSTITUTIONS = sorted(COMPLEXES)
GROUP_KINDS = ("", "integracyjny")
CODES = [f"K{number}" for number in range(5)]
GROUPS = ["G0", "G1"]
STAGE_OF_GROUP = {"G0": Stage.STATUTORY, "G1": Stage.MUNICIPAL}
LIMITS = [
    *[{}] * 12,
    {"age_from": 5, "deferred_too": True},
    {"age_from": 5, "age_to": 6},
    {"institutions": frozenset("AB")},
    {"group_kinds": frozenset({"integracyjny"})},
]
LEVEL_CODES = {Kind.PARENTS: (ALL, ONE)}

numbers = st.integers(0, 500).map(lambda halves: Decimal(halves) / 2)
points_given = st.sampled_from([Decimal(text) for text in ("0", "1", "2.5", "4", "20", "20.25")])
multipliers = st.sampled_from([Decimal(text) for text in ("0", "1", "0.29", "0.333", "2")])


@st.composite
def levels(draw, kind: Kind) -> tuple[Level, ...]:
    codes = LEVEL_CODES.get(kind, ("x", "y", "z"))
    bounds = [draw(st.none() | numbers) for _code in codes]
    return tuple(
        Level(code, draw(points_given), up_to=bound)
        for code, bound in zip(codes, bounds, strict=True)
    )


@st.composite
def what_it_gives(draw, kind: Kind) -> dict[str, object]:
    """Draw points, or levels, or a multiplier: what a criterion of this kind needs."""
    if kind is Kind.NUMBER and draw(st.booleans()):
        return {"multiplier": draw(multipliers), "cap": draw(st.none() | points_given)}
    if kind is Kind.INCOME:
        return {"levels": draw(levels(kind)), "thresholds": Thresholds(Decimal(800), Decimal(900))}
    if kind in {Kind.GRADED, Kind.PARENTS, Kind.NUMBER}:
        return {"levels": draw(levels(kind))}
    return {"points": draw(points_given)}


@st.composite
def criteria(draw, code: str) -> CriterionRule:
    kind = draw(st.sampled_from(Kind))
    scope = draw(st.sampled_from([*Scope, *[Scope.APPLICATION] * 3]))
    stage = draw(st.sampled_from([*Stage, *[Stage.MUNICIPAL] * 5]))
    groups = [group for group, of_group in STAGE_OF_GROUP.items() if of_group is stage]
    return CriterionRule(
        code=code,
        stage=stage,
        kind=kind,
        scope=Scope.FIRST_CHOICE_ONLY if kind is Kind.FIRST_CHOICE else scope,
        group=draw(st.sampled_from([*groups * 4, ""])),
        counts_in_complex=draw(st.booleans()),
        **draw(st.sampled_from(LIMITS)),
        **draw(what_it_gives(kind)),
    )


@st.composite
def groups_joining(draw, aggregations: tuple[Aggregation, ...]) -> tuple[CriterionGroup, ...]:
    drawn = []
    for code in GROUPS:
        aggregation = draw(st.sampled_from(aggregations))
        cap = draw(points_given) if aggregation is Aggregation.SUM else None
        drawn.append(CriterionGroup(code, aggregation, cap))
    return tuple(drawn)


@st.composite
def rule_sets(
    draw, *, aggregations: tuple[Aggregation, ...] = tuple(Aggregation), exclusions: bool = True
) -> RuleSet:
    """Draw a resolution in which nothing contradicts itself."""
    rules = [draw(criteria(code)) for code in CODES]
    if exclusions:
        # Only by criteria further down, so that no two exclude each other.
        rules = [
            rule
            if rule.stage is Stage.GATE
            else replace(
                rule,
                excluded_by=frozenset(
                    other.code
                    for other in rules[number + 1 :]
                    if draw(st.sampled_from([True, False, False, False]))
                ),
            )
            for number, rule in enumerate(rules)
        ]
    return RuleSet(tuple(rules), draw(groups_joining(aggregations)))


incomes = st.builds(
    Income,
    months=st.lists(st.integers(0, 9000).map(Decimal), min_size=1, max_size=3).map(tuple),
    persons=st.integers(1, 6),
    with_disabled_child=st.booleans(),
)


@st.composite
def claims_under(draw, rule_set: RuleSet) -> list[ClaimFact]:
    """Draw claims that answer what their criteria ask."""
    claims = []
    for rule in draw(st.lists(st.sampled_from(rule_set.rules), min_size=2, max_size=7)):
        claim = ClaimFact(
            rule.code,
            draw(st.sampled_from([*Verdict, Verdict.ACCEPTED, Verdict.ACCEPTED])),
            draw(st.sampled_from([None] * 8 + INSTITUTIONS)),
        )
        answers = {
            Kind.GRADED: ("level", st.sampled_from("xyz")),
            Kind.PARENTS: ("parents", st.integers(0, 2)),
            Kind.NUMBER: ("number", numbers),
            Kind.INCOME: ("income", incomes),
        }
        if rule.kind in answers:
            name, drawn_from = answers[rule.kind]
            claim = replace(claim, **{name: draw(drawn_from)})
        claims.append(claim)
    return claims


children = st.builds(ChildFact, st.integers(3, 8), st.integers(1, 2), st.booleans())


@st.composite
def choices(draw) -> ChoiceFact:
    institution = draw(st.sampled_from(INSTITUTIONS))
    first_choice = draw(st.sampled_from([institution] * 4 + INSTITUTIONS))
    kind = draw(st.sampled_from(GROUP_KINDS))
    return ChoiceFact(institution, first_choice, COMPLEXES[institution], kind)


@st.composite
def cases(draw, **of_rules) -> tuple[RuleSet, list[ClaimFact], ChoiceFact, ChildFact]:
    rule_set = draw(rule_sets(**of_rules))
    return rule_set, draw(claims_under(rule_set)), draw(choices()), draw(children)


def points(rule_set, claims, choice, child, **others) -> Points:
    return points_at_choice(rule_set, claims, choice, child, complexes=COMPLEXES, **others)


@given(case=cases(), data=st.data())
@examples(60)
def test_the_order_of_claims_never_matters(case, data):
    rule_set, claims, choice, child = case

    shuffled = data.draw(st.permutations(claims))

    assert points(rule_set, shuffled, choice, child) == points(rule_set, claims, choice, child)


@given(case=cases(aggregations=(Aggregation.BEST, Aggregation.SUM)), data=st.data())
@examples(60)
def test_the_order_of_criteria_never_matters_unless_the_first_of_a_group_counts(case, data):
    rule_set, claims, choice, child = case
    shuffled = RuleSet(tuple(data.draw(st.permutations(rule_set.rules))), rule_set.groups[::-1])

    usual, other = (points(rules, claims, choice, child) for rules in (rule_set, shuffled))

    assert (other.totals, other.key) == (usual.totals, usual.key)
    assert (other.is_resident, other.has_statement) == (usual.is_resident, usual.has_statement)
    assert set(other.unmet_gates) == set(usual.unmet_gates)


def accepted_under(rule_set: RuleSet):
    """Draw claims that the committee has accepted."""
    return claims_under(rule_set).map(
        lambda claims: [replace(claim, verdict=Verdict.ACCEPTED) for claim in claims]
    )


@given(
    case=cases(aggregations=(Aggregation.BEST, Aggregation.SUM), exclusions=False), data=st.data()
)
@examples(120)
def test_more_accepted_claims_never_lower_a_stage_unless_something_excludes(case, data):
    rule_set, claims, choice, child = case
    more = claims + data.draw(accepted_under(rule_set))

    before, after = (points(rule_set, made, choice, child) for made in (claims, more))

    assert [stage for stage in rule_set.stages if after.total(stage) < before.total(stage)] == []
    assert set(after.unmet_gates) <= set(before.unmet_gates)


@given(case=cases())
@examples(60)
def test_the_lines_are_the_criteria_and_add_up_to_the_stages(case):
    rule_set, claims, choice, child = case

    result = points(rule_set, claims, choice, child)

    assert [line.criterion for line in result.lines] == [rule.code for rule in rule_set.rules]
    assert [line for line in result.lines if line.points and not line.counts] == []
    for stage in rule_set.stages:
        assert result.total(stage) == sum(
            line.points for line in result.lines if line.stage is stage
        )


@given(case=cases())
@examples(60)
def test_no_criterion_gives_more_than_it_can_and_no_sum_more_than_its_cap(case):
    rule_set, claims, choice, child = case

    result = points(rule_set, claims, choice, child)

    for rule, line in zip(rule_set.rules, result.lines, strict=True):
        assert line.points >= 0
        assert rule.most is None or line.points <= rule.most
    for group in rule_set.groups:
        given_here = sum(
            line.points
            for rule, line in zip(rule_set.rules, result.lines, strict=True)
            if rule.group == group.code
        )
        assert group.cap is None or given_here <= group.cap


@given(case=cases(), data=st.data())
@examples(60)
def test_keys_compare_as_the_stages_do_one_after_the_other(case, data):
    rule_set, claims, choice, child = case
    of_another = data.draw(claims_under(rule_set))

    one, other = (points(rule_set, made, choice, child) for made in (claims, of_another))

    stages = [[result.total(stage) for stage in rule_set.stages] for result in (one, other)]
    assert (one.key < other.key, one.key == other.key) == (
        stages[0] < stages[1],
        stages[0] == stages[1],
    )


@given(case=cases())
@examples(50)
def test_the_preview_is_what_the_points_are_once_everything_is_accepted(case):
    rule_set, claims, choice, child = case
    waiting = {Verdict.PENDING, Verdict.TO_COMPLETE}
    all_accepted = [
        replace(claim, verdict=Verdict.ACCEPTED) if claim.verdict in waiting else claim
        for claim in claims
    ]

    preview = points(rule_set, claims, choice, child, count_pending=True)

    assert preview == points(rule_set, all_accepted, choice, child)


@given(case=cases(), first_choice=st.sampled_from(INSTITUTIONS))
@examples(50)
def test_another_order_of_choices_means_nothing_without_criteria_of_the_first_choice(
    case, first_choice
):
    rule_set, claims, choice, child = case
    everywhere = RuleSet(
        tuple(
            replace(rule, scope=Scope.CHOICE, excluded_by=frozenset())
            for rule in rule_set.rules
            if rule.kind is not Kind.FIRST_CHOICE
        ),
        rule_set.groups,
    )

    reordered = points(everywhere, claims, replace(choice, first_choice=first_choice), child)

    assert reordered == points(everywhere, claims, choice, child)


@given(name=st.sampled_from(NAMES), language=st.sampled_from(["pl", "en", "uk"]), data=st.data())
@examples(20)
def test_the_language_of_the_pages_never_matters(name, language, data):
    usual = resolution_of(name)
    example = data.draw(st.sampled_from(usual.examples))

    with translation.override(language):
        reading = read_resolution(sheets_of(name))
        counted = example.points(usual.rules)

    assert (reading.resolution, reading.mistakes) == (usual, ())
    assert counted == example.points(usual.rules)


@given(name=st.sampled_from(NAMES), data=st.data())
@examples(60)
def test_in_the_shipped_resolutions_the_order_of_claims_never_matters(name, data):
    resolution = resolution_of(name)
    example = data.draw(st.sampled_from(resolution.examples))

    shuffled = replace(example, claims=tuple(data.draw(st.permutations(example.claims))))

    assert shuffled.points(resolution.rules) == example.points(resolution.rules)
