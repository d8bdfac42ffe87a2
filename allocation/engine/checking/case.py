"""A problem and an answer side by side, in the words of the rules, for `check`.

Nothing here is shared with the modules that allocate. The places of a group are handed out one
by one to children standing in a line.
"""

from collections.abc import Collection, Iterable

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
        self.keys = self._keys()
        self.seen_as = {
            child: {
                group: (
                    self.holds(child, group),
                    self.key(child, group),
                    self.is_entitled(child, group),
                )
                for group in wishes
            }
            for child, wishes in self.listed.items()
        }
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
        return self.keys[child][group]

    def holds(self, child: str, group: str) -> bool:
        """Tell whether the child has a secured place in the group."""
        return self.children[child].secured == group

    def is_entitled(self, child: str, group: str) -> bool:
        """Tell whether reserved places of the group are meant for the child."""
        reserves = self.groups[group].reserves
        return any(reserve.trait in self.children[child].traits for reserve in reserves)

    def equals(self, child: str, group: str) -> tuple[bool, Key, bool]:
        """Return what the group sees of a child; two children who share it are equal there."""
        return self.seen_as[child][group]

    def surely_in(self, group: str, asking: Collection[str]) -> set[str]:
        """Return who is admitted however equal children are ordered: all their equals fit."""
        out = {
            self.equals(child, group)
            for seated in self.both_line_ups(group, asking)
            for child in asking
            if child not in seated
        }
        return {child for child in asking if self.equals(child, group) not in out}

    def possibly_in(self, group: str, asking: Collection[str]) -> set[str]:
        """Return who is admitted in some order of equal children: one of their equals fits."""
        fit = {
            self.equals(child, group)
            for seated in self.both_line_ups(group, asking)
            for child in seated
        }
        return {child for child in asking if self.equals(child, group) in fit}

    def both_line_ups(self, group: str, asking: Collection[str]) -> list[dict[str, str]]:
        """Seat the children twice: among equals, entitled children once last and once first."""
        line_ups = [self.seat_by_seat(group, self.line(group, asking))]
        if self.groups[group].reserves:
            line_ups.append(self.seat_by_seat(group, self.line(group, asking, entitled_first=True)))
        return line_ups

    def line(self, group: str, asking: Iterable[str], *, entitled_first: bool = False) -> list[str]:
        """Line the children up: the highest key first."""
        in_order = sorted(
            asking, key=lambda child: self.is_entitled(child, group) is not entitled_first
        )
        return sorted(in_order, key=lambda child: self.key(child, group), reverse=True)

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
                may_sit = kind == OPEN or self.is_entitled(child, group_id)
                if free[kind] and may_sit and child not in seated:
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
        holders = [child for child in line if self.holds(child, group.id)]
        holders.sort(key=lambda child: self.is_entitled(child, group.id) is not prefers_reserved)
        for child in holders:
            first, second = OPEN, RESERVED
            if prefers_reserved and self.is_entitled(child, group.id):
                first, second = RESERVED, OPEN
            free[first if free[first] else second] -= 1
        return dict.fromkeys(holders, SECURED)

    def _keys(self) -> dict[str, dict[str, Key]]:
        drawn = drawn_numbers(self.problem)
        return {
            child.id: {
                **{choice.group: choice.key + drawn.get(child.id, ()) for choice in child.choices},
                **({child.secured: ()} if child.secured else {}),
            }
            for child in self.problem.children
        }


def _wishes(child: Child) -> list[str]:
    """Return the groups a child competes for; the list ends where it holds a place."""
    wishes: list[str] = []
    for choice in child.choices:
        if choice.group == child.secured:
            break
        wishes.append(choice.group)
    return wishes + ([child.secured] if child.secured else [])
