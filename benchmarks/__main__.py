"""The whole comparison in one run: `make bench`. Writes docs/benchmarks.md."""

import json
import math
import os
import platform
import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"

WHAT = {
    "proven": "ours, from parsed keys to a proven answer",
    "told": "ours, the public door: answer, limits, every refusal",
    "checked": "ours, the check of all that by plain loops",
    "second_opinion": "ours, the public door with CP-SAT on the whole model as well",
    "explained": "ours, all refusals explained by re-runs",
    "reference": "ours, the readable reference, asking only",
    "arrays": "ours, on arrays, asking only",
    "proof": "ours, the proof on arrays only",
    "compiled": "compiled kernel (numba), asking only",
    "matching": "`matching`, build and solve",
    "algmatch": "`algmatch`, build and solve",
    "together": "ours, siblings in one institution or nowhere, proven optimal",
    "placed": "ours, final placement by distance, proven",
}

OURS = ["proven", "told", "checked", "explained", "reference", "arrays", "proof"]

TOWNS = [
    (
        "A city: 1,200 children, 25 groups, up to 3 wishes",
        "city",
        [],
        [*OURS, "second_opinion", "compiled"],
    ),
    ("A Warsaw: 20,000 children, 600 groups, 7 to 10 wishes", "warsaw", [], [*OURS, "compiled"]),
    ("A nation: 500,000, 12,000, up to 5", "nation", [], ["arrays", "proof", "compiled"]),
    ("A continent: 2,000,000, 40,000, up to 5", "continent", [], ["arrays", "proof", "compiled"]),
    ("1,200 children, 30 pairs", "city", ["--children", "1200", "--pairs", "30"], ["together"]),
    ("5,000 children, 200 pairs", "city", ["--children", "5000", "--pairs", "200"], ["together"]),
    ("20,000 children, 700 pairs", "city", ["--children", "20000", "--pairs", "700"], ["together"]),
    ("47,000 children without a place", "city", ["--children", "47000"], ["placed"]),
]
"""Titles, towns, their options and the engines that are measured there, one after another."""

PEERS = {"city", "warsaw"}

GROWTH = [
    ("children, on arrays", "arrays", "warsaw", [], "--children", [25_000, 50_000, 100_000]),
    ("children, all told", "told", "warsaw", [], "--children", [2_500, 5_000, 10_000, 20_000]),
    ("wishes of a child, on arrays", "arrays", "warsaw", [], "--list", [2, 4, 8, 16]),
    ("wishes of a child, all told", "told", "warsaw", [], "--list", [2, 4, 8, 16]),
    ("different keys (`committee`), all told", "told", "warsaw", [], "--steps", [8, 32, 128, 512]),
    ("pairs of siblings", "together", "city", ["--children", "5000"], "--pairs", [50, 100, 200]),
]
"""What grows, the engine, the town, its options, and the option that takes the sizes."""

ASKED = [
    ("20,000 children, peers / proven answer", "warsaw", "≥ 150", lambda s: _peer(s) / s["proven"]),
    ("1,200 children, peers / proven answer", "city", "≥ 10", lambda s: _peer(s) / s["proven"]),
    ("500,000, arrays / compiled kernel", "nation", "≤ 15", lambda s: s["arrays"] / s["compiled"]),
    ("500,000, proof / arrays", "nation", "≤ 2", lambda s: s["proof"] / s["arrays"]),
    ("20,000, check / public door", "warsaw", "≤ 2", lambda s: s["checked"] / s["told"]),
    ("20,000, all refusals explained, s", "warsaw", "< 60", lambda s: s["explained"]),
    ("1,200 with 30 pairs, s", "city --children 1200 --pairs 30", "< 2", lambda s: s["together"]),
    ("5,000 with 200 pairs, s", "city --children 5000 --pairs 200", "< 10", lambda s: s["together"]),
    ("47,000 in final placement, s", "city --children 47000", "< 2", lambda s: s["placed"]),
]  # fmt: skip
"""What the engine promises: about what, in which town, the bound, and how it is worked out."""

HOLDS: dict[str, Callable[[float, float], bool]] = {
    "≥": lambda figure, bound: figure >= bound,
    "≤": lambda figure, bound: figure <= bound,
    "<": lambda figure, bound: figure < bound,
}


