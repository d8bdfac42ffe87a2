"""Tables that are not understood: exit code 2 and one line naming file, line and column."""

import pytest

from allocation.command_line.main import main

GOOD = {
    "rules.csv": "rule;value\nties;strict\n",
    "groups.csv": "group;capacity\nP;1\nQ;2\n",
    "children.csv": "child;traits;secured\nala;;\njan;t|u;Q\n",
    "choices.csv": "child;position;group;resident;points\nala;1;P;1;80\nala;2;Q;1;80\njan;1;P;1;75\n",
}
FAMILY = {
    "families.csv": "family;rule;child_1;child_2\nF;together_only;ala;jan\n",
    "children.csv": "child\nala\njan\n",
}
JOINT = {
    "families.csv": "family;child_1;child_2\nF;ala;jan\n",
    "joint.csv": "family;position;group_1;group_2\nF;1;P;P\n",
    "children.csv": "child\nala\njan\n",
}
FINAL = {
    "rules.csv": "rule;value\nmechanism;final_placement\n",
    "children.csv": "child\nala\njan\n",
    "choices.csv": None,
    "distances.csv": "child;group;metres\nala;P;100\n",
}
DRAWN = {
    "rules.csv": "rule;value\nties;lottery\n",
    "children.csv": "child;drawn\nala;1\njan;2\n",
}
KNOWN = "rules.csv, groups.csv, children.csv, choices.csv, distances.csv, families.csv, joint.csv"


