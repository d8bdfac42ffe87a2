"""What the parts of a problem must agree about; each function names the first wrong place."""

from collections import Counter
from collections.abc import Sequence
from math import prod

from allocation.engine.errors import InputError, UnsupportedError, quoted
from allocation.engine.problem.children import Child, Family, TogetherRule
from allocation.engine.problem.places import Group
from allocation.engine.problem.rules import ClosingRule, Mechanism, Rules, TieRule
from allocation.engine.problem.values import require_text

STRICT_ORDERS = (TieRule.STRICT, TieRule.LOTTERY)
"""Rules under which no two children are equal where it matters."""

MOST_ENTRIES = 20_000
"""The most joint wishes of one family."""


def require_rules_for_reserves(groups: Sequence[Group], rules: Rules) -> None:
    """Reserved places need both rules about them; everybody-in is not defined for them."""
    reserving = next((group for group in groups if group.reserves), None)
    if reserving is None:
        return
    if rules.mechanism is Mechanism.FINAL_PLACEMENT:
        raise UnsupportedError("rules.mechanism", "final placement knows no reserved places")
    if rules.ties is TieRule.ALL_IN:
        raise UnsupportedError(
            "rules.ties", "all_in in groups with reserved places is not supported yet"
        )
    for name in ("reserve_order", "unfilled_reserve"):
        if getattr(rules, name) is None:
            raise InputError(
                f"rules.{name}",
                f"must be given, because group {quoted(reserving.id)} has reserved places",
            )


def require_rules_for_minimum_sizes(
    groups: Sequence[Group], rules: Rules, families: Sequence[Family]
) -> None:
    """Minimum sizes need a closing rule; the best open set is defined for strict keys."""
    limited = next((group for group in groups if group.min_size), None)
    if limited is None:
        return
    if rules.mechanism is Mechanism.FINAL_PLACEMENT:
        raise UnsupportedError("rules.mechanism", "final placement knows no minimum sizes")
    if rules.closing is None:
        raise InputError(
            "rules.closing", f"must be given, because group {quoted(limited.id)} has a minimum size"
        )
    if families:
        raise UnsupportedError("families", "families and minimum sizes together are not supported")
    if rules.closing is ClosingRule.BEST_OPEN_SET and rules.ties not in STRICT_ORDERS:
        raise UnsupportedError(
            "rules.closing", f"best_open_set needs strict keys or a lottery, not {rules.ties}"
        )


def require_known_groups(groups: Sequence[Group], children: Sequence[Child]) -> None:
    """Every group named by a child must be offered."""
    known = {group.id for group in groups}
    for index, child in enumerate(children):
        for position, choice in enumerate(child.choices):
            if choice.group not in known:
                place = f"children[{index}].choices[{position}].group"
                raise InputError(place, f"unknown group {quoted(choice.group)}")
        if child.secured is not None and child.secured not in known:
            raise InputError(f"children[{index}].secured", f"unknown group {quoted(child.secured)}")
        for group, _ in child.distances:
            if group not in known:
                place = f"children[{index}].distances.{quoted(group)[1:-1]}"
                raise InputError(place, f"unknown group {quoted(group)}")


def require_distances_where_used(
    children: Sequence[Child], families: Sequence[Family], rules: Rules
) -> None:
    """Final placement goes by distances alone; admission knows none."""
    is_final = rules.mechanism is Mechanism.FINAL_PLACEMENT
    if is_final and any(family.joint for family in families):
        raise UnsupportedError("families", "final placement knows no joint entries")
    for index, child in enumerate(children):
        if is_final and child.choices:
            raise InputError(f"children[{index}].choices", "must be empty for final placement")
        if is_final and child.secured is not None:
            raise InputError(f"children[{index}].secured", "final placement knows no secured place")
        if not is_final and child.distances:
            raise InputError(f"children[{index}].distances", "are for final placement only")


def require_equal_key_lengths(children: Sequence[Child]) -> None:
    """Keys of one group are compared element by element, so they have equally many."""
    lengths: dict[str, int] = {}
    for index, child in enumerate(children):
        for position, choice in enumerate(child.choices):
            expected = lengths.setdefault(choice.group, len(choice.key))
            if len(choice.key) != expected:
                raise InputError(
                    f"children[{index}].choices[{position}].key",
                    f"has {len(choice.key)} elements, but other keys of group "
                    f"{quoted(choice.group)} have {expected}",
                )


