"""Problems and results that are not understood: exit code 2 and one line naming the place."""

import copy
import json
import os
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from allocation.__main__ import main
from allocation.engine import (
    Child,
    Choice,
    Group,
    InputError,
    Problem,
    allocate,
    problem_from_json,
    result_to_json,
)

GOOD = {
    "schema": "nabor-problem/1",
    "rules": {"ties": "committee"},
    "groups": [{"id": "P", "capacity": 1}, {"id": "Q", "capacity": 2}],
    "children": [
        {"id": "ala", "choices": [{"group": "P", "key": [1, 2]}, {"group": "Q", "key": [3]}]},
        {"id": "jan", "choices": [{"group": "P", "key": [1, 1]}], "traits": ["t"], "secured": "Q"},
    ],
}

RESULT = result_to_json(allocate(problem_from_json(GOOD)))

DELETE = object()

CHOICE = "children[0].choices[0]"


def changed(document, path, value):
    """A copy with the value at the path replaced, or removed."""
    document = copy.deepcopy(document)
    *outer, last = path
    inner = document
    for name in outer:
        inner = inner[name]
    if value is DELETE:
        del inner[last]
    else:
        inner[last] = value
    return document


def refused(tmp_path, capsys, data, command="solve"):
    """What the command line says about a problem given as bytes, without the file's name."""
    problem, result = tmp_path / "problem.json", tmp_path / "result.json"
    problem.write_bytes(data)
    assert main([command, str(problem), "-o", str(result)]) == 2
    assert not result.exists()
    out, err = capsys.readouterr()
    assert out == ""
    assert err.endswith("\n")
    assert err.count("\n") == 1
    return err.removeprefix(f"{problem}: ").removesuffix("\n")


