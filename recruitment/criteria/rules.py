"""A council's resolution as values: criteria, their levels, how they are compared and joined.

Standard library alone; `points.py` computes with these values.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum, StrEnum


class Stage(IntEnum):
    """In which comparison a criterion takes part: the first that differs decides.

    A gate is met or the child does not compete there at all (for example the doctor's
    certificate of a sport class, art. 137 of Prawo oświatowe). Aptitude stands before the
    statutory criteria, which only decide between equal results (art. 137 and 139); the statutory
    ones stand before those of the council (art. 131).
    """

    GATE = 0
    PRIORITY = 1
    APTITUDE = 2
    STATUTORY = 3
    MUNICIPAL = 4


class Kind(StrEnum):
    """How a criterion is answered, or that it follows from what is known already.

    DECLARED: yes or no. GRADED: one of its levels. PARENTS: for how many parents it holds.
    NUMBER: a number, for example of hours, metres or test points. INCOME: what a person in the
    family lives on. The others are never asked with the criteria.
    """

    DECLARED = "declared"
    GRADED = "graded"
    PARENTS = "parents"
    NUMBER = "number"
    INCOME = "income"
    AGE = "age"
    FIRST_CHOICE = "first_choice"
    RESIDENCE = "residence"
    STATEMENT = "statement"


WITHOUT_QUESTION = frozenset({Kind.AGE, Kind.FIRST_CHOICE, Kind.RESIDENCE, Kind.STATEMENT})
"""Kinds that are not asked with the criteria: computed, or answered in another section."""

COMPUTED = frozenset({Kind.AGE, Kind.FIRST_CHOICE})
"""Kinds that nobody claims and nobody verifies."""


class Scope(StrEnum):
    """For which choices of an application a criterion can count."""

    APPLICATION = "application"
    CHOICE = "choice"
    FIRST_CHOICE_ONLY = "first_choice_only"


class Aggregation(StrEnum):
    """What counts of the criteria of one group."""

    BEST = "best"
    FIRST = "first"
    SUM = "sum"


class Flaw(StrEnum):
    """What can be wrong with a criterion, a level or a group by itself or in its set."""

    NEGATIVE = "points below zero"
    TOO_FINE = "points have at most two decimal places"
    TWICE = "the code stands twice"
    NEEDS_LEVELS = "needs levels"
    UNUSED_LEVELS = "has levels that nothing can meet"
    LEVELS_OF_PARENTS = "levels of parents must be those for all and for one"
    LEVELS_OR_MULTIPLIER = "needs either levels or a multiplier"
    UNUSED_MULTIPLIER = "only a number has a multiplier, and only a multiplier a cap"
    NEEDS_THRESHOLDS = "needs thresholds of income above zero"
    FIRST_CHOICE_SCOPE = "the first choice counts in the first choice alone"
    EXCLUDES_ITSELF = "excludes itself"
    EXCLUDED_GATE = "a gate holds beside any criterion"
    EXCLUDE_EACH_OTHER = "two criteria exclude each other, so neither would count"
    UNKNOWN_GROUP = "is in a group that is not in the set"
    GROUP_OF_ONE_STAGE = "a group joins criteria of one stage, and no gates"
    UNKNOWN_CRITERION = "is excluded by a criterion that is not in the set"
    CAP_OF_SUM = "a sum has a cap, and nothing else has"
    AGES = "the first age is above the last"
    LEVEL_BOUNDS = "the lower bound is above the upper one"


class RuleError(ValueError):
    """A flaw of the criterion or group `code`; of its level `level`, where one is named."""

    def __init__(self, code: str, flaw: Flaw, level: str = "") -> None:
        super().__init__(f"{code}{f' ({level})' if level else ''}: {flaw}")
        self.code = code
        self.flaw = flaw
        self.level = level


ALL, ONE = "wszyscy", "jedno"
"""Levels of a criterion about parents: it holds for all of them, or for one of two."""


@dataclass(frozen=True, slots=True)
class Level:
    """One step of a graded criterion, and what it gives.

    It is named by its code in an answer; a number meets the first level between whose bounds it
    lies, both included.
    """

    code: str
    points: Decimal
    at_least: Decimal | None = None
    up_to: Decimal | None = None

    def __post_init__(self) -> None:
        if self.points < 0:
            raise RuleError(self.code, Flaw.NEGATIVE)
        if is_too_fine(self.points):
            raise RuleError(self.code, Flaw.TOO_FINE)
        low, high = self.at_least, self.up_to
        if low is not None and high is not None and low > high:
            raise RuleError(self.code, Flaw.LEVEL_BOUNDS)

    def meets(self, number: Decimal) -> bool:
        """Tell whether the number lies between the bounds."""
        above = self.at_least is None or number >= self.at_least
        return above and (self.up_to is None or number <= self.up_to)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What a person may live on, in złoty a month, and where a disabled child lives in the family.

    The Family Benefits Act sets them; the office enters those in force.
    """

    usual: Decimal
    with_disabled_child: Decimal

    def __post_init__(self) -> None:
        if min(self.usual, self.with_disabled_child) <= 0:
            raise RuleError("", Flaw.NEEDS_THRESHOLDS)


