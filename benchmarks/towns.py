"""Made-up towns that look like real ones: popular groups, neighbourhoods, points in steps.

Deterministic: the same name and seed give the same town on every machine.
"""

from dataclasses import dataclass

import numpy as np

from allocation.engine import Child, Choice, Group, Problem, Rules, TieRule
from allocation.engine.arrays.market import ArrayMarket, Ints

STAGE_TWO = 128
"""Different sums of points, as in most resolutions: steps, not a scale."""

DRAW_BITS = 32


@dataclass(frozen=True, slots=True)
class Town:
    """How many children, groups and municipalities; how long the lists are."""

    children: int
    groups: int
    longest_list: int
    shortest_list: int = 1
    municipalities: int = 1
    places_per_child: float = 0.95


TOWNS = {
    "city": Town(1_200, 25, 3),
    "warsaw": Town(20_000, 600, 10, shortest_list=7),
    "nation": Town(500_000, 12_000, 5, municipalities=500),
    "continent": Town(2_000_000, 40_000, 5, municipalities=1_600),
}


def market(town: Town, *, seed: int = 1, steps: int | None = None) -> ArrayMarket:
    """Draw the wishes; a drawn number makes every key different, unless there are only `steps`."""
    random = np.random.default_rng(seed)
    popularity = random.gamma(2.0, size=town.groups)
    child, group = _wishes(town, popularity, random)
    start = np.zeros(town.children + 1, np.int64)
    np.cumsum(np.bincount(child, minlength=town.children), out=start[1:])
    share = popularity / popularity.sum()
    places = np.maximum(1, np.rint(share * town.children * town.places_per_child))
    key = random.integers(0, steps or STAGE_TWO, len(group))
    if steps is None:
        key = (key << DRAW_BITS) + random.permutation(town.children)[child]
    return ArrayMarket(places.astype(np.int64), start, group, key)


def problem(town: ArrayMarket, ties: TieRule = TieRule.STRICT) -> Problem:
    """The same town as the engine is asked about it: ids and keys of two elements."""
    names = [f"g{number:05d}" for number in range(len(town.places))]
    groups = map(Group, names, town.places.tolist())
    group, key = town.group.tolist(), town.key.tolist()
    children = (
        Child(
            f"c{number:07d}",
            tuple(
                Choice(names[group[row]], (key[row] >> DRAW_BITS, key[row] % (1 << DRAW_BITS)))
                for row in range(first, last)
            ),
        )
        for number, (first, last) in enumerate(
            zip(town.start.tolist(), town.start[1:].tolist(), strict=False)
        )
    )
    return Problem(tuple(groups), tuple(children), Rules(ties))


def _wishes(town: Town, popularity: Ints, random: np.random.Generator) -> tuple[Ints, Ints]:
    """Draw different groups of the own municipality for each child, popular ones more often."""
    length = random.integers(town.shortest_list, town.longest_list + 1, town.children)
    child = np.repeat(np.arange(town.children), length)
    per_municipality = town.groups // town.municipalities
    home = np.sort(random.integers(0, town.municipalities, town.children))
    threshold = np.cumsum(popularity.reshape(town.municipalities, per_municipality), axis=1)
    drawn = random.random(len(child)) * threshold[home[child], -1]
    if town.municipalities == 1:
        nearby = np.searchsorted(threshold[0], drawn)
    else:
        nearby = (threshold[home[child]] < drawn[:, None]).sum(axis=1)
    group = home[child] * per_municipality + nearby
    _, first = np.unique(child * np.int64(town.groups) + group, return_index=True)
    kept = np.sort(first)
    return child[kept], group[kept]
