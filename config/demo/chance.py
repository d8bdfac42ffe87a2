"""Chance that repeats itself: the same seed gives the same city."""

import random
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")


class Chance(random.Random):
    """A stream of chance for one purpose, so that one builder's draws do not move another's."""

    @classmethod
    def of(cls, seed: int, purpose: str) -> "Chance":
        """The stream that this seed gives for this purpose."""
        return cls(f"{seed}:{purpose}")

    def happens(self, probability: float) -> bool:
        """True as often as `probability` says."""
        return self.random() < probability

    def common(self, items: Sequence[Item]) -> Item:
        """One of the items; those at the beginning come more often."""
        return items[int(len(items) * self.random() ** 1.7)]

    def weighted(self, items: Sequence[Item], weights: Sequence[float]) -> Item:
        """One of the items, each as often as its weight says."""
        return self.choices(items, weights)[0]
