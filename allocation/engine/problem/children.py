"""Children, their wishes, and families that wish together."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from allocation.engine.errors import InputError, quoted
from allocation.engine.problem.values import require_count, require_integer, require_text

Key = tuple[int, ...]

SMALLEST_FAMILY = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """One wish: the group and the child's key there; a higher key goes before a lower one."""

    group: str
    key: Key

    def __post_init__(self) -> None:
        require_text(self.group, "group")
        if not self.key:
            raise InputError("key", "must be a non-empty list of integers")
        for index, element in enumerate(self.key):
            require_integer(element, f"key[{index}]")


class Distance(NamedTuple):
    """How far a child lives from a group where it may be sent."""

    group: str
    metres: int


@dataclass(frozen=True, slots=True)
class Child:
    """A child, its wishes from the dearest on, and the place it holds already, if any.

    `distances` name the groups where a child without a place may be sent; they are used by
    final placement only.
    """

    id: str
    choices: tuple[Choice, ...]
    traits: frozenset[str] = frozenset()
    secured: str | None = None
    family: str | None = None
    distances: tuple[Distance, ...] = ()

    def __post_init__(self) -> None:
        require_text(self.id, "id")
        seen: set[str] = set()
        for index, choice in enumerate(self.choices):
            if choice.group in seen:
                raise InputError(
                    f"choices[{index}].group", f"group {quoted(choice.group)} is listed twice"
                )
            seen.add(choice.group)
        for trait in self.traits:
            require_text(trait, "traits")
        for name, value in (("secured", self.secured), ("family", self.family)):
            if value is not None:
                require_text(value, name)
        for group, metres in self.distances:
            require_count(metres, f"distances.{quoted(group)[1:-1]}")
        if len(dict(self.distances)) < len(self.distances):
            raise InputError("distances", "a group is named twice")
        object.__setattr__(self, "distances", tuple(sorted(self.distances)))


class TogetherRule(StrEnum):
    """How siblings wish for the same institution.

    `ONLY`: nowhere else; if not all of them get a place in one institution, none gets any.
    `PREFERRED`: first all ways of being together, then all others.
    """

    ONLY = "together_only"
    PREFERRED = "together_preferred"


JointEntry = tuple[str | None, ...]
"""The groups of the children of a family, in the family's order; None is no place."""


@dataclass(frozen=True, slots=True)
class Family:
    """Children who wish together: by a rule, or by a list of joint entries from the dearest on."""

    id: str
    children: tuple[str, ...]
    rule: TogetherRule | None = None
    joint: tuple[JointEntry, ...] = ()

    def __post_init__(self) -> None:
        require_text(self.id, "id")
        for index, child in enumerate(self.children):
            require_text(child, f"children[{index}]")
        if len(self.children) < SMALLEST_FAMILY:
            raise InputError("children", "a family has at least two children")
        if len(set(self.children)) < len(self.children):
            raise InputError("children", "a child is named twice")
        if (self.rule is None) is not bool(self.joint):
            raise InputError("", "give either a rule or a list of joint entries")
        for index, entry in enumerate(self.joint):
            if len(entry) != len(self.children):
                raise InputError(
                    f"joint[{index}]",
                    f"names {len(entry)} groups for {len(self.children)} children",
                )
            if entry in self.joint[:index]:
                raise InputError(f"joint[{index}]", "is listed twice")
            if not any(entry):
                raise InputError(f"joint[{index}]", "gives nobody a place; leave it out")
