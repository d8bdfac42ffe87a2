"""Where in the tables each part of a problem stands."""

import re
from collections.abc import Mapping

from allocation.engine.errors import InputError
from allocation.engine.formats.tables.sheet import Row

LAST_STEP = re.compile(r"(^|[.\[])[^.\[]*$")


class Places:
    """Cells by the place that an error about the problem names, such as `children[3].secured`."""

    def __init__(self) -> None:
        self._cells = {"": "tables"}

    def note(self, place: str, cell: str) -> None:
        self._cells[place] = cell

    def note_fields(self, place: str, row: Row, columns: Mapping[str, str]) -> None:
        """Note a whole thing that stands on one row, and in which column each field is."""
        self.note(place, f"{row.sheet}: line {row.line}")
        for field, column in columns.items():
            self.note(f"{place}.{field}", row.place(column))

    def moved(self, error: InputError) -> InputError:
        """Return the error with the nearest cell that is known instead of its place."""
        place = error.place
        while place not in self._cells:
            place = LAST_STEP.sub("", place)
        return type(error)(self._cells[place], error.reason)
