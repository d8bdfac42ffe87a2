"""Several problems in one call, folders, standard input and output, files written whole."""

import io
import os
import sys

import pytest

from allocation.command_line.main import main
from allocation.engine import canonical_json, problem_to_json
from tests.allocation.engine.problems import child, group, problem

TOWN = problem([group("P", 1)], [child("ala", P=2), child("jan", P=1)])
VILLAGE = problem([group("P", 1)], [child("ewa", P=2)])

SOLVED = "{}: {} children placed, second opinion agrees\n"
KEPT = "{}: every rule is kept; {} children placed\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The current folder: two problems and one that is none."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "town.json").write_bytes(canonical_json(problem_to_json(TOWN)))
    (tmp_path / "village.json").write_bytes(canonical_json(problem_to_json(VILLAGE)))
    (tmp_path / "bad.json").write_text("{")
    return tmp_path


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def stdin(monkeypatch):
    def give(data):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))

    return give


def test_one_bad_problem_does_not_stop_the_others(folder, capsys):
    assert main(["solve", "town.json", "bad.json", "village.json", "-o", "results"]) == 2

    out, err = capsys.readouterr()
    assert out == (
        SOLVED.format("results/town.result.json", "1 of 2")
        + SOLVED.format("results/village.result.json", "1 of 1")
    )
    assert err == (
        "bad.json: not JSON: Expecting property name enclosed in double quotes (line 1, column 2)\n"
    )
    assert names(folder / "results") == ["town.result.json", "village.result.json"]


def test_a_folder_of_problems_is_solved_and_verified_beside_itself(folder, capsys):
    (folder / "bad.json").unlink()

    assert main(["solve", ".", "-o", "."]) == 0
    assert main(["verify", ".", "."]) == 0
    assert main(["solve", ".", "-o", "again"]) == 0

    assert capsys.readouterr().out == (
        SOLVED.format("town.result.json", "1 of 2")
        + SOLVED.format("village.result.json", "1 of 1")
        + KEPT.format("town.result.json", "1 of 2")
        + KEPT.format("village.result.json", "1 of 1")
        + SOLVED.format("again/town.result.json", "1 of 2")
        + SOLVED.format("again/village.result.json", "1 of 1")
    )


def test_one_problem_goes_into_a_folder_that_is_named_as_one(folder):
    assert main(["solve", "town.json", "-o", "new/"]) == 0
    assert main(["solve", "village.json", "-o", "new"]) == 0

    assert names(folder / "new") == ["town.result.json", "village.result.json"]


def test_pairs_are_verified_each_for_itself_and_the_worst_counts(folder, capsys):
    main(["solve", "town.json", "village.json", "-o", "."])
    capsys.readouterr()
    town, village = "town.result.json", "village.result.json"

    assert main(["verify", "town.json", town, "village.json", village]) == 0
    assert main(["verify", "town.json", village, "village.json", village]) == 1
    assert main(["verify", "bad.json", town, "village.json", town]) == 2

    out, err = capsys.readouterr()
    assert out == (
        KEPT.format(town, "1 of 2")
        + KEPT.format(village, "1 of 1")
        + f"{village}: problem_sha256: the result belongs to another problem "
        "[it_answers_this_problem]\n"
        f'{village}: child "ala": has no answer [each_child_gets_at_most_one_place]\n'
        f'{village}: child "ewa": the problem has no such child '
        "[each_child_gets_at_most_one_place]\n"
        f'{village}: child "jan": has no answer [each_child_gets_at_most_one_place]\n'
        + KEPT.format(village, "1 of 1")
        + f"{town}: problem_sha256: the result belongs to another problem "
        "[it_answers_this_problem]\n"
        f'{town}: child "ala": the problem has no such child '
        "[each_child_gets_at_most_one_place]\n"
        f'{town}: child "ewa": has no answer [each_child_gets_at_most_one_place]\n'
        f'{town}: child "jan": the problem has no such child '
        "[each_child_gets_at_most_one_place]\n"
    )
    assert err.startswith("bad.json: not JSON: ")


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["verify", "town.json"], "town.json: give a result for each problem: PROBLEM RESULT …"),
        (["verify", ".", "town.json"], "town.json: must be a folder, as . is"),
        (["verify", "-", "-"], "-: standard input can be read only once"),
        (["solve", "-", "-", "-o", "."], "-: standard input can be read only once"),
        (["explain", ".", "."], ".: holds several problems; explain one of them"),
        (
            ["solve", "town.json", "there/town.json", "-o", "results"],
            "results/town.result.json: is where the results of both town.json and "
            "there/town.json would go",
        ),
        (
            ["solve", "town.json", "-o", "a/b/"],
            "a/b: cannot be written: No such file or directory",
        ),
    ],
)
def test_files_that_do_not_go_together_are_told_on_one_line(arguments, line, folder, capsys):
    assert main(arguments) == 2

    assert capsys.readouterr() == ("", f"{line}\n")


