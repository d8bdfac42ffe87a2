"""The problem in whole numbers: what every step after this one works on.

A key becomes a *rank* in its group: 0 is the best, equal keys have equal ranks. A wish list
ends at the place the child holds already.
"""

import hashlib
from dataclasses import dataclass
from enum import IntEnum
from functools import partial
from typing import NamedTuple

from allocation.engine.problem import (
    Child,
    Key,
    Lottery,
    LotteryLevel,
    Problem,
    Reserve,
    ReserveOrder,
    Rules,
    UnfilledReserve,
)

SECURED_RANK = -1
"""The rank of a child that holds the place already: above everybody."""

FIRST_IN_LOTTERY = 10**9


class Standing(IntEnum):
    """Whether reserved places of the group are meant for the child."""

    ORDINARY = 0
    ENTITLED = 1


class Wish(NamedTuple):
    """One wish in numbers."""

    group: int
    rank: int
    standing: Standing


@dataclass(frozen=True, slots=True)
class Seats:
    """The places of one group; `places` includes the `reserved` ones."""

    places: int
    reserved: int
    reserve_first: bool
    kept_empty: bool

    @property
    def open(self) -> int:
        return self.places - self.reserved


@dataclass(frozen=True, slots=True)
class Market:
    """Groups and children by their position among the sorted ids.

    `wishes[child]` is the list of the child, dearest first.
    """

    seats: tuple[Seats, ...]
    wishes: tuple[tuple[Wish, ...], ...]


def build_market(problem: Problem) -> Market:
    """Translate a problem into numbers."""
    number = {group.id: index for index, group in enumerate(problem.groups)}
    keys = competing_keys(problem)
    ranks = _ranks(len(problem.groups), keys, number)
    traits = [_reserved_trait(group.reserves) for group in problem.groups]
    wishes = []
    for child, own_keys in zip(problem.children, keys, strict=True):
        wish_list = []
        for group_id, key in own_keys.items():
            group = number[group_id]
            rank = SECURED_RANK if group_id == child.secured else ranks[group][key]
            standing = Standing.ENTITLED if traits[group] in child.traits else Standing.ORDINARY
            wish_list.append(Wish(group, rank, standing))
        wishes.append(tuple(wish_list))
    return Market(
        seats=tuple(
            _seats(group.capacity, group.reserved_seats, problem.rules) for group in problem.groups
        ),
        wishes=tuple(wishes),
    )


def competing_keys(problem: Problem) -> list[dict[str, Key]]:
    """Return each child's key by group, in order of wish, as the rules compare them.

    The list ends at the secured place, which is added if the child did not name it; its key
    there is empty, because nobody competes for it. A lottery appends its number to every key.
    """
    drawn = _lottery_numbers(problem)
    keys: list[dict[str, Key]] = []
    for child in problem.children:
        own: dict[str, Key] = {}
        for choice in child.choices:
            if choice.group == child.secured:
                break
            own[choice.group] = (*choice.key, *drawn.get(child.id, ()))
        if child.secured is not None:
            own[child.secured] = ()
        keys.append(own)
    return keys


def _lottery_numbers(problem: Problem) -> dict[str, Key]:
    """Give every child its number in the draw; the first has the highest."""
    lottery = problem.rules.lottery
    if lottery is None:
        return {}
    if lottery.ranks:
        return {drawn.child: (FIRST_IN_LOTTERY - drawn.rank + 1,) for drawn in lottery.ranks}
    draw = partial(_family_draw if lottery.level is LotteryLevel.FAMILY else _child_draw, lottery)
    order = sorted(problem.children, key=draw)
    return {child.id: (FIRST_IN_LOTTERY - place,) for place, child in enumerate(order)}


def _child_draw(lottery: Lottery, child: Child) -> str:
    """Order children by sha256 of seed, colon and id."""
    return _digest(f"{lottery.seed}:{child.id}")


def _family_draw(lottery: Lottery, child: Child) -> tuple[str, str]:
    """Order families and children without siblings together, then the children of a family."""
    own = _digest(f"{lottery.seed}:C/{child.id}")
    family = own if child.family is None else _digest(f"{lottery.seed}:F/{child.family}")
    return family, own


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _ranks(
    number_of_groups: int, keys: list[dict[str, Key]], number: dict[str, int]
) -> list[dict[Key, int]]:
    found: list[set[Key]] = [set() for _ in range(number_of_groups)]
    for own in keys:
        for group_id, key in own.items():
            found[number[group_id]].add(key)
    return [
        {key: rank for rank, key in enumerate(sorted(group_keys, reverse=True))}
        for group_keys in found
    ]


def _reserved_trait(reserves: tuple[Reserve, ...]) -> str | None:
    return reserves[0].trait if reserves else None


def _seats(capacity: int, reserved: int, rules: Rules) -> Seats:
    return Seats(
        places=capacity,
        reserved=reserved,
        reserve_first=rules.reserve_order is ReserveOrder.RESERVE_FIRST,
        kept_empty=rules.unfilled_reserve is UnfilledReserve.KEPT_EMPTY,
    )
