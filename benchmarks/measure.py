"""One measurement in a process of its own: `python -m benchmarks.measure ENGINE TOWN`.

Writes one line of JSON: the seconds of each repetition, the peak of memory in MB before and after
it, the number of children placed, and a fingerprint of the answer by which engines are compared.
"""

import argparse
import hashlib
import json
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from allocation.engine import allocate, check
from allocation.engine.arrays.deferred import ask_in_rounds
from allocation.engine.arrays.market import ArrayMarket, Ints, array_market
from allocation.engine.arrays.proof import broken_rules
from allocation.engine.explaining.explain import explain
from allocation.engine.solving.deferred import ask_in_order
from allocation.engine.solving.market import build_market
from benchmarks.towns import TOWNS, market, problem

Answer = Callable[[], Ints]


def main() -> None:
    """Measure one engine on one town."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engine", choices=ENGINES)
    parser.add_argument("town", choices=TOWNS)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--children", type=int)
    parser.add_argument("--list", type=int, help="wishes of every child")
    parser.add_argument("--ties", action="store_true")
    options = parser.parse_args()
    town = TOWNS[options.town]
    if options.children:
        scale = options.children / town.children
        town = replace(town, children=options.children, groups=max(1, round(town.groups * scale)))
    if options.list:
        town = replace(town, shortest_list=options.list, longest_list=options.list)
    answer = ENGINES[options.engine](market(town, ties=options.ties))
    before = _peak()
    seconds = []
    for _ in range(options.repeat):
        started = time.perf_counter()
        positions = answer()
        seconds.append(time.perf_counter() - started)
    report = {
        "seconds": seconds,
        "peak_before": before,
        "peak": _peak(),
        "answer": hashlib.sha256(np.asarray(positions, np.int64).tobytes()).hexdigest(),
    }
    sys.stdout.write(json.dumps(report) + "\n")


def _peak() -> int:
    """Return the most memory this process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _from_problem(town: ArrayMarket) -> Answer:
    """From parsed keys to a proven answer: compile, ask in rounds, prove."""
    asked = problem(town)

    def answer() -> Ints:
        compiled = array_market(asked)
        positions = ask_in_rounds(compiled)
        _require_nothing_broken(compiled, positions)
        return positions

    return answer


def _arrays(town: ArrayMarket) -> Answer:
    return partial(ask_in_rounds, town)


def _proof(town: ArrayMarket) -> Answer:
    positions = ask_in_rounds(town)

    def answer() -> Ints:
        _require_nothing_broken(town, positions)
        return positions

    return answer


def _require_nothing_broken(town: ArrayMarket, positions: Ints) -> None:
    broken = list(broken_rules(town, positions))
    if broken:
        raise AssertionError(broken)


def _reference(town: ArrayMarket) -> Answer:
    compiled = build_market(problem(town))
    return lambda: np.array(ask_in_order(compiled, equals_stay=False))


def _whole(town: ArrayMarket) -> Answer:
    """The public door, with everything that people are told, and the lawyer's check."""
    asked = problem(town)
    row = [{choice.group: place for place, choice in enumerate(c.choices)} for c in asked.children]

    def answer() -> Ints:
        result = allocate(asked)
        violations = check(asked, result)
        if violations:
            raise AssertionError(violations[:3])
        return np.array(
            [
                places.get(result.assignment[child.id], len(places))
                for places, child in zip(row, asked.children, strict=True)
            ]
        )

    return answer


def _explained(town: ArrayMarket) -> Answer:
    """Every refusal of the round, with what would have changed it."""
    asked = problem(town)
    result = allocate(asked)
    return lambda: np.array([len(each.refused) for each in explain(asked, result)])


def _compiled(town: ArrayMarket) -> Answer:
    from benchmarks.kernel import compiled_positions  # noqa: PLC0415 -- benchmark only

    solve = partial(compiled_positions, town.places, town.start, town.group, town.key)
    solve()
    return solve


def _peer(name: str, town: ArrayMarket) -> Answer:
    from benchmarks import peers  # noqa: PLC0415 -- benchmark only

    wishes, orders, places = peers.preference_lists(town)

    def answer() -> Ints:
        placed = getattr(peers, name)(wishes, orders, places)
        return np.array(
            [
                groups.index(placed[child]) if child in placed else len(groups)
                for child, groups in wishes.items()
            ]
        )

    return answer


ENGINES: dict[str, Callable[[ArrayMarket], Answer]] = {
    "proven": _from_problem,
    "arrays": _arrays,
    "proof": _proof,
    "reference": _reference,
    "whole": _whole,
    "explained": _explained,
    "compiled": _compiled,
    "matching": partial(_peer, "matching"),
    "algmatch": partial(_peer, "algmatch"),
}

if __name__ == "__main__":
    main()
