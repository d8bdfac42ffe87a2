"""The columns in which the elements of keys stand."""

from allocation.engine.formats.tables.writing import Cell
from allocation.engine.problem import Key, Problem


class KeyColumns:
    """One column for each element of a key, under its name, and one for what a lottery added."""

    def __init__(self, problem: Problem) -> None:
        self._length = {
            choice.group: len(choice.key) for child in problem.children for choice in child.choices
        }
        most = max(self._length.values(), default=0)
        self._names = problem.key_names or tuple(f"key_{number + 1}" for number in range(most))
        self._drawn = ("drawn",) if problem.rules.lottery else ()

    def headings(self, whose: str) -> list[Cell]:
        return [f"{whose}: {name}" for name in (*self._names, *self._drawn)]

    def cells(self, group: str | None, key: Key | None) -> list[Cell]:
        """Return the elements of a key of the group; what it does not have stays empty."""
        if group is None or not key:
            return [None] * (len(self._names) + len(self._drawn))
        elements, drawn = key[: self._length[group]], key[self._length[group] :]
        return [
            *_filled(elements, len(self._names)),
            *_filled(drawn, len(self._drawn)),
        ]


def _filled(elements: Key, columns: int) -> list[Cell]:
    return [*elements, *[None] * (columns - len(elements))]