def test_a_missing_result_is_told_and_the_others_are_verified(folder, capsys):
    main(["solve", "village.json", "-o", "results/"])
    (folder / "bad.json").unlink()
    capsys.readouterr()

    assert main(["verify", ".", "results"]) == 2
    assert capsys.readouterr() == (
        KEPT.format("results/village.result.json", "1 of 1"),
        "results/town.result.json: cannot be read: No such file or directory\n",
    )


def test_a_problem_from_standard_input_is_answered_on_standard_output(folder, stdin, capfdbinary):
    stdin((folder / "town.json").read_bytes())
    assert main(["solve", "-", "-o", "-"]) == 0
    answer, told = capfdbinary.readouterr()
    assert told.decode() == SOLVED.format("standard output", "1 of 2")

    stdin(answer)
    assert main(["verify", "town.json", "-"]) == 0
    assert capfdbinary.readouterr().out.decode() == KEPT.format("standard input", "1 of 2")

    stdin((folder / "town.json").read_bytes())
    assert main(["solve", "-", "-o", "results/"]) == 0
    assert (folder / "results" / "problem.result.json").read_bytes() == answer


def test_what_standard_input_holds_is_named_when_it_is_bad(folder, stdin, capsys):
    stdin(b"{")

    assert main(["solve", "-", "-o", "-"]) == 2
    assert capsys.readouterr().err.startswith("standard input: not JSON: ")


def test_a_result_replaces_an_older_one_whole_and_leaves_nothing_beside(folder):
    older = folder / "result.json"
    older.write_text("older")
    older.chmod(0o640)

    with older.open() as reader:
        assert main(["solve", "town.json", "-o", "result.json"]) == 0
        assert reader.read() == "older"

    assert older.read_text().startswith("{")
    assert older.stat().st_mode & 0o777 == 0o640
    assert names(folder) == ["bad.json", "result.json", "town.json", "village.json"]


def test_a_link_keeps_leading_to_the_result(folder):
    (folder / "link.json").symlink_to("real.json")

    assert main(["solve", "town.json", "-o", "link.json"]) == 0

    assert (folder / "link.json").is_symlink()
    assert (folder / "real.json").read_text().startswith("{")


def test_a_pipe_is_written_to_and_stays_a_pipe(folder):
    os.mkfifo("pipe")
    reader = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)

    assert main(["solve", "town.json", "-o", "pipe"]) == 0

    assert os.read(reader, 100_000).startswith(b"{")
    assert (folder / "pipe").is_fifo()
    os.close(reader)


def test_a_result_that_cannot_take_its_place_leaves_nothing_beside(folder, monkeypatch, capsys):
    def no_space(descriptor):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)

    assert main(["solve", "town.json", "-o", "result.json"]) == 2
    assert capsys.readouterr().err == "result.json: cannot be written: No space left on device\n"
    assert names(folder) == ["bad.json", "town.json", "village.json"]


def test_names_of_files_never_break_a_line_or_move_the_cursor(folder, capsys):
    wild = "a\nb\x1b[2J\udcff.json"

    assert main(["solve", wild, "-o", "result.json"]) == 2
    assert capsys.readouterr().err == (
        "a\\nb\\x1b[2J\\udcff.json: cannot be read: No such file or directory\n"
    )
