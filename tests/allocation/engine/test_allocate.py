"""The public door: progress, proof, second opinion, and imports that stay quick."""

import subprocess
import sys
from dataclasses import replace

import pytest

from allocation.engine import (
    Child,
    ClosingRule,
    Family,
    Lottery,
    Mechanism,
    Problem,
    Rules,
    SecondOpinion,
    SolveStatus,
    TieRule,
    TogetherRule,
    allocate,
    check,
)
from tests.allocation.engine.problems import STRICT, child, group, problem

# Two children who could swap: the reduction leaves them to the model.
SWAP = problem(
    [group("A", 1), group("B", 1)],
    [child("ala", A=1, B=2), child("jan", B=1, A=2)],
    STRICT,
)
TIE = problem([group("P", 1)], [child("ala", P=1), child("jan", P=1)])


def test_allocate_lets_the_model_decide_what_the_reduction_leaves():
    assert allocate(SWAP).assignment == {"ala": "A", "jan": "B"}


def test_allocate_is_unproven_when_the_work_allowed_runs_out():
    result = allocate(SWAP, deterministic_time=0)

    assert result.status is SolveStatus.UNPROVEN
    assert [violation.code for violation in check(SWAP, result)] == ["it_answers_this_problem"]


def test_allocate_gives_no_second_opinion_unless_asked():
    assert allocate(TIE).second_opinion is None
    assert allocate(TIE, second_opinion=True).second_opinion == SecondOpinion(
        SolveStatus.OPTIMAL, agrees=True
    )


def test_a_second_opinion_that_is_not_proven_does_not_agree():
    result = allocate(TIE, second_opinion=True, deterministic_time=0)

    assert result.second_opinion == SecondOpinion(SolveStatus.UNPROVEN, agrees=False)


def test_the_second_opinion_is_no_part_of_the_answer():
    assert allocate(TIE) == allocate(TIE, second_opinion=True)


@pytest.mark.parametrize(
    ("rules", "steps"),
    [
        (Rules(), ["compile", "ask in order", "report", "second opinion"]),
        (Rules(TieRule.ALL_IN), ["compile", "ask in order", "report"]),
        (
            Rules(TieRule.LOTTERY, lottery=Lottery("x")),
            ["compile", "ask in order", "solve", "report", "second opinion"],
        ),
    ],
)
def test_allocate_tells_its_steps(rules, steps):
    told = []

    allocate(TIE.with_rules(rules), second_opinion=True, on_progress=told.append)

    assert told == steps


def test_allocate_tells_that_groups_close():
    sequential = Rules(closing=ClosingRule.SEQUENTIAL)
    town = problem([replace(group("P", 2), min_size=2)], [child("ala", P=1)], sequential)
    told = []

    allocate(town, on_progress=told.append)

    assert told == ["compile", "close groups", "ask in order", "report"]


@pytest.mark.parametrize(
    ("rules", "steps"),
    [
        (STRICT, ["compile", "solve", "report"]),
        (Rules(mechanism=Mechanism.FINAL_PLACEMENT), ["place"]),
    ],
)
def test_allocate_tells_the_steps_for_siblings_and_for_final_placement(rules, steps):
    family = Family("Lis", ("ala", "jan"), TogetherRule.ONLY)
    siblings = tuple(Child(name, (), family=family.id) for name in family.children)
    told = []

    allocate(Problem((), siblings, rules, (family,)), on_progress=told.append)

    assert told == steps


@pytest.mark.parametrize("module", ["allocation.engine", "allocation.__main__"])
def test_importing_the_engine_loads_neither_the_solver_nor_django(module):
    code = f"import sys, {module}; print({{'ortools', 'django', 'numpy'}} & set(sys.modules))"

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "set()\n"
