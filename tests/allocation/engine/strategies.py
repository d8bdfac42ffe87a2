"""Small problems for Hypothesis.

A whole problem is read from some bytes that are drawn at once, which costs a fraction of what as
many separate draws would, and lets the properties be tried on many more.
"""

from collections.abc import Callable
from functools import cache
from random import Random
from typing import Self, TypeVar

from hypothesis import strategies as st

from allocation.engine import ClosingRule, TieRule
from tests.allocation.engine.small_problems import (
    BYTES_OF_A_PROBLEM,
    Numbers,
    read_minimum_sizes,
    read_problem,
)

T = TypeVar("T")

BYTES = st.binary(min_size=BYTES_OF_A_PROBLEM, max_size=BYTES_OF_A_PROBLEM)
FOUR_BYTES = st.binary(min_size=4, max_size=4)

shufflers = st.integers(0, 2**32 - 1).map(Random)
"""Where the order matters to nobody, nothing need shrink."""


@st.composite
def read_from_bytes(draw: st.DrawFn, read: Callable[[Numbers], T]) -> T:
    """What was read is printed when it fails, not its bytes."""
    return read(Numbers(draw(BYTES)))


@cache
def problems(ties=TieRule.COMMITTEE, **sizes):
    """Problems full of ties; with `reserves` under any of the four rules about reserved places."""
    return read_from_bytes(lambda numbers: read_problem(numbers, ties, **sizes))


class DrawnNumbers(Numbers):
    """The same numbers as separate draws: many times slower, but they shrink to the very end."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def record(self, length: int) -> Self:
        return self

    def below(self, limit: int) -> int:
        return self._draw(st.integers(0, limit - 1))


@st.composite
def problems_that_shrink(draw, ties, **sizes):
    return read_problem(DrawnNumbers(draw), ties, **sizes)


@cache
@st.composite
def with_minimum_sizes(draw, towns, rule=ClosingRule.SEQUENTIAL):
    return read_minimum_sizes(Numbers(draw(FOUR_BYTES)), draw(towns), rule)