@dataclass(frozen=True, slots=True)
class CriterionRule:
    """One criterion of a resolution.

    `points` are given for yes; a criterion with `levels` gives what the level met gives; a number
    without levels gives itself times `multiplier`, at most `cap`. Criteria of one `group` are
    joined by the rule of that group. It does not count where one of `excluded_by` holds.

    A claim made for one institution counts in every institution of the same complex when
    `counts_in_complex`. It only counts for children of the ages given, or for deferred ones when
    `deferred_too`; in the institutions and kinds of groups given, everywhere if none is. Raise
    `RuleError` where this contradicts itself.
    """

    code: str
    stage: Stage
    kind: Kind
    scope: Scope
    points: Decimal = Decimal(0)
    levels: tuple[Level, ...] = ()
    multiplier: Decimal | None = None
    cap: Decimal | None = None
    thresholds: Thresholds | None = None
    group: str = ""
    excluded_by: frozenset[str] = frozenset()
    counts_in_complex: bool = False
    age_from: int | None = None
    age_to: int | None = None
    deferred_too: bool = False
    institutions: frozenset[str] = frozenset()
    group_kinds: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        flaw = next((flaw for flaw, is_so in self._flaws().items() if is_so), None)
        if flaw is not None:
            raise RuleError(self.code, flaw)

    @property
    def most(self) -> Decimal | None:
        """The most points it can give; None if there is no limit."""
        if self.multiplier is not None:
            return self.cap
        return max((level.points for level in self.levels), default=self.points)

    def _flaws(self) -> dict[Flaw, bool]:
        codes = [level.code for level in self.levels]
        is_number = self.kind is Kind.NUMBER
        needs_levels = self.kind in {Kind.GRADED, Kind.PARENTS, Kind.INCOME}
        return {
            Flaw.NEGATIVE: self.points < 0 or (self.multiplier or 0) < 0 or (self.cap or 0) < 0,
            Flaw.TOO_FINE: is_too_fine(self.points) or is_too_fine(self.cap or self.points),
            Flaw.NEEDS_LEVELS: needs_levels and not self.levels,
            Flaw.UNUSED_LEVELS: bool(self.levels) and not needs_levels and not is_number,
            Flaw.TWICE: len(codes) != len(set(codes)),
            Flaw.LEVELS_OF_PARENTS: self.kind is Kind.PARENTS and not set(codes) <= {ALL, ONE},
            Flaw.LEVELS_OR_MULTIPLIER: is_number
            and bool(self.levels) == (self.multiplier is not None),
            Flaw.UNUSED_MULTIPLIER: (self.multiplier is not None and not is_number)
            or (self.cap is not None and self.multiplier is None),
            Flaw.NEEDS_THRESHOLDS: (self.kind is Kind.INCOME) != (self.thresholds is not None),
            Flaw.FIRST_CHOICE_SCOPE: self.kind is Kind.FIRST_CHOICE
            and self.scope is not Scope.FIRST_CHOICE_ONLY,
            Flaw.EXCLUDES_ITSELF: self.code in self.excluded_by,
            Flaw.EXCLUDED_GATE: self.stage is Stage.GATE and bool(self.excluded_by),
            Flaw.AGES: self.age_from is not None
            and self.age_to is not None
            and self.age_from > self.age_to,
        }


@dataclass(frozen=True, slots=True)
class CriterionGroup:
    """Criteria of which the best or the first listed counts, or whose sum is capped."""

    code: str
    aggregation: Aggregation = Aggregation.BEST
    cap: Decimal | None = None

    def __post_init__(self) -> None:
        if (self.aggregation is Aggregation.SUM) != (self.cap is not None):
            raise RuleError(self.code, Flaw.CAP_OF_SUM)
        if self.cap is not None and self.cap < 0:
            raise RuleError(self.code, Flaw.NEGATIVE)
        if self.cap is not None and is_too_fine(self.cap):
            raise RuleError(self.code, Flaw.TOO_FINE)


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All criteria of a procedure. Raise `RuleError` where they contradict each other."""

    rules: tuple[CriterionRule, ...]
    groups: tuple[CriterionGroup, ...] = ()

    def __post_init__(self) -> None:
        codes = [rule.code for rule in self.rules]
        groups = [group.code for group in self.groups]
        for code in (*codes, *groups):
            if codes.count(code) > 1 or groups.count(code) > 1:
                raise RuleError(code, Flaw.TWICE)
        excluded_by = {rule.code: rule.excluded_by for rule in self.rules}
        stages: dict[str, Stage] = {}
        for rule in self.rules:
            if rule.group and rule.group not in groups:
                raise RuleError(rule.code, Flaw.UNKNOWN_GROUP)
            if not rule.excluded_by <= set(codes):
                raise RuleError(rule.code, Flaw.UNKNOWN_CRITERION)
            if any(rule.code in excluded_by[other] for other in rule.excluded_by):
                raise RuleError(rule.code, Flaw.EXCLUDE_EACH_OTHER)
            is_of_stage = stages.setdefault(rule.group, rule.stage) is rule.stage
            if rule.group and (rule.stage is Stage.GATE or not is_of_stage):
                raise RuleError(rule.code, Flaw.GROUP_OF_ONE_STAGE)

    @property
    def stages(self) -> tuple[Stage, ...]:
        """The stages that are compared, in order; only those with a criterion in the set."""
        return tuple(
            stage
            for stage in Stage
            if stage is not Stage.GATE and any(rule.stage is stage for rule in self.rules)
        )

    def unit(self, stage: Stage) -> int:
        """How many parts a point of the stage has in comparisons: 1, or 100 where it is divided."""
        here = [rule for rule in self.rules if rule.stage is stage]
        given = [rule.points for rule in here]
        given += [level.points for rule in here for level in rule.levels]
        groups = {rule.group for rule in here}
        given += [group.cap for group in self.groups if group.code in groups and group.cap]
        is_whole = all(value == value.to_integral_value() for value in given)
        return 1 if is_whole and all(rule.multiplier is None for rule in here) else 100


def is_too_fine(points: Decimal) -> bool:
    """Keys compare hundredths of a point; anything finer would be lost in them."""
    return points * 100 != (points * 100).to_integral_value()
