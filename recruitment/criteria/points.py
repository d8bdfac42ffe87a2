"""Points: from a criteria set and a child's claims to a score per choice, with every line told.

Pure values in, values out. The stages stay separate and are compared one after the other (art.
131 of Prawo oświatowe for the two of a preschool); a sum of them is only ever a presentation.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from recruitment.criteria.facts import ChildFact, ChoiceFact, ClaimFact, Income, Verdict
from recruitment.criteria.rules import (
    ALL,
    COMPUTED,
    ONE,
    Aggregation,
    CriterionGroup,
    CriterionRule,
    Kind,
    RuleSet,
    Scope,
    Stage,
    Thresholds,
)

NOTHING = Decimal(0)


class Why(StrEnum):
    """Why a criterion counts, or does not, at one choice."""

    COUNTED = "counted"
    CAPPED = "capped"
    NOT_CLAIMED = "not_claimed"
    NOT_VERIFIED = "not_verified"
    REJECTED = "rejected"
    NO_LEVEL = "no_level"
    OTHER_INSTITUTION = "other_institution"
    OTHER_GROUP = "other_group"
    NOT_FIRST_CHOICE = "not_first_choice"
    OTHER_AGE = "other_age"
    EXCLUDED = "excluded"
    BETTER_OF_GROUP = "better_of_group"


@dataclass(frozen=True, slots=True)
class PointsLine:
    """What one criterion gives at one choice; 0 unless `why` is COUNTED or CAPPED."""

    criterion: str
    stage: Stage
    points: Decimal
    why: Why

    @property
    def counts(self) -> bool:
        return self.why in {Why.COUNTED, Why.CAPPED}


@dataclass(frozen=True, slots=True)
class Points:
    """The score at one choice, stage by stage, and the lines behind it.

    `parts` are the totals as whole numbers, in the unit of each stage (`RuleSet.unit`).
    `unmet_gates` are conditions without which the child does not compete here.
    """

    totals: Mapping[Stage, Decimal]
    parts: Mapping[Stage, int]
    is_resident: bool
    has_statement: bool
    unmet_gates: tuple[str, ...]
    lines: tuple[PointsLine, ...]

    @property
    def key(self) -> tuple[int, ...]:
        """What children are compared by, stage after stage: higher is better."""
        return tuple(self.parts.values())

    def total(self, stage: Stage) -> Decimal:
        return self.totals.get(stage, NOTHING)

    @property
    def statutory(self) -> Decimal:
        return self.total(Stage.STATUTORY)

    @property
    def municipal(self) -> Decimal:
        return self.total(Stage.MUNICIPAL)


def points_at_choice(
    rule_set: RuleSet,
    claims: Iterable[ClaimFact],
    choice: ChoiceFact,
    child: ChildFact,
    *,
    complexes: Mapping[str, str],
    count_pending: bool = False,
) -> Points:
    """The points of a child at one choice.

    `complexes` gives the complex of each institution that a claim may name. With `count_pending`
    claims that nobody has verified yet count as true: what a parent is shown before submitting.
    """
    case = _Case(list(claims), choice, child, complexes, count_pending)
    lines = [case.line(rule) for rule in rule_set.rules]
    holding = {line.criterion for line in lines if line.counts}
    lines = _without_the_excluded(rule_set.rules, lines)
    for group in rule_set.groups:
        lines = _joined(group, rule_set.rules, lines)
    totals = {
        stage: sum((line.points for line in lines if line.stage is stage), NOTHING)
        for stage in rule_set.stages
    }
    return Points(
        totals=totals,
        parts={stage: int(total * rule_set.unit(stage)) for stage, total in totals.items()},
        is_resident=_is_any(rule_set.rules, holding, Kind.RESIDENCE),
        has_statement=_is_any(rule_set.rules, holding, Kind.STATEMENT),
        unmet_gates=tuple(
            line.criterion for line in lines if line.stage is Stage.GATE and not line.counts
        ),
        lines=tuple(lines),
    )


def income_in_percent(thresholds: Thresholds, income: Income) -> Decimal:
    """What a person in the family lives on, in percent of the threshold, to a hundredth."""
    limit = thresholds.with_disabled_child if income.with_disabled_child else thresholds.usual
    return _to_a_hundredth(income.per_person * 100 / limit)


class _Case:
    """What is asked of every criterion at one choice of one child."""

    def __init__(
        self,
        claims: list[ClaimFact],
        choice: ChoiceFact,
        child: ChildFact,
        complexes: Mapping[str, str],
        count_pending: bool,  # noqa: FBT001 -- handed on from a keyword
    ) -> None:
        self._claims = claims
        self._choice = choice
        self._child = child
        self._complexes = complexes
        self._count_pending = count_pending

    def line(self, rule: CriterionRule) -> PointsLine:
        """Say what the criterion gives here, taken by itself."""
        why = self._why_not_here(rule)
        if why is None and rule.kind in COMPUTED:
            return PointsLine(rule.code, rule.stage, rule.points, Why.COUNTED)
        if why is None:
            why, claims = self._claims_that_count(rule)
            given = [points for claim in claims if (points := self._given(rule, claim)) is not None]
            if given:
                return PointsLine(rule.code, rule.stage, max(given), Why.COUNTED)
        return PointsLine(rule.code, rule.stage, NOTHING, why)

    def _why_not_here(self, rule: CriterionRule) -> Why | None:
        choice, age = self._choice, self._child.age
        fits_age = (rule.age_from is None or age >= rule.age_from) and (
            rule.age_to is None or age <= rule.age_to
        )
        reasons = {
            Why.NOT_FIRST_CHOICE: rule.scope is Scope.FIRST_CHOICE_ONLY
            and not choice.is_in_first_choice,
            Why.OTHER_INSTITUTION: bool(rule.institutions)
            and choice.institution not in rule.institutions,
            Why.OTHER_GROUP: bool(rule.group_kinds) and choice.group_kind not in rule.group_kinds,
            Why.OTHER_AGE: not fits_age and not (rule.deferred_too and self._child.is_deferred),
        }
        return next((why for why, is_so in reasons.items() if is_so), None)

    def _claims_that_count(self, rule: CriterionRule) -> tuple[Why, list[ClaimFact]]:
        """Return the claims taken as true, and the reason that is told if they give nothing."""
        made = [claim for claim in self._claims if claim.criterion == rule.code]
        here = [claim for claim in made if self._reaches(rule, claim)]
        true = {Verdict.ACCEPTED}
        waiting = {Verdict.PENDING, Verdict.TO_COMPLETE}
        if self._count_pending:
            true |= waiting
        counted = [claim for claim in here if claim.verdict in true]
        if counted:
            return Why.NO_LEVEL, counted
        if not here:
            return (Why.OTHER_INSTITUTION if made else Why.NOT_CLAIMED), []
        is_waiting = any(claim.verdict in waiting for claim in here)
        return (Why.NOT_VERIFIED if is_waiting else Why.REJECTED), []

    def _reaches(self, rule: CriterionRule, claim: ClaimFact) -> bool:
        """Does a claim made for one institution speak of this choice?"""
        if claim.institution is None or claim.institution == self._choice.institution:
            return True
        claimed = self._complexes.get(claim.institution, "")
        return rule.counts_in_complex and claimed != "" and claimed == self._choice.complex

    def _given(self, rule: CriterionRule, claim: ClaimFact) -> Decimal | None:
        """Return the points for what was answered; None if no level is met."""
        if rule.multiplier is not None:
            product = _to_a_hundredth((claim.number or NOTHING) * rule.multiplier)
            return product if rule.cap is None else min(product, rule.cap)
        if not rule.levels:
            return rule.points
        if rule.kind is Kind.PARENTS:
            met = _level_of_parents(claim.parents, self._child.parents)
            return next((level.points for level in rule.levels if level.code == met), None)
        number = claim.number
        if claim.income is not None and rule.thresholds is not None:
            number = income_in_percent(rule.thresholds, claim.income)
        return next(
            (
                level.points
                for level in rule.levels
                if (level.code == claim.level if number is None else level.meets(number))
            ),
            None,
        )


def _level_of_parents(holds_for: int, parents: int) -> str:
    """A lone parent for whom it holds counts as all parents."""
    if holds_for >= parents:
        return ALL
    return ONE if holds_for else ""


def _without_the_excluded(
    rules: Sequence[CriterionRule], lines: list[PointsLine]
) -> list[PointsLine]:
    holding = {line.criterion for line in lines if line.counts}
    return [
        replace(line, points=NOTHING, why=Why.EXCLUDED)
        if line.counts and rule.excluded_by & holding
        else line
        for rule, line in zip(rules, lines, strict=True)
    ]


def _joined(
    group: CriterionGroup, rules: Sequence[CriterionRule], lines: list[PointsLine]
) -> list[PointsLine]:
    """Join the criteria of a group: the best, the first, or all of them up to a cap.

    Of equally good ones the first listed counts.
    """
    members = [
        number
        for number, (rule, line) in enumerate(zip(rules, lines, strict=True))
        if rule.group == group.code and line.counts
    ]
    joined = list(lines)
    if group.cap is not None:
        left = group.cap
        for number in members:
            line = lines[number]
            if line.points > left:
                joined[number] = replace(line, points=left, why=Why.CAPPED)
            left -= joined[number].points
    elif members:
        chosen = members[0]
        if group.aggregation is Aggregation.BEST:
            chosen = max(members, key=lambda number: lines[number].points)
        for number in members:
            if number != chosen:
                joined[number] = replace(lines[number], points=NOTHING, why=Why.BETTER_OF_GROUP)
    return joined


def _is_any(rules: Sequence[CriterionRule], holding: set[str], kind: Kind) -> bool:
    """Does a criterion of the kind hold, whether or not its points count beside the others?"""
    return any(rule.kind is kind and rule.code in holding for rule in rules)


def _to_a_hundredth(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
