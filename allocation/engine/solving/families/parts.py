"""The independent parts of a reduced town in which families leave something to decide."""

from collections import defaultdict
from dataclasses import dataclass

from allocation.engine.solving.families.town import JointWish, Town
from allocation.engine.solving.market import Market


@dataclass(frozen=True, slots=True)
class Part:
    """A town of its own; `children` and `families` are its numbers in the whole town."""

    town: Town
    children: tuple[int, ...]
    families: tuple[int, ...]


def parts_with_families(town: Town) -> list[Part]:
    """Split a reduced town where families have entries left.

    Two groups belong together when somebody may come to either. Where no family may come,
    deferred acceptance has decided already.
    """
    joined = _JoinedGroups(len(town.market.seats))
    for wishes in town.market.wishes:
        for wish in wishes:
            joined.join(wishes[0].group, wish.group)
    for family in town.families:
        for group in _groups(family):
            joined.join(_groups(family)[0], group)
    families: dict[int, list[int]] = defaultdict(list)
    for number, family in enumerate(town.families):
        if family.entries:
            families[joined.root(_groups(family)[0])].append(number)
    children: dict[int, list[int]] = defaultdict(list)
    for child, wishes in enumerate(town.market.wishes):
        for wish in wishes[:1]:
            children[joined.root(wish.group)].append(child)
    return [_part(town, children[root], families[root]) for root in sorted(families)]


def _groups(family: JointWish) -> list[int]:
    return [wish.group for entry in family.entries for wish in entry.wishes if wish is not None]


def _part(town: Town, children: list[int], families: list[int]) -> Part:
    siblings = {child for family in families for child in town.families[family].children}
    members = sorted(siblings.union(children))
    local = {child: index for index, child in enumerate(members)}
    market = Market(town.market.seats, tuple(town.market.wishes[child] for child in members))
    joint = tuple(
        family._replace(children=tuple(local[child] for child in family.children))
        for family in (town.families[number] for number in families)
    )
    positions = tuple(town.positions[child] for child in members)
    return Part(Town(market, joint, positions), tuple(members), tuple(families))


class _JoinedGroups:
    """Groups that depend on each other (union-find)."""

    def __init__(self, groups: int) -> None:
        self._parent = list(range(groups))

    def join(self, one: int, other: int) -> None:
        self._parent[self.root(other)] = self.root(one)

    def root(self, group: int) -> int:
        while self._parent[group] != group:
            self._parent[group] = self._parent[self._parent[group]]
            group = self._parent[group]
        return group
