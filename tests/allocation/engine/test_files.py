"""The canonical text of problems and its fingerprint."""

from dataclasses import replace

from allocation.engine import (
    Child,
    Choice,
    Group,
    Problem,
    Reserve,
    ReserveOrder,
    Rules,
    TieRule,
    UnfilledReserve,
    canonical_json,
    parse_json,
    problem_from_json,
    problem_sha256,
    problem_to_json,
)

FULL = Problem(
    groups=(
        Group("żaby", 5, (Reserve("statement", 2),), institution="Przedszkole nr 5"),
        Group("bees", 3),
    ),
    children=(
        Child("jan", (), secured="bees"),
        Child("ala", (Choice("żaby", (1, -7)),), frozenset({"statement", "second"})),
    ),
    rules=Rules(
        TieRule.LOTTERY, ReserveOrder.OPEN_FIRST, UnfilledReserve.KEPT_EMPTY, "Legionowo 2026"
    ),
)


def test_the_canonical_problem_is_sorted_and_leaves_out_what_is_empty():
    assert problem_to_json(FULL) == {
        "schema": "nabor-problem/1",
        "rules": {
            "ties": "lottery",
            "lottery": {"seed": "Legionowo 2026"},
            "reserve_order": "open_first",
            "unfilled_reserve": "kept_empty",
        },
        "groups": [
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
            {"id": "jan", "choices": [], "secured": "bees"},
        ],
    }


def test_a_problem_reads_back_from_its_own_document():
    assert problem_from_json(problem_to_json(FULL)) == FULL
    assert problem_from_json(parse_json(canonical_json(problem_to_json(FULL)))) == FULL


def test_canonical_text_is_compact_utf_8_with_sorted_names():
    assert canonical_json({"b": [1, None], "ą": {}, "a": "ł"}) == (
        '{"a":"ł","b":[1,null],"ą":{}}\n'.encode()
    )


def test_the_fingerprint_changes_with_every_fact_and_with_no_order():
    one_more = replace(FULL, groups=(*FULL.groups, Group("ants", 1)))
    reordered = replace(FULL, groups=FULL.groups[::-1], children=FULL.children[::-1])

    assert problem_sha256(reordered) == problem_sha256(FULL)
    assert problem_sha256(one_more) != problem_sha256(FULL)


def test_empty_optional_fields_are_the_same_as_absent_ones():
    document = problem_to_json(FULL)
    spelled_out = {
        **document,
        "families": [],
        "children": [{"traits": [], **child} for child in document["children"]],
        "groups": [{"reserves": [], **group} for group in document["groups"]],
    }

    assert problem_from_json(spelled_out) == FULL
