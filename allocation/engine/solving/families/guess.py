"""A good first guess for the solver: families ask in order of their entries, as if children.

Deferred acceptance in which a family has one entry at a time, everybody else the whole list. A
family that is refused takes the best entry it could have then; so does one that could have a
better entry than its own (Ashlagi, Braverman, Hassidim 2014; Sun, Yokoyama, Yokoo 2025). If
this comes to rest, no family and no single child could have anything better. It need not; then
there is no guess, and the solver begins with nothing.
"""

from allocation.engine.solving.deferred import ask_in_order
from allocation.engine.solving.families.blocking import Seated
from allocation.engine.solving.families.town import Town
from allocation.engine.solving.market import Market, Wish

ROUNDS_TOGETHER = 30
"""So many times all families that could do better move at once; then one at a time."""

MOST_ROUNDS = 300


def guess(town: Town) -> list[Wish | None] | None:
    """Return for every child the wish it gets in some assignment that keeps all the rules."""
    entries = [0] * len(town.families)
    for number in range(MOST_ROUNDS):
        obtained = _deferred_acceptance(town, entries)
        moves = _moves(town, entries, obtained)
        if not moves:
            return obtained
        for family, entry in moves[: None if number < ROUNDS_TOGETHER else 1]:
            entries[family] = entry
    return None


def _deferred_acceptance(town: Town, entries: list[int]) -> list[Wish | None]:
    asked = list(town.market.wishes)
    for family, number in zip(town.families, entries, strict=True):
        entry = family.entries[number : number + 1]
        for index, child in enumerate(family.children):
            asked[child] = tuple(
                wish for wish in (wishes.wishes[index] for wishes in entry) if wish is not None
            )
    positions = ask_in_order(Market(town.market.seats, tuple(asked)), equals_stay=True)
    return [
        next(iter(wishes[position:]), None)
        for wishes, position in zip(asked, positions, strict=True)
    ]


def _moves(town: Town, entries: list[int], obtained: list[Wish | None]) -> list[tuple[int, int]]:
    """Say which families change to which entry; those refused what they asked for come first."""
    seated = Seated(town, obtained)
    refused, could_do_better = [], []
    for number, family in enumerate(town.families):
        entry = seated.entry_of(family)
        better = seated.better_entry(family)
        if entry != entries[number]:
            refused.append((number, entry if better is None else better))
        elif better is not None:
            could_do_better.append((number, better))
    return refused + could_do_better