@pytest.fixture
def solve(tmp_path, monkeypatch):
    """Solve the good tables with some of them changed; None takes one away."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "city").mkdir()

    def run(tables):
        for name, text in {**GOOD, **tables}.items():
            if text is not None:
                data = text.encode() if isinstance(text, str) else text
                (tmp_path / "city" / name).write_bytes(data)
        return main(["solve", "city", "-o", "result.json", "--no-second-opinion"])

    return run


@pytest.mark.parametrize("tables", [{}, JOINT, DRAWN])
def test_good_tables_are_understood(tables, solve):
    assert solve(tables) == 0


BAD = [
    ({"rules.csv": None}, "rules.csv: is missing"),
    ({"choices.csv": None}, "choices.csv: is missing"),
    ({**JOINT, "families.csv": None}, "families.csv: is missing, but there is joint.csv"),
    ({"chilren.csv": "child\n"}, f"chilren.csv: unknown table; known are {KNOWN}"),
    ({"groups.csv": ""}, "groups.csv: is empty; the first line must hold the headings"),
    (
        {"groups.csv": "group;capacity\nŻ;1\n".encode("cp1250")},
        "groups.csv: not UTF-8 text (byte 15); save it as CSV in UTF-8",
    ),
    (
        {"groups.csv": "group;capacity\nP;1\n".encode("utf-16")},
        "groups.csv: not UTF-8 text (byte 0); save it as CSV in UTF-8",
    ),
    ({"groups.csv": 'group;capacity\nP;1\n"Q;2\n'}, "groups.csv: line 3: not CSV: unexpected end"),
    ({"groups.csv": "group;places\nP;1\n"}, 'groups.csv: line 1: column "capacity" is missing'),
    ({"groups.csv": "group:capacity\nP:1\n"}, 'groups.csv: line 1: column "group" is missing'),
    (
        {"groups.csv": "group;capacity;colour\nP;1;red\n"},
        'groups.csv: line 1, column "colour": unknown column',
    ),
    (
        {"groups.csv": "group;capacity;group\nP;1;P\n"},
        'groups.csv: line 1, column "group": is given twice',
    ),
    (
        {"groups.csv": "group;capacity;\nP;1;red\n"},
        'groups.csv: line 2: "red" stands under no heading',
    ),
    (
        {"groups.csv": "group;capacity\nP;1;red\n"},
        'groups.csv: line 2: "red" stands under no heading',
    ),
    (
        {"groups.csv": "group;capacity\nP;one\n"},
        'groups.csv: line 2, column "capacity": must be a whole number, not "one"',
    ),
    (
        {"groups.csv": "group;capacity\n\nP;1,5\n"},
        'groups.csv: line 3, column "capacity": must be a whole number, not "1,5"',
    ),
    (
        {"groups.csv": 'group;capacity;institution\nP;1;"two\nlines"\nQ;;x\n'},
        'groups.csv: line 4, column "capacity": must be a whole number, not ""',
    ),
    (
        {"groups.csv": f"group;capacity\nP;{'9' * 19}\nQ;2\n"},
        'groups.csv: line 2, column "capacity": does not fit into 64 bits',
    ),
    (
        {"groups.csv": f"group;capacity\nP;{'9' * 5000}\n"},
        'groups.csv: line 2, column "capacity": does not fit into 64 bits',
    ),
    (
        {"groups.csv": "group;capacity\nP;-1\n"},
        'groups.csv: line 2, column "capacity": must not be negative',
    ),
    (
        {"groups.csv": "group;capacity\n;1\n"},
        'groups.csv: line 2, column "group": must be a non-empty text',
    ),
    (
        {"groups.csv": "group;capacity\nP;1\nP;1\n"},
        'groups.csv: line 3, column "group": "P" is used twice',
    ),
    (
        {"groups.csv": "group;capacity;reserved_for;reserved_seats\nP;1;t;2\n"},
        'groups.csv: line 2, column "reserved_seats": 2 reserved places, but the capacity is 1',
    ),
    (
        {"groups.csv": "group;capacity;reserved_seats\nP;1;1\n"},
        'groups.csv: line 2, column "reserved_for": must be a non-empty text',
    ),
    (
        {"groups.csv": "group;capacity;reserved_for;reserved_seats\nP;1;t;1\nQ;2;;\n"},
        'rules.csv, rule "reserve_order": must be given, because group "P" has reserved places',
    ),
    (
        {"groups.csv": "group;capacity;min_size\nP;1;1\nQ;2;\n"},
        'rules.csv, rule "closing": must be given, because group "P" has a minimum size',
    ),
    ({"rules.csv": "rule;value\n"}, 'rules.csv, rule "ties": missing'),
    ({"rules.csv": "rule;value\nties;\n"}, 'rules.csv: line 2, column "value": missing'),
    (
        {"rules.csv": "rule;value\nties;coin\n"},
        'rules.csv: line 2, column "value": must be one of strict, committee, all_in, lottery, '
        'not "coin"',
    ),
    (
        {"rules.csv": "rule;value\nties;strict\nties;strict\n"},
        'rules.csv: line 3, column "rule": "ties" is given twice',
    ),
    (
        {"rules.csv": "rule;value\ncolour;red\n"},
        'rules.csv: line 2, column "rule": must be one of ties, lottery_seed, lottery_level, '
        'reserve_order, unfilled_reserve, closing, mechanism, not "colour"',
    ),
    (
        {"rules.csv": "rule;value\nties;lottery\n"},
        'rules.csv, rule "lottery_seed": a lottery needs its published seed',
    ),
    (
        {"rules.csv": "rule;value\nties;lottery\nlottery_seed;x\nlottery_level;city\n"},
        'rules.csv: line 4, column "value": must be one of child, family, not "city"',
    ),
    (
        {**DRAWN, "children.csv": "child;drawn\nala;1\njan;\n"},
        'children.csv, column "drawn": child "jan" was not drawn',
    ),
    (
        {**DRAWN, "children.csv": "child;drawn\nala;1\njan;99999999999999999999\n"},
        'children.csv: line 3, column "drawn": does not fit into 64 bits',
    ),
    (
        {**DRAWN, "children.csv": "child;drawn\nala;1\njan;first\n"},
        'children.csv: line 3, column "drawn": must be a whole number, not "first"',
    ),
    (
        {"children.csv": "child\nala\njan\nala\n"},
        'children.csv: line 4, column "child": "ala" is used twice',
    ),
    (
        {"children.csv": "child;secured\nala;\njan;R\n"},
        'children.csv: line 3, column "secured": unknown group "R"',
    ),
    (
        {"children.csv": "child;traits\nala;\njan;t|t\n"},
        'children.csv: line 3, column "traits": a trait is given twice',
    ),
    (
        {"children.csv": "child;traits\nala;\njan;t||u\n"},
        'children.csv: line 3, column "traits": must be a non-empty text',
    ),
    (
        {"children.csv": "child;family\nala;F\njan;\n"},
        'children.csv: line 2, column "family": family "F" does not name this child',
    ),
    (
        {"choices.csv": "child;position;group\nala;1;P\n"},
        "choices.csv: line 1: has no column for the key",
    ),
    (
        {"choices.csv": "child;position;group;key_1\newa;1;P;1\n"},
        'choices.csv: line 2, column "child": unknown child "ewa"',
    ),
    (
        {"choices.csv": "child;position;group;key_1\nala;1;R;1\n"},
        'choices.csv: line 2, column "group": unknown group "R"',
    ),
    (
        {"choices.csv": "child;position;group;key_1\nala;2;P;1\nala;1;P;1\n"},
        'choices.csv: line 2, column "group": group "P" is listed twice',
    ),
    (
        {"choices.csv": "child;position;group;key_1\nala;1;P;1\nala;3;Q;1\n"},
        'choices.csv: line 3, column "position": wishes of "ala" must be numbered 1, 2, 3 … once '
        "each",
    ),
    (
        {"choices.csv": "child;position;group;key_1\nala;first;P;1\n"},
        'choices.csv: line 2, column "position": must be a whole number, not "first"',
    ),
    (
        {"choices.csv": "child;position;group;resident;points\nala;1;P;;80\n"},
        'choices.csv: line 2, column "resident": must be a whole number, not ""',
    ),
    (
        {"choices.csv": "child;position;group;resident;points\nala;1;P;1;\n"},
        'choices.csv: line 2, column "resident": has 1 elements, but there are 2 key_names',
    ),
    (
        {"choices.csv": "child;position;group;key_1;key_2\nala;1;P;1;\njan;1;P;1;2\n"},
        'choices.csv: line 3, column "key_1": has 2 elements, but other keys of group "P" have 1',
    ),
    (
        {"choices.csv": "child;position;group;key_1\nala;1;P;\n"},
        'choices.csv: line 2, column "key_1": must be a non-empty list of integers',
    ),
    (
        {"choices.csv": f"child;position;group;resident;points\nala;1;P;1;{2**63}\n"},
        'choices.csv: line 2, column "points": does not fit into 64 bits',
    ),
    (
        {**FAMILY, "families.csv": "family;child_1;brother\nF;ala;jan\n"},
        'families.csv: line 1, column "brother": unknown column',
    ),
    (
        {**FAMILY, "families.csv": "family;rule;child_1;child_2\nF;apart;ala;jan\n"},
        'families.csv: line 2, column "rule": must be one of together_only, together_preferred, '
        'not "apart"',
    ),
    (
        {**FAMILY, "families.csv": "family;rule;child_1;child_2\nF;together_only;ala;\n"},
        "families.csv: line 2: a family has at least two children",
    ),
    (
        {**FAMILY, "families.csv": "family;rule;child_1;child_2\nF;together_only;ala;ewa\n"},
        'families.csv: line 2, column "child_2": unknown child "ewa"',
    ),
    (
        {**FAMILY, "families.csv": "family;child_1;child_2\nF;ala;jan\n"},
        "families.csv: line 2: give either a rule or a list of joint entries",
    ),
    (
        {**FAMILY, "rules.csv": "rule;value\nties;committee\n"},
        "families.csv: families need strict keys or a lottery, not ties committee",
    ),
    (
        {**JOINT, "joint.csv": "family;position;group_1;group_2\nG;1;P;P\n"},
        'joint.csv: line 2, column "family": unknown family "G"',
    ),
    (
        {**JOINT, "joint.csv": "family;position;group_1;group_2;group_3\nF;1;P;;P\n"},
        'joint.csv: line 2, column "group_1": names 3 groups for 2 children',
    ),
    (
        {**JOINT, "joint.csv": "family;position;group_1;group_2\nF;1;P;Q\n"},
        'joint.csv: line 2, column "group_1": child "jan" did not list group "Q"',
    ),
    (
        {**FINAL, "distances.csv": "child;group;metres\nala;P;far\n"},
        'distances.csv: line 2, column "metres": must be a whole number, not "far"',
    ),
    (
        {**FINAL, "distances.csv": "child;group;metres\nala;P;1\nala;P;1\n"},
        'distances.csv: line 3, column "group": "P" is given twice for this child',
    ),
    (
        {**FINAL, "distances.csv": "child;group;metres\newa;P;1\n"},
        'distances.csv: line 2, column "child": unknown child "ewa"',
    ),
    (
        {**FINAL, "distances.csv": "child;group;metres\nala;a.b;1\n"},
        'distances.csv: line 2, column "metres": unknown group "a.b"',
    ),
    (
        {"distances.csv": "child;group;metres\nala;P;1\n"},
        'distances.csv: line 2, column "metres": are for final placement only',
    ),
]


@pytest.mark.parametrize(("tables", "line"), BAD)
def test_bad_tables_are_refused_on_one_line_naming_the_place(tables, line, solve, capsys):
    assert solve(tables) == 2

    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(f"city/{line}")


def test_a_table_that_is_a_folder_is_told(solve, tmp_path, capsys):
    (tmp_path / "city" / "families.csv").mkdir()

    assert solve({}) == 2
    assert capsys.readouterr().err == "city/families.csv: cannot be read: Is a directory\n"


def test_a_cell_without_end_is_told(solve, capsys):
    assert solve({"groups.csv": "group;capacity\n" + "P" * 200_000}) == 2

    assert capsys.readouterr().err == (
        "city/groups.csv: line 2: not CSV: field larger than field limit (131072)\n"
    )


def test_fifty_megabytes_of_garbage_are_refused(solve, capsys):
    assert solve({"groups.csv": b"garbage;" * 6_250_000}) == 2

    assert capsys.readouterr().err.count("\n") == 1


def test_equal_keys_under_strict_are_told_with_the_folder(solve, capsys):
    choices = "child;position;group;points\nala;1;P;1\njan;1;P;1\n"

    assert solve({"choices.csv": choices}) == 2
    assert capsys.readouterr().err.startswith('city: group "P": children "ala", "jan" have equal')
