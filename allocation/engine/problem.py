"""What the engine is asked: groups with places, children with ordered wishes, and the rules.

Everything is checked when it is built and sorted by id, so the order in which the
caller found its rows cannot matter.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

from allocation.engine.errors import InputError, UnsupportedError, quoted

Key = tuple[int, ...]

LARGEST = 2**63 - 1
SMALLEST = -(2**63)


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


@dataclass(frozen=True, slots=True)
class Reserve:
    """`seats` places of a group that are kept for children with the trait."""

    trait: str
    seats: int

    def __post_init__(self) -> None:
        _require_text(self.trait, "type")
        _require_count(self.seats, "seats")


@dataclass(frozen=True, slots=True)
class Group:
    """A pool of places a parent can choose; `capacity` includes the reserved places.

    `institution` is carried along for readers and decides nothing.
    """

    id: str
    capacity: int
    reserves: tuple[Reserve, ...] = ()
    institution: str | None = None

    def __post_init__(self) -> None:
        _require_text(self.id, "id")
        _require_count(self.capacity, "capacity")
        if self.institution is not None:
            _require_text(self.institution, "institution")
        if len(self.reserves) > 1:
            raise UnsupportedError(
                "reserves", "more than one reserve in a group is not supported yet"
            )
        if self.reserved_seats > self.capacity:
            raise InputError(
                "reserves",
                f"{self.reserved_seats} reserved places, but the capacity is {self.capacity}",
            )

    @property
    def reserved_seats(self) -> int:
        return sum(reserve.seats for reserve in self.reserves)


@dataclass(frozen=True, slots=True)
class Choice:
    """One wish: the group and the child's key there; a higher key goes before a lower one."""

    group: str
    key: Key

    def __post_init__(self) -> None:
        _require_text(self.group, "group")
        if not self.key:
            raise InputError("key", "must be a non-empty list of integers")
        for index, element in enumerate(self.key):
            _require_integer(element, f"key[{index}]")


@dataclass(frozen=True, slots=True)
class Child:
    """A child, its wishes from the dearest on, and the place it holds already, if any."""

    id: str
    choices: tuple[Choice, ...]
    traits: frozenset[str] = frozenset()
    secured: str | None = None

    def __post_init__(self) -> None:
        _require_text(self.id, "id")
        seen: set[str] = set()
        for index, choice in enumerate(self.choices):
            if choice.group in seen:
                raise InputError(
                    f"choices[{index}].group", f"group {quoted(choice.group)} is listed twice"
                )
            seen.add(choice.group)
        for trait in self.traits:
            _require_text(trait, "traits")
        if self.secured is not None:
            _require_text(self.secured, "secured")


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one procedure; the product's default for equal children is the committee.

    The two reserve rules change outcomes, so they have no default: they must be given as soon
    as a group has reserved places. `lottery_seed` is published text, used by `LOTTERY` only.
    """

    ties: TieRule = TieRule.COMMITTEE
    reserve_order: ReserveOrder | None = None
    unfilled_reserve: UnfilledReserve | None = None
    lottery_seed: str | None = None

    def __post_init__(self) -> None:
        if self.ties is TieRule.LOTTERY:
            if self.lottery_seed is None:
                raise InputError("lottery", "a lottery needs its published seed")
            _require_text(self.lottery_seed, "lottery.seed")
        elif self.lottery_seed is not None:
            raise InputError("lottery", f"a seed is given, but ties are {quoted(self.ties)}")


@dataclass(frozen=True, slots=True)
class Problem:
    """One frozen procedure. Building it raises `InputError` naming the first wrong place."""

    groups: tuple[Group, ...]
    children: tuple[Child, ...]
    rules: Rules = field(default_factory=Rules)

    def __post_init__(self) -> None:
        _require_unique((group.id for group in self.groups), "groups")
        _require_unique((child.id for child in self.children), "children")
        self._require_reserve_rules()
        self._require_known_groups()
        self._require_equal_key_lengths()
        self._require_room_for_secured()
        object.__setattr__(self, "groups", tuple(sorted(self.groups, key=lambda group: group.id)))
        object.__setattr__(
            self, "children", tuple(sorted(self.children, key=lambda child: child.id))
        )

    def with_rules(self, rules: Rules) -> Self:
        """Ask the same question under other rules, for example another tie rule."""
        return type(self)(groups=self.groups, children=self.children, rules=rules)

    def _require_reserve_rules(self) -> None:
        reserving = next((group for group in self.groups if group.reserves), None)
        if reserving is None:
            return
        if self.rules.ties is TieRule.ALL_IN:
            raise UnsupportedError(
                "rules.ties", "all_in in groups with reserved places is not supported yet"
            )
        for name in ("reserve_order", "unfilled_reserve"):
            if getattr(self.rules, name) is None:
                raise InputError(
                    f"rules.{name}",
                    f"must be given, because group {quoted(reserving.id)} has reserved places",
                )

    def _require_known_groups(self) -> None:
        known = {group.id for group in self.groups}
        for index, child in enumerate(self.children):
            for position, choice in enumerate(child.choices):
                if choice.group not in known:
                    raise InputError(
                        f"children[{index}].choices[{position}].group",
                        f"unknown group {quoted(choice.group)}",
                    )
            if child.secured is not None and child.secured not in known:
                raise InputError(
                    f"children[{index}].secured", f"unknown group {quoted(child.secured)}"
                )

    def _require_equal_key_lengths(self) -> None:
        lengths: dict[str, int] = {}
        for index, child in enumerate(self.children):
            for position, choice in enumerate(child.choices):
                expected = lengths.setdefault(choice.group, len(choice.key))
                if len(choice.key) != expected:
                    raise InputError(
                        f"children[{index}].choices[{position}].key",
                        f"has {len(choice.key)} elements, but other keys of group "
                        f"{quoted(choice.group)} have {expected}",
                    )

    def _require_room_for_secured(self) -> None:
        secured = Counter(child.secured for child in self.children)
        for index, group in enumerate(self.groups):
            if secured[group.id] > group.capacity:
                raise InputError(
                    f"groups[{index}].capacity",
                    f"{group.capacity} places, but {secured[group.id]} children hold a secured one",
                )


def _require_text(value: object, place: str) -> None:
    if not isinstance(value, str) or not value:
        raise InputError(place, "must be a non-empty text")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise InputError(place, "holds a broken Unicode character")


def _require_integer(value: object, place: str) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        raise InputError(place, "must be an integer")
    if not SMALLEST <= value <= LARGEST:
        raise InputError(place, "does not fit into 64 bits")


def _require_count(value: object, place: str) -> None:
    _require_integer(value, place)
    if isinstance(value, int) and value < 0:
        raise InputError(place, "must not be negative")


def _require_unique(ids: Iterable[str], place: str) -> None:
    seen: set[str] = set()
    for index, identifier in enumerate(ids):
        if identifier in seen:
            raise InputError(f"{place}[{index}].id", f"{quoted(identifier)} is used twice")
        seen.add(identifier)
