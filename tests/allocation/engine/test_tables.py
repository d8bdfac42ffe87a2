"""Problems and results as CSV tables: the same problem, and answers that spreadsheets open."""

import csv
import io
from dataclasses import replace

import pytest
from hypothesis import given

from allocation.command_line.language import translator
from allocation.command_line.main import main
from allocation.engine import (
    Drawn,
    Lottery,
    Reason,
    Rules,
    TieRule,
    allocate,
    canonical_json,
    problem_from_json,
    problem_sha256,
    problem_to_json,
)
from allocation.engine.explaining.words import REASONS
from allocation.engine.formats.tables.problem import problem_from_tables
from allocation.engine.formats.tables.result import result_tables
from tests.allocation.engine.examples import examples
from tests.allocation.engine.problems import child, group, problem
from tests.allocation.engine.strategies import problems
from tests.allocation.engine.tables import tables_of
from tests.allocation.engine.test_files import EVERY
from tests.allocation.engine.test_instances import INSTANCES, read
from tests.allocation.engine.test_schemas import with_rules_chosen

NAMED = replace(
    problem([group("P", 1)], [child("ala", P=2), child("jan", P=1)]), key_names=("points, all",)
)


def twin(town, **how):
    return problem_from_tables(tables_of(town, **how))


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("bom", [False, True])
@pytest.mark.parametrize("town", [*EVERY, NAMED])
def test_tables_are_the_same_problem_as_their_json_twin(separator, bom, town):
    assert problem_sha256(twin(town, separator=separator, bom=bom)) == problem_sha256(town)


@pytest.mark.parametrize("name", sorted(path.stem for path in INSTANCES.iterdir()))
def test_every_instance_is_the_same_problem_as_tables(name):
    town = problem_from_json(with_rules_chosen(read(name)))

    assert problem_sha256(twin(town)) == problem_sha256(town)


@examples(80)
@given(problems(reserves=True))
def test_any_problem_is_the_same_as_tables(town):
    assert twin(town) == town


def test_what_spreadsheets_add_and_change_does_no_harm():
    tables = {
        "rules.csv": b"\xef\xbb\xbfrule;value;;\r\n ties ; committee ;;\r\n;;;\r\nclosing;;;\r\n",
        "groups.csv": b"capacity,group\r\n1,P\r\n\r\n",
        "children.csv": b'"child"\n"ala"\njan\n',
        "choices.csv": b"child;position;group;key_1\njan;1;P;+1\nala;01;P;2\n",
    }

    town = problem([group("P", 1)], [child("ala", P=2), child("jan", P=1)])
    assert problem_from_tables(tables) == town


def test_a_family_need_not_be_named_beside_each_child():
    town = EVERY[0]
    tables = tables_of(town)
    lines = tables["children.csv"].decode().splitlines()
    tables["children.csv"] = "\n".join(
        ";".join((*line.split(";")[:3], line.split(";")[4])) for line in lines
    ).encode()

    assert problem_from_tables(tables) == town


def read_csv(data, separator=";"):
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=separator))


def told(town):
    tables = result_tables(town, allocate(town), separator=";", translate=str.upper)
    return {name: read_csv(data) for name, data in tables.items()}


def test_the_result_tells_for_each_child_what_it_got_and_what_it_was_refused():
    town = problem(
        [group("P", 1), group("Q", 2)],
        [
            child("ala", P=9),
            child("ewa"),
            child("jan", P=7, Q=3),
            child("ola", P=5),
            child("tom", secured="Q"),
        ],
    )

    full = "ZABRAKŁO MIEJSC. DOSTAŁY JE DZIECI, KTÓRE W TEJ GRUPIE STOJĄ WYŻEJ."
    headings = ["child", "result", "position", "group", "reason", "why", "places", "admitted"]
    assert told(town) == {
        "result.csv": [
            [*headings, "own: key_1", "last: key_1"],
            ["ala", "placed", "1", "P", "", "", "1", "1", "9", "9"],
            ["ewa", "not_placed", "", "", "", "", "", "", "", ""],
            ["jan", "placed", "2", "Q", "", "", "2", "2", "3", "3"],
            ["jan", "refused", "1", "P", "full_higher_keys", full, "1", "1", "7", "9"],
            ["ola", "not_placed", "", "", "", "", "", "", "", ""],
            ["ola", "refused", "1", "P", "full_higher_keys", full, "1", "1", "5", "9"],
            ["tom", "placed", "", "Q", "", "", "2", "2", "", "3"],
        ],
        "ties.csv": [["tie", "group", "places", "child", "key: key_1"]],
    }


