"""Rules and wishes that do not go together are refused by name, never ignored."""

import json

import pytest

from allocation.command_line.main import main
from allocation.engine import Child, Distance, Drawn, InputError, Lottery, Problem, Rules, TieRule

STRICT = {"ties": "strict"}
FINAL = {"mechanism": "final_placement"}
RESERVING = {"ties": "strict", "reserve_order": "open_first", "unfilled_reserve": "kept_empty"}
CLOSING = {"ties": "strict", "closing": "sequential"}

PLAIN = {"id": "P", "capacity": 2}
RESERVED = {**PLAIN, "reserves": [{"type": "t", "seats": 1}]}
LIMITED = {**PLAIN, "min_size": 2}

WISH = [{"group": "P", "key": [1]}]
TWINS = [
    {"id": "ala", "choices": WISH, "family": "F"},
    {"id": "jan", "choices": WISH, "family": "F"},
]
FAR = [{"id": "ala", "choices": [], "family": "F"}, {"id": "jan", "choices": [], "family": "F"}]
SECURED = [TWINS[0], {**TWINS[1], "secured": "P"}]
TOGETHER = [{"id": "F", "children": ["ala", "jan"], "rule": "together_only"}]
JOINT = [{"id": "F", "children": ["ala", "jan"], "joint": [["P", "P"]]}]


@pytest.mark.parametrize(
    ("rules", "group", "children", "families", "line"),
    [
        (FINAL, RESERVED, [], [], "rules.mechanism: final placement knows no reserved places"),
        (FINAL, LIMITED, [], [], "rules.mechanism: final placement knows no minimum sizes"),
        (FINAL, PLAIN, SECURED[1:], [], "children[0].choices: must be empty for final placement"),
        (FINAL, PLAIN, FAR, JOINT, "families: final placement knows no joint entries"),
        (
            {**STRICT, "ties": "all_in"},
            RESERVED,
            [],
            [],
            "rules.ties: all_in in groups with reserved places is not supported yet",
        ),
        (
            CLOSING,
            LIMITED,
            TWINS,
            TOGETHER,
            "families: families and minimum sizes together are not supported",
        ),
        (
            {"ties": "committee", "closing": "best_open_set"},
            LIMITED,
            [],
            [],
            "rules.closing: best_open_set needs strict keys or a lottery, not committee",
        ),
        (
            {"ties": "committee"},
            PLAIN,
            TWINS,
            JOINT,
            "families: families need strict keys or a lottery, not ties committee",
        ),
        (
            STRICT,
            PLAIN,
            SECURED,
            TOGETHER,
            "children[1].secured: a child of a family with a secured place is not supported yet",
        ),
        (
            RESERVING,
            RESERVED,
            TWINS,
            TOGETHER,
            "children[0].choices[0].group: families in groups with reserved places are not "
            "supported yet",
        ),
    ],
)
def test_rules_that_clash_are_refused_on_one_line(
    rules, group, children, families, line, tmp_path, capsys
):
    document = {
        "schema": "nabor-problem/1",
        "rules": rules,
        "groups": [group],
        "children": children,
        "families": families,
    }
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(document))

    assert main(["solve", str(path), "-o", str(tmp_path / "result.json")]) == 2
    assert capsys.readouterr() == ("", f"{path}: {line}\n")


def test_a_group_named_twice_among_the_distances_is_refused():
    """A file cannot say this: a field is given once in an object."""
    with pytest.raises(InputError, match=r"^distances: a group is named twice$"):
        Child("ala", (), distances=(Distance("P", 1), Distance("P", 2)))


def test_a_child_that_drew_two_numbers_is_refused():
    """A file cannot say this: a field is given once in an object."""
    lottery = Lottery(ranks=(Drawn("ala", 1), Drawn("ala", 2)))

    with pytest.raises(InputError, match=r"^rules\.lottery\.rank: a child is named twice$"):
        Problem((), (Child("ala", ()),), Rules(TieRule.LOTTERY, lottery=lottery))
