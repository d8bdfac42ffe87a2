"""The rules of one procedure, as a council's resolution would choose them."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from allocation.engine.errors import InputError, quoted
from allocation.engine.problem.values import require_integer, require_text


class Mechanism(StrEnum):
    """What is computed: who is admitted by keys, or where the children left over may go."""

    ADMISSION = "admission"
    FINAL_PLACEMENT = "final_placement"


class TieRule(StrEnum):
    """What happens to children with equal keys when not all of them fit."""

    STRICT = "strict"
    COMMITTEE = "committee"
    ALL_IN = "all_in"
    LOTTERY = "lottery"


class ReserveOrder(StrEnum):
    """Which places of a group are filled first: the reserved or the open ones."""

    RESERVE_FIRST = "reserve_first"
    OPEN_FIRST = "open_first"


class UnfilledReserve(StrEnum):
    """What happens to a reserved place for which no entitled child asks."""

    OPEN_TO_ALL = "open_to_all"
    KEPT_EMPTY = "kept_empty"


class ClosingRule(StrEnum):
    """How it is decided which groups below their minimum size do not open.

    `SEQUENTIAL`: the emptiest one (admitted / minimum) closes and everybody asks again.
    `BEST_OPEN_SET`: of all sets of open groups, the one that places most children, then the
    one with the least total position of wishes, then the one with the fewest closed groups.
    """

    SEQUENTIAL = "sequential"
    BEST_OPEN_SET = "best_open_set"


class LotteryLevel(StrEnum):
    """Who draws a number: every child, or every family with the places inside drawn after."""

    CHILD = "child"
    FAMILY = "family"


class Drawn(NamedTuple):
    """The number of one child in a draw; 1 is the first."""

    child: str
    rank: int


@dataclass(frozen=True, slots=True)
class Lottery:
    """A draw that anybody can repeat: from a published seed, or the drawn ranks themselves.

    `ranks` names every child of the problem.
    """

    seed: str | None = None
    ranks: tuple[Drawn, ...] = ()
    level: LotteryLevel = LotteryLevel.CHILD

    def __post_init__(self) -> None:
        if self.seed is not None:
            require_text(self.seed, "seed")
        if (self.seed is None) is not bool(self.ranks):
            raise InputError("", "give either the published seed or the drawn ranks")
        if self.ranks and self.level is LotteryLevel.FAMILY:
            raise InputError("level", "drawn ranks already say everything; leave the level out")
        for child, rank in self.ranks:
            require_integer(rank, f"rank.{quoted(child)[1:-1]}")
        if sorted(drawn.rank for drawn in self.ranks) != list(range(1, len(self.ranks) + 1)):
            raise InputError("rank", "must give the numbers 1, 2, 3 … once each")
        object.__setattr__(self, "ranks", tuple(sorted(self.ranks)))


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one procedure; the product's default for equal children is the committee.

    The two reserve rules and the closing rule change outcomes, so they have no default: they
    must be given as soon as a group has reserved places or a minimum size.
    """

    ties: TieRule = TieRule.COMMITTEE
    reserve_order: ReserveOrder | None = None
    unfilled_reserve: UnfilledReserve | None = None
    lottery: Lottery | None = None
    closing: ClosingRule | None = None
    mechanism: Mechanism = Mechanism.ADMISSION

    def __post_init__(self) -> None:
        if self.ties is TieRule.LOTTERY and self.lottery is None:
            raise InputError("lottery", "a lottery needs its published seed")
        if self.ties is not TieRule.LOTTERY and self.lottery is not None:
            raise InputError("lottery", f"a lottery is given, but ties are {quoted(self.ties)}")
