"""What is known of a child, as values: who it is, what was claimed, where it asks for a place."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Verdict(StrEnum):
    """What the committee said of a claim."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    TO_COMPLETE = "to_complete"


@dataclass(frozen=True, slots=True)
class Income:
    """Net income of the family in złoty, month by month, and the number of persons living on it."""

    months: tuple[Decimal, ...]
    persons: int
    with_disabled_child: bool = False

    def __post_init__(self) -> None:
        if not self.months or self.persons < 1:
            raise ValueError("an income needs months, and somebody who lives on it")

    @property
    def per_person(self) -> Decimal:
        """What one person has on average in a month."""
        return sum(self.months, Decimal(0)) / len(self.months) / self.persons


@dataclass(frozen=True, slots=True)
class ClaimFact:
    """A claim of the parent and the committee's verdict; `institution` for per-choice criteria.

    What the criterion asks for stands beside it: the code of a level, for how many parents it
    holds, a number, an income.
    """

    criterion: str
    verdict: Verdict
    institution: str | None = None
    level: str = ""
    parents: int = 0
    number: Decimal | None = None
    income: Income | None = None


@dataclass(frozen=True, slots=True)
class ChildFact:
    """The child: its age in the year in which the school year begins, its parents.

    `parents` is 1 where one person raises the child alone: what must hold for all parents then
    must hold for that one.
    """

    age: int
    parents: int = 2
    is_deferred: bool = False


@dataclass(frozen=True, slots=True)
class ChoiceFact:
    """A ranked choice: the codes of its institution, of the institution of first choice, and of
    its own complex (or `""`); the kind of its group.
    """

    institution: str
    first_choice: str
    complex: str = ""
    group_kind: str = ""

    @property
    def is_in_first_choice(self) -> bool:
        """Is the group one of the institution that stands first, wherever the group itself stands?

        Resolutions speak of the institution of first choice (uchwała XIV/172/2015 of Legionowo:
        placówka wskazana jako pierwszego wyboru), not of the group on the first place.
        """
        return self.institution == self.first_choice