@dataclass(frozen=True, slots=True)
class Measured:
    """The median of the seconds, and the memory in MB."""

    seconds: float
    peak_before: int
    peak: int
    answer: str


def main() -> None:
    """Measure everything, compare the answers, write the page."""
    measured: dict[str, dict[str, Measured]] = {}
    for _, town, options, engines in TOWNS:
        peers = ["matching", "algmatch"] if town in PEERS and not options else []
        engines_here = {one: _measure(one, town, *options) for one in [*engines, *peers]}
        if len({one.answer for one in engines_here.values()}) > 1:
            raise AssertionError({name: one.answer for name, one in engines_here.items()})
        measured[" ".join([town, *options])] = engines_here
    tables = [
        _table(title, measured[" ".join([town, *options])]) for title, town, options, _ in TOWNS
    ]
    PAGE.write_text("\n".join([_head(), _promises(measured), *tables, _growth()]), "utf-8")
    sys.stdout.write(f"{PAGE}\n")


def _peer(seconds: dict[str, float]) -> float:
    return min(seconds["matching"], seconds["algmatch"])


def _promises(measured: dict[str, dict[str, Measured]]) -> str:
    lines = ["\n## What was promised\n", "| what | promised | measured | |", "|---|---|---:|---|"]
    for what, town, bound, figure in ASKED:
        value = figure({name: one.seconds for name, one in measured[town].items()})
        sign, limit = bound.split()
        holds = "holds" if HOLDS[sign](value, float(limit)) else "**does not hold**"
        lines.append(f"| {what} | {bound} | {value:.3g} | {holds} |")
    return "\n".join(lines)


def _table(title: str, measured: dict[str, Measured]) -> str:
    lines = [
        f"\n## {title}\n",
        "| engine | median of 3, s | beside the fastest | memory before → peak, MB |",
        "|---|---:|---:|---:|",
    ]
    fastest = min(one.seconds for one in measured.values())
    lines += [
        f"| {WHAT[engine]} | {one.seconds:.4g} | {one.seconds / fastest:.1f} × "
        f"| {one.peak_before} → {one.peak} |"
        for engine, one in measured.items()
    ]
    return "\n".join(lines)


def _growth() -> str:
    lines = [
        "\n## Growth\n",
        "Seconds grow like a power of the size; the exponent is fitted to the medians. With fewer "
        "different keys more children are equal.\n",
        "| in | sizes | seconds | exponent |",
        "|---|---|---|---:|",
    ]
    for what, engine, town, options, option, sizes in GROWTH:
        seconds = [_measure(engine, town, *options, option, str(n)).seconds for n in sizes]
        slope = statistics.linear_regression(
            [math.log(size) for size in sizes], [math.log(took) for took in seconds]
        ).slope
        lines.append(
            f"| {what} | {', '.join(f'{size:,}' for size in sizes)} "
            f"| {', '.join(f'{took:.3g}' for took in seconds)} | {slope:.2f} |"
        )
    return "\n".join([*lines, ""])


def _measure(engine: str, town: str, *options: str) -> Measured:
    sys.stderr.write(f"{engine} {town} {' '.join(options)}\n")
    command = [sys.executable, "-m", "benchmarks.measure", engine, town, *options]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    report = json.loads(done.stdout)
    return Measured(
        statistics.median(report["seconds"]),
        report["peak_before"],
        report["peak"],
        report["answer"],
    )


def _head() -> str:
    versions = ", ".join(
        f"{name} {metadata.version(name)}"
        for name in ("numpy", "ortools", "numba", "matching", "algmatch")
    )
    return (
        "# Benchmarks\n\n"
        "Written by `make bench`; do not edit. Each row is a process of its own, all in one run, "
        "and all engines of a town gave the same answer. Towns are made up "
        "(`benchmarks/towns.py`, `families.py`, `final_placement.py`). The proven answer is an "
        "array of places with a proof by the same arrays; the public door returns what people "
        "read: limits, ties, and a reason for every refusal.\n\n"
        f"{_machine()}, Python {platform.python_version()}, {versions}; "
        f"{datetime.now(UTC):%Y-%m-%d}."
    )


def _machine() -> str:
    models = [
        line.split(":", 1)[1].strip()
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        if line.startswith("model name")
    ]
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{len(os.sched_getaffinity(0))} cores of {models[0]}, {gigabytes:.0f} GiB"


if __name__ == "__main__":
    main()
