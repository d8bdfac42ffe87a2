"""Deferred acceptance with everybody asking at once, in rounds.

In each round every child without a place asks for its dearest wish that has not refused it, and
each group that is asked keeps the best. The order of asking does not matter (`docs/allocation.md`),
so the answer is that of `solving.deferred`.
"""

import numpy as np

from allocation.engine.arrays.market import ArrayMarket, Bools, Ints


def ask_in_rounds(market: ArrayMarket, *, equals_stay: bool = False) -> Ints:
    """Return for every child the position of the wish it gets; past the end means no place.

    `equals_stay`: equal children of whom some fit all stay, even above the places; otherwise
    all of them are refused.
    """
    child = market.child
    groups = _Groups(market, equals_stay=equals_stay)
    wish = market.start[:-1].copy()
    end = market.start[1:]
    asking = np.flatnonzero(wish < end)
    while asking.size:
        refused = child[groups.keep_the_best(wish[asking])]
        wish[refused] += 1
        asking = refused[wish[refused] < end[refused]]
    return wish - market.start[:-1]


class _Groups:
    """Who sits where: rows of wishes, group by group.

    `limit[group]`: nobody with that key or a lower one can stay there any more.
    """

    def __init__(self, market: ArrayMarket, *, equals_stay: bool) -> None:
        self._market = market
        self._equals_stay = equals_stay
        self._limit = np.full(len(market.places), -1, np.int64)
        self._sitting: Ints = np.zeros(0, np.int64)
        self._is_asked: Bools = np.zeros(len(market.places), np.bool_)

    def keep_the_best(self, rows: Ints) -> Ints:
        """Seat the children of these rows and return the rows of all who cannot stay."""
        group, key, places = self._market.group, self._market.key, self._market.places
        has_hope = key[rows] > self._limit[group[rows]]
        hopeless, rows = rows[~has_hope], rows[has_hope]
        self._is_asked[:] = False
        self._is_asked[group[rows]] = True
        is_affected = self._is_asked[group[self._sitting]]
        line = np.concatenate((self._sitting[is_affected], rows))
        line = line[np.lexsort((-key[line], group[line]))]
        asked, first, number = np.unique(group[line], return_index=True, return_counts=True)
        overfull = number > places[asked]
        self._limit[asked[overfull]] = self._new_limit(
            line, first[overfull], places[asked[overfull]]
        )
        stays = key[line] > self._limit[group[line]]
        self._sitting = np.concatenate((self._sitting[~is_affected], line[stays]))
        return np.concatenate((line[~stays], hopeless))

    def _new_limit(self, line: Ints, first: Ints, places: Ints) -> Ints:
        """Return the best key that cannot stay; `first` is where each line begins.

        Among equals at the last place nobody stays, or everybody when `equals_stay`.
        """
        if self._equals_stay:
            last_place = line[first + np.maximum(places, 1) - 1]
            return self._market.key[last_place] - (places > 0).astype(np.int64)
        first_without: Ints = line[first + places]
        return self._market.key[first_without]
