"""`check` against results with families broken by hand: every rule has somebody who notices."""

import inspect
from dataclasses import replace
from itertools import product

import pytest

from allocation.engine import (
    Blocking,
    Displaced,
    Group,
    Reason,
    SolveStatus,
    Tie,
    allocate,
    check,
    not_proved_again,
)
from allocation.engine import check as check_function
from allocation.engine.solving.families import model
from tests.allocation.engine.families_by_definition import Town
from tests.allocation.engine.problems import STRICT, child, codes, group, moved, problem, sentences
from tests.allocation.engine.test_families import CYCLE, ONLY, PREFERRED, town

PAIR = town(
    [group("P", 1), group("Q", 2)],
    [(("ala", "jan"), ONLY)],
    [child("ala", P=9, Q=9), child("jan", Q=8), child("ewa", Q=5)],
)
NO_ANSWER = town([group("P", 1), group("Q", 1)], [(("ala", "jan"), [("P", "Q")])], CYCLE)

TWINS = {
    "each_family_gets_at_most_one_entry": "each_family_gets_at_most_one_entry",
    "siblings_go_where_their_entry_brings_them": "each_family_gets_at_most_one_entry",
    "a_group_refuses_only_when_it_is_full": "no_wanted_place_stays_empty",
    "no_child_without_siblings_is_passed_over": "nobody_below_a_refused_key_is_admitted",
    "no_family_is_passed_over": "no_family_is_passed_over",
}


def test_every_rule_of_the_model_has_its_twin_in_check():
    rules = {
        name
        for name, function in vars(model).items()
        if inspect.isfunction(function) and function.__module__ == model.__name__
    } - {"build_model"}
    twins = vars(inspect.getmodule(check_function))

    assert rules == set(TWINS)
    assert [name for name in TWINS.values() if not twins[name].__doc__] == []


def test_check_notices_siblings_where_they_did_not_wish_to_be():
    assert (
        'family "F0": did not wish for these places together: "P", "Q" '
        "[each_family_gets_at_most_one_entry]"
    ) in sentences(check(PAIR, moved(allocate(PAIR), ala="P")))


def test_check_notices_a_family_that_could_have_more():
    violations = sentences(check(PAIR, moved(allocate(PAIR), ala=None, jan=None, ewa="Q")))

    assert 'family "F0": could have had "Q", "Q" [no_family_is_passed_over]' in violations


def test_check_notices_a_family_of_which_one_child_could_be_placed():
    apart = town([group("P", 1)], [(("ala", "jan"), PREFERRED)], [child("ala", P=9), child("jan")])

    violations = sentences(check(apart, moved(allocate(apart), ala=None)))

    assert 'family "F0": could have had "P", none [no_family_is_passed_over]' in violations


def test_check_notices_a_child_without_siblings_that_could_have_more():
    twins = town(
        [group("P", 2)],
        [(("ala", "jan"), ONLY)],
        [child("ala", P=9), child("jan", P=1), child("ewa", P=5)],
    )

    violations = codes(twins, moved(allocate(twins), ala="P", jan="P", ewa=None))

    assert "nobody_below_a_refused_key_is_admitted" in violations


def test_check_notices_more_children_than_places():
    assert "places_are_not_exceeded" in codes(PAIR, moved(allocate(PAIR), ewa="Q"))


def test_check_notices_an_answer_that_is_not_the_best_of_several():
    """Two families could swap; with both where they want least, nobody blocks either."""
    swap = town(
        [group("P", 2), group("Q", 2)],
        [(("ala", "jan"), ONLY), (("ewa", "iga"), ONLY)],
        [
            child("ala", P=1, Q=9),
            child("jan", P=2, Q=8),
            child("ewa", Q=1, P=9),
            child("iga", Q=2, P=8),
        ],
    )
    result = allocate(swap)
    worse = moved(result, ala="Q", jan="Q", ewa="P", iga="P")

    assert result.assignment == {"ala": "P", "jan": "P", "ewa": "Q", "iga": "Q"}
    assert "no_other_assignment_is_better" in codes(swap, worse)
    assert "no_family_is_passed_over" not in codes(swap, worse)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            {"status": SolveStatus.UNPROVEN},
            "status: the result is unproven, not proven optimal [it_answers_this_problem]",
        ),
        (
            {"cutoffs": {"P": None, "Q": (9,)}},
            'group "Q": the limit is [8], not [9] [limits_are_told_right]',
        ),
        *(
            (
                {"displaced": told},
                'displaced: should name "ewa", with the places they had alone '
                "[displaced_children_are_told_right]",
            )
            for told in (
                (),
                (Displaced("ewa", "P"),),
                (Displaced("ewa", "Q"), Displaced("jan", "Q")),
            )
        ),
        *(
            (
                wrong,
                "blocking: there is an answer, so nothing blocks it "
                "[blocking_families_are_told_right]",
            )
            for wrong in (
                {"blocking": (Blocking("F0", ("Q", "Q")),)},
                {"proposal": {"ala": "Q", "jan": "Q", "ewa": None}},
            )
        ),
    ],
)
def test_check_notices_one_wrong_fact(wrong, sentence):
    assert sentences(check(PAIR, replace(allocate(PAIR), **wrong))) == [sentence]


