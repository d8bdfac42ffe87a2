"""The same question, the same bytes: `python -m benchmarks.determinism [shuffles]`.

Each town of `benchmarks.every_rule` is written as a file whose children, groups, families,
traits and fields stand in another order each time, read, solved and written, in three processes
with different seeds of Python's hashes for one worker of the solver, and in three for two.
One row a town: how many times it was solved, how many different files came out, and the
fingerprint. Ends with 1 if any town has two.
"""

import hashlib
import json
import os
import random
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable
from itertools import product

from allocation.engine import (
    Problem,
    allocate,
    canonical_json,
    parse_json,
    problem_from_json,
    problem_to_json,
    result_to_json,
)
from benchmarks.every_rule import towns

HASH_SEEDS = (0, 1, 2026)
WORKERS = (1, 2)
SHUFFLES = 20

WITHOUT_ORDER = ("groups", "children", "families", "traits")
"""Lists that mean the same in any order; but the children of a family stand in a wished one."""


def fingerprints(problem: Problem, *, workers: int, orders: Iterable[int]) -> set[str]:
    """Return the fingerprints of the result files of the problem in these orders."""
    return {
        hashlib.sha256(_solved(_shuffled(problem, order), workers)).hexdigest() for order in orders
    }


def _solved(text: bytes, workers: int) -> bytes:
    problem = problem_from_json(parse_json(text))
    result = allocate(problem, second_opinion=True, workers=workers)
    if result.second_opinion is not None and not result.second_opinion.agrees:
        raise AssertionError(result.second_opinion)
    return canonical_json(result_to_json(result))


def _shuffled(problem: Problem, order: int) -> bytes:
    dice = random.Random(order)
    document = _in_any_order(problem_to_json(problem), dice)
    return json.dumps(document, indent=dice.choice([None, 2])).encode()


def _in_any_order(value: object, dice: random.Random, name: str = "", inside: str = "") -> object:
    if isinstance(value, dict):
        fields = dice.sample(sorted(value), len(value))
        return {field: _in_any_order(value[field], dice, field, inside) for field in fields}
    if isinstance(value, list):
        parts = [_in_any_order(part, dice, inside=name) for part in value]
        is_free = name in WITHOUT_ORDER and inside != "families"
        return dice.sample(parts, len(parts)) if is_free else parts
    return value


def _solve_all(workers: int, shuffles: int) -> dict[str, list[str]]:
    return {
        name: sorted(fingerprints(town, workers=workers, orders=range(shuffles)))
        for name, town in towns().items()
    }


def _solve_all_elsewhere(workers: int, hash_seed: int, shuffles: int) -> dict[str, list[str]]:
    command = [sys.executable, "-m", "benchmarks.determinism", "one", str(workers), str(shuffles)]
    environment = {**os.environ, "PYTHONHASHSEED": str(hash_seed)}
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True)
    found: dict[str, list[str]] = json.loads(done.stdout)
    return found


def _compare(shuffles: int) -> bool:
    clock = time.perf_counter()
    found: dict[str, set[str]] = defaultdict(set)
    for workers, hash_seed in product(WORKERS, HASH_SEEDS):
        for name, some in _solve_all_elsewhere(workers, hash_seed, shuffles).items():
            found[name].update(some)
    solved = len(WORKERS) * len(HASH_SEEDS) * shuffles
    for name, some in found.items():
        print(f"{name:<42} {solved} solved, {len(some)} result: {' '.join(sorted(some))}")
    differ = sum(len(some) > 1 for some in found.values())
    print(
        f"{len(found)} towns, {len(HASH_SEEDS)} processes x workers {WORKERS} x {shuffles} orders: "
        f"{differ} with more than one result ({time.perf_counter() - clock:.0f} s)"
    )
    return differ == 0


def main(arguments: list[str]) -> int:
    if arguments[:1] == ["one"]:
        workers, shuffles = map(int, arguments[1:])
        print(json.dumps(_solve_all(workers, shuffles)))
        return 0
    return 0 if _compare(int(arguments[0]) if arguments else SHUFFLES) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
