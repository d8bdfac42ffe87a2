"""How long final placement takes: `python -m benchmarks.final_placement [children]`.

A made-up city: groups and children anywhere on a square, each child with up to ten groups within
reach, a few per cent more places than children, one child in eight with a sibling at the same
address. The same seed gives the same city. Processor time and time on the clock are both told,
because a busy machine only lengthens the second.
"""

import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import product
from math import hypot

from allocation.engine import (
    Child,
    Distance,
    Group,
    Mechanism,
    Problem,
    Rules,
    allocate,
    check,
)

CHILDREN = 47_000
CHILDREN_OF_A_GROUP = 39
GROUPS_OF_A_CHILD = 10
MORE_PLACES = 1.05
METRES = 15_000
CELL = 650
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
    problem = city(int(arguments[0]) if arguments else CHILDREN)
    ways = sum(len(child.distances) for child in problem.children)
    print(f"{len(problem.children)} children, {len(problem.groups)} groups, {ways} ways")
    allocate(city(100))
    with timed("allocate"):
        result = allocate(problem)
    with timed("check"):
        violations = check(problem, result)
    print(f"placed {result.placed}, {result.total_distance} m, {len(violations)} violations")


if __name__ == "__main__":
    main(sys.argv[1:])
