"""choices.csv and distances.csv: what each child wants, and how far it lives from where."""

from allocation.engine.errors import InputError, quoted
from allocation.engine.formats.tables.children import Children
from allocation.engine.formats.tables.numbered import in_order
from allocation.engine.formats.tables.places import Places
from allocation.engine.formats.tables.sheet import ANYTHING, Row, Sheet, read_sheet


def add_wishes(data: bytes, children: Children, places: Places) -> list[str]:
    """Give the children their wishes; return the names of the elements of keys.

    Every column after child, position and group is an element of the key, named by its heading;
    headings key_1, key_2 … name nothing.
    """
    sheet = read_sheet(
        "choices.csv",
        data,
        required=("child", "position", "group"),
        more=ANYTHING,
    )
    if not sheet.more:
        raise InputError("choices.csv: line 1", "has no column for the key")
    for number, heading in enumerate(sheet.more):
        places.note(f"key_names[{number}]", f"choices.csv: line 1, column {quoted(heading)}")
    for child, rows in in_order(sheet.rows, "child").items():
        index = _index_of(child, children, rows[0])
        for position, row in enumerate(rows):
            _note_wish(f"children[{index}].choices[{position}]", row, sheet, places)
        children.documents[index]["choices"] = [
            {"group": row.text("group"), "key": _key(row, sheet)} for row in rows
        ]
    return [] if _says_nothing(sheet) else list(sheet.more)


def add_distances(data: bytes, children: Children, places: Places) -> None:
    """Tell how far from each group the children live; for final placement."""
    required = ("child", "group", "metres")
    distances: dict[str, dict[str, int]] = {}
    for row in read_sheet("distances.csv", data, required=required).rows:
        index = _index_of(row.text("child"), children, row)
        metres, group = distances.setdefault(row.text("child"), {}), row.text("group")
        if group in metres:
            raise InputError(row.place("group"), f"{quoted(group)} is given twice for this child")
        metres[group] = row.number("metres")
        places.note(f"children[{index}].distances", row.place("metres"))
        places.note(f"children[{index}].distances.{quoted(group)[1:-1]}", row.place("metres"))
        children.documents[index]["distances"] = metres


def _says_nothing(sheet: Sheet) -> bool:
    return list(sheet.more) == [f"key_{number + 1}" for number in range(len(sheet.more))]


def _index_of(child: str, children: Children, row: Row) -> int:
    if child not in children.index:
        raise InputError(row.place("child"), f"unknown child {quoted(child)}")
    return children.index[child]


def _key(row: Row, sheet: Sheet) -> list[int]:
    """Return the elements; only the last ones may be empty, in groups with shorter keys."""
    columns = list(sheet.more)
    while columns and not row.text(columns[-1]):
        columns.pop()
    return [row.number(column) for column in columns]


def _note_wish(place: str, row: Row, sheet: Sheet, places: Places) -> None:
    elements = {f"key[{number}]": heading for number, heading in enumerate(sheet.more)}
    places.note_fields(place, row, {"group": "group", "key": sheet.more[0], **elements})
