"""Deferred acceptance compiled to machine code, the yardstick for large towns.

Each group keeps its children in a heap, the worst on top. Nothing is checked and nothing told.
"""

import numba
import numpy as np


@numba.njit(cache=False)
def compiled_positions(places, start, group, key):
    """Return for every child the position of the wish it gets; past the end means no place."""
    children, groups = len(start) - 1, len(places)
    first_seat = np.zeros(groups + 1, np.int64)
    for number in range(groups):
        first_seat[number + 1] = first_seat[number] + places[number]
    heap_key = np.empty(first_seat[groups], np.int64)
    heap_child = np.empty(first_seat[groups], np.int64)
    taken = np.zeros(groups, np.int64)
    row = start[:-1].copy()
    for newcomer in range(children):
        child = newcomer
        while child >= 0 and row[child] < start[child + 1]:
            number = group[row[child]]
            seat, wanted = first_seat[number], key[row[child]]
            if taken[number] < places[number]:
                _rise(heap_key, heap_child, seat, taken[number], wanted, child)
                taken[number] += 1
                child = -1
            elif places[number] and heap_key[seat] < wanted:
                worst = heap_child[seat]
                _sink(heap_key, heap_child, seat, taken[number], wanted, child)
                child = worst
                row[child] += 1
            else:
                row[child] += 1
    return row - start[:-1]


@numba.njit(cache=False)
def _rise(heap_key, heap_child, seat, hole, key, child):
    while hole and heap_key[seat + (hole - 1) // 2] > key:
        above = (hole - 1) // 2
        heap_key[seat + hole] = heap_key[seat + above]
        heap_child[seat + hole] = heap_child[seat + above]
        hole = above
    heap_key[seat + hole] = key
    heap_child[seat + hole] = child


@numba.njit(cache=False)
def _sink(heap_key, heap_child, seat, size, key, child):
    hole = 0
    while 2 * hole + 1 < size:
        below = 2 * hole + 1
        if below + 1 < size and heap_key[seat + below + 1] < heap_key[seat + below]:
            below += 1
        if heap_key[seat + below] >= key:
            break
        heap_key[seat + hole] = heap_key[seat + below]
        heap_child[seat + hole] = heap_child[seat + below]
        hole = below
    heap_key[seat + hole] = key
    heap_child[seat + hole] = child
