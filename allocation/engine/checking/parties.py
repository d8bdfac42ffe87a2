"""Who wishes what: families with their joint wishes, everybody else alone, for `check`."""

from collections.abc import Collection, Iterator, Mapping
from itertools import product
from typing import NamedTuple

from allocation.engine.checking.case import Case
from allocation.engine.problem import Family, JointEntry, TogetherRule

Places = Mapping[str, str | None]


class Party(NamedTuple):
    """The children of a family, or one child; `entries` are the places wished for, in order."""

    family: str | None
    children: tuple[str, ...]
    entries: list[JointEntry]


class Seating:
    """Some places of children, and who could have better ones."""

    def __init__(self, case: Case, places: Places) -> None:
        self._case = case
        self._places = places
        self._inside: dict[str, list[str]] = {group: [] for group in case.groups}
        for child, group in places.items():
            if group is not None:
                self._inside[group].append(child)

    def better_entry(self, party: Party) -> JointEntry | None:
        """Return the first entry the party wants more than its places, and could have."""
        got = tuple(self._places[child] for child in party.children)
        for entry in party.entries:
            if entry == got:
                return None
            if self._could_have(party, entry):
                return entry
        return None

    def _could_have(self, party: Party, entry: JointEntry) -> bool:
        """In each group, few enough others stand above the lowest child that would come."""
        for group in {group for group in entry if group is not None}:
            coming = [c for c, where in zip(party.children, entry, strict=True) if where == group]
            others = [child for child in self._inside[group] if child not in party.children]
            above = [child for child in others if self._is_above_some(group, child, coming)]
            if len(above) > self._case.groups[group].capacity - len(coming):
                return False
        return True

    def _is_above_some(self, group: str, child: str, coming: Collection[str]) -> bool:
        """Nobody is above a child with a secured place; a higher key is above a lower one."""
        case = self._case
        return any(
            not case.holds(other, group)
            and (case.holds(child, group) or case.key(child, group) > case.key(other, group))
            for other in coming
        )


def parties_of(case: Case) -> list[Party]:
    """Return the families by id, then the children without siblings."""
    families = [
        Party(family.id, family.children, list(_entries(case, family)))
        for family in case.problem.families
    ]
    return families + [
        Party(None, (child.id,), [(group,) for group in case.listed[child.id]])
        for child in case.problem.children
        if child.family is None
    ]


def is_together(case: Case, places: Collection[str | None]) -> bool:
    """Tell whether all children have a place, and all in one institution."""
    return None not in places and len({case.groups[group].home for group in places if group}) == 1


def position(case: Case, child: str, group: str | None) -> int:
    """Return where the group stands in the child's list; no place stands behind all."""
    listed = case.listed[child]
    return len(listed) if group is None else listed.index(group)


def _entries(case: Case, family: Family) -> Iterator[JointEntry]:
    """Yield the joint wishes: as listed, or all that the rule allows, the dearest first."""
    if family.rule is None:
        yield from family.joint
        return
    together: list[JointEntry] = []
    for home in {
        case.groups[group].home for child in family.children for group in case.listed[child]
    }:
        at_home = [
            [group for group in case.listed[child] if case.groups[group].home == home]
            for child in family.children
        ]
        together += product(*at_home)
    yield from sorted(together, key=lambda entry: _dearness(case, family, entry))
    if family.rule is TogetherRule.PREFERRED:
        apart: list[JointEntry] = [
            entry
            for entry in product(*([*case.listed[child], None] for child in family.children))
            if any(entry) and not is_together(case, entry)
        ]
        yield from sorted(apart, key=lambda entry: _dearness(case, family, entry))


def _dearness(case: Case, family: Family, entry: JointEntry) -> tuple[int, int, list[int]]:
    """Fewer children without a place come first, then the sum of positions, then each in turn."""
    positions = [
        position(case, child, group) for child, group in zip(family.children, entry, strict=True)
    ]
    return entry.count(None), sum(positions), positions