def test_ties_name_each_child_the_committee_must_order():
    town = replace(
        problem([group("P", 1)], [child("ala", P=2), child("jan", P=2)]), key_names=("points",)
    )

    assert told(town)["ties.csv"] == [
        ["tie", "group", "places", "child", "key: points"],
        ["1", "P", "1", "ala", "2"],
        ["1", "P", "1", "jan", "2"],
    ]


def test_what_a_lottery_drew_has_a_column_of_its_own():
    lottery = Lottery(ranks=(Drawn("ala", 2), Drawn("jan", 1)))
    town = problem(
        [group("P", 1)],
        [child("ala", P=2), child("jan", P=2)],
        Rules(TieRule.LOTTERY, lottery=lottery),
    )

    lines = [line[8:] for line in told(town)["result.csv"]]

    assert lines == [
        ["own: key_1", "own: drawn", "last: key_1", "last: drawn"],
        ["", "", "", ""],
        ["2", "999999999", "2", "1000000000"],
        ["2", "", "2", "1000000000"],
    ]


def test_a_town_where_nothing_is_decided_says_so():
    town = problem_from_json(read("f04_couple_no_stable"))

    assert {line[1] for line in told(town)["result.csv"][1:]} == {"undecided"}


def test_no_text_of_people_becomes_a_formula():
    names = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "plain"]
    town = replace(
        problem([group(name, 1) for name in names], [child(name) for name in names]),
        key_names=("=2",),
    )

    lines = told(town)["result.csv"]

    assert [line[0] for line in lines[1:]] == [
        "'\tx", "'+1", "'-1", "'=1+1", "'@SUM(A1)", "plain",
    ]  # fmt: skip
    assert lines[0][-1] == "last: =2"


def test_negative_points_stay_numbers():
    town = problem([group("P", 1)], [child("ala", P=-5), child("jan", P=-7)])

    assert [line[8:] for line in told(town)["result.csv"][1:]] == [
        ["-5", "-5"],
        ["", ""],
        ["-7", "-5"],
    ]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "town.json").write_bytes(canonical_json(problem_to_json(NAMED)))
    for name in ("city", "copy"):
        (tmp_path / name).mkdir()
        for table, data in tables_of(NAMED, separator=",").items():
            (tmp_path / name / table).write_bytes(data)
    return tmp_path


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_a_folder_of_tables_is_answered_by_tables_beside_them(folder, capsys):
    assert main(["solve", "city/", "-o", "city/"]) == 0
    assert main(["verify", "city", "city"]) == 0
    assert main(["verify", "town.json", "city/result.json"]) == 0
    assert main(["explain", "city", "city", "--child", "jan"]) == 0
    assert main(["solve", "city/", "-o", "city/"]) == 0

    kept = "city/result.json: every rule is kept; 1 of 2 children placed\n"
    solved = "city: 1 of 2 children placed, second opinion agrees\n"
    out = capsys.readouterr().out
    assert out.startswith(f"{solved}{kept}{kept}jan: ")
    assert out.endswith(solved)
    assert names(folder / "city") == [
        "children.csv", "choices.csv", "groups.csv", "result.csv", "result.json", "rules.csv",
        "ties.csv",
    ]  # fmt: skip
    headings = read_csv((folder / "city" / "result.csv").read_bytes(), ",")[0]
    assert headings[-2:] == ["own: points, all", "last: points, all"]


def test_folders_of_tables_among_several_problems_get_folders_of_their_own(folder):
    assert main(["solve", "city", "copy/", "town.json", "-o", "results"]) == 0
    assert main(["solve", "city", "-o", "alone"]) == 0
    assert main(["solve", "city", "-o", "just.json"]) == 0

    assert names(folder / "results") == ["city", "copy", "town.result.json"]
    tables = ["result.csv", "result.json", "ties.csv"]
    assert names(folder / "results" / "city") == names(folder / "alone") == tables
    assert (folder / "just.json").read_bytes() == (folder / "alone/result.json").read_bytes()


def test_the_reasons_are_told_in_the_language_asked_for(folder):
    assert main(["solve", "city", "-o", "city", "--language", "en"]) == 0

    why = read_csv((folder / "city" / "result.csv").read_bytes(), ",")[3][5]
    assert why == translator("en")(REASONS[Reason.FULL_HIGHER_KEYS])
