"""What the committee still has to decide: open ties, and orders that no longer speak of everybody.

Pure: values in, values out. A computer may not decide between equal children (WSA Gdańsk
III SA/Gd 455/20, NSA III OSK 4792/21), so an order that is silent about one of them decides
nothing about that one.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self

from allocation.engine import Problem, Result
from allocation.engine.problem import Key
from allocation.keys import BASE_LENGTH

TieKey = tuple[str, Key]
"""Where children are equal: the group, and the points that they share."""


@dataclass(frozen=True, slots=True)
class OpenTie:
    """Children with equal points of whom not all fit: the committee must put them in order.

    `places` remain for them. `is_outdated`: an order is on record, but a child that it does not
    name competes at the same limit, so it must be given again with all of them.
    """

    group: str
    places: int
    points: Key
    children: tuple[str, ...]
    is_outdated: bool

    @classmethod
    def from_json(cls, document: dict[str, Any]) -> Self:
        """Read what `to_json` wrote."""
        return cls(
            group=document["group"],
            places=document["places"],
            points=tuple(document["points"]),
            children=tuple(document["children"]),
            is_outdated=document["is_outdated"],
        )

    def to_json(self) -> dict[str, Any]:
        """This tie as JSON values."""
        return {
            "group": self.group,
            "places": self.places,
            "points": list(self.points),
            "children": list(self.children),
            "is_outdated": self.is_outdated,
        }


@dataclass(frozen=True, slots=True)
class _Competitor:
    """A child that wanted the group at least as much as what it got."""

    child: str
    is_ordered: bool
    is_admitted: bool


def open_ties(problem: Problem, result: Result) -> tuple[OpenTie, ...]:
    """Every place that waits for the committee's word, by group and points.

    The engine reports equal children that nobody has ordered. To these come the orders that fell
    silent: where an ordered child was admitted and an equal child that the order does not name
    was refused, or the other way round, the order decided about a child it does not speak of.
    """
    competitors = _competitors(problem, result)
    ties: dict[TieKey, OpenTie] = {
        (tie.group, tie.key[:BASE_LENGTH]): OpenTie(
            group=tie.group,
            places=tie.places,
            points=tie.key[:BASE_LENGTH],
            children=tuple(sorted(tie.children)),
            is_outdated=False,
        )
        for tie in result.ties
    }
    for (group, points), equals in competitors.items():
        if _is_decided_silently(equals):
            reported = ties.get((group, points))
            ties[group, points] = OpenTie(
                group=group,
                places=sum(equal.is_admitted for equal in equals)
                + (reported.places if reported else 0),
                points=points,
                children=tuple(sorted(equal.child for equal in equals)),
                is_outdated=True,
            )
    return tuple(ties[place] for place in sorted(ties))


def _competitors(problem: Problem, result: Result) -> dict[TieKey, list[_Competitor]]:
    found: dict[TieKey, list[_Competitor]] = defaultdict(list)
    for child in problem.children:
        obtained = result.assignment[child.id]
        for choice in child.choices:
            is_admitted = choice.group == obtained
            found[choice.group, choice.key[:BASE_LENGTH]].append(
                _Competitor(child.id, choice.key[BASE_LENGTH] > 0, is_admitted)
            )
            if is_admitted:
                break
    return found


def _is_decided_silently(equals: list[_Competitor]) -> bool:
    """Did the outcome differ between a child that the order names and one that it does not?"""
    return any(
        ordered.is_admitted != other.is_admitted
        for ordered in _only(equals, is_ordered=True)
        for other in _only(equals, is_ordered=False)
    )


def _only(equals: list[_Competitor], *, is_ordered: bool) -> Iterator[_Competitor]:
    return (equal for equal in equals if equal.is_ordered == is_ordered)