BAD_PROBLEMS = [
    (["schema"], DELETE, "schema: missing"),
    (["schema"], "nabor-problem/2", 'schema: must be nabor-problem/1, not "nabor-problem/2"'),
    (["schema"], [], 'schema: must be nabor-problem/1, not "[]"'),
    (["rules"], DELETE, "rules: missing"),
    (["rules"], [], "rules: must be an object"),
    (["rules", "ties"], DELETE, "rules.ties: missing"),
    (
        ["rules", "ties"],
        "coin",
        'rules.ties: must be one of strict, committee, all_in, lottery, not "coin"',
    ),
    (
        ["rules", "ties"],
        None,
        'rules.ties: must be one of strict, committee, all_in, lottery, not "None"',
    ),
    (["rules", "ties"], "lottery", "rules.lottery: a lottery needs its published seed"),
    (
        ["rules", "lottery"],
        {"seed": "x"},
        'rules.lottery: a lottery is given, but ties are "committee"',
    ),
    (
        ["rules", "lottery"],
        {},
        "rules.lottery: give either the published seed or the drawn ranks",
    ),
    (
        ["rules", "lottery"],
        {"seed": "x", "rank": {"ala": 1}},
        "rules.lottery: give either the published seed or the drawn ranks",
    ),
    (["rules", "lottery"], {"seed": 1}, "rules.lottery.seed: must be a text"),
    (["rules", "lottery"], {"seed": ""}, "rules.lottery.seed: must be a non-empty text"),
    (["rules", "lottery"], {"rank": {"ala": "1"}}, "rules.lottery.rank.ala: must be an integer"),
    (
        ["rules", "lottery"],
        {"rank": {"ala": 1, "jan": 1}},
        "rules.lottery.rank: must give the numbers 1, 2, 3 … once each",
    ),
    (
        ["rules", "lottery"],
        {"rank": {"ala": 1, "jan": 2}, "level": "family"},
        "rules.lottery.level: drawn ranks already say everything; leave the level out",
    ),
    (
        ["rules", "lottery"],
        {"seed": "x", "level": "city"},
        'rules.lottery.level: must be one of child, family, not "city"',
    ),
    (
        ["rules"],
        {"ties": "lottery", "lottery": {"rank": {"ala": 1}}},
        'rules.lottery.rank: child "jan" was not drawn',
    ),
    (
        ["rules"],
        {"ties": "lottery", "lottery": {"rank": {"ala": 1, "jan": 2, "ewa": 3}}},
        'rules.lottery.rank: unknown child "ewa"',
    ),
    (
        ["rules", "mechanism"],
        "boston",
        'rules.mechanism: must be one of admission, final_placement, not "boston"',
    ),
    (
        ["rules", "mechanism"],
        "final_placement",
        "children[0].choices: must be empty for final placement",
    ),
    (
        ["rules", "closing"],
        "at random",
        'rules.closing: must be one of sequential, best_open_set, not "at random"',
    ),
    (["rules", "round"], 2, "rules.round: unknown field"),
    (
        ["rules", "reserve_order"],
        "random",
        'rules.reserve_order: must be one of reserve_first, open_first, not "random"',
    ),
    (
        ["rules", "unfilled_reserve"],
        "*",
        'rules.unfilled_reserve: "*" stands for every rule in a test instance; choose one of them',
    ),
    (["title"], "a problem is no instance", "title: unknown field"),
    (["schema"], None, 'schema: must be nabor-problem/1, not "None"'),
    (["schema"], "nabor-result/1", 'schema: must be nabor-problem/1, not "nabor-result/1"'),
    (["schema"], {"nabor": [1]}, 'schema: must be nabor-problem/1, not "{…}"'),
    (["schema"], {}, 'schema: must be nabor-problem/1, not "{}"'),
    (["schema"], [[1]], 'schema: must be nabor-problem/1, not "[…]"'),
    (["rules"], None, "rules: must be an object"),
    (["rules", "lottery"], None, "rules.lottery: must be an object"),
    (["key_names"], None, "key_names: must be a list"),
    (["key_names"], "points", "key_names: must be a list"),
    (["key_names"], [1], "key_names[0]: must be a text"),
    (["key_names"], ["points", ""], "key_names[1]: must be a non-empty text"),
    (["key_names"], ["points", "points"], 'key_names[1]: "points" is used twice'),
    (
        ["key_names"],
        ["resident", "points"],
        "children[0].choices[1].key: has 1 elements, but there are 2 key_names",
    ),
    (["families"], None, "families: must be a list"),
    (["families"], [None], "families[0]: must be an object"),
    (
        ["families"],
        [{"id": "F", "children": ["ala", "jan"], "joint": [["P", 1]]}],
        "families[0].joint[0][1]: must be a text",
    ),
    (["families"], {}, "families: must be a list"),
    (["families"], [{"id": "F"}], "families[0].children: missing"),
    (
        ["families"],
        [{"id": "F", "children": ["ala"], "rule": "together_only"}],
        "families[0].children: a family has at least two children",
    ),
    (
        ["families"],
        [{"id": "F", "children": ["ala", "ala"], "rule": "together_only"}],
        "families[0].children: a child is named twice",
    ),
    (
        ["families"],
        [{"id": "F", "children": ["ala", "jan"]}],
        "families[0]: give either a rule or a list of joint entries",
    ),
    (
        ["families"],
        [{"id": "F", "children": ["ala", "jan"], "rule": "apart"}],
        'families[0].rule: must be one of together_only, together_preferred, not "apart"',
    ),
    (
        ["families"],
        [{"id": "F", "children": ["ala", "jan"], "joint": [["P"]]}],
        "families[0].joint[0]: names 1 groups for 2 children",
    ),
    (
        ["families"],
        [{"id": "F", "children": ["ala", "jan"], "joint": [["P", "P"], ["P", "P"]]}],
        "families[0].joint[1]: is listed twice",
    ),
    (
        ["families"],
        [{"id": "F", "children": ["ala", "jan"], "joint": [[None, None]]}],
        "families[0].joint[0]: gives nobody a place; leave it out",
    ),
    (
        ["families"],
        [{"id": "F", "children": ["ala", "ewa"], "rule": "together_only"}],
        'families[0].children[0]: child "ala" does not name this family',
    ),
    (
        ["families"],
        [{"id": "F", "children": ["ewa", "ala"], "rule": "together_only"}],
        'families[0].children[0]: unknown child "ewa"',
    ),
    (["groups"], {}, "groups: must be a list"),
    (["groups"], None, "groups: must be a list"),
    (["groups", 0], None, "groups[0]: must be an object"),
    (["groups", 0, "id"], None, "groups[0].id: must be a text"),
    (["groups", 0, "capacity"], 10**300, "groups[0].capacity: does not fit into 64 bits"),
    (["groups", 0, "capacity"], 1e300, "groups[0].capacity: must be an integer"),
    (["groups", 0], "P", "groups[0]: must be an object"),
    (["groups", 0, "id"], DELETE, "groups[0].id: missing"),
    (["groups", 0, "id"], "", "groups[0].id: must be a non-empty text"),
    (["groups", 0, "id"], 7, "groups[0].id: must be a text"),
    (["groups", 0, "id"], "\ud800", "groups[0].id: holds a broken Unicode character"),
    (["groups", 0, "id"], "Q", 'groups[1].id: "Q" is used twice'),
    (["groups", 0, "capacity"], -1, "groups[0].capacity: must not be negative"),
    (["groups", 0, "capacity"], 1.0, "groups[0].capacity: must be an integer"),
    (["groups", 0, "capacity"], True, "groups[0].capacity: must be an integer"),
    (["groups", 0, "capacity"], None, "groups[0].capacity: must be an integer"),
    (["groups", 0, "capacity"], 2**63, "groups[0].capacity: does not fit into 64 bits"),
    (
        ["groups", 0, "min_size"],
        1,
        'rules.closing: must be given, because group "P" has a minimum size',
    ),
    (
        ["groups", 0, "min_size"],
        2,
        "groups[0].min_size: at least 2 children, but the capacity is 1",
    ),
    (["groups", 0, "min_size"], -1, "groups[0].min_size: must not be negative"),
    (["groups", 0, "institution"], "", "groups[0].institution: must be a non-empty text"),
    (["groups", 0, "colour"], "red", "groups[0].colour: unknown field"),
    (["groups", 0, "reserves"], None, "groups[0].reserves: must be a list"),
    (
        ["groups", 0, "reserves"],
        [{"type": "t", "seats": 2}],
        "groups[0].reserves: 2 reserved places, but the capacity is 1",
    ),
    (
        ["groups", 0, "reserves"],
        [{"type": "t", "seats": -1}],
        "groups[0].reserves[0].seats: must not be negative",
    ),
    (
        ["groups", 0, "reserves"],
        [{"type": "", "seats": 1}],
        "groups[0].reserves[0].type: must be a non-empty text",
    ),
    (
        ["groups", 0, "reserves"],
        [{"type": "t", "seats": 0}, {"type": "u", "seats": 0}],
        "groups[0].reserves: more than one reserve in a group is not supported yet",
    ),
    (
        ["groups", 0, "reserves"],
        [{"type": "t", "seats": 1}],
        'rules.reserve_order: must be given, because group "P" has reserved places',
    ),
    (["children"], None, "children: must be a list"),
    (["children", 0], None, "children[0]: must be an object"),
    (["children", 0, "choices"], None, "children[0].choices: must be a list"),
    (["children", 0, "choices", 0], None, f"{CHOICE}: must be an object"),
    (["children", 0, "choices", 0, "key"], None, f"{CHOICE}.key: must be a list"),
    (
        ["children", 0, "choices", 0, "key"],
        [10**300, 2],
        f"{CHOICE}.key[0]: does not fit into 64 bits",
    ),
    (["children", 0, "traits"], None, "children[0].traits: must be a list"),
    (["children", 0, "distances"], None, "children[0].distances: must be an object"),
    (["children", 0, "choices"], DELETE, "children[0].choices: missing"),
    (["children", 0, "nick\n"], "x", "children[0].nick\\n: unknown field"),
    (["children", 0, "id"], "jan", 'children[1].id: "jan" is used twice'),
    (
        ["children", 0, "family"],
        "F",
        'children[0].family: family "F" does not name this child',
    ),
    (
        ["children", 0, "distances"],
        {"P": 5},
        "children[0].distances: are for final placement only",
    ),
    (
        ["children", 0, "distances"],
        {"P": -5},
        "children[0].distances.P: must not be negative",
    ),
    (["children", 0, "distances"], {"R": 5}, 'children[0].distances.R: unknown group "R"'),
    (["children", 1, "traits"], ["t", "t"], "children[1].traits: a trait is given twice"),
    (["children", 1, "traits"], [""], "children[1].traits: must be a non-empty text"),
    (["children", 1, "traits"], [1], "children[1].traits[0]: must be a text"),
    (["children", 1, "secured"], "R", 'children[1].secured: unknown group "R"'),
    (["children", 1, "secured"], "", "children[1].secured: must be a non-empty text"),
    (["children", 1, "secured"], None, "children[1].secured: must be a text"),
    (
        ["groups", 1, "capacity"],
        0,
        "groups[1].capacity: 0 places, but 1 children hold a secured one",
    ),
    (["children", 0, "choices", 0, "group"], "R", f'{CHOICE}.group: unknown group "R"'),
    (
        ["children", 0, "choices", 1, "group"],
        "P",
        'children[0].choices[1].group: group "P" is listed twice',
    ),
    (
        ["children", 0, "choices", 0, "key"],
        [],
        f"{CHOICE}.key: must be a non-empty list of integers",
    ),
    (["children", 0, "choices", 0, "key"], 5, f"{CHOICE}.key: must be a list"),
    (["children", 0, "choices", 0, "key"], [1, 2.5], f"{CHOICE}.key[1]: must be an integer"),
    (["children", 0, "choices", 0, "key"], [1, "2"], f"{CHOICE}.key[1]: must be an integer"),
    (["children", 0, "choices", 0, "key"], [True, 2], f"{CHOICE}.key[0]: must be an integer"),
    (["children", 0, "choices", 0, "key"], [1, None], f"{CHOICE}.key[1]: must be an integer"),
    (
        ["children", 0, "choices", 0, "key"],
        [1, -(2**63) - 1],
        f"{CHOICE}.key[1]: does not fit into 64 bits",
    ),
    (
        ["children", 0, "choices", 0, "key"],
        [1],
        'children[1].choices[0].key: has 2 elements, but other keys of group "P" have 1',
    ),
]


