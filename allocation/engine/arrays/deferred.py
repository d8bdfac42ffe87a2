"""Deferred acceptance with everybody asking at once, in rounds.

In each round every child without a place asks for its dearest wish that has not refused it, and
each group that is asked keeps the best. The order of asking does not matter (`docs/allocation.md`),
so the answer is that of `solving.deferred`.

All wishes are put in one long line first, group after group and the best first; from then on a
wish is known by where it stands in the line, and keys are not looked at again.
"""

import numpy as np
import numpy.typing as npt

from allocation.engine.arrays.market import ArrayMarket, Ints

Stands = npt.NDArray[np.int32]
"""Half as wide as other numbers, because sorting them is most of the work."""


def ask_in_rounds(market: ArrayMarket, *, equals_stay: bool = False) -> Ints:
    """Return for every child the position of the wish it gets; past the end means no place.

    `equals_stay`: equal children of whom some fit all stay, even above the places; otherwise
    all of them are refused.
    """
    line = _Line(market)
    groups = _Groups(line, market.places, equals_stay=equals_stay)
    wish = market.start[:-1].copy()
    end = market.start[1:]
    asking: Stands | Ints = np.flatnonzero(wish < end)
    while asking.size:
        refused = line.child[groups.keep_the_best(line.stand[wish[asking]])]
        wish[refused] += 1
        asking = refused[wish[refused] < end[refused]]
    return wish - market.start[:-1]


class _Line:
    """Where every wish stands: `stand[row]`, and by stand the `group` and the `child`.

    The line of a group is `first[group]:first[group + 1]`. `equals_from` and `equals_to` are
    where the children with an equal key begin, and where they end.
    """

    def __init__(self, market: ArrayMarket) -> None:
        rows = len(market.group)
        order = _best_first(market)
        self.stand: Stands = np.empty(rows, np.int32)
        self.stand[order] = np.arange(rows, dtype=np.int32)
        self.group = market.group.astype(np.int32)[order]
        self.child = market.child.astype(np.int32)[order]
        groups = np.arange(len(market.places) + 1)
        self.first = np.searchsorted(self.group, groups).astype(np.int32)
        key = market.key[order]
        begins = np.ones(rows + 1, np.bool_)
        begins[1:-1] = (self.group[1:] != self.group[:-1]) | (key[1:] != key[:-1])
        border = np.flatnonzero(begins).astype(np.int32)
        equals = np.cumsum(begins) - 1
        self.equals_from = border[equals[:-1]]
        self.equals_to = border[equals[:-1] + 1] if rows else border[:0]


class _Groups:
    """Who sits where: the first `number[group]` seats from `first[group]` on hold their stands.

    `limit[group]`: nobody from this stand on can be in the group any more.
    """

    def __init__(self, line: _Line, places: Ints, *, equals_stay: bool) -> None:
        self._line = line
        self._places = np.minimum(places, len(line.group)).astype(np.int32)
        self._equals_stay = equals_stay
        self._limit = line.first[1:].copy()
        self._seats: Stands = np.zeros(len(line.group), np.int32)
        self._number: Stands = np.zeros(len(places), np.int32)

    def keep_the_best(self, asking: Stands) -> Stands:
        """Seat the children at these stands and return the stands of all who cannot stay."""
        group = self._line.group[asking]
        has_hope = asking < self._limit[group]
        asked = self._named(group[has_hope])
        first = self._line.first[asked]
        sitting = self._seats[_each_from(first, self._number[asked])]
        line = np.sort(np.concatenate((sitting, asking[has_hope])))
        number = self._count(line, asked)
        self._refuse_where_overfull(line, asked, number)
        stays = line < np.repeat(self._limit[asked], number)
        self._number[asked] = number = self._count(line[stays], asked)
        self._seats[_each_from(first, number)] = line[stays]
        return np.concatenate((line[~stays], asking[~has_hope]))

    def _named(self, group: Stands) -> Ints:
        """Return the different groups among these, in order."""
        is_named = np.zeros(len(self._places), np.bool_)
        is_named[group] = True
        return np.flatnonzero(is_named)

    def _count(self, line: Stands, groups: Ints) -> Stands:
        """Count how many of a sorted line stand in each group."""
        first = np.searchsorted(line, self._line.first[groups])
        past = np.searchsorted(line, self._line.first[groups + 1])
        return (past - first).astype(np.int32)

    def _refuse_where_overfull(self, line: Stands, asked: Ints, number: Stands) -> None:
        """Move the limit where more children sit than there are places.

        Among equals at the last place nobody stays, or everybody when `equals_stay`.
        """
        places = self._places[asked]
        overfull = number > places
        first = (np.cumsum(number) - number)[overfull]
        asked, places = asked[overfull], places[overfull]
        if self._equals_stay:
            last_place = line[first + np.maximum(places, 1) - 1]
            limit = self._line.equals_to[last_place]
            self._limit[asked] = np.where(places, limit, self._line.first[asked])
        else:
            self._limit[asked] = self._line.equals_from[line[first + places]]


def _each_from(first: Stands, number: Stands) -> Ints:
    """Return `number` numbers counted up from `first`, for all pairs in one row."""
    past = np.cumsum(number)
    return np.repeat(first - (past - number), number) + np.arange(int(number.sum()))


def _best_first(market: ArrayMarket) -> Ints:
    """Return the rows group after group, the best key first; equals stand in any order."""
    if not len(market.key):
        return np.zeros(0, np.int64)
    below_best = market.key.max() - market.key
    width = int(below_best.max()).bit_length()
    if width + len(market.places).bit_length() < np.iinfo(np.int64).bits:
        return np.argsort((market.group << width) | below_best)
    return np.lexsort((below_best, market.group))
