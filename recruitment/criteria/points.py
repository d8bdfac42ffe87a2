"""Points: from a criteria set and a child's claims to a score per choice, with every line told.

Pure values in, values out. The two stages of art. 131 of Prawo oświatowe stay separate and are
compared one after the other; a sum of both is only ever a presentation.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Stage(IntEnum):
    """In which comparison a criterion takes part: the first that differs decides."""

    PRIORITY = 0
    STATUTORY = 1
    MUNICIPAL = 2


class Kind(StrEnum):
    """How a criterion comes to be met."""

    DECLARED = "declared"
    FIRST_CHOICE = "first_choice"
    RESIDENCE = "residence"
    STATEMENT = "statement"


class Scope(StrEnum):
    """For which choices of an application a criterion can count."""

    APPLICATION = "application"
    CHOICE = "choice"
    FIRST_CHOICE_ONLY = "first_choice_only"


class Verdict(StrEnum):
    """What the committee said of a claim."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    TO_COMPLETE = "to_complete"


class Why(StrEnum):
    """Why a criterion counts, or does not, at one choice."""

    COUNTED = "counted"
    NOT_CLAIMED = "not_claimed"
    NOT_VERIFIED = "not_verified"
    REJECTED = "rejected"
    OTHER_INSTITUTION = "other_institution"
    NOT_FIRST_CHOICE = "not_first_choice"
    OTHER_BIRTH_YEAR = "other_birth_year"
    BETTER_OF_GROUP = "better_of_group"


@dataclass(frozen=True, slots=True)
class CriterionRule:
    """One criterion of a resolution.

    `exclusive_group` joins criteria of which only the one worth most counts. A claim made for one
    institution counts in every institution of the same complex when `counts_in_complex`.
    """

    code: str
    stage: Stage
    kind: Kind
    scope: Scope
    points: int
    exclusive_group: str = ""
    counts_in_complex: bool = False
    birth_year_from: int | None = None
    birth_year_to: int | None = None

    def __post_init__(self) -> None:
        if self.points < 0:
            raise ValueError(f"criterion {self.code}: points below zero")


@dataclass(frozen=True, slots=True)
class ClaimFact:
    """A claim of the parent and the committee's verdict; `institution` for per-choice criteria."""

    criterion: str
    verdict: Verdict
    institution: str | None = None


@dataclass(frozen=True, slots=True)
class ChoiceFact:
    """A ranked choice: the codes of its institution, of the institution of first choice, and of
    its own complex (or `""`).
    """

    institution: str
    first_choice: str
    complex: str = ""

    @property
    def is_in_first_choice(self) -> bool:
        """Is the group one of the institution that stands first, wherever the group itself stands?

        Resolutions speak of the institution of first choice (uchwała XIV/172/2015 of Legionowo:
        placówka wskazana jako pierwszego wyboru), not of the group on the first place.
        """
        return self.institution == self.first_choice


@dataclass(frozen=True, slots=True)
class PointsLine:
    """What one criterion gives at one choice (`points` is 0 unless `why` is COUNTED)."""

    criterion: str
    stage: Stage
    points: int
    why: Why


@dataclass(frozen=True, slots=True)
class Points:
    """The score at one choice: resident or not, stage 1, stage 2, and the lines behind them."""

    resident: bool
    statutory: int
    municipal: int
    has_statement: bool
    lines: tuple[PointsLine, ...]

    @property
    def key(self) -> tuple[int, int, int]:
        """The comparison key: residents first, then stage 1, then stage 2; higher is better."""
        return (int(self.resident), self.statutory, self.municipal)


