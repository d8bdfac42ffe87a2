"""How long final placement takes: `python -m benchmarks.final_placement [children [pairs]]`.

A made-up city: groups and children anywhere on a square, each child with up to ten groups within
reach, a few per cent more places than children, one child in eight with a sibling at the same
address. With pairs of siblings every institution has a group for each of three years of birth,
three pairs in four were born in different years, and each child has ten institutions within
reach. The same seed gives the same city. Processor time and time on the clock are both told,
because a busy machine only lengthens the second.
"""

import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from math import dist, hypot

from allocation.engine import (
    Child,
    Distance,
    Family,
    Group,
    Mechanism,
    Problem,
    Rules,
    TogetherRule,
    allocate,
    check,
)

CHILDREN = 47_000
CHILDREN_OF_A_GROUP = 39
GROUPS_OF_A_CHILD = 10
MORE_PLACES = 1.05
METRES = 15_000
CELL = 650
YEARS = 3
SEED = 2026

Point = tuple[int, int]


def city(number: int, seed: int = SEED) -> Problem:
    """Build a city of so many children without a place."""
    draw = random.Random(seed)

    def anywhere() -> Point:
        return draw.randrange(METRES), draw.randrange(METRES)

    groups = [anywhere() for _ in range(number // CHILDREN_OF_A_GROUP)]
    nearest = nearest_to(groups)
    addresses: list[Point] = []
    while len(addresses) < number:
        addresses += [anywhere()] * (2 if draw.random() < 1 / 15 else 1)
    places = [0] * len(groups)
    for _ in range(int(number * MORE_PLACES)):
        places[draw.randrange(len(groups))] += 1
    return Problem(
        groups=tuple(Group(f"g{name:04}", many) for name, many in enumerate(places)),
        children=tuple(
            Child(f"c{name:05}", (), distances=nearest(address))
            for name, address in enumerate(addresses[:number])
        ),
        rules=Rules(mechanism=Mechanism.FINAL_PLACEMENT),
    )


def city_of_families(number: int, pairs: int, seed: int = SEED) -> Problem:
    """Build a city of so many children without a place, with pairs who wish to be together."""
    draw = random.Random(seed)
    side = int(METRES * (number / CHILDREN) ** 0.5)

    def anywhere() -> Point:
        return draw.randrange(side), draw.randrange(side)

    institutions = [anywhere() for _ in range(number // CHILDREN_OF_A_GROUP // YEARS)]
    children: list[Child] = []

    def admit(address: Point, year: int, family: str | None) -> None:
        ways = sorted((int(dist(address, there)), n) for n, there in enumerate(institutions))
        distances = tuple(Distance(f"i{n:03}/{year}", far) for far, n in ways[:GROUPS_OF_A_CHILD])
        children.append(Child(f"c{len(children):05}", (), family=family, distances=distances))

    for pair in range(pairs):
        address, year = anywhere(), draw.randrange(YEARS)
        other = year if draw.random() < 1 / 4 else (year + draw.choice((1, 2))) % YEARS
        admit(address, year, f"f{pair:04}")
        admit(address, other, f"f{pair:04}")
    while len(children) < number:
        admit(anywhere(), draw.randrange(YEARS), None)
    places = Counter(
        (draw.randrange(len(institutions)), draw.randrange(YEARS))
        for _ in range(int(number * MORE_PLACES))
    )
    return Problem(
        groups=tuple(
            Group(f"i{n:03}/{year}", places[n, year], institution=f"i{n:03}")
            for n, year in product(range(len(institutions)), range(YEARS))
        ),
        children=tuple(children),
        rules=Rules(mechanism=Mechanism.FINAL_PLACEMENT),
        families=tuple(
            Family(
                f"f{pair:04}",
                (children[2 * pair].id, children[2 * pair + 1].id),
                TogetherRule.PREFERRED,
            )
            for pair in range(pairs)
        ),
    )


def nearest_to(groups: list[Point]) -> Callable[[Point], tuple[Distance, ...]]:
    """Return a look-up of the groups nearest to an address, by squares of a map."""
    squares: dict[Point, list[int]] = defaultdict(list)
    for name, (east, north) in enumerate(groups):
        squares[east // CELL, north // CELL].append(name)

    def look_up(address: Point) -> tuple[Distance, ...]:
        east, north = address
        around = product((-1, 0, 1), repeat=2)
        near = [n for x, y in around for n in squares[east // CELL + x, north // CELL + y]]
        ways = [(int(hypot(east - groups[n][0], north - groups[n][1])), n) for n in near]
        return tuple(Distance(f"g{n:04}", far) for far, n in sorted(ways)[:GROUPS_OF_A_CHILD])

    return look_up


@contextmanager
def timed(what: str) -> Iterator[None]:
    clock, processor = time.perf_counter(), time.process_time()
    yield
    clock, processor = time.perf_counter() - clock, time.process_time() - processor
    print(f"{what}: {processor:.2f} s of the processor, {clock:.2f} s on the clock")


def main(arguments: list[str]) -> None:
    children = int(arguments[0]) if arguments else CHILDREN
    pairs = int(arguments[1]) if len(arguments) > 1 else 0
    problem = city_of_families(children, pairs) if pairs else city(children)
    ways = sum(len(child.distances) for child in problem.children)
    print(f"{len(problem.children)} children, {len(problem.groups)} groups, {ways} ways")
    allocate(city(100))
    with timed("allocate"):
        result = allocate(problem)
    with timed("check"):
        violations = check(problem, result)
    print(
        f"{result.status}: placed {result.placed}, {result.total_distance} m, {len(violations)} violations"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
