"""A resolution as its readers know it: the rules, the words for them, the proof, the examples."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from recruitment.criteria.facts import ChildFact, ChoiceFact, ClaimFact
from recruitment.criteria.points import Points, points_at_choice
from recruitment.criteria.rules import RuleSet, Stage


class Proof(StrEnum):
    """How a document proves a criterion.

    REQUIRED: it must be there. ONE_OF: it, or another one that is listed so. SEEN: it is shown
    for inspection, and no copy is kept.
    """

    REQUIRED = "required"
    ONE_OF = "one_of"
    SEEN = "seen"


class Verification(StrEnum):
    """How the committee makes sure of a criterion."""

    DOCUMENT = "document"
    DECLARATION = "declaration"
    REGISTER = "register"
    COMPUTED = "computed"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A document that proves a criterion."""

    criterion: str
    name: str
    proof: Proof


@dataclass(frozen=True, slots=True)
class Wording:
    """What people read about a criterion; `in_language` are name and question by language."""

    name: str
    question: str
    legal_basis: str
    verification: Verification
    in_language: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Example:
    """A family described by hand, and the points it must have at one of its choices.

    `choice` is a place on the list of `institutions`, from 1. `unmet_gates` are the criteria
    without which the child does not compete there.
    """

    name: str
    child: ChildFact
    institutions: tuple[str, ...]
    choice: int
    claims: tuple[ClaimFact, ...]
    expected: Mapping[Stage, Decimal]
    unmet_gates: frozenset[str] = frozenset()
    complex: frozenset[str] = frozenset()
    group_kind: str = ""

    def points(self, rules: RuleSet) -> Points:
        """The points that the rules give this family."""
        complexes = dict.fromkeys(self.complex, "complex")
        institution = self.institutions[self.choice - 1]
        choice = ChoiceFact(
            institution=institution,
            first_choice=self.institutions[0],
            complex=complexes.get(institution, ""),
            group_kind=self.group_kind,
        )
        return points_at_choice(rules, self.claims, choice, self.child, complexes=complexes)


@dataclass(frozen=True, slots=True)
class Resolution:
    """All of it. `level_names` are by criterion and level."""

    name: str
    legal_basis: str
    note: str
    rules: RuleSet
    wording: Mapping[str, Wording]
    level_names: Mapping[tuple[str, str], str] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    examples: tuple[Example, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
