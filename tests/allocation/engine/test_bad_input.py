"""Problems and results that are not understood: exit code 2 and one line naming the place."""

import copy
import json

import pytest

from allocation.__main__ import main
from allocation.engine import (
    Child,
    Choice,
    Group,
    InputError,
    Problem,
    Reserve,
    Rules,
    TieRule,
    UnsupportedError,
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
]


@pytest.mark.parametrize(("data", "line"), NOT_JSON)
def test_what_is_not_json_is_refused_on_one_line(data, line, tmp_path, capsys):
    assert refused(tmp_path, capsys, data) == line


def test_the_good_problem_is_understood(tmp_path):
    problem = tmp_path / "problem.json"
    problem.write_text(json.dumps(GOOD))

    assert main(["solve", str(problem), "-o", str(tmp_path / "result.json")]) == 0


def test_a_long_or_wild_name_stays_short_and_on_one_line(tmp_path, capsys):
    bad = changed(GOOD, ["children", 1, "secured"], "a\nb" + "ł" * 100)

    assert refused(tmp_path, capsys, json.dumps(bad).encode()) == (
        'children[1].secured: unknown group "a\\nb' + "ł" * 56 + '…"'
    )


def test_all_in_with_reserved_places_is_refused():
    group = Group("P", 1, (Reserve("t", 1),))

    with pytest.raises(UnsupportedError, match=r"^rules\.ties: all_in in groups with reserved"):
        Problem((group,), (), Rules(TieRule.ALL_IN))


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


@pytest.mark.parametrize("capacity", [1.0, True, None])
def test_a_group_built_in_python_takes_whole_numbers_only(capacity):
    with pytest.raises(InputError, match=r"^capacity: must be an integer$"):
        Group("P", capacity)
