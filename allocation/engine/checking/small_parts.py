"""Tries every assignment of small parts of a problem with families, for `check`.

Which assignment is best, and whether the fewest families block it, is hard in general; the
solver proves it, and loops can repeat the proof only where there is little to try.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from math import prod

from allocation.engine.checking.case import Case
from allocation.engine.checking.parties import Party, Seating, is_together, position
from allocation.engine.errors import quoted
from allocation.engine.problem import Key
from allocation.engine.violation import Violation

MOST_PARTIES = 6
"""Families and children without siblings up to which every assignment of a part is tried."""

MOST_ASSIGNMENTS = 20_000

Part = list[Party]
"""Parties that compete with each other, and with nobody else."""

Worth = tuple[int, int, int, int, list[int]]
"""Blocking families, children without a place, total position, families not together, and the
position of every child in the order of ids: the smaller the better, from left to right."""


def parts_of(case: Case, parties: list[Party]) -> list[Part]:
    """Put together parties that wish for the same groups, directly or through others."""
    wishes = [
        {group for child in party.children for group in case.listed[child]} for party in parties
    ]
    wishing: dict[str, list[int]] = defaultdict(list)
    for number, groups in enumerate(wishes):
        for group in groups:
            wishing[group].append(number)
    parts = []
    seen: set[int] = set()
    for first in range(len(parties)):
        if first in seen:
            continue
        part = [first]
        seen.add(first)
        for number in part:
            for group in wishes[number]:
                more = set(wishing.pop(group, ())) - seen
                part += more
                seen |= more
        parts.append([parties[number] for number in sorted(part)])
    return parts


def children_apart_from_families(parts: list[Part]) -> Iterator[str]:
    """Yield the children who compete with no family: for them one answer is the best for all."""
    for part in parts:
        if not _has_family(part):
            yield from (child for party in part for child in party.children)


def no_other_assignment_is_better(case: Case, parts: list[Part]) -> Iterator[Violation]:
    """In a small part with families, of all assignments that the fewest block this is the best.

    The best one leaves the fewest children without a place, then has the least sum of positions,
    the most families together, and the smallest positions child by child.
    """
    for part in parts:
        if _has_family(part) and _is_small(case, part):
            children = sorted(child for party in part for child in party.children)
            got = {child: case.assignment[child] for child in children}
            told = _worth(case, part, got)
            best = min(_worths(case, part), default=None)
            if best is not None and (told is None or best < told):
                names = ", ".join(quoted(child) for child in children)
                sentence = f"there is a better assignment, with positions {best[-1]}"
                yield Violation("no_other_assignment_is_better", f"children {names}", sentence)


def not_every_assignment_is_tried(case: Case, parts: list[Part]) -> bool:
    """Tell whether some part with a family is too large to try everything."""
    return any(_has_family(part) and not _is_small(case, part) for part in parts)


def equals_may_meet_a_family(case: Case, parts: list[Part]) -> bool:
    """Tell whether equal keys of different parties may decide something near a family.

    Where there is a place for everybody who wishes for the group they decide nothing.
    """
    for part in parts:
        lines: dict[str, list[tuple[Key, tuple[str, ...]]]] = defaultdict(list)
        for party in part if _has_family(part) else ():
            for child in party.children:
                for group in case.listed[child]:
                    lines[group].append((case.key(child, group), party.children))
        for group, line in lines.items():
            keys = {key for key, _ in line}
            if len(line) > case.groups[group].capacity and len(keys) < len(set(line)):
                return True
    return False


def _has_family(part: Part) -> bool:
    return any(party.family is not None for party in part)


def _is_small(case: Case, part: Part) -> bool:
    """Reserved places are not tried; their rule is proved for each group by itself."""
    is_reserving = any(
        case.groups[group].reserves
        for party in part
        for child in party.children
        for group in case.listed[child]
    )
    number = prod(len(party.entries) + 1 for party in part)
    return len(part) <= MOST_PARTIES and number <= MOST_ASSIGNMENTS and not is_reserving


def _worths(case: Case, part: Part) -> Iterator[Worth]:
    """Yield what every assignment is worth that no child without siblings blocks."""
    for places in _assignments(case, part, {}, Counter()):
        worth = _worth(case, part, places)
        if worth is not None:
            yield worth


def _assignments(
    case: Case, part: Part, places: dict[str, str | None], taken: Counter[str]
) -> Iterator[dict[str, str | None]]:
    """Give each party in turn every entry for which there are places, and no place."""
    if not part:
        yield places
        return
    party, *others = part
    for entry in [*party.entries, (None,) * len(party.children)]:
        more = taken + Counter(group for group in entry if group is not None)
        if all(more[group] <= case.groups[group].capacity for group in entry if group):
            given = {**places, **dict(zip(party.children, entry, strict=True))}
            yield from _assignments(case, others, given, more)


def _worth(case: Case, part: Part, places: dict[str, str | None]) -> Worth | None:
    """Return what orders assignments; none where a child without siblings could have more."""
    seating = Seating(case, places)
    blocking = [party.family for party in part if seating.better_entry(party) is not None]
    if None in blocking:
        return None
    families = [party.children for party in part if party.family is not None]
    together = [
        children for children in families if is_together(case, [places[c] for c in children])
    ]
    positions = [position(case, child, places[child]) for child in sorted(places)]
    unplaced = list(places.values()).count(None)
    return len(blocking), unplaced, sum(positions), len(families) - len(together), positions
