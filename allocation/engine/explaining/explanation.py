"""What is told about a child: facts of its refusals, and answers of rounds that were run again."""

from collections.abc import Mapping
from dataclasses import dataclass

from allocation.engine.problem import Key
from allocation.engine.result import Refusal


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A question about one child: what if it had these keys instead, in these groups?

    For example the keys with a claim that the committee did not accept, or with the first place
    in the committee's order of equal children. `name` is the asker's own.
    """

    name: str
    keys: Mapping[str, Key]


@dataclass(frozen=True, slots=True)
class WhatIfAnswer:
    """The group the child would have got, all others asking as they did."""

    name: str
    group: str | None


@dataclass(frozen=True, slots=True)
class RefusalExplained:
    """One refused wish.

    `ahead` counts the children who wanted the group at least as much as what they got and stood
    above this one; `equal` the others with the same key. `enough[n]` is the least value of the
    n-th element of the key with which the child would have got the group, everything else being
    as it was; None where that element alone could not have been enough.
    `if_first`: the child would have got the group, had it put it first on its list.
    """

    refusal: Refusal
    ahead: int
    equal: int
    enough: tuple[int | None, ...]
    if_first: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a child is where it is."""

    child: str
    obtained: str | None
    refused: tuple[RefusalExplained, ...]
    what_if: tuple[WhatIfAnswer, ...] = ()
