"""Proves an answer for strict keys on arrays, without asking anybody again.

Gusfield & Irving 1989, Erdil & Ergin 2008: an assignment without envy and waste is the best for
every child exactly when no circle of groups could hand children on, each taking the best child
it has refused. So a proof reads every wish once and never repeats the allocation.
"""

from collections.abc import Iterator

import numpy as np

from allocation.engine.arrays.market import SECURED, ArrayMarket, Bools, Ints

NOWHERE = -1


def broken_rules(market: ArrayMarket, positions: Ints) -> Iterator[str]:
    """Yield the name of every rule that the answer breaks; the names are those of `check`."""
    if not _every_child_has_one_of_its_wishes_or_none(market, positions):
        yield "each_child_gets_at_most_one_place"
        return
    answer = _Answer(market, positions)
    if answer.number_exceeds_places().any():
        yield "places_are_not_exceeded"
    if answer.somebody_lower_is_admitted().any():
        yield "nobody_below_a_refused_key_is_admitted"
    if answer.an_equal_is_refused().any():
        yield "equal_children_are_treated_equally"
    if answer.has_a_wanted_free_place().any():
        yield "no_wanted_place_stays_empty"
    if answer.has_a_circle_of_better_places():
        yield "every_child_gets_its_best_place"


def _every_child_has_one_of_its_wishes_or_none(market: ArrayMarket, positions: Ints) -> bool:
    lengths = np.diff(market.start)
    return bool(
        len(positions) == len(lengths) and (positions >= 0).all() and (positions <= lengths).all()
    )


class _Answer:
    def __init__(self, market: ArrayMarket, positions: Ints) -> None:
        self._market = market
        self._positions = positions
        self._lengths = np.diff(market.start)
        groups = len(market.places)
        row = market.start[:-1] + positions
        self._got = row[positions < self._lengths]
        self._number: Ints = np.bincount(market.group[self._got], minlength=groups)
        self._lowest_inside: Ints = np.full(groups, SECURED)
        np.minimum.at(self._lowest_inside, market.group[self._got], market.key[self._got])
        self._refused = np.flatnonzero(np.arange(len(market.group)) < np.repeat(row, self._lengths))
        self._best_refused = np.full(groups, NOWHERE, np.int64)
        np.maximum.at(self._best_refused, market.group[self._refused], market.key[self._refused])

    def number_exceeds_places(self) -> Bools:
        return self._number > self._market.places

    def somebody_lower_is_admitted(self) -> Bools:
        return self._lowest_inside < self._best_refused

    def an_equal_is_refused(self) -> Bools:
        is_equal: Bools = self._lowest_inside == self._best_refused
        return is_equal

    def has_a_wanted_free_place(self) -> Bools:
        return (self._best_refused > NOWHERE) & (self._number < self._market.places)

    def has_a_circle_of_better_places(self) -> bool:
        """Follow from each group to the one that holds the best child it has refused."""
        market = self._market
        is_best = market.key[self._refused] == self._best_refused[market.group[self._refused]]
        rows = self._refused[is_best]
        child = np.searchsorted(market.start, rows, side="right") - 1
        has_place = self._positions[child] < self._lengths[child]
        rows, child = rows[has_place], child[has_place]
        next_group = np.full(len(market.places) + 1, NOWHERE, np.int64)
        next_group[market.group[rows]] = market.group[market.start[child] + self._positions[child]]
        for _ in range(len(market.places).bit_length()):
            next_group = next_group[next_group]
        return bool((next_group != NOWHERE).any())
