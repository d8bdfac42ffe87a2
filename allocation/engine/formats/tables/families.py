"""families.csv and joint.csv: siblings who wish together, and their lists of joint wishes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from allocation.engine.errors import InputError, quoted
from allocation.engine.formats.tables.numbered import in_order
from allocation.engine.formats.tables.places import Places
from allocation.engine.formats.tables.sheet import Row, Sheet, read_sheet

CHILD = re.compile(r"child_[1-9][0-9]?")
GROUP = re.compile(r"group_[1-9][0-9]?")

Joint = Mapping[str, list[Row]]


@dataclass(frozen=True, slots=True)
class Families:
    """The families, and the family of each child they name."""

    documents: list[dict[str, object]]
    family_of: dict[str, str]


def read_families(data: bytes, joint: Joint, places: Places) -> Families:
    """Return the families; their children stand in columns child_1, child_2 …"""
    places.note("families", "families.csv")
    sheet = read_sheet(
        "families.csv", data, required=("family", "child_1"), optional=("rule",), more=CHILD
    )
    _require_known_families(sheet, joint)
    families = Families([], {})
    for index, row in enumerate(sheet.rows):
        family, entries = row.text("family"), joint.get(row.text("family"), [])
        columns = [column for column in _numbered(("child_1", *sheet.more)) if row.text(column)]
        _note(f"families[{index}]", row, columns, places)
        for position, entry in enumerate(entries):
            places.note(f"families[{index}].joint[{position}]", entry.place("group_1"))
        families.documents.append(_family(row, columns, entries))
        families.family_of.update((row.text(column), family) for column in columns)
    return families


def read_joint(data: bytes) -> Joint:
    """Return the joint wishes by family, in order; groups stand in columns group_1, group_2 …"""
    sheet = read_sheet(
        "joint.csv",
        data,
        required=("family", "position", "group_1"),
        more=GROUP,
    )
    return in_order(sheet.rows, "family")


def _require_known_families(sheet: Sheet, joint: Joint) -> None:
    known = {row.text("family") for row in sheet.rows}
    for family, rows in joint.items():
        if family not in known:
            raise InputError(rows[0].place("family"), f"unknown family {quoted(family)}")


def _numbered(columns: tuple[str, ...]) -> list[str]:
    return sorted(columns, key=lambda column: int(column.rpartition("_")[2]))


def _note(place: str, row: Row, columns: list[str], places: Places) -> None:
    children = {f"children[{number}]": column for number, column in enumerate(columns)}
    places.note_fields(place, row, {"id": "family", "rule": "rule", **children})


def _family(row: Row, columns: list[str], joint: list[Row]) -> dict[str, object]:
    family: dict[str, object] = {
        "id": row.text("family"),
        "children": [row.text(column) for column in columns],
    }
    if row.text("rule"):
        family["rule"] = row.text("rule")
    if joint:
        family["joint"] = [_entry(entry, len(columns)) for entry in joint]
    return family


def _entry(row: Row, children: int) -> list[str | None]:
    """Return a group for each child; an empty cell is no place."""
    named = [column for column in row.cells if GROUP.fullmatch(column) and row.text(column)]
    last = max((int(column.rpartition("_")[2]) for column in named), default=0)
    columns = (f"group_{number + 1}" for number in range(max(children, last)))
    return [row.text(column) or None for column in columns]
