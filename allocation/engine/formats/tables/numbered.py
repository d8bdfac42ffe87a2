"""Rows that somebody numbered: the wishes of a child, the joint wishes of a family."""

from collections import defaultdict
from collections.abc import Iterable

from allocation.engine.errors import InputError, quoted
from allocation.engine.formats.tables.sheet import Row


def in_order(rows: Iterable[Row], whose: str) -> dict[str, list[Row]]:
    """Return the rows by the text in column `whose`, in order of their position: 1, 2, 3 …"""
    numbered: dict[str, list[tuple[int, int, Row]]] = defaultdict(list)
    for row in rows:
        numbered[row.text(whose)].append((row.number("position"), row.line, row))
    ordered = {}
    for name, found in numbered.items():
        for expected, (position, _, row) in enumerate(sorted(found), start=1):
            if position != expected:
                reason = f"wishes of {quoted(name)} must be numbered 1, 2, 3 … once each"
                raise InputError(row.place("position"), reason)
        ordered[name] = [row for _, _, row in sorted(found)]
    return ordered
