"""children.csv: one child on each line."""

from collections.abc import Mapping
from dataclasses import dataclass

from allocation.engine.errors import quoted
from allocation.engine.formats.tables.places import Places
from allocation.engine.formats.tables.sheet import Row, read_sheet

COLUMNS = {"id": "child", "traits": "traits", "secured": "secured", "family": "family"}
"""Where each field of a child stands."""

BETWEEN_TRAITS = "|"


@dataclass(frozen=True, slots=True)
class Children:
    """The children without wishes, where each stands in the list, and what they have drawn."""

    documents: list[dict[str, object]]
    index: dict[str, int]
    drawn: dict[str, int]


def read_children(data: bytes, family_of: Mapping[str, str], places: Places) -> Children:
    """Return the children. A family may also be told by families.csv alone."""
    places.note("children", "children.csv")
    places.note("rules.lottery.rank", 'children.csv, column "drawn"')
    rows = read_sheet(
        "children.csv",
        data,
        required=("child",),
        optional=("traits", "secured", "family", "drawn"),
    ).rows
    drawn: dict[str, int] = {}
    for index, row in enumerate(rows):
        places.note_fields(f"children[{index}]", row, COLUMNS)
        if row.text("drawn"):
            child = row.text("child")
            drawn[child] = row.number("drawn")
            places.note(f"rules.lottery.rank.{quoted(child)[1:-1]}", row.place("drawn"))
    return Children(
        documents=[_child(row, family_of) for row in rows],
        index={row.text("child"): index for index, row in enumerate(rows)},
        drawn=drawn,
    )


def _child(row: Row, family_of: Mapping[str, str]) -> dict[str, object]:
    child: dict[str, object] = {"id": row.text("child"), "choices": []}
    if row.text("traits"):
        child["traits"] = [trait.strip() for trait in row.text("traits").split(BETWEEN_TRAITS)]
    if row.text("secured"):
        child["secured"] = row.text("secured")
    family = row.text("family") or family_of.get(row.text("child"), "")
    if family:
        child["family"] = family
    return child
