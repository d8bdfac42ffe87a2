"""A problem and an answer side by side, in the words of the rules, for `check`.

Nothing here is shared with the modules that allocate. The places of a group are handed out one
by one to children standing in a line.
"""

from collections.abc import Collection, Iterable
from itertools import takewhile
from typing import NamedTuple

from allocation.engine.checking.draw import drawn_numbers
from allocation.engine.problem import (
    Child,
    Group,
    Key,
    Problem,
    ReserveOrder,
    UnfilledReserve,
)

OPEN, RESERVED, SECURED = "open", "reserved", "secured"


class Seen(NamedTuple):
    """All a group sees of a child; the greater one stands first in the line."""

    holds: bool
    key: Key
    is_ordinary: bool


class Case:
    """Who listed what with which key, who got what, who is left wanting what.

    `listed` are all groups for which a child competes, `wishes` those of them that open. A child
    of a family asks with its family, so `asking` names it only where it is inside.
    """

    def __init__(
        self,
        problem: Problem,
        assignment: dict[str, str | None],
        closed: Collection[str] = (),
    ) -> None:
        self.problem = problem
        self.rules = problem.rules
        self.groups = {group.id: group for group in problem.groups}
        self.children = {child.id: child for child in problem.children}
        self.closed = frozenset(closed)
        self.listed = {child.id: _wishes(child) for child in problem.children}
        self.wishes = {
            child: [group for group in groups if group not in self.closed]
            for child, groups in self.listed.items()
        }
        self.assignment = assignment
        self.seen = self._seen()
        self.inside: dict[str, list[str]] = {group: [] for group in self.groups}
        self.asking: dict[str, list[str]] = {group: [] for group in self.groups}
        for child, wishes in self.wishes.items():
            for group in wishes:
                is_inside = group == assignment.get(child)
                if is_inside or self.children[child].family is None:
                    self.asking[group].append(child)
                if is_inside:
                    self.inside[group].append(child)
                    break

    def refused(self, group: str) -> list[str]:
        """Return the children who wanted the group more than what they got."""
        inside = set(self.inside[group])
        return [child for child in self.asking[group] if child not in inside]

    def key(self, child: str, group: str) -> Key:
        return self.seen[group][child].key

    def holds(self, child: str, group: str) -> bool:
        """Tell whether the child has a secured place in the group."""
        return self.seen[group][child].holds

    def is_entitled(self, child: str, group: str) -> bool:
        """Tell whether reserved places of the group are meant for the child."""
        return not self.seen[group][child].is_ordinary

    def equals(self, child: str, group: str) -> Seen:
        """Return what the group sees of a child; two children who share it are equal there."""
        return self.seen[group][child]

    def surely_in(self, group: str, asking: Collection[str]) -> set[str]:
        """Return who is admitted however equal children are ordered: all their equals fit."""
        seen = self.seen[group]
        out = {
            seen[child]
            for seated in self.both_line_ups(group, asking)
            for child in asking
            if child not in seated
        }
        return {child for child in asking if seen[child] not in out}

    def possibly_in(self, group: str, asking: Collection[str]) -> set[str]:
        """Return who is admitted in some order of equal children: one of their equals fits."""
        seen = self.seen[group]
        fit = {seen[child] for seated in self.both_line_ups(group, asking) for child in seated}
        return {child for child in asking if seen[child] in fit}

    def both_line_ups(self, group: str, asking: Collection[str]) -> list[dict[str, str]]:
        """Seat the children twice: among equals, entitled children once last and once first."""
        line_ups = [self.seat_by_seat(group, self.line(group, asking))]
        if self.groups[group].reserves:
            line_ups.append(self.seat_by_seat(group, self.line(group, asking, entitled_first=True)))
        return line_ups

    def line(self, group: str, asking: Iterable[str], *, entitled_first: bool = False) -> list[str]:
        """Line the children up: who holds a place, then the highest key first."""
        seen = self.seen[group]
        if not entitled_first:
            return sorted(asking, key=seen.__getitem__, reverse=True)
        return sorted(
            asking,
            key=lambda child: (seen[child].holds, seen[child].key, not seen[child].is_ordinary),
            reverse=True,
        )

    def seat_by_seat(self, group_id: str, line: list[str]) -> dict[str, str]:
        """Hand out the places one by one; return the kind of place of everybody who sits."""
        group = self.groups[group_id]
        free = {OPEN: group.capacity - group.reserved_seats, RESERVED: group.reserved_seats}
        seated = self._seat_secured(group, line, free)
        phases = [OPEN, RESERVED]
        if self.rules.reserve_order is ReserveOrder.RESERVE_FIRST:
            phases = [RESERVED, OPEN]
        for kind in phases:
            for child in line:
                if not free[kind]:
                    break
                may_sit = kind == OPEN or self.is_entitled(child, group_id)
                if may_sit and child not in seated:
                    seated[child] = kind
                    free[kind] -= 1
        if self.rules.unfilled_reserve is UnfilledReserve.OPEN_TO_ALL:
            for child in line:
                if free[RESERVED] and child not in seated:
                    seated[child] = OPEN
                    free[RESERVED] -= 1
        return seated

    def _seat_secured(self, group: Group, line: list[str], free: dict[str, int]) -> dict[str, str]:
        """Seat the children with a secured place first, on places of their own kind if any."""
        prefers_reserved = self.rules.reserve_order is ReserveOrder.RESERVE_FIRST
        holders = list(takewhile(lambda child: self.holds(child, group.id), line))
        holders.sort(key=lambda child: self.is_entitled(child, group.id) is not prefers_reserved)
        for child in holders:
            first, second = OPEN, RESERVED
            if prefers_reserved and self.is_entitled(child, group.id):
                first, second = RESERVED, OPEN
            free[first if free[first] else second] -= 1
        return dict.fromkeys(holders, SECURED)

    def _seen(self) -> dict[str, dict[str, Seen]]:
        drawn = drawn_numbers(self.problem)
        meant_for = {
            group.id: {reserve.trait for reserve in group.reserves} for group in self.problem.groups
        }
        seen: dict[str, dict[str, Seen]] = {group: {} for group in self.groups}
        for child in self.problem.children:
            keys = {choice.group: choice.key + drawn.get(child.id, ()) for choice in child.choices}
            if child.secured:
                keys[child.secured] = ()
            for group, key in keys.items():
                is_ordinary = meant_for[group].isdisjoint(child.traits)
                seen[group][child.id] = Seen(group == child.secured, key, is_ordinary)
        return seen


def _wishes(child: Child) -> list[str]:
    """Return the groups a child competes for; the list ends where it holds a place."""
    wishes: list[str] = []
    for choice in child.choices:
        if choice.group == child.secured:
            break
        wishes.append(choice.group)
    return wishes + ([child.secured] if child.secured else [])
