"""Who may go where and how far that is, in numbers."""

from dataclasses import dataclass
from operator import itemgetter

from allocation.engine.problem import Problem

NOWHERE = -1
"""The place of a child that gets none."""

Places = list[int]
"""The group of every child, or NOWHERE."""


@dataclass(frozen=True, slots=True)
class Map:
    """Groups and children by their position among the sorted ids.

    `metres[child]` are the groups where the child may go, the nearest first and of equally near
    ones the first by id. `places[group]` is the capacity.
    """

    places: tuple[int, ...]
    metres: tuple[dict[int, int], ...]

    def distance(self, child: int, group: int) -> int:
        """Return how far the child lives from its place; nowhere is no way at all."""
        return 0 if group == NOWHERE else self.metres[child][group]


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
