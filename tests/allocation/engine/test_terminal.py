"""What only people at a terminal meet: examples of the help, the bar, stopping, leaving."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from allocation.__main__ import main as main_of_package
from allocation.command_line import progress as progress_module
from allocation.command_line.main import STOPPED, main
from allocation.command_line.progress import progress
from allocation.engine import canonical_json, problem_to_json
from tests.allocation.engine.problems import child, group, problem

ROOT = Path(__file__).parents[3]
COMMANDS = ["", "solve", "verify", "explain", "schema"]

TOWN = problem([group("P", 1)], [child("ala", P=2), child("jan", P=1)])


@pytest.fixture
def town(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "town.json").write_bytes(canonical_json(problem_to_json(TOWN)))
    return tmp_path


class Terminal(io.StringIO):
    def isatty(self):
        return True


def run(*arguments, **options):
    """Run the package in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "allocation", *arguments],
        capture_output=True,
        check=False,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        **options,
    )


@pytest.mark.parametrize("command", COMMANDS)
def test_the_example_in_the_help_runs_as_it_stands(command, tmp_path):
    help_text = run(*command.split(), "--help").stdout
    example = re.search(
        r"^example[^\n]*:\n(.*?)^exit codes: 0 done", help_text, re.MULTILINE | re.DOTALL
    )[1]
    python = f'python() {{ "{sys.executable}" "$@"; }}\n'

    done = subprocess.run(
        ["bash", "-ec", python + example],
        capture_output=True,
        check=False,
        text=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert f"python -m allocation {command}" in example
    assert list(tmp_path.iterdir())


def test_the_package_has_the_same_main():
    assert main_of_package is main


def test_a_call_without_a_command_shows_how_it_goes():
    done = run()

    assert done.returncode == 2
    assert done.stderr.startswith("usage: python -m allocation")


def test_nothing_but_the_answer_is_written_where_nobody_looks(town):
    solved = run("solve", "town.json", "-o", "result.json")
    explained = run("explain", "town.json", "result.json")

    assert solved.stderr == explained.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "steps"),
    [
        (["solve", "town.json", "-o", "result.json"], ["ask in order", "problem"]),
        (["verify", "town.json", "result.json"], ["result"]),
        (["explain", "town.json", "result.json"], ["child"]),
    ],
)
def test_people_at_a_terminal_see_how_far_it_is(arguments, steps, town, monkeypatch, capsys):
    main(["solve", "town.json", "-o", "result.json"])
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)

    assert main(arguments) == 0

    shown = terminal.getvalue()
    assert [step for step in steps if step not in shown] == []
    assert "\n" not in shown


def test_the_bar_makes_room_for_lines(monkeypatch):
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)

    with progress(2, "problem") as bar:
        bar.at("check")
        bar.advance()
        with bar.aside():
            terminal.write("a line\n")

    assert "\r" in terminal.getvalue().partition("a line\n")[2]


def test_nobody_is_shown_nothing(capsys):
    with progress(2, "problem") as bar:
        bar.at("check")
        bar.advance()
        with bar.aside():
            pass

    assert capsys.readouterr() == ("", "")
    assert "tqdm" not in vars(progress_module)


def test_a_user_who_stops_it_sees_no_traceback(town, monkeypatch, capsys):
    def stopped(path):
        raise KeyboardInterrupt

    monkeypatch.setattr("allocation.command_line.solving.read_problem", stopped)

    assert main(["solve", "town.json", "-o", "result.json"]) == STOPPED
    assert capsys.readouterr() == ("", "")


def test_a_reader_who_leaves_is_no_error(town, monkeypatch):
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as pipe, monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", pipe)

        assert main(["solve", "town.json", "-o", "result.json"]) == 1


def test_a_reader_who_leaves_early_sees_no_traceback(town):
    many = problem([group("P", 1)], [child(f"child {n}", P=n) for n in range(3_000)])
    (town / "many.json").write_bytes(canonical_json(problem_to_json(many)))
    assert run("solve", "many.json", "-o", "result.json", "--no-second-opinion").returncode == 0

    done = subprocess.run(
        [
            "bash",
            "-c",
            f"{sys.executable} -m allocation explain many.json result.json"
            ' | head -1; exit "${PIPESTATUS[0]}"',
        ],
        capture_output=True,
        check=False,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )

    assert (done.returncode, done.stderr, done.stdout.count("\n")) == (1, "", 1)


def in_a_shell(command):
    """Run a command line of which the first word is the package; return its code and errors."""
    done = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m {command}"],
        capture_output=True,
        check=False,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"},
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    ("command", "line"),
    [
        ("allocation solve - -o r.json <&-", "standard input: is closed\n"),
        ("allocation schema problem >&-", "standard output: is closed\n"),
        (
            "allocation schema problem >/dev/full",
            "standard output: cannot be written: No space left on device\n",
        ),
        (
            "allocation solve town.json -o - --no-second-opinion >/dev/full",
            "standard output: cannot be written: No space left on device\n",
        ),
        ("allocation solve nothing.json -o - 2>&-", ""),
    ],
)
def test_where_nothing_can_be_read_or_written_one_line_tells_it(command, line, town):
    assert in_a_shell(command) == (2, line)


def test_letters_that_the_terminal_lacks_are_told_by_their_codes(town):
    main(["solve", "town.json", "-o", "r.json"])

    assert in_a_shell("allocation explain town.json r.json | grep -q 'Zabrak.u0142o'") == (0, "")
