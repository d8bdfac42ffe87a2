"""Wishes as rows of arrays."""

from dataclasses import dataclass
from itertools import chain, repeat

import numpy as np
import numpy.typing as npt

from allocation.engine.problem import Key, Problem
from allocation.engine.solving.market import competing_keys

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]

SECURED = np.iinfo(np.int64).max
"""The key of a child that holds the place already: above everybody."""

BITS = 62


@dataclass(frozen=True, slots=True)
class ArrayMarket:
    """One row for each wish, child after child, the dearest wish first.

    `places[group]`; the rows of a child are `start[child]:start[child + 1]`; each row names its
    `group` and the child's `key` there, not negative: the higher goes first, and only the keys
    of one group are compared. Keys are at most `SECURED`.
    """

    places: Ints
    start: Ints
    group: Ints
    key: Ints

    @property
    def child(self) -> Ints:
        """Return the child of each row."""
        return np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))


def array_market(problem: Problem) -> ArrayMarket:
    """Translate a problem without reserved places and joint wishes."""
    number = {group.id: index for index, group in enumerate(problem.groups)}
    keys = competing_keys(problem)
    start = np.zeros(len(keys) + 1, np.int64)
    np.cumsum([len(own) for own in keys], out=start[1:])
    rows = int(start[-1])
    names = chain.from_iterable(keys)
    return ArrayMarket(
        places=np.array([group.capacity for group in problem.groups], np.int64),
        start=start,
        group=np.fromiter(map(number.__getitem__, names), np.int64, rows),
        key=one_number_a_key(list(chain.from_iterable(own.values() for own in keys))),
    )


def one_number_a_key(keys: list[Key]) -> Ints:
    """Return numbers that compare as the keys do, element by element; an empty key is on top.

    Shorter keys are only met in other groups, so what they are filled up with cannot matter.
    """
    longest = max(map(len, keys), default=0)
    secured = np.fromiter((not key for key in keys), np.bool_, len(keys))
    if any(len(key) < longest for key in keys):
        keys = [(*key, *repeat(0, longest - len(key))) for key in keys]
    flat = np.fromiter(chain.from_iterable(keys), np.int64, len(keys) * longest)
    numbers = _in_one_number(flat.reshape(len(keys), longest))
    numbers[secured] = SECURED
    return numbers


def _in_one_number(columns: Ints) -> Ints:
    """Put the elements side by side in 62 bits, or number the different keys in order."""
    if not columns.size:
        return np.zeros(len(columns), np.int64)
    lowest = columns.min(axis=0)
    spans = [int(high) - int(low) for high, low in zip(columns.max(axis=0), lowest, strict=True)]
    widths = [span.bit_length() for span in spans]
    if sum(widths) > BITS:
        return np.unique(columns, axis=0, return_inverse=True)[1].astype(np.int64)
    numbers = np.zeros(len(columns), np.int64)
    for column, low, width in zip(columns.T, lowest, widths, strict=True):
        numbers = (numbers << width) | (column - low)
    return numbers
