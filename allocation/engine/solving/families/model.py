"""The CP-SAT model of a town with families: the rules as constraints, in cut-off form.

The rules about places are those of `solving.model`. A child without siblings goes by limits, as
there. A family goes by its entries: it gets an entry or one it wants more, or some group in the
entry has no room for the siblings it asks for.

Roth 1984; Klaus & Klijn 2005; Sun, Takenami, Moriwaki, Tomita, Yokoo 2023-24.
"""

from itertools import accumulate

from allocation.engine.solving.families.town import Town
from allocation.engine.solving.families.variables import JointVariables
from allocation.engine.solving.model import (
    each_child_gets_at_most_one_place,
    nobody_below_a_refused_key_is_admitted,
    places_are_not_exceeded,
    secured_places_are_kept,
)
from allocation.engine.solving.reserved_places import reserved_places_follow_the_declared_order


def build_model(town: Town, *, may_block: bool) -> JointVariables:
    """Return the variables of a town under all the rules, without an objective.

    `may_block`: families may block, and those that do are marked.
    """
    x = JointVariables(town, may_block=may_block)
    each_family_gets_at_most_one_entry(x)
    siblings_go_where_their_entry_brings_them(x)
    each_child_gets_at_most_one_place(x)
    secured_places_are_kept(x)
    places_are_not_exceeded(x)
    nobody_below_a_refused_key_is_admitted(x)
    a_group_refuses_only_when_it_is_full(x)
    no_child_without_siblings_is_passed_over(x)
    no_family_is_passed_over(x)
    reserved_places_follow_the_declared_order(x)
    return x


def each_family_gets_at_most_one_entry(x: JointVariables) -> None:
    """A family gets one of its joint wishes, or nobody in it gets a place."""
    for takes in x.takes:
        x.cp.add_at_most_one(takes)


def siblings_go_where_their_entry_brings_them(x: JointVariables) -> None:
    """A child of a family gets a group exactly when the entry of its family says so."""
    for family, takes in zip(x.town.families, x.takes, strict=True):
        for index, child in enumerate(family.children):
            for position, wish in enumerate(x.market.wishes[child]):
                bringing = [
                    literal
                    for entry, literal in zip(family.entries, takes, strict=True)
                    if entry.wishes[index] == wish
                ]
                x.cp.add(sum(bringing) == x.gets[child][position])


def a_group_refuses_only_when_it_is_full(x: JointVariables) -> None:
    """A group refuses a child only when all its places are taken, and by children above it."""
    for group, refuses in x.refuses.items():
        *_, of_all = refuses.values()
        x.cp.add(x.taken[group] == x.places(group)).only_enforce_if(of_all)


def no_child_without_siblings_is_passed_over(x: JointVariables) -> None:
    """A child without siblings gets each group, or one it wants more, or the group refuses it."""
    for group, refuses in x.refuses.items():
        for rank, rows in x.asking[group].items():
            for child, position in rows:
                if child not in x.siblings:
                    x.cp.add_bool_or(*x.gets[child][: position + 1], refuses[rank])


def no_family_is_passed_over(x: JointVariables) -> None:
    """A family gets each entry, or one it wants more, or a group in the entry has no room."""
    for number, (family, takes) in enumerate(zip(x.town.families, x.takes, strict=True)):
        as_good = accumulate([literal] for literal in takes)
        for entry, wanted_as_much in zip(family.entries, as_good, strict=True):
            no_room = [x.has_no_room(number, demand) for demand in entry.demands()]
            x.cp.add_bool_or(*wanted_as_much, *no_room, *x.blocks[number : number + 1])
