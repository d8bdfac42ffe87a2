"""The published instances, each replayed through the command line."""

import json
from pathlib import Path

import pytest

from allocation.__main__ import main
from tests.allocation.engine.schemas import complaints

INSTANCES = Path(__file__).parent / "instances"

TIE_RULES = {"committee": "all_out", "all_in": "all_in"}


def read(name):
    return json.loads((INSTANCES / f"{name}.json").read_text("utf-8"))


def names_with(field):
    return [
        path.stem for path in sorted(INSTANCES.iterdir()) if field in read(path.stem)["expected"]
    ]


def solve(instance, tmp_path):
    problem, result = tmp_path / "problem.json", tmp_path / "result.json"
    problem.write_text(json.dumps(instance), "utf-8")
    code = main(["solve", str(problem), "-o", str(result)])
    if code == 0:
        assert main(["verify", str(problem), str(result)]) == 0
        assert complaints("result", json.loads(result.read_text("utf-8"))) == []
    return code, json.loads(result.read_text("utf-8")) if result.exists() else None


def total_rank(instance, assignment):
    """Positions summed up; no place counts the length of the list of offered groups."""
    offered = {group["id"] for group in instance["groups"]}
    lists = {
        child["id"]: [wish["group"] for wish in child["choices"] if wish["group"] in offered]
        for child in instance["children"]
    }
    return sum(
        len(lists[child]) if group is None else lists[child].index(group)
        for child, group in assignment.items()
    )


def without_reasons(refusals):
    return {
        child: [{name: fact[name] for name in fact if name != "reason"} for fact in told]
        for child, told in refusals.items()
    }


def test_every_instance_file_is_replayed_by_one_of_the_tests_below():
    replayed = {
        *names_with("assignment"),
        *names_with("by_tie_rule"),
        *names_with("by_reserve_rule"),
        *names_with("sequential_closing"),
        *names_with("stable_exists"),
        *names_with("optimal_assignments"),
    }

    assert {path.stem for path in INSTANCES.iterdir()} == replayed


@pytest.mark.parametrize("name", names_with("assignment"))
def test_an_instance_gets_its_expected_assignment(name, tmp_path):
    instance = read(name)

    code, result = solve(instance, tmp_path)

    assert code == 0
    assert result["assignment"] == instance["expected"]["assignment"]


@pytest.mark.parametrize("name", names_with("cutoffs"))
def test_an_instance_gets_its_expected_limits_and_refusals(name, tmp_path):
    instance = read(name)

    _, result = solve(instance, tmp_path)

    assert result["cutoffs"] == instance["expected"]["cutoffs"]
    assert without_reasons(result["refusals"]) == instance["expected"]["refusals"]


@pytest.mark.parametrize("name", names_with("by_tie_rule"))
@pytest.mark.parametrize("rule", TIE_RULES)
def test_an_instance_with_ties_gets_what_its_tie_rule_demands(name, rule, tmp_path):
    instance = read(name)
    expected = instance["expected"]["by_tie_rule"][TIE_RULES[rule]]
    instance["rules"]["ties"] = rule

    code, result = solve(instance, tmp_path)

    assert code == 0
    assert result["assignment"] == expected["assignment"]
    assert result["cutoffs"] == expected["last_admitted_key"]


@pytest.mark.parametrize("name", names_with("by_tie_rule"))
def test_an_instance_with_ties_is_refused_under_its_own_strict_rule(name, tmp_path, capsys):
    code, result = solve(read(name), tmp_path)

    assert (code, result) == (2, None)
    assert 'the rule "strict" may not choose among them' in capsys.readouterr().err


@pytest.mark.parametrize("name", names_with("by_reserve_rule"))
@pytest.mark.parametrize("rules", read("e01_one_reserved_seat")["expected"]["by_reserve_rule"])
def test_an_instance_with_reserves_gets_what_each_pair_of_rules_demands(name, rules, tmp_path):
    instance = read(name)
    order, unfilled = rules.split("/")
    instance["rules"] |= {"reserve_order": order, "unfilled_reserve": unfilled}

    code, result = solve(instance, tmp_path)

    assert code == 0
    assert result["assignment"] == instance["expected"]["by_reserve_rule"][rules]


@pytest.mark.parametrize("name", names_with("by_reserve_rule"))
def test_an_instance_for_any_reserve_rule_is_refused_until_one_is_chosen(name, tmp_path, capsys):
    code, result = solve(read(name), tmp_path)

    assert (code, result) == (2, None)
    assert capsys.readouterr().err == (
        f"{tmp_path / 'problem.json'}: rules.reserve_order: "
        '"*" stands for every rule in a test instance; choose one of them\n'
    )


@pytest.mark.parametrize("name", names_with("sequential_closing"))
@pytest.mark.parametrize(
    ("closing", "expected"),
    [("sequential", "sequential_closing"), ("best_open_set", "best_open_set")],
)
def test_an_instance_with_minimum_sizes_closes_what_each_rule_demands(
    name, closing, expected, tmp_path
):
    instance = read(name)
    instance["rules"]["closing"] = closing

    code, result = solve(instance, tmp_path)

    assert code == 0
    assert result["assignment"] == instance["expected"][expected]["assignment"]
    assert result["closed"] == instance["expected"][expected]["closed"]


@pytest.mark.parametrize("name", names_with("sequential_closing"))
def test_an_instance_with_minimum_sizes_is_refused_until_a_rule_is_chosen(name, tmp_path, capsys):
    code, result = solve(read(name), tmp_path)

    assert (code, result) == (2, None)
    assert capsys.readouterr().err == (
        f"{tmp_path / 'problem.json'}: rules.closing: must be given, "
        'because group "A" has a minimum size\n'
    )


@pytest.mark.parametrize("name", names_with("stable_exists"))
def test_an_instance_with_families_gets_a_best_answer_or_the_proof_that_there_is_none(
    name, tmp_path
):
    instance = read(name)
    expected = instance["expected"]

    code, result = solve(instance, tmp_path)

    assert code == 0
    if expected["stable_exists"]:
        assert result["status"] == "optimal"
        assert total_rank(instance, result["assignment"]) == expected["min_total_rank"]
        assert result["assignment"] in expected["assignments_min_total_rank"]
    else:
        assert result["status"] == "no_stable"
        assert set(result["assignment"].values()) == {None}
        assert len(result["blocking"]) == expected["min_blocking_families"]


@pytest.mark.parametrize("name", names_with("independent_children"))
def test_an_instance_with_families_is_known_without_them(name, tmp_path):
    instance = read(name)
    del instance["families"]
    for child in instance["children"]:
        child.pop("family", None)

    _, result = solve(instance, tmp_path)

    assert result["assignment"] == instance["expected"]["independent_children"]


@pytest.mark.parametrize("name", names_with("optimal_assignments"))
def test_an_instance_of_final_placement_gets_one_of_its_best_placements(name, tmp_path):
    expected = read(name)["expected"]

    code, result = solve(read(name), tmp_path)

    assert code == 0
    assert result["assignment"] in expected["optimal_assignments"]
    assert result["placed"] == expected["placed"]
    assert result["total_distance"] == expected["total_distance"]
