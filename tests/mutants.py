"""Changes the engine in small ways, one at a time, and tells which changes no test notices.

    python tests/mutants.py [--sample 50] [--again] ["checking.*" "solving.market.*" ...]

mutmut makes the mutants, knows which tests reach which function, and forks a process for each.
Here each process calls the tests as plain functions, one after another, until one fails: to start
pytest anew takes longer than most tests. Tests that need a fixture come last, by pytest. A test
that notices nothing but a warning is the only one that this makes weaker.

Mutants stand in the order of a hash, so the first of them, or a run that is stopped, are a random
sample, always the same. What was found stays in `mutants/`; a run goes on where another stopped.
"""

import argparse
import hashlib
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from fnmatch import fnmatch
from functools import partial
from pathlib import Path
from typing import Any

import mutmut.__main__ as tool
import pytest
from mutmut.mutation import trampoline
from mutmut.runners.harness import PytestRunner
from mutmut.stats import status_by_exit_code
from mutmut.utils.file_utils import change_cwd
from mutmut.workers import isolation

ROOT = Path(__file__).resolve().parent.parent
KILLED, SURVIVED = 1, 0
NOTICED = ("killed", "timeout")


class DirectRunner(PytestRunner):
    """Calls the tests of a mutant as plain functions, as far as they need no fixture."""

    def __init__(self) -> None:
        super().__init__()
        self.plain: dict[str, Callable[[], Any]] = {}

    def execute_pytest(self, params: list[str], **kwargs: Any) -> int:
        return super().execute_pytest(params, plugins=[*kwargs.pop("plugins", ()), self], **kwargs)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Remember the tests that need nothing but their own parameters."""
        for item in session.items:
            given = item.callspec.params if hasattr(item, "callspec") else {}
            if set(item._fixtureinfo.argnames) <= given.keys():
                self.plain[item.nodeid] = partial(item.obj, **given)

    def run_tests(self, *, mutant_name: str | None, tests: Iterable[str]) -> int:
        if mutant_name is None:
            return super().run_tests(mutant_name=None, tests=tests)
        left = []
        with change_cwd("mutants"):
            for test in tests:
                if test not in self.plain:
                    left.append(test)
                elif self._fails(test):
                    return KILLED
        return super().run_tests(mutant_name=mutant_name, tests=left) if left else SURVIVED

    def _fails(self, test: str) -> bool:
        try:
            self.plain[test]()
        except pytest.skip.Exception:
            return False
        except BaseException:  # noqa: BLE001 -- whatever a mutant raises, it was noticed
            return True
        return False


def in_random_order(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def module_of(name: str) -> str:
    return name.removeprefix("allocation.engine.").partition(".x")[0]


def choose(asked: argparse.Namespace, mutants: list[Any]) -> list[Any]:
    """Return the mutants of the first pattern, then of the next; of each the first so many."""
    chosen, known = [], set()
    in_order = sorted(mutants, key=lambda mutant: in_random_order(mutant[1]))
    for pattern in asked.names or ["*"]:
        matching = [one for one in in_order if fnmatch(one[1], f"allocation.engine.{pattern}")]
        for data, name, result in matching[: asked.sample or len(matching)]:
            if name not in known:
                is_again = asked.again and status_by_exit_code[result] not in NOTICED
                chosen.append((data, name, None if is_again else result))
                known.add(name)
    return chosen


def tell(mutants: list[Any]) -> None:
    """Print a line for each module, then every mutant that no test noticed."""
    found: dict[str, Counter[str]] = {}
    for data, name, _ in mutants:
        status = status_by_exit_code[data.exit_code_by_key[name]]
        found.setdefault(module_of(name), Counter())[status] += 1
    for module, statuses in sorted(found.items()):
        print(module, dict(statuses))
    for data, name, _ in mutants:
        if status_by_exit_code[data.exit_code_by_key[name]] not in (*NOTICED, "not checked"):
            print(name)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("names", nargs="*", help="patterns, one after another; all without")
    parser.add_argument("--sample", type=int, default=0, help="at most so many of each pattern")
    parser.add_argument("--again", action="store_true", help="also what was not noticed before")
    asked = parser.parse_args()
    os.chdir(ROOT)
    sys.path.remove(str(ROOT / "tests"))
    collect = tool.collect_source_file_mutation_data
    chosen: list[Any] = []

    def collect_chosen(**_: Any) -> tuple[list[Any], Any]:
        mutants, by_path = collect(mutant_names=())
        chosen[:] = choose(asked, mutants)
        return chosen, by_path

    tool.collect_source_file_mutation_data = collect_chosen
    tool.estimated_worst_case_time = lambda _: 0
    isolation.PytestRunner = DirectRunner
    trampoline.get_mutant_under_test = lambda: trampoline._mutant_under_test or ""
    tool.run.callback((), max_children=1)
    tell(chosen)


if __name__ == "__main__":
    main()