@pytest.mark.parametrize(("path", "value", "line"), BAD_PROBLEMS)
def test_a_bad_problem_is_refused_on_one_line_naming_the_place(path, value, line, tmp_path, capsys):
    assert refused(tmp_path, capsys, json.dumps(changed(GOOD, path, value)).encode()) == line


NOT_JSON = [
    (b"", "not JSON: Expecting value (line 1, column 1)"),
    (b"{", "not JSON: Expecting property name enclosed in double quotes (line 1, column 2)"),
    (b"\xff", "not UTF-8 text (byte 0)"),
    (b"[]", "must be an object"),
    (b"null", "must be an object"),
    (b'{"schema": NaN}', "not JSON: NaN is not a number"),
    (b'{"schema": -Infinity}', "not JSON: -Infinity is not a number"),
    (b'{"id": 1, "id": 2}', 'field "id" is given twice in one object'),
    (b"[" * 200_000, "nested too deeply"),
    (b"1" * 5_000, "not JSON: a number has too many digits"),
    (b'{"a":' * 200_000, "nested too deeply"),
    (b"\xef\xbb\xbf{}", "begins with a byte order mark; save it as UTF-8 without one"),
    (json.dumps(GOOD).encode("utf-16"), "not UTF-8 text (byte 0)"),
    ('{"ą": 1}'.encode("cp1250"), "not UTF-8 text (byte 2)"),
    (json.dumps(GOOD).encode()[:-20], None),
    (json.dumps(GOOD).encode() + b"]", None),
    (b"group;capacity\nP;1\n", "not JSON: Expecting value (line 1, column 1)"),
    (b"{'schema': 1}", None),
    (b'{"schema": "nabor-problem/1", // rules follow', None),
    (b'{"schema": "a\nb"}', "not JSON: Invalid control character at (line 1, column 14)"),
]