def test_check_notices_a_wrong_reason_for_siblings():
    result = allocate(PAIR)
    (refusal,) = result.refusals["ala"]
    told = {**result.refusals, "ala": (replace(refusal, reason=Reason.FULL_HIGHER_KEYS),)}

    assert refusal.reason is Reason.TOGETHER
    assert codes(PAIR, replace(result, refusals=told)) == {"refusals_are_told_right"}


def test_check_notices_every_other_proposal():
    result = allocate(NO_ANSWER)
    others = [answer for answer in Town(NO_ANSWER).feasible() if answer != result.proposal]

    assert check(NO_ANSWER, result) == []
    assert [one for one in others if not check(NO_ANSWER, replace(result, proposal=one))] == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (
            {"assignment": {"ala": None, "jan": None, "ewa": "P"}},
            "assignment: must name every child, and no group [nobody_is_placed_by_a_proposal]",
        ),
        (
            {"assignment": {"ala": None, "jan": None}},
            "assignment: must name every child, and no group [nobody_is_placed_by_a_proposal]",
        ),
        (
            {"cutoffs": {"P": (1,), "Q": None}},
            "cutoffs: must name every group, and no limit [nobody_is_placed_by_a_proposal]",
        ),
        (
            {"refusals": {}},
            "refusals: must name every child, and no refusal [nobody_is_placed_by_a_proposal]",
        ),
        (
            {"displaced": (Displaced("ewa", "P"),)},
            "ties, displaced: must be empty [nobody_is_placed_by_a_proposal]",
        ),
        (
            {"ties": (Tie("P", 1, (1,), ("ala", "ewa")),)},
            "ties, displaced: must be empty [nobody_is_placed_by_a_proposal]",
        ),
        (
            {"blocking": ()},
            "blocking: no family blocks the proposal, so it is an answer "
            "[blocking_families_are_told_right]",
        ),
        (
            {"blocking": (Blocking("F0", ("P", None)),)},
            'family "F0": could not have "P", none, or something it wants more '
            "[blocking_families_are_told_right]",
        ),
        (
            {"blocking": (Blocking("F1", ("P", "Q")),)},
            'family "F1": could not have "P", "Q", or something it wants more '
            "[blocking_families_are_told_right]",
        ),
        (
            {"blocking": (Blocking("F0", ("P", "Q")),) * 2},
            "blocking: the families must stand by id, once each [blocking_families_are_told_right]",
        ),
    ],
)
def test_check_notices_one_wrong_fact_where_there_is_no_answer(wrong, sentence):
    assert sentence in sentences(check(NO_ANSWER, replace(allocate(NO_ANSWER), **wrong)))


def test_check_notices_no_stable_where_there_is_an_answer():
    result = allocate(PAIR)
    nobody = dict.fromkeys(result.assignment)
    pretended = replace(
        result,
        status=SolveStatus.NO_STABLE,
        assignment=nobody,
        proposal=result.assignment,
        cutoffs=dict.fromkeys(result.cutoffs),
        refusals=dict.fromkeys(nobody, ()),
        displaced=(),
    )

    assert sentences(check(PAIR, pretended)) == [
        "blocking: no family blocks the proposal, so it is an answer "
        "[blocking_families_are_told_right]"
    ]


def test_check_notices_families_in_a_problem_without_any():
    alone = problem([group("P", 1)], [child("ala", P=1)], STRICT)
    result = allocate(alone)

    for wrong in (
        {"status": SolveStatus.NO_STABLE},
        {"blocking": (Blocking("F0", ("P",)),)},
        {"proposal": {"ala": "P"}},
        {"displaced": (Displaced("ala", "P"),)},
    ):
        assert check(alone, replace(result, **wrong)) != []


def test_check_says_what_it_takes_on_trust():
    many = [child(f"c{number}", P=number) for number in range(6)]
    pair = [(("ala", "jan"), PREFERRED)]
    siblings = [child("ala", P=9), child("jan", P=8)]
    large = town([group("P", 3)], pair, [*siblings, *many])
    small = town([group("P", 3)], pair, [*siblings, *many[:5]])

    beside = town(
        [group("P", 9), group("Q", 2)],
        pair,
        [child("ala", Q=9), child("jan", Q=8), *many, child("ewa", P=9)],
    )

    assert not_proved_again(small) == []
    assert not_proved_again(beside) == []
    assert not_proved_again(large) == [
        "that no other assignment is better or blocked by fewer families"
    ]
    assert check(large, allocate(large)) == []


