"""One measurement in a process of its own: `python -m benchmarks.measure ENGINE TOWN`.

Writes one line of JSON: the seconds of each repetition, the peak of memory in MB before and after
it, and a fingerprint of the answer by which engines are compared.
"""

import argparse
import hashlib
import json
import resource
import sys
import time
from dataclasses import replace

import numpy as np

from benchmarks.engines import ENGINES, Asked
from benchmarks.towns import TOWNS


def main() -> None:
    """Measure one engine on one town."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engine", choices=ENGINES)
    parser.add_argument("town", choices=TOWNS)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--children", type=int)
    parser.add_argument("--list", type=int, help="wishes of every child")
    parser.add_argument("--steps", type=int, help="different keys; without it all differ")
    parser.add_argument("--pairs", type=int, default=0, help="pairs of siblings")
    options = parser.parse_args()
    town = TOWNS[options.town]
    if options.children:
        scale = options.children / town.children
        town = replace(town, children=options.children, groups=max(1, round(town.groups * scale)))
    if options.list:
        town = replace(town, shortest_list=options.list, longest_list=options.list)
    answer = ENGINES[options.engine](Asked(town, options.pairs, options.steps))
    before = _peak()
    seconds = []
    for _ in range(options.repeat):
        started = time.perf_counter()
        places = answer()
        seconds.append(time.perf_counter() - started)
    report = {
        "seconds": seconds,
        "peak_before": before,
        "peak": _peak(),
        "answer": hashlib.sha256(np.asarray(places, np.int64).tobytes()).hexdigest(),
    }
    sys.stdout.write(json.dumps(report) + "\n")


def _peak() -> int:
    """Return the most memory this process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main()
