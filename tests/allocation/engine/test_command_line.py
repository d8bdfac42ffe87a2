"""The engine on files, as a clerk or another programme calls it."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from random import Random

import pytest

from allocation.command_line.ending import Ending
from allocation.command_line.main import main
from allocation.command_line.solving import write_result
from allocation.command_line.summary import summary
from allocation.command_line.tasks import Task
from allocation.engine import (
    ClosingRule,
    Displaced,
    SecondOpinion,
    SolveStatus,
    TieRule,
    allocate,
    canonical_json,
    problem_to_json,
)
from tests.allocation.engine.problems import STRICT, child, group, moved, problem
from tests.allocation.engine.small_problems import (
    BYTES_OF_A_PROBLEM,
    Numbers,
    read_minimum_sizes,
    read_problem,
)
from tests.allocation.engine.test_families_by_definition import read_town
from tests.allocation.engine.test_files import EVERY
from tests.allocation.engine.test_final_placement import read_city

TOWN = problem([group("P", 1)], [child("ala", P=2), child("jan", P=1)])
TIES = problem([group("P", 1), group("Q", 1)], [child("ala", P=1, Q=1), child("jan", P=1, Q=1)])


@pytest.fixture
def files(tmp_path):
    """A problem file, and where the result goes."""
    problem_path, result_path = tmp_path / "problem.json", tmp_path / "result.json"
    problem_path.write_bytes(canonical_json(problem_to_json(TOWN)))
    return problem_path, result_path


def write(path, town):
    path.write_bytes(canonical_json(problem_to_json(town)))


def test_solve_writes_the_whole_result(files):
    problem_path, result_path = files

    assert main(["solve", str(problem_path), "-o", str(result_path)]) == 0

    result = json.loads(result_path.read_bytes())
    engine = result.pop("engine")
    sha256 = result.pop("problem_sha256")
    assert sorted(engine) == ["allocation", "ortools"]
    assert len(sha256) == 64
    assert result == {
        "schema": "nabor-result/1",
        "status": "optimal",
        "assignment": {"ala": "P", "jan": None},
        "cutoffs": {"P": [2]},
        "ties": [],
        "refusals": {
            "ala": [],
            "jan": [
                {
                    "group": "P",
                    "own": [1],
                    "last_admitted": [2],
                    "capacity": 1,
                    "admitted": 1,
                    "reason": "full_higher_keys",
                }
            ],
        },
    }


def test_solve_says_how_many_are_placed(files, capsys):
    problem_path, result_path = files

    main(["solve", str(problem_path), "-o", str(result_path)])

    assert capsys.readouterr().out == (
        f"{result_path}: 1 of 2 children placed, second opinion agrees\n"
    )


def test_solve_says_how_many_ties_wait_for_the_committee(files, capsys):
    problem_path, result_path = files
    write(problem_path, TIES)

    assert main(["solve", str(problem_path), "-o", str(result_path), "--no-second-opinion"]) == 0
    assert capsys.readouterr().out == (
        f"{result_path}: 0 of 2 children placed, 2 ties wait for the committee\n"
    )


def test_a_result_that_check_disputes_is_not_written(files):
    broken = moved(allocate(TOWN), nobody="P")

    assert write_result(TOWN, broken, Task(*files)) == Ending(
        1,
        (
            f'{files[0]}: child "nobody": the problem has no such child '
            "[each_child_gets_at_most_one_place]",
        ),
    )
    assert not files[1].exists()


@pytest.mark.parametrize(
    ("opinion", "line"),
    [
        (
            SecondOpinion(SolveStatus.OPTIMAL, agrees=False, differs=("ala", "jan")),
            "second opinion: optimal, differs about ala, jan",
        ),
        (
            SecondOpinion(SolveStatus.UNPROVEN, agrees=False),
            "second opinion: unproven, differs about nobody",
        ),
    ],
)
def test_a_result_that_the_second_opinion_disputes_is_not_written(opinion, line, files):
    disputed = replace(allocate(TOWN), second_opinion=opinion)

    assert write_result(TOWN, disputed, Task(*files)) == Ending(1, (f"{files[0]}: {line}",))
    assert not files[1].exists()


def test_the_number_of_workers_changes_no_byte(files):
    problem_path, result_path = files
    texts = set()

    for workers in ("1", "3"):
        assert main(["solve", str(problem_path), "-o", str(result_path), "--workers", workers]) == 0
        texts.add(result_path.read_bytes())

    assert len(texts) == 1


@pytest.mark.parametrize("workers", ["0", "-1", "65", "two", "1.5", "²"])
def test_a_wrong_number_of_workers_is_told_on_one_line(workers, files, capsys):
    problem_path, result_path = files

    with pytest.raises(SystemExit) as ended:
        main(["solve", str(problem_path), "-o", str(result_path), f"--workers={workers}"])

    assert ended.value.code == 2
    assert capsys.readouterr().err.splitlines()[-1] == (
        "python -m allocation solve: error: argument --workers: "
        f"must be a whole number from 1 to 64, not {workers!r}"
    )


def test_verify_confirms_a_result_on_one_line(files, capsys):
    problem_path, result_path = files
    main(["solve", str(problem_path), "-o", str(result_path)])
    capsys.readouterr()

    assert main(["verify", str(problem_path), str(result_path)]) == 0
    assert capsys.readouterr().out == (
        f"{result_path}: every rule is kept; 1 of 2 children placed\n"
    )


def test_verify_tells_each_violation_on_its_line(files, capsys):
    problem_path, result_path = files
    main(["solve", str(problem_path), "-o", str(result_path)])
    result = json.loads(result_path.read_bytes())
    result["cutoffs"] = {"P": None}
    result["refusals"]["jan"] = []
    result_path.write_text(json.dumps(result))
    capsys.readouterr()

    assert main(["verify", str(problem_path), str(result_path)]) == 1
    assert capsys.readouterr().out == (
        f'{result_path}: group "P": the limit is [2], not none [limits_are_told_right]\n'
        f'{result_path}: child "jan": is not told truly why it was refused "P" '
        "[refusals_are_told_right]\n"
    )


def test_what_siblings_cost_others_is_told():
    result = replace(allocate(TOWN), displaced=(Displaced("jan", "P"),))

    assert summary(result) == "1 of 2 children placed, 1 displaced by siblings"


def test_a_missing_file_is_told_on_one_line(files, tmp_path, capsys):
    missing = tmp_path / "missing.json"

    assert main(["solve", str(missing), "-o", str(tmp_path / "result.json")]) == 2
    assert capsys.readouterr().err == f"{missing}: cannot be read: No such file or directory\n"


def test_a_result_that_cannot_be_written_is_told_on_one_line(files, tmp_path, capsys):
    target = tmp_path / "missing" / "result.json"

    assert main(["solve", str(files[0]), "-o", str(target)]) == 2
    assert capsys.readouterr().err == f"{target}: cannot be written: No such file or directory\n"


def test_equal_keys_under_strict_are_told_on_one_line(files, capsys):
    problem_path, result_path = files
    write(problem_path, TIES.with_rules(STRICT))

    assert main(["solve", str(problem_path), "-o", str(result_path)]) == 2
    assert capsys.readouterr().err == (
        f'{problem_path}: group "P": children "ala", "jan" have equal keys [1], but not all of '
        'them fit; the rule "strict" may not choose among them\n'
    )


def run(*arguments, hash_seed="0"):
    return subprocess.run(
        [sys.executable, "-m", "allocation", *arguments],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
    )


def problems_of_every_kind():
    """Some of each: by keys under every rule, with minimum sizes, families, final placement."""
    random = Random(1)

    def numbers():
        return Numbers(random.randbytes(BYTES_OF_A_PROBLEM))

    for _ in range(2):
        for ties in TieRule:
            reserves = ties is not TieRule.ALL_IN
            town = read_problem(numbers(), ties, reserves=reserves, children=8, groups=4)
            yield town
            yield read_minimum_sizes(numbers(), town, ClosingRule.SEQUENTIAL)
            if ties in (TieRule.STRICT, TieRule.LOTTERY):
                yield read_minimum_sizes(numbers(), town, ClosingRule.BEST_OPEN_SET)
        yield read_town(numbers())
        yield read_city(numbers(), families=True, children=8)


def test_the_same_problems_give_the_same_bytes_in_every_process(tmp_path):
    """With another seed every set of texts comes in another order."""
    problems = tmp_path / "problems"
    problems.mkdir()
    for number, town in enumerate([*EVERY, *problems_of_every_kind()]):
        write(problems / f"{number}.json", town)

    for seed in ("0", "1", "random"):
        run("solve", str(problems), "-o", str(tmp_path / seed), hash_seed=seed)

    first, *others = (
        {path.name: path.read_bytes() for path in (tmp_path / seed).iterdir()}
        for seed in ("0", "1", "random")
    )
    assert len(first) == len(list(problems.iterdir()))
    assert others == [first, first]
