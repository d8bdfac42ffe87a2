"""What the engine is asked: groups with places, children with ordered wishes, and the rules.

Everything is checked when it is built and sorted by id, so the order in which the
caller found its rows cannot matter.
"""

from dataclasses import dataclass, field, replace
from typing import Self

from allocation.engine.problem.agreement import (
    require_countable_entries,
    require_distances_where_used,
    require_each_element_named,
    require_equal_key_lengths,
    require_families_to_agree,
    require_known_groups,
    require_room_for_secured,
    require_rules_for_families,
    require_rules_for_minimum_sizes,
    require_rules_for_reserves,
    require_whole_draw,
)
from allocation.engine.problem.children import Child, Family
from allocation.engine.problem.places import Group
from allocation.engine.problem.rules import Rules
from allocation.engine.problem.values import require_unique


@dataclass(frozen=True, slots=True)
class Problem:
    """One frozen procedure. Building it raises `InputError` naming the first wrong place.

    `key_names` say what the elements of all keys are called; they decide nothing.
    """

    groups: tuple[Group, ...]
    children: tuple[Child, ...]
    rules: Rules = field(default_factory=Rules)
    families: tuple[Family, ...] = ()
    key_names: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        require_unique((group.id for group in self.groups), "groups")
        require_unique((child.id for child in self.children), "children")
        require_unique((family.id for family in self.families), "families")
        require_rules_for_reserves(self.groups, self.rules)
        require_rules_for_minimum_sizes(self.groups, self.rules, self.families)
        require_known_groups(self.groups, self.children)
        require_distances_where_used(self.children, self.families, self.rules)
        require_equal_key_lengths(self.children)
        require_each_element_named(self.key_names, self.children)
        require_room_for_secured(self.groups, self.children)
        require_families_to_agree(self.families, self.children)
        require_rules_for_families(self.families, self.children, self.groups, self.rules)
        require_countable_entries(self.families, self.children, self.groups)
        require_whole_draw(self.children, self.rules)
        for name in ("groups", "children", "families"):
            in_order = tuple(sorted(getattr(self, name), key=lambda part: part.id))
            object.__setattr__(self, name, in_order)

    def with_rules(self, rules: Rules) -> Self:
        """Ask the same question under other rules, for example another tie rule."""
        return replace(self, rules=rules)