def require_each_element_named(key_names: Sequence[str], children: Sequence[Child]) -> None:
    """Names of the elements of keys, where given, are different, and there is one for each."""
    seen: set[str] = set()
    for index, name in enumerate(key_names):
        require_text(name, f"key_names[{index}]")
        if name in seen:
            raise InputError(f"key_names[{index}]", f"{quoted(name)} is used twice")
        seen.add(name)
    for index, child in enumerate(children if key_names else ()):
        for position, choice in enumerate(child.choices):
            if len(choice.key) != len(key_names):
                raise InputError(
                    f"children[{index}].choices[{position}].key",
                    f"has {len(choice.key)} elements, but there are {len(key_names)} key_names",
                )


def require_room_for_secured(groups: Sequence[Group], children: Sequence[Child]) -> None:
    """A secured place is one of the places of its group."""
    secured = Counter(child.secured for child in children)
    for index, group in enumerate(groups):
        if secured[group.id] > group.capacity:
            raise InputError(
                f"groups[{index}].capacity",
                f"{group.capacity} places, but {secured[group.id]} children hold a secured one",
            )


def require_families_to_agree(families: Sequence[Family], children: Sequence[Child]) -> None:
    """Families name children who name the family; a joint entry names groups they listed."""
    if not families and not any(child.family for child in children):
        return
    known = {child.id: child for child in children}
    members = {(family.id, child) for family in families for child in family.children}
    for index, child in enumerate(children):
        if child.family is not None and (child.family, child.id) not in members:
            sentence = f"family {quoted(child.family)} does not name this child"
            raise InputError(f"children[{index}].family", sentence)
    for number, family in enumerate(families):
        for index, member in enumerate(family.children):
            place = f"families[{number}].children[{index}]"
            if member not in known:
                raise InputError(place, f"unknown child {quoted(member)}")
            if known[member].family != family.id:
                sentence = f"child {quoted(member)} does not name this family"
                raise InputError(place, sentence)
        _require_listed_groups(family, number, known)


def _require_listed_groups(family: Family, number: int, known: dict[str, Child]) -> None:
    for index, entry in enumerate(family.joint):
        for member, group in zip(family.children, entry, strict=True):
            listed = {choice.group for choice in known[member].choices}
            if group is not None and group not in listed:
                raise InputError(
                    f"families[{number}].joint[{index}]",
                    f"child {quoted(member)} did not list group {quoted(group)}",
                )


def require_rules_for_families(
    families: Sequence[Family],
    children: Sequence[Child],
    groups: Sequence[Group],
    rules: Rules,
) -> None:
    """Joint wishes are defined for strict orders of children and for open places."""
    if not families or rules.mechanism is Mechanism.FINAL_PLACEMENT:
        return
    if rules.ties not in STRICT_ORDERS:
        raise UnsupportedError(
            "families", f"families need strict keys or a lottery, not ties {rules.ties}"
        )
    reserving = {group.id for group in groups if group.reserves}
    for index, child in enumerate(children):
        if child.family is None:
            continue
        if child.secured is not None:
            sentence = "a child of a family with a secured place is not supported yet"
            raise UnsupportedError(f"children[{index}].secured", sentence)
        for position, choice in enumerate(child.choices):
            if choice.group in reserving:
                place = f"children[{index}].choices[{position}].group"
                sentence = "families in groups with reserved places are not supported yet"
                raise UnsupportedError(place, sentence)


def require_countable_entries(
    families: Sequence[Family], children: Sequence[Child], groups: Sequence[Group]
) -> None:
    """All the ways to place a family are looked at, so there cannot be too many of them."""
    lists = {child.id: [choice.group for choice in child.choices] for child in children}
    homes = {group.id: group.home for group in groups}
    for number, family in enumerate(families):
        ways = len(family.joint)
        if family.rule is TogetherRule.PREFERRED:
            ways = prod(len(lists[child]) + 1 for child in family.children) - 1
        if family.rule is TogetherRule.ONLY:
            by_home = [Counter(homes[group] for group in lists[child]) for child in family.children]
            ways = sum(prod(count[home] for count in by_home) for home in by_home[0])
        if ways > MOST_ENTRIES:
            sentence = f"its children can be placed in {ways} ways, more than {MOST_ENTRIES}"
            raise InputError(f"families[{number}]", sentence)


def require_whole_draw(children: Sequence[Child], rules: Rules) -> None:
    """Drawn ranks name every child of the problem and nobody else, once."""
    if rules.lottery is None or not rules.lottery.ranks:
        return
    known = {child.id for child in children}
    drawn = {number.child for number in rules.lottery.ranks}
    for child in sorted(drawn - known):
        raise InputError("rules.lottery.rank", f"unknown child {quoted(child)}")
    for child in sorted(known - drawn):
        raise InputError("rules.lottery.rank", f"child {quoted(child)} was not drawn")
    if len(drawn) < len(rules.lottery.ranks):
        raise InputError("rules.lottery.rank", "a child is named twice")