@pytest.mark.parametrize(("data", "line"), NOT_JSON)
def test_what_is_not_json_is_refused_on_one_line(data, line, tmp_path, capsys):
    told = refused(tmp_path, capsys, data)

    assert told == line if line else told.startswith("not JSON: ")


GARBAGE = {
    "zeros": b"\0",
    "letters": b"garbage ",
    "open lists": b"[",
    "open objects": b'{"a":',
    "bytes": b"\xc4",
    "a text without end": b'"' + b"a" * 4095,
}


@pytest.mark.parametrize("kind", GARBAGE)
def test_fifty_megabytes_of_garbage_are_refused_at_once(kind, tmp_path, capsys):
    garbage = GARBAGE[kind] * (50_000_000 // len(GARBAGE[kind]))
    start = time.process_time()

    assert refused(tmp_path, capsys, garbage)
    assert time.process_time() - start < 5


def test_one_repeated_field_among_very_many_is_found_at_once(tmp_path, capsys):
    names = ",".join(f'"{number}":0' for number in (*range(300_000), 299_999))
    start = time.process_time()

    assert refused(tmp_path, capsys, f"{{{names}}}".encode()) == (
        'field "299999" is given twice in one object'
    )
    assert time.process_time() - start < 5


@pytest.mark.parametrize("depth", range(800, 1000, 10))
def test_a_problem_nested_to_any_depth_is_refused_on_one_line(depth, tmp_path, capsys):
    data = b'{"schema": ' + b"[" * depth + b"]" * depth + b"}"

    assert refused(tmp_path, capsys, data) in (
        "nested too deeply",
        'schema: must be nabor-problem/1, not "[…]"',
    )


def test_the_good_problem_is_understood(tmp_path):
    problem = tmp_path / "problem.json"
    problem.write_text(json.dumps(GOOD))

    assert main(["solve", str(problem), "-o", str(tmp_path / "result.json")]) == 0


def test_a_long_or_wild_name_stays_short_and_on_one_line(tmp_path, capsys):
    bad = changed(GOOD, ["children", 1, "secured"], "a\nb" + "ł" * 100)

    assert refused(tmp_path, capsys, json.dumps(bad).encode()) == (
        'children[1].secured: unknown group "a\\nb' + "ł" * 56 + '…"'
    )


def test_a_problem_built_in_python_is_checked_as_one_from_a_file():
    with pytest.raises(InputError) as caught:
        Problem((Group("P", 1),), (Child("ala", (Choice("Q", (1,)),)),))

    assert (caught.value.place, caught.value.reason) == (
        "children[0].choices[0].group",
        'unknown group "Q"',
    )


BAD_RESULTS = [
    (["schema"], DELETE, "schema: missing"),
    (["schema"], "nabor-result/2", 'schema: must be nabor-result/1, not "nabor-result/2"'),
    (["status"], "sure", 'status: must be one of optimal, no_stable, unproven, not "sure"'),
    (["engine"], DELETE, "engine: missing"),
    (["assignment"], [], "assignment: must be an object"),
    (["assignment", "ala"], 1, "assignment.ala: must be a text"),
    (["cutoffs", "P"], [1.5], "cutoffs.P[0]: must be an integer"),
    (["ties"], [{}], "ties[0].group: missing"),
    (["refusals", "jan"], {}, "refusals.jan: must be a list"),
    (["refusals", "jan", 0, "reason"], "luck", None),
    (["refusals", "jan", 0, "own"], None, "refusals.jan[0].own: must be a list"),
    (
        ["refusals", "jan", 0, "admitted"],
        "1",
        "refusals.jan[0].admitted: must be an integer",
    ),
    (["displaced"], [1], "displaced[0]: must be an object"),
    (["extra"], 1, "extra: unknown field"),
]


@pytest.mark.parametrize(("path", "value", "line"), BAD_RESULTS)
def test_a_bad_result_is_refused_on_one_line_naming_the_place(path, value, line, tmp_path, capsys):
    problem, result = tmp_path / "problem.json", tmp_path / "result.json"
    problem.write_text(json.dumps(GOOD))
    result.write_text(json.dumps(changed(RESULT, path, value)))

    assert main(["verify", str(problem), str(result)]) == 2
    out, err = capsys.readouterr()

    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(f"{result}: {line or 'refusals.jan[0].reason: must be one of'}")


def said(capsys, *arguments):
    """The one line about a call that is not understood."""
    assert main([str(argument) for argument in arguments]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    return err.removesuffix("\n")


@pytest.fixture
def town(tmp_path):
    """A good problem and its result."""
    (tmp_path / "problem.json").write_text(json.dumps(GOOD))
    (tmp_path / "result.json").write_text(json.dumps(RESULT))
    return tmp_path


@pytest.mark.parametrize("command", ["verify", "explain"])
@pytest.mark.parametrize(("data", "line"), NOT_JSON)
def test_a_result_that_is_not_json_is_refused_on_one_line(command, data, line, town, capsys):
    (town / "result.json").write_bytes(data)

    told = said(capsys, command, town / "problem.json", town / "result.json")

    expected = f"{town / 'result.json'}: {line or 'not JSON: '}"
    assert told == expected if line else told.startswith(expected)


@pytest.mark.parametrize(("path", "value", "line"), BAD_RESULTS)
def test_a_bad_result_is_not_explained(path, value, line, town, capsys):
    (town / "result.json").write_text(json.dumps(changed(RESULT, path, value)))

    told = said(capsys, "explain", town / "problem.json", town / "result.json")

    assert told.startswith(f"{town / 'result.json'}: {line or 'refusals.jan[0].reason: must be'}")


def test_a_folder_without_a_problem_is_told(town, capsys):
    (town / "empty").mkdir()
    reason = "holds neither tables of a problem nor any PROBLEM.json"

    assert said(capsys, "solve", town / "empty", "-o", town / "r.json") == (
        f"{town / 'empty'}: {reason}"
    )
    assert said(capsys, "verify", town / "empty", town / "result.json") == (
        f"{town / 'empty'}: {reason}"
    )


def test_a_problem_given_as_a_result_is_told(town, capsys):
    problem = town / "problem.json"

    assert said(capsys, "verify", problem, problem) == (
        f'{problem}: schema: must be nabor-result/1, not "nabor-problem/1"'
    )


def test_a_result_given_as_a_problem_is_told(town, capsys):
    result = town / "result.json"

    assert said(capsys, "verify", result, result) == (
        f'{result}: schema: must be nabor-problem/1, not "nabor-result/1"'
    )


@contextmanager
def as_nobody():
    """Be a user who may do only what everybody may."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def entered():
    """A folder with a problem in it, which everybody may enter and nobody may change."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "problem.json").write_text(json.dumps(GOOD))
        (folder / "tables").mkdir()
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)


@pytest.mark.parametrize("mode", [0o000, 0o200])
@pytest.mark.parametrize("name", ["problem.json", "tables"])
def test_what_may_not_be_read_is_told(mode, name, entered, capsys):
    secret = entered / name
    secret.chmod(mode)

    with as_nobody():
        told = said(capsys, "solve", secret, "-o", "-")

    assert told == f"{secret}: cannot be read: Permission denied"


def test_a_place_where_nothing_may_be_written_is_told(entered, tmp_path, capsys):
    """Solved once before, because nobody may not load the solver either."""
    file, folder = entered / "new.json", entered / "new"
    assert main(["solve", str(entered / "problem.json"), "-o", str(tmp_path / "r.json")]) == 0
    capsys.readouterr()

    with as_nobody():
        about_file = said(capsys, "solve", entered / "problem.json", "-o", file)
        about_folder = said(capsys, "solve", entered / "problem.json", "-o", f"{folder}/")

    assert about_file == f"{file}: cannot be written: Permission denied"
    assert about_folder == f"{folder}: cannot be written: Permission denied"


@pytest.mark.parametrize("capacity", [1.0, True, None])
def test_a_group_built_in_python_takes_whole_numbers_only(capacity):
    with pytest.raises(InputError, match=r"^capacity: must be an integer$"):
        Group("P", capacity)
