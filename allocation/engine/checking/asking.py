"""Everybody asks again, in the order of wish, for `check`."""

from collections.abc import Collection

from allocation.engine.checking.case import Case
from allocation.engine.problem import TieRule


def best_places(
    case: Case, closed: Collection[str] = (), *, equals_stay: bool | None = None
) -> dict[str, str | None]:
    """Return the best place for every child while the groups follow their rules.

    Equal children of whom not all fit stay or go as the rule for ties says, or `equals_stay`.

    A group refuses only whom it must refuse among those who have asked so far, so what the
    children end with is the best for each of them.
    """
    if equals_stay is None:
        equals_stay = case.rules.ties is not TieRule.COMMITTEE
    admit = case.possibly_in if equals_stay else case.surely_in
    wishes = {
        child: [group for group in reversed(groups) if group not in closed]
        for child, groups in case.listed.items()
    }
    asked: dict[str, list[str]] = {group: [] for group in case.groups}
    places: dict[str, str | None] = dict.fromkeys(wishes)
    searching = set(wishes)
    while searching:
        called: set[str] = set()
        for child in searching:
            places[child] = None
            if wishes[child]:
                group = wishes[child].pop()
                places[child] = group
                asked[group].append(child)
                called.add(group)
        searching = set()
        for group in called:
            admitted = admit(group, asked[group])
            searching |= {c for c in asked[group] if places[c] == group and c not in admitted}
    return places
