"""The entries of a family: the ways in which all its children can be placed, dearest first."""

from collections.abc import Sequence
from itertools import product

from allocation.engine.problem import Child, Family, Group, JointEntry, TogetherRule


class Entries:
    """The joint wishes of one family, from the lists of its children and its rule."""

    def __init__(
        self, family: Family, children: dict[str, Child], groups: dict[str, Group]
    ) -> None:
        self._family = family
        self._groups = groups
        self._lists = [
            [choice.group for choice in children[child].choices] for child in family.children
        ]

    def in_order(self) -> list[JointEntry]:
        """Return the entries as the family wishes for them; none is without any place."""
        if self._family.rule is None:
            return list(self._family.joint)
        entries = sorted(self._together(), key=self._positions)
        if self._family.rule is TogetherRule.PREFERRED:
            known = set(entries)
            entries += sorted(
                (entry for entry in self._all() if entry not in known), key=self._positions
            )
        return entries

    def is_together(self, entry: JointEntry) -> bool:
        """Tell whether all children get a place in one institution."""
        homes = {None if group is None else self._groups[group].home for group in entry}
        return len(homes) == 1

    def _together(self) -> list[JointEntry]:
        """List the ways to place every child in one institution that all of them named."""
        by_home = [self._by_home(listed) for listed in self._lists]
        return [
            entry
            for home in by_home[0]
            for entry in product(*(groups.get(home, []) for groups in by_home))
        ]

    def _by_home(self, listed: Sequence[str]) -> dict[tuple[bool, str], list[str]]:
        groups: dict[tuple[bool, str], list[str]] = {}
        for group in listed:
            groups.setdefault(self._groups[group].home, []).append(group)
        return groups

    def _all(self) -> list[JointEntry]:
        """List all ways to place at least one child."""
        ways = product(*([*listed, None] for listed in self._lists))
        return [entry for entry in ways if any(entry)]

    def _positions(self, entry: JointEntry) -> tuple[int, int, list[int]]:
        """Return what orders entries: children without a place, positions in sum, in turn.

        No place counts as the position behind the last one.
        """
        positions = [
            len(listed) if group is None else listed.index(group)
            for listed, group in zip(self._lists, entry, strict=True)
        ]
        return entry.count(None), sum(positions), positions