def points_at_choice(
    rules: Sequence[CriterionRule],
    claims: Iterable[ClaimFact],
    choice: ChoiceFact,
    *,
    birth_year: int,
    complexes: dict[str, str],
    count_pending: bool = False,
) -> Points:
    """The points of a child at one choice.

    `complexes` gives the complex of each institution that a claim may name. With `count_pending`
    claims that nobody has verified yet count as true: what a parent is shown before submitting.
    """
    facts = list(claims)
    lines = [
        _line(rule, facts, choice, birth_year, complexes, count_pending=count_pending)
        for rule in rules
    ]
    lines = _only_the_best_of_each_group_counts(rules, lines)
    kinds = {rule.code: rule.kind for rule in rules}
    counted = [line for line in lines if line.why is Why.COUNTED]
    return Points(
        resident=any(kinds[line.criterion] is Kind.RESIDENCE for line in counted),
        statutory=sum(line.points for line in counted if line.stage is Stage.STATUTORY),
        municipal=sum(line.points for line in counted if line.stage is Stage.MUNICIPAL),
        has_statement=any(kinds[line.criterion] is Kind.STATEMENT for line in counted),
        lines=tuple(lines),
    )


def _line(
    rule: CriterionRule,
    claims: list[ClaimFact],
    choice: ChoiceFact,
    birth_year: int,
    complexes: dict[str, str],
    *,
    count_pending: bool,
) -> PointsLine:
    why = _why(rule, claims, choice, birth_year, complexes, count_pending=count_pending)
    points = rule.points if why is Why.COUNTED else 0
    return PointsLine(criterion=rule.code, stage=rule.stage, points=points, why=why)


def _why(
    rule: CriterionRule,
    claims: list[ClaimFact],
    choice: ChoiceFact,
    birth_year: int,
    complexes: dict[str, str],
    *,
    count_pending: bool,
) -> Why:
    if rule.scope is Scope.FIRST_CHOICE_ONLY and not choice.is_in_first_choice:
        return Why.NOT_FIRST_CHOICE
    if not _birth_year_fits(rule, birth_year):
        return Why.OTHER_BIRTH_YEAR
    if rule.kind is Kind.FIRST_CHOICE:
        return Why.COUNTED
    made = [claim for claim in claims if claim.criterion == rule.code]
    if not made:
        return Why.NOT_CLAIMED
    here = [claim for claim in made if _claim_reaches(rule, claim, choice, complexes)]
    if not here:
        return Why.OTHER_INSTITUTION
    verdicts = {claim.verdict for claim in here}
    if Verdict.ACCEPTED in verdicts:
        return Why.COUNTED
    if verdicts & {Verdict.PENDING, Verdict.TO_COMPLETE}:
        return Why.COUNTED if count_pending else Why.NOT_VERIFIED
    return Why.REJECTED


def _birth_year_fits(rule: CriterionRule, birth_year: int) -> bool:
    after_first = rule.birth_year_from is None or birth_year >= rule.birth_year_from
    before_last = rule.birth_year_to is None or birth_year <= rule.birth_year_to
    return after_first and before_last


def _claim_reaches(
    rule: CriterionRule, claim: ClaimFact, choice: ChoiceFact, complexes: dict[str, str]
) -> bool:
    """Does a claim made for one institution speak of this choice?"""
    if claim.institution is None or claim.institution == choice.institution:
        return True
    claimed_complex = complexes.get(claim.institution, "")
    return rule.counts_in_complex and claimed_complex != "" and claimed_complex == choice.complex


def _only_the_best_of_each_group_counts(
    rules: Sequence[CriterionRule], lines: list[PointsLine]
) -> list[PointsLine]:
    """Of mutually exclusive criteria the one worth most counts; of equals the first listed."""
    groups = {rule.code: rule.exclusive_group for rule in rules if rule.exclusive_group}
    best: dict[str, PointsLine] = {}
    for line in lines:
        group = groups.get(line.criterion)
        if (
            group
            and line.why is Why.COUNTED
            and (group not in best or line.points > best[group].points)
        ):
            best[group] = line
    return [
        PointsLine(line.criterion, line.stage, 0, Why.BETTER_OF_GROUP)
        if line.why is Why.COUNTED
        and (group := groups.get(line.criterion)) is not None
        and best[group] is not line
        else line
        for line in lines
    ]
