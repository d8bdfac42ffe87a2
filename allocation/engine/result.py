"""What the engine answers: who is admitted where, the limits, the open ties, the refusals."""

from dataclasses import dataclass, field
from enum import StrEnum

from allocation.engine.problem import JointEntry, Key


class SolveStatus(StrEnum):
    """How sure the answer is; only `OPTIMAL` may be published."""

    OPTIMAL = "optimal"
    NO_STABLE = "no_stable"
    UNPROVEN = "unproven"


class Reason(StrEnum):
    """Why a child was refused a group it wanted more than what it got.

    When several are true, the first in this order is told. A closed group has no other reason.
    `TOGETHER`: the child alone would have been admitted, but not as its family wished.
    """

    GROUP_CLOSED = "group_closed"
    NO_PLACES = "no_places"
    PLACES_SECURED = "places_secured"
    TOGETHER = "together"
    CONTESTED_TIE = "contested_tie"
    BELOW_CONTESTED_TIE = "below_contested_tie"
    RESERVED_KEPT_EMPTY = "reserved_kept_empty"
    OPEN_PLACES_FULL = "open_places_full"
    FULL_HIGHER_KEYS = "full_higher_keys"


@dataclass(frozen=True, slots=True)
class Tie:
    """Equal children of whom not all fit: the committee must order them, with reasons.

    `places` is how many of `children` will be admitted whatever the order; in a group with
    reserved places an order can let in one more.
    """

    group: str
    places: int
    key: Key
    children: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refused wish: the child's key, the last key admitted on places open to this child."""

    group: str
    own: Key
    last_admitted: Key | None
    capacity: int
    admitted: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class Blocking:
    """A family that could have an entry it wants more; only where no answer avoids it."""

    family: str
    entry: JointEntry


@dataclass(frozen=True, slots=True)
class Displaced:
    """A child without siblings who would have got `independent`, had no siblings wished together.

    It is what togetherness costs others; what the child got stands in the assignment.
    """

    child: str
    independent: str


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """What the whole, unreduced CP-SAT model says about the same problem.

    `differs` names the children to whom it gives another place. It never enters the result's
    bytes: a result that it disputes must not be published at all.
    """

    status: SolveStatus
    agrees: bool
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """One answer. Everything but `second_opinion` is written to files and compared.

    `closed` are the groups that do not open, by id, because of a minimum size. `placed` and `total_distance`
    (metres) belong to final placement. With status `NO_STABLE` nobody is placed: `blocking` are
    the families that block `proposal`, the assignment with the fewest of them, for the office
    to decide.
    """

    problem_sha256: str
    status: SolveStatus
    assignment: dict[str, str | None]
    cutoffs: dict[str, Key | None]
    ties: tuple[Tie, ...]
    refusals: dict[str, tuple[Refusal, ...]]
    engine: dict[str, str]
    closed: tuple[str, ...] = ()
    placed: int | None = None
    total_distance: int | None = None
    blocking: tuple[Blocking, ...] = ()
    proposal: dict[str, str | None] = field(default_factory=dict)
    displaced: tuple[Displaced, ...] = ()
    second_opinion: SecondOpinion | None = field(default=None, compare=False)
