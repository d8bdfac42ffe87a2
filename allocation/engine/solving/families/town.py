"""Families in whole numbers, beside the market of single children."""

from dataclasses import dataclass
from typing import NamedTuple

from allocation.engine.problem import Problem
from allocation.engine.solving.families.entries import Entries
from allocation.engine.solving.market import Market, Wish


class Demand(NamedTuple):
    """What an entry asks of one group: so many places, for children down to this rank."""

    group: int
    children: int
    lowest_rank: int


class Entry(NamedTuple):
    """One joint wish: the wish of each child, in the order of the family; None is no place."""

    wishes: tuple[Wish | None, ...]
    is_together: bool

    def demands(self) -> list[Demand]:
        """Say what the entry asks of each group in it."""
        by_group: dict[int, list[int]] = {}
        for wish in self.wishes:
            if wish is not None:
                by_group.setdefault(wish.group, []).append(wish.rank)
        return [Demand(group, len(ranks), max(ranks)) for group, ranks in by_group.items()]


class JointWish(NamedTuple):
    """A family: its children by number, its entries from the dearest on."""

    children: tuple[int, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Town:
    """A market in which some children belong to families.

    `market.wishes` of such a child are the groups to which an entry may bring it. `positions`
    tell for every wish in the market where it stands in the child's own list, and at the end
    what having no place counts: the length of that list.
    """

    market: Market
    families: tuple[JointWish, ...]
    positions: tuple[tuple[int, ...], ...]

    def in_families(self) -> set[int]:
        """Return the children who have siblings."""
        return {child for family in self.families for child in family.children}


def build_town(problem: Problem, market: Market) -> Town:
    """Translate the families of a problem into numbers."""
    children = {child.id: child for child in problem.children}
    groups = {group.id: group for group in problem.groups}
    number = {child.id: index for index, child in enumerate(problem.children)}
    group_number = {group.id: index for index, group in enumerate(problem.groups)}
    by_group = [{wish.group: wish for wish in wishes} for wishes in market.wishes]
    families = []
    for family in problem.families:
        members = tuple(number[child] for child in family.children)
        joint = Entries(family, children, groups)
        entries = tuple(
            Entry(
                tuple(
                    None if group is None else by_group[child][group_number[group]]
                    for child, group in zip(members, entry, strict=True)
                ),
                joint.is_together(entry),
            )
            for entry in joint.in_order()
        )
        families.append(JointWish(members, entries))
    return Town(
        market, tuple(families), tuple(tuple(range(len(wishes) + 1)) for wishes in market.wishes)
    )
