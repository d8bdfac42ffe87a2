"""What is measured: each engine takes a town and returns what to time.

The timed function returns, for every child, a number that tells its place; engines that were
asked the same must return the same.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from allocation.engine import Problem, Result, TieRule, TogetherRule, allocate, check
from allocation.engine.arrays.deferred import ask_in_rounds
from allocation.engine.arrays.market import ArrayMarket, Ints, array_market
from allocation.engine.arrays.proof import broken_rules
from allocation.engine.explaining.explain import explain
from allocation.engine.solving.deferred import ask_in_order
from allocation.engine.solving.market import build_market
from benchmarks import families, final_placement
from benchmarks.towns import Town, market, problem

Answer = Callable[[], Ints]


@dataclass(frozen=True, slots=True)
class Asked:
    """A town, how many of its children are in pairs of siblings, and how many keys differ.

    `steps`: different keys in the town, so that many children are equal; without it none are.
    """

    town: Town
    pairs: int = 0
    steps: int | None = None

    def market(self) -> ArrayMarket:
        return market(self.town, steps=self.steps)

    def problem(self) -> Problem:
        return problem(self.market(), TieRule.STRICT if self.steps is None else TieRule.COMMITTEE)


def proven(asked: Asked) -> Answer:
    """From parsed keys to a proven answer: compile, ask in rounds, prove."""
    town = asked.problem()

    def answer() -> Ints:
        compiled = array_market(town)
        positions = ask_in_rounds(compiled)
        _require_nothing_broken(compiled, positions)
        return positions

    return answer


def arrays(asked: Asked) -> Answer:
    """Only ask in rounds."""
    return partial(ask_in_rounds, asked.market())


def proof(asked: Asked) -> Answer:
    """Only prove what was found by asking in rounds."""
    town = asked.market()
    positions = ask_in_rounds(town)

    def answer() -> Ints:
        _require_nothing_broken(town, positions)
        return positions

    return answer


def _require_nothing_broken(town: ArrayMarket, positions: Ints) -> None:
    broken = list(broken_rules(town, positions))
    if broken:
        raise AssertionError(broken)


def reference(asked: Asked) -> Answer:
    """Only ask in order, as the readable reference does."""
    compiled = build_market(asked.problem())
    return lambda: np.array(ask_in_order(compiled, equals_stay=False))


def told(asked: Asked) -> Answer:
    """The public door: the answer with limits, ties and every refusal."""
    town = asked.problem()
    return lambda: _positions(town, allocate(town))


def second_opinion(asked: Asked) -> Answer:
    """The public door, with the unreduced CP-SAT model as the second method."""
    town = asked.problem()

    def answer() -> Ints:
        result = allocate(town, second_opinion=True)
        if result.second_opinion is None or not result.second_opinion.agrees:
            raise AssertionError(result.second_opinion)
        return _positions(town, result)

    return answer


def checked(asked: Asked) -> Answer:
    """Only the check by plain loops of everything the public door tells."""
    town = asked.problem()
    result = allocate(town)

    def answer() -> Ints:
        violations = check(town, result)
        if violations:
            raise AssertionError(violations[:3])
        return _positions(town, result)

    return answer


def explained(asked: Asked) -> Answer:
    """Every refusal of the round, with what would have changed it."""
    town = asked.problem()
    result = allocate(town)

    def answer() -> Ints:
        list(explain(town, result))
        return _positions(town, result)

    return answer


def _positions(town: Problem, result: Result) -> Ints:
    """Return by child the position of the wish it got, past the end for none."""
    return np.array(
        [
            next(
                (
                    position
                    for position, choice in enumerate(child.choices)
                    if choice.group == result.assignment[child.id]
                ),
                len(child.choices),
            )
            for child in town.children
        ]
    )


def together(asked: Asked) -> Answer:
    """The public door for a town where siblings wish to be together or nowhere."""
    town = families.town(asked.town.children, asked.pairs, TogetherRule.ONLY)
    return lambda: _positions(town, allocate(town))


def placed(asked: Asked) -> Answer:
    """The public door for children who are still without a place."""
    city = final_placement.city(asked.town.children)
    number = {group.id: index for index, group in enumerate(city.groups)}

    def answer() -> Ints:
        places = allocate(city).assignment.values()
        return np.array([-1 if place is None else number[place] for place in places])

    return answer


def compiled(asked: Asked) -> Answer:
    """Only ask, in machine code."""
    from benchmarks.kernel import compiled_positions  # noqa: PLC0415 -- benchmark only

    town = asked.market()
    solve = partial(compiled_positions, town.places, town.start, town.group, town.key)
    solve()
    return solve


def peer(name: str, asked: Asked) -> Answer:
    """Build and solve with another library, from its own kind of lists."""
    from benchmarks import peers  # noqa: PLC0415 -- benchmark only

    wishes, orders, places = peers.preference_lists(asked.market())

    def answer() -> Ints:
        placed = peers.in_a_deep_stack(partial(getattr(peers, name), wishes, orders, places))
        return np.array(
            [
                groups.index(placed[child]) if child in placed else len(groups)
                for child, groups in wishes.items()
            ]
        )

    return answer


ENGINES: dict[str, Callable[[Asked], Answer]] = {
    "proven": proven,
    "told": told,
    "checked": checked,
    "second_opinion": second_opinion,
    "explained": explained,
    "reference": reference,
    "arrays": arrays,
    "proof": proof,
    "compiled": compiled,
    "matching": partial(peer, "matching"),
    "algmatch": partial(peer, "algmatch"),
    "together": together,
    "placed": placed,
}
