"""The whole comparison in one run: `make bench`. Writes docs/benchmarks.md."""

import json
import math
import os
import platform
import statistics
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "benchmarks.md"

ROWS = [
    ("city", ["proven", "whole", "reference", "arrays", "compiled", "matching", "algmatch"]),
    ("warsaw", ["proven", "whole", "reference", "arrays", "compiled", "matching", "algmatch"]),
    ("nation", ["arrays", "proof", "compiled"]),
    ("continent", ["arrays", "proof", "compiled"]),
]
"""Engines by town, measured one after another."""

WHAT = {
    "proven": "ours, from parsed keys to a proven answer",
    "whole": "ours, everything: answer, limits, refusals, lawyer's check",
    "reference": "ours, the readable reference, asking only",
    "arrays": "ours, on arrays, asking only",
    "proof": "ours, the proof on arrays",
    "explained": "ours, all refusals explained by re-runs",
    "compiled": "compiled kernel (numba), asking only",
    "matching": "`matching`, build and solve",
    "algmatch": "`algmatch`, build and solve",
}

GROWTH = {
    "children": ("arrays", [("--children", n) for n in (25_000, 50_000, 100_000, 200_000)]),
    "choices": ("arrays", [("--list", n) for n in (2, 4, 8, 16)]),
}


@dataclass(frozen=True, slots=True)
class Measured:
    """The median of the seconds, and the memory."""

    seconds: float
    peak_before: int
    peak: int
    answer: str


def main() -> None:
    """Measure everything, compare the answers, write the page."""
    tables = [_town(town, engines) for town, engines in ROWS]
    tables.append(_town("warsaw", ["explained"]))
    PAGE.write_text("\n".join([_head(), *tables, _growth()]), "utf-8")
    sys.stdout.write(f"{PAGE}\n")


def _town(town: str, engines: list[str]) -> str:
    measured = {engine: _measure(engine, town) for engine in engines}
    answers = {m.answer for engine, m in measured.items() if engine != "explained"}
    if len(answers) > 1:
        raise AssertionError({engine: m.answer for engine, m in measured.items()})
    lines = [
        f"\n## {town}\n",
        "| engine | median of 3, s | beside the fastest | memory before → peak, MB |",
        "|---|---:|---:|---:|",
    ]
    fastest = min(m.seconds for m in measured.values())
    lines += [
        f"| {WHAT[engine]} | {m.seconds:.4g} | {m.seconds / fastest:.1f} × "
        f"| {m.peak_before} → {m.peak} |"
        for engine, m in measured.items()
    ]
    return "\n".join(lines)


def _growth() -> str:
    lines = [
        "\n## Growth\n",
        "Seconds grow like a power of the size; the exponent is fitted to the medians.\n",
        "| in | sizes | seconds | exponent |",
        "|---|---|---|---:|",
    ]
    for name, (engine, sizes) in GROWTH.items():
        seconds = [_measure(engine, "warsaw", option, str(size)).seconds for option, size in sizes]
        points = [
            (math.log(size), math.log(took)) for (_, size), took in zip(sizes, seconds, strict=True)
        ]
        slope = statistics.linear_regression(*zip(*points, strict=True)).slope
        lines.append(
            f"| {name} | {', '.join(str(size) for _, size in sizes)} "
            f"| {', '.join(f'{took:.3g}' for took in seconds)} | {slope:.2f} |"
        )
    with_ties, without = (
        _measure("arrays", "warsaw", *options).seconds for options in (["--ties"], [])
    )
    lines.append(
        f"\nEqual keys instead of drawn ones (warsaw): {with_ties:.3g} s instead of {without:.3g} s."
    )
    return "\n".join([*lines, ""])


def _measure(engine: str, town: str, *options: str) -> Measured:
    sys.stderr.write(f"{engine} {town} {' '.join(options)}\n")
    command = [sys.executable, "-m", "benchmarks.measure", engine, town, *options]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
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
        "and all engines of a town gave the same answer. Towns are made up (`benchmarks/towns.py`): "
        "a city of 1,200 children, 25 groups and up to 3 wishes; a Warsaw of 20,000, 600 and up to "
        "10; a nation of 500,000, 12,000 and up to 5; a continent of 2,000,000, 40,000 and up to 5."
        f"\n\n{_machine()}, Python {platform.python_version()}, {versions}; "
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
