"""docs/file-format.md is true: its examples run and say the same."""

import json
import re
import shlex
from pathlib import Path

import pytest

from allocation.command_line.main import main
from allocation.engine import Reason, problem_from_json, problem_sha256
from allocation.engine.formats.tables.problem import problem_from_tables
from tests.allocation.engine.schemas import complaints

PAGE = (Path(__file__).parents[3] / "docs" / "file-format.md").read_text("utf-8")


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


PROBLEM = json.loads(blocks("json")[0])
TABLES = {
    name: text.encode()
    for name, text in re.findall(r"`(\w+\.csv)`:\n```csv\n(.*?)```", PAGE, re.DOTALL)
}


def test_the_problem_on_the_page_is_described_by_the_schema():
    assert complaints("problem", PROBLEM) == []


def test_the_tables_on_the_page_are_the_problem_on_the_page():
    assert len(TABLES) == len(blocks("csv"))
    assert problem_sha256(problem_from_tables(TABLES)) == problem_sha256(problem_from_json(PROBLEM))


def test_the_commands_on_the_page_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("problem.json").write_text(json.dumps(PROBLEM))
    Path("city").mkdir()
    for name, data in TABLES.items():
        (Path("city") / name).write_bytes(data)
    main(["solve", "problem.json", "-o", "result.json"])

    commands = [shlex.split(command) for block in blocks("sh") for command in block.splitlines()]

    assert [command[:3] for command in commands] == 2 * [["python", "-m", "allocation"]]
    assert [main(command[3:]) for command in commands] == [0, 0]
    assert Path("city/result.json").read_bytes() == Path("result.json").read_bytes()


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_on_the_page(reason):
    assert f"\n| `{reason}` | " in PAGE