@pytest.mark.parametrize(("ways", "trusted"), [(31, False), (32, True)])
def test_twenty_thousand_assignments_of_a_part_are_tried(ways, trusted):
    """Four children with four wishes each, or none: 5 * 5 * 5 * 5 * (31 + 1) = 20 000."""
    names = [f"g{number}" for number in range(6)]
    joint = list(product(names, names))[:ways]
    singles = [child(f"c{one}", **dict.fromkeys(names[:4], one)) for one in range(4)]
    siblings = [child(name, **dict.fromkeys(names, 9)) for name in ("ala", "jan")]
    large = town(
        [group(name, 1) for name in names], [(("ala", "jan"), joint)], [*singles, *siblings]
    )

    assert not_proved_again(large) == (
        ["that no other assignment is better or blocked by fewer families"] if trusted else []
    )


IN_TWO = [Group("P", 2, institution="I"), Group("Q", 2, institution="J")]
TWO_PAIRS = [(("ala", "ida"), PREFERRED), (("ewa", "jan"), PREFERRED)]

PLACING_MORE = town(
    [*IN_TWO, Group("R", 1, institution="I"), Group("S", 1, institution="J")],
    [(("ida", "ola"), PREFERRED), (("ewa", "jan"), ONLY)],
    [
        child("ala", P=9, S=5, Q=7),
        child("ewa", Q=6, R=2, S=8),
        child("ida", P=4, S=7, R=4, Q=4),
        child("jan", Q=3, R=8),
        child("ola", Q=8),
    ],
)
WITH_DEARER_WISHES = town(
    [*IN_TWO, Group("R", 2, institution="I"), Group("S", 2, institution="J")],
    [(("ewa", "ida"), PREFERRED), (("ala", "jan"), PREFERRED)],
    [
        child("ala", R=3, P=3),
        child("ewa", R=9, P=7),
        child("ida", S=5, R=1, Q=2),
        child("jan", R=4, P=5),
        child("ola", S=2, Q=4, P=8),
    ],
)
WITH_A_PAIR_TOGETHER = town(
    [Group("P", 2, institution="I"), Group("Q", 1, institution="J")],
    TWO_PAIRS,
    [
        child("ala", Q=8, P=4),
        child("ewa", P=8, Q=9),
        child("ida", Q=7, P=3),
        child("jan", Q=6, P=1),
    ],
)


@pytest.mark.parametrize(
    ("problem", "best", "worse", "positions"),
    [
        # One child more has a place, though all in all wishes are less dear.
        (
            PLACING_MORE,
            {"ala": "P", "ewa": "S", "ida": "P", "jan": "Q", "ola": "Q"},
            {"ala": "P", "ewa": "Q", "ida": "P", "jan": "Q", "ola": None},
            [0, 2, 0, 0, 0],
        ),
        # Wishes are dearer, though one pair less is together.
        (
            WITH_DEARER_WISHES,
            {"ala": "R", "ewa": "R", "ida": "S", "jan": "P", "ola": "S"},
            {"ala": "R", "ewa": "P", "ida": "R", "jan": "P", "ola": "S"},
            [0, 0, 0, 1, 0],
        ),
        # A pair more is together; all else is alike.
        (
            WITH_A_PAIR_TOGETHER,
            {"ala": "Q", "ewa": "P", "ida": None, "jan": "P"},
            {"ala": "Q", "ewa": "P", "ida": "P", "jan": None},
            [0, 0, 2, 1],
        ),
    ],
)
def test_check_notices_a_proposal_that_is_not_the_best_that_one_family_blocks(
    problem, best, worse, positions
):
    result = allocate(problem)
    names = ", ".join(f'"{name}"' for name in sorted(best))

    assert result.proposal == best
    assert (
        f"children {names}: there is a better assignment, with positions {positions} "
        "[no_other_assignment_is_better]"
    ) in sentences(check(problem, replace(result, proposal=worse)))


@pytest.mark.parametrize(
    ("places", "others", "trusted"),
    [
        (2, [child("ewa", P=9)], True),
        (3, [child("ewa", P=9)], False),
        (2, [child("ewa", P=7)], False),
        (2, [child("ewa", Q=1), child("iga", Q=1)], False),
    ],
)
def test_check_says_where_the_order_of_equal_children_is_taken_on_trust(places, others, trusted):
    """Siblings may be equal, and so may children who compete with no family."""
    equals = town(
        [group("P", places), group("Q", 1)],
        [(("ala", "jan"), ONLY)],
        [child("ala", P=9), child("jan", P=9), *others],
    )

    assert not_proved_again(equals) == trusted * [
        "that no order of children with equal keys decides"
    ]
