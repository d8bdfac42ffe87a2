"""Who may go where and how far that is, in numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from allocation.engine.problem import Problem

Integers = npt.NDArray[np.int64]

NOWHERE = -1
"""The place of a child that gets none."""

Places = list[int]
"""The group of every child, or NOWHERE."""


class Ways(NamedTuple):
    """All ways from a child to a group as three columns, child after child as in its `metres`."""

    child: Integers
    group: Integers
    metres: Integers


@dataclass(frozen=True)
class Map:
    """Groups and children by their position among the sorted ids.

    `metres[child]` are the groups where the child may go, the nearest first and of equally near
    ones the first by id. `places[group]` is the capacity.
    """

    places: tuple[int, ...]
    metres: tuple[dict[int, int], ...]

    @cached_property
    def ways(self) -> Ways:
        """Return all ways, for computing with many at once."""
        many = [len(metres) for metres in self.metres]
        total = sum(many)
        return Ways(
            np.repeat(np.arange(len(many)), many),
            integers(chain.from_iterable(self.metres), total),
            integers(chain.from_iterable(metres.values() for metres in self.metres), total),
        )

    def distance(self, child: int, group: int) -> int:
        """Return how far the child lives from its place; nowhere is no way at all."""
        return 0 if group == NOWHERE else self.metres[child][group]


def integers(numbers: Iterable[int], many: int) -> Integers:
    """Gather so many numbers in a column."""
    return np.fromiter(numbers, np.int64, many)


_METRES = itemgetter(1)


def build_map(problem: Problem) -> Map:
    """Translate a problem of final placement into numbers.

    The distances of a child stand by id of group, and stay so where they are equal.
    """
    number = {group.id: index for index, group in enumerate(problem.groups)}
    metres = tuple(
        {number[group]: far for group, far in sorted(child.distances, key=_METRES)}
        for child in problem.children
    )
    return Map(tuple(group.capacity for group in problem.groups), metres)
