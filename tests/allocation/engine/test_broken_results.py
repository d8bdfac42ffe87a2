"""Result files broken by hand: `verify` ends with 1 and names the rule that each of them breaks."""

import json

import pytest

from allocation.command_line.main import main
from tests.allocation.engine.test_instances import read

COMMITTEE = {"ties": "committee"}
RESERVE_FIRST = {"reserve_order": "reserve_first", "unfilled_reserve": "kept_empty"}
CIRCLE, TIED, LOTTERY = (
    "a01_gale_shapley_1962_ex1",
    "d01_all_tied",
    "c04_all_tied_lottery_seed",
)
ZERO, SECURED, RESERVED, MINIMUM = (
    "b01_zero_capacity",
    "c03_secured_places",
    "e01_one_reserved_seat",
    "g01_min_size_close",
)
RESIDENTS, TWINS, NO_STABLE, FINAL = (
    "c02_residents_first",
    "f01_twins_one_seat_together_only",
    "f04_couple_no_stable",
    "h01_final_placement_small",
)


def placed(**places):
    return {"assignment": places}


BROKEN = {
    "over capacity": (
        RESIDENTS,
        {},
        placed(n1="P"),
        'group "P": 3 children on 2 places [places_are_not_exceeded]',
    ),
    "over capacity where there is none": (
        ZERO,
        {},
        placed(c2="A"),
        'group "A": 1 children on 0 places [places_are_not_exceeded]',
    ),
    "envy": (
        RESIDENTS,
        {},
        placed(n1="P", r2=None),
        'group "P": child "r2" with key [1, 0, 0] is refused, but "n1" with [0, 7, 9] is admitted '
        "[nobody_below_a_refused_key_is_admitted]",
    ),
    "envy against the draw": (
        LOTTERY,
        {},
        placed(c1=None, c0="Q"),
        'group "Q": child "c1" with key [10, 999999998] is refused, but "c0" with '
        "[10, 999999995] is admitted [nobody_below_a_refused_key_is_admitted]",
    ),
    "waste": (
        RESIDENTS,
        {},
        placed(r2=None),
        'group "P": 1 place(s) stay empty although "r2" was refused [no_wanted_place_stays_empty]',
    ),
    "a group not asked for": (
        ZERO,
        {},
        placed(c2="B"),
        'child "c2": did not compete for group "B" [each_child_gets_at_most_one_place]',
    ),
    "a reserved place for somebody else": (
        RESERVED,
        RESERVE_FIRST,
        placed(k=None, b="P"),
        'group "P": child "b" should not be admitted [reserved_places_follow_the_declared_order]',
    ),
    "a place below the secured one": (
        SECURED,
        {},
        placed(stay=None, mover="A"),
        'child "stay": lost its secured place in group "A" [secured_places_are_kept]',
    ),
    "a wrong limit": (
        RESIDENTS,
        {},
        {"cutoffs": {"P": [1, 0, 1]}},
        'group "P": the limit is [1, 0, 0], not [1, 0, 1] [limits_are_told_right]',
    ),
    "a child above the limit": (
        RESIDENTS,
        {},
        {"cutoffs": {"P": [0, 7, 8]}},
        'group "P": child "n1" with key [0, 7, 9] is above the limit [0, 7, 8], but refused '
        "[nobody_above_the_limit_is_passed_over]",
    ),
    "a tie decided silently": (
        TIED,
        COMMITTEE,
        placed(a="P", b="P"),
        'group "P": children "b" and "c" have equal keys, but only the first is admitted '
        "[equal_children_are_treated_equally]",
    ),
    "a tie not reported": (
        TIED,
        COMMITTEE,
        {"ties": []},
        'group "P": a tie is not reported: 2 place(s), key [1], children "a", "b", "c" '
        "[open_ties_are_told_right]",
    ),
    "fair, but worse for every child": (
        CIRCLE,
        {},
        placed(α="C", β="A", γ="B"),
        'child "α": should get "A", not "C" [every_child_gets_its_best_place]',
    ),
    "a refusal kept quiet": (
        ZERO,
        {},
        {"refusals": {"c2": []}},
        'child "c2": is not told truly why it was refused "A" [refusals_are_told_right]',
    ),
    "a group closed without need": (
        RESIDENTS,
        {},
        {"closed": ["P"]},
        'group "P": this group may not close [closed_groups_admit_nobody]',
    ),
    "another group closed": (
        MINIMUM,
        {"closing": "sequential"},
        {"closed": ["B"], "assignment": {"a": "A", "b": None, "c": "A", "d": "A"}},
        'group "A": should close [groups_close_in_the_declared_sequence]',
    ),
    "siblings where they did not wish to be": (
        TWINS,
        {},
        placed(t1="P", s=None),
        'family "F1": did not wish for these places together: "P", none '
        "[each_family_gets_at_most_one_entry]",
    ),
    "a proposal that names nobody": (
        NO_STABLE,
        {},
        {"blocking": []},
        "blocking: no family blocks the proposal, so it is an answer "
        "[blocking_families_are_told_right]",
    ),
    "a place given before the office has decided": (
        NO_STABLE,
        {},
        placed(s="h1"),
        "assignment: must name every child, and no group [nobody_is_placed_by_a_proposal]",
    ),
    "a group out of reach": (
        FINAL,
        {},
        {"assignment": {"c": "Q", "a": "R"}},
        'child "a": may not be sent to group "R" [each_child_gets_a_place_it_may_have]',
    ),
    "a longer way": (
        FINAL,
        {},
        {"assignment": {"a": "P", "b": "Q"}, "total_distance": 1150},
        'assignment: these children could trade places and save metres: "b", "a" '
        "[nothing_shorter_is_possible]",
    ),
    "a wrong total": (
        FINAL,
        {},
        {"total_distance": 310},
        "total_distance: is 360, not 310 [totals_are_told_right]",
    ),
    "another problem": (
        RESIDENTS,
        {},
        {"problem_sha256": "0" * 64},
        "problem_sha256: the result belongs to another problem [it_answers_this_problem]",
    ),
    "not proven": (
        RESIDENTS,
        {},
        {"status": "unproven"},
        "status: the result is unproven, not proven optimal [it_answers_this_problem]",
    ),
    "a child forgotten": (
        RESIDENTS,
        {},
        {"assignment": None},
        'child "n1": has no answer [each_child_gets_at_most_one_place]',
    ),
    "a child invented": (
        RESIDENTS,
        {},
        placed(nobody=None),
        'child "nobody": the problem has no such child [each_child_gets_at_most_one_place]',
    ),
}


def broken(result, changes):
    """Change some fields of the result; objects only where they are named."""
    for name, change in changes.items():
        if isinstance(change, dict):
            result[name] = {**result[name], **change}
        else:
            result[name] = {} if change is None else change
    return result


@pytest.mark.parametrize("kind", BROKEN)
def test_verify_names_the_rule_that_a_broken_file_breaks(kind, tmp_path, monkeypatch, capsys):
    instance, rules, changes, line = BROKEN[kind]
    monkeypatch.chdir(tmp_path)
    problem = read(instance)
    problem["rules"] = {**problem["rules"], **rules}
    (tmp_path / "p.json").write_text(json.dumps(problem), "utf-8")
    assert main(["solve", "p.json", "-o", "r.json", "--no-second-opinion"]) == 0
    assert main(["verify", "p.json", "r.json"]) == 0
    result = broken(json.loads((tmp_path / "r.json").read_text("utf-8")), changes)
    (tmp_path / "r.json").write_text(json.dumps(result), "utf-8")
    capsys.readouterr()

    assert main(["verify", "p.json", "r.json"]) == 1
    told, complaints = capsys.readouterr()

    assert complaints == ""
    assert f"r.json: {line}" in told.splitlines()
