"""groups.csv: one group with its places on each line."""

from allocation.engine.formats.tables.places import Places
from allocation.engine.formats.tables.sheet import Row, Sheet, read_sheet

COLUMNS = {
    "id": "group",
    "capacity": "capacity",
    "institution": "institution",
    "min_size": "min_size",
    "reserves": "reserved_seats",
    "reserves[0].type": "reserved_for",
}
"""Where each field of a group stands."""


def groups_sheet(data: bytes) -> Sheet:
    return read_sheet(
        "groups.csv",
        data,
        required=("group", "capacity"),
        optional=("institution", "min_size", "reserved_for", "reserved_seats"),
    )


def read_groups(data: bytes, places: Places) -> list[dict[str, object]]:
    """Return the groups; whatever is empty is left out."""
    places.note("groups", "groups.csv")
    rows = groups_sheet(data).rows
    for index, row in enumerate(rows):
        places.note_fields(f"groups[{index}]", row, COLUMNS)
    return [_group(row) for row in rows]


def _group(row: Row) -> dict[str, object]:
    group: dict[str, object] = {"id": row.text("group"), "capacity": row.number("capacity")}
    if row.text("institution"):
        group["institution"] = row.text("institution")
    if row.text("min_size"):
        group["min_size"] = row.number("min_size")
    if row.text("reserved_for") or row.text("reserved_seats"):
        reserve = {"type": row.text("reserved_for"), "seats": row.number("reserved_seats")}
        group["reserves"] = [reserve]
    return group
