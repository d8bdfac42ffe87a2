"""The same town as other libraries want it: preference lists of both sides, by number."""

import sys
import threading
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from allocation.engine.arrays.market import ArrayMarket

Lists = dict[int, list[int]]

DEEP = 10**6
STACK = 2**30 - 2**12
"""`matching` copies its games by recursion, from one player to the next."""


def preference_lists(town: ArrayMarket) -> tuple[Lists, Lists, dict[int, int]]:
    """Return the wishes of children, the orders of groups, and the places; numbers from 1."""
    child = town.child
    in_order = np.lexsort((-town.key, town.group))
    ends = np.cumsum(np.bincount(town.group, minlength=len(town.places)))
    wishes = np.split(town.group + 1, town.start[1:-1])
    orders = np.split(child[in_order] + 1, ends[:-1])
    return (
        {number: rows.tolist() for number, rows in enumerate(wishes, 1)},
        {number: rows.tolist() for number, rows in enumerate(orders, 1)},
        dict(enumerate(town.places.tolist(), 1)),
    )


def matching(wishes: Lists, orders: Lists, places: dict[int, int]) -> dict[int, int]:
    """Build and solve with `matching`; return the group of every child that has one."""
    from matching.games import HospitalResident  # noqa: PLC0415 -- slow import

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        game = HospitalResident.create_from_dictionaries(
            {f"c{child}": [f"g{group}" for group in groups] for child, groups in wishes.items()},
            {
                f"g{group}": [f"c{child}" for child in children]
                for group, children in orders.items()
            },
            {f"g{group}": number for group, number in places.items()},
        )
        solved = game.solve(optimal="resident")
    return {
        int(child.name[1:]): int(group.name[1:])
        for group, children in solved.items()
        for child in children
    }


def algmatch(wishes: Lists, orders: Lists, places: dict[int, int]) -> dict[int, int]:
    """Build and solve with `algmatch`; return the group of every child that has one."""
    from algmatch import HospitalResidentsProblem  # noqa: PLC0415 -- slow import

    problem = HospitalResidentsProblem(
        dictionary={
            "residents": wishes,
            "hospitals": {
                group: {"capacity": places[group], "preferences": children}
                for group, children in orders.items()
            },
        }
    )
    solved: dict[str, Any] = problem.get_stable_matching() or {}
    return {
        int(child[1:]): int(group[1:]) for child, group in solved["resident_sided"].items() if group
    }


def in_a_deep_stack(solve: Callable[[], dict[int, int]]) -> dict[int, int]:
    """Call with as much room for recursion as a peer may want."""
    found: list[dict[int, int]] = []
    sys.setrecursionlimit(DEEP)
    threading.stack_size(STACK)
    thread = threading.Thread(target=lambda: found.append(solve()))
    thread.start()
    thread.join()
    return found[0]
