"""The canonical text of problems and its fingerprint."""

from dataclasses import replace

import pytest

from allocation.engine import (
    Blocking,
    Child,
    Choice,
    ClosingRule,
    Displaced,
    Distance,
    Drawn,
    Family,
    Group,
    Lottery,
    LotteryLevel,
    Mechanism,
    Problem,
    Reserve,
    ReserveOrder,
    Rules,
    TieRule,
    TogetherRule,
    UnfilledReserve,
    allocate,
    canonical_json,
    parse_json,
    problem_from_json,
    problem_sha256,
    problem_to_json,
    result_from_json,
    result_to_json,
)

FULL = Problem(
    groups=(
        Group("żaby", 5, (Reserve("statement", 2),), institution="Przedszkole nr 5"),
        Group("bees", 3),
        Group("ants", 2),
    ),
    children=(
        Child("jan", (), secured="bees"),
        Child("ala", (Choice("żaby", (1, -7)),), frozenset({"statement", "second"})),
        Child("ola", (Choice("ants", (2,)), Choice("bees", (3,))), family="Lis"),
        Child("leo", (Choice("ants", (2,)),), family="Lis"),
        Child("ewa", (Choice("ants", (1,)),), family="Kos"),
        Child("iga", (Choice("ants", (1,)),), family="Kos"),
    ),
    rules=Rules(
        TieRule.LOTTERY,
        ReserveOrder.OPEN_FIRST,
        UnfilledReserve.KEPT_EMPTY,
        Lottery("Legionowo 2026", level=LotteryLevel.FAMILY),
    ),
    families=(
        Family("Lis", ("ola", "leo"), joint=(("bees", None), ("ants", "ants"))),
        Family("Kos", ("iga", "ewa"), TogetherRule.ONLY),
    ),
)

CLOSING = Problem(
    groups=(Group("bees", 3, min_size=2),),
    children=(Child("jan", ()), Child("ala", ())),
    rules=Rules(
        TieRule.LOTTERY,
        lottery=Lottery(ranks=(Drawn("ala", 2), Drawn("jan", 1))),
        closing=ClosingRule.SEQUENTIAL,
    ),
)

FINAL = Problem(
    groups=(Group("bees", 3), Group("ants", 1)),
    children=(Child("jan", (), distances=(Distance("bees", 120), Distance("ants", 0))),),
    rules=Rules(mechanism=Mechanism.FINAL_PLACEMENT),
)

NAMED = replace(CLOSING, key_names=("punkty, razem", "kolejność"))

EVERY = (FULL, CLOSING, FINAL, NAMED)


def test_the_canonical_problem_is_sorted_and_leaves_out_what_is_empty():
    assert problem_to_json(FULL) == {
        "schema": "nabor-problem/1",
        "rules": {
            "ties": "lottery",
            "lottery": {"seed": "Legionowo 2026", "level": "family"},
            "reserve_order": "open_first",
            "unfilled_reserve": "kept_empty",
        },
        "groups": [
            {"id": "ants", "capacity": 2},
            {"id": "bees", "capacity": 3},
            {
                "id": "żaby",
                "capacity": 5,
                "institution": "Przedszkole nr 5",
                "reserves": [{"type": "statement", "seats": 2}],
            },
        ],
        "children": [
            {
                "id": "ala",
                "choices": [{"group": "żaby", "key": [1, -7]}],
                "traits": ["second", "statement"],
            },
            {"id": "ewa", "choices": [{"group": "ants", "key": [1]}], "family": "Kos"},
            {"id": "iga", "choices": [{"group": "ants", "key": [1]}], "family": "Kos"},
            {"id": "jan", "choices": [], "secured": "bees"},
            {"id": "leo", "choices": [{"group": "ants", "key": [2]}], "family": "Lis"},
            {
                "id": "ola",
                "choices": [{"group": "ants", "key": [2]}, {"group": "bees", "key": [3]}],
                "family": "Lis",
            },
        ],
        "families": [
            {"id": "Kos", "children": ["iga", "ewa"], "rule": "together_only"},
            {
                "id": "Lis",
                "children": ["ola", "leo"],
                "joint": [["bees", None], ["ants", "ants"]],
            },
        ],
    }


def test_rules_for_closing_and_final_placement_are_written():
    assert problem_to_json(CLOSING) == {
        "schema": "nabor-problem/1",
        "rules": {
            "ties": "lottery",
            "lottery": {"rank": {"ala": 2, "jan": 1}},
            "closing": "sequential",
        },
        "groups": [{"id": "bees", "capacity": 3, "min_size": 2}],
        "children": [{"id": "ala", "choices": []}, {"id": "jan", "choices": []}],
    }
    assert problem_to_json(FINAL) == {
        "schema": "nabor-problem/1",
        "rules": {"mechanism": "final_placement"},
        "groups": [{"id": "ants", "capacity": 1}, {"id": "bees", "capacity": 3}],
        "children": [{"id": "jan", "choices": [], "distances": {"ants": 0, "bees": 120}}],
    }


def test_names_of_keys_are_written_only_when_given():
    assert problem_to_json(NAMED) == {
        **problem_to_json(CLOSING),
        "key_names": ["punkty, razem", "kolejność"],
    }
    assert problem_sha256(NAMED) != problem_sha256(CLOSING)
    assert allocate(NAMED).assignment == allocate(CLOSING).assignment
    assert NAMED.with_rules(Rules(closing=ClosingRule.SEQUENTIAL)).key_names == NAMED.key_names


@pytest.mark.parametrize("town", EVERY)
def test_a_problem_reads_back_from_its_own_document(town):
    assert problem_from_json(problem_to_json(town)) == town
    assert problem_from_json(parse_json(canonical_json(problem_to_json(town)))) == town


def test_a_result_reads_back_from_its_own_document():
    town = Problem((Group("P", 1),), (Child("ala", (Choice("P", (1,)),)), Child("jan", ())))
    result = replace(
        allocate(town),
        closed=("Q",),
        placed=1,
        total_distance=120,
        blocking=(Blocking("F", ("P", None)),),
        proposal={"ala": None},
        displaced=(Displaced("ala", "P"),),
    )

    assert result_from_json(parse_json(canonical_json(result_to_json(result)))) == result


def test_canonical_text_is_compact_utf_8_with_sorted_names():
    assert canonical_json({"b": [1, None], "ą": {}, "a": "ł"}) == (
        '{"a":"ł","b":[1,null],"ą":{}}\n'.encode()
    )


def test_the_fingerprint_changes_with_every_fact_and_with_no_order():
    one_more = replace(FULL, groups=(*FULL.groups, Group("wasps", 1)))
    reordered = replace(
        FULL,
        groups=FULL.groups[::-1],
        children=FULL.children[::-1],
        families=FULL.families[::-1],
    )

    assert problem_sha256(reordered) == problem_sha256(FULL)
    assert problem_sha256(one_more) != problem_sha256(FULL)


def test_empty_optional_fields_are_the_same_as_absent_ones():
    document = problem_to_json(FULL)
    spelled_out = {
        **document,
        "children": [{"traits": [], "distances": {}, **child} for child in document["children"]],
        "groups": [{"reserves": [], "min_size": 0, **group} for group in document["groups"]],
    }

    assert problem_from_json(spelled_out) == FULL
