"""`check` against results broken by hand: every rule has somebody who notices."""

import inspect
from dataclasses import replace

import pytest

from allocation.engine import (
    Reason,
    ReserveOrder,
    Rules,
    SolveStatus,
    Tie,
    TieRule,
    UnfilledReserve,
    Violation,
    allocate,
    check,
    problem_sha256,
)
from allocation.engine import check as check_function
from allocation.engine.solving import model
from tests.allocation.engine.problems import (
    STRICT,
    child,
    codes,
    entitled,
    group,
    moved,
    problem,
    reserving,
    sentences,
)

ONE_PLACE = problem([group("P", 1)], [child("ala", P=2), child("jan", P=1)])
TIE = problem([group("P", 1)], [child("ala", P=1), child("jan", P=1)])
RESERVED = problem(
    [group("P", 2, reserved=1)],
    [child("ala", P=9), child("jan", P=8), entitled("ewa", P=1)],
    reserving(ReserveOrder.RESERVE_FIRST, UnfilledReserve.KEPT_EMPTY),
)


def test_check_accepts_what_the_engine_answers():
    for town in (ONE_PLACE, TIE, RESERVED):
        assert check(town, allocate(town)) == []


def test_check_notices_a_result_of_another_problem():
    violations = check(TIE, allocate(ONE_PLACE))

    assert violations == [
        Violation(
            "it_answers_this_problem", "problem_sha256", "the result belongs to another problem"
        )
    ]


def test_check_notices_a_result_that_is_not_proven():
    unproven = replace(allocate(ONE_PLACE), status=SolveStatus.UNPROVEN)

    assert sentences(check(ONE_PLACE, unproven)) == [
        "status: the result is unproven, not proven optimal [it_answers_this_problem]"
    ]


@pytest.mark.parametrize("totals", [{"placed": 1}, {"total_distance": 0}])
def test_check_notices_the_totals_of_another_mechanism(totals):
    assert sentences(check(ONE_PLACE, replace(allocate(ONE_PLACE), **totals))) == [
        "placed: only final placement tells these totals [it_answers_this_problem]"
    ]


def test_check_notices_a_child_that_does_not_exist():
    assert sentences(check(ONE_PLACE, moved(allocate(ONE_PLACE), nobody="P"))) == [
        'child "nobody": the problem has no such child [each_child_gets_at_most_one_place]'
    ]


def test_check_notices_a_child_without_an_answer():
    result = replace(allocate(ONE_PLACE), assignment={"ala": "P"})

    assert sentences(check(ONE_PLACE, result)) == [
        'child "jan": has no answer [each_child_gets_at_most_one_place]'
    ]


def test_check_notices_a_group_the_child_did_not_ask_for():
    town = problem([group("P", 1), group("Q", 1)], [child("ala", P=1)])

    assert sentences(check(town, moved(allocate(town), ala="Q"))) == [
        'child "ala": did not compete for group "Q" [each_child_gets_at_most_one_place]'
    ]


def test_check_notices_a_place_below_the_secured_one():
    town = problem([group("P", 1), group("Q", 1)], [child("ala", P=1, Q=1, secured="P")])

    assert codes(town, moved(allocate(town), ala="Q")) == {"each_child_gets_at_most_one_place"}


def test_check_notices_a_lost_secured_place():
    town = problem([group("P", 1)], [child("ala", secured="P"), child("jan", P=9)])

    assert sentences(check(town, moved(allocate(town), ala=None, jan="P")))[0] == (
        'child "ala": lost its secured place in group "P" [secured_places_are_kept]'
    )


def test_check_notices_more_children_than_places():
    assert sentences(check(ONE_PLACE, moved(allocate(ONE_PLACE), jan="P")))[0] == (
        'group "P": 2 children on 1 places [places_are_not_exceeded]'
    )


def test_check_notices_more_children_than_the_last_equals_under_all_in():
    town = problem(
        [group("P", 1)],
        [child("ala", P=2), child("jan", P=2), child("ewa", P=1)],
        Rules(TieRule.ALL_IN),
    )

    assert "places_are_not_exceeded" in codes(town, moved(allocate(town), ewa="P"))


def test_check_notices_a_lower_key_that_was_preferred():
    violations = check(ONE_PLACE, moved(allocate(ONE_PLACE), ala=None, jan="P"))

    assert violations[0] == Violation(
        "nobody_below_a_refused_key_is_admitted",
        'group "P"',
        'child "ala" with key [2] is refused, but "jan" with [1] is admitted',
    )


def test_check_names_the_lowest_key_that_was_preferred_to_an_entitled_child():
    town = problem(
        [group("P", 2, reserved=1)],
        [child("ala", P=9), child("jan", P=1), entitled("ewa", P=5)],
        reserving(ReserveOrder.OPEN_FIRST, UnfilledReserve.KEPT_EMPTY),
    )

    assert sentences(check(town, moved(allocate(town), jan="P", ewa=None)))[0] == (
        'group "P": child "ewa" with key [5] is refused, but "jan" with [1] is admitted '
        "[nobody_below_a_refused_key_is_admitted]"
    )


def test_check_notices_a_child_above_the_limit_that_was_passed_over():
    result = replace(moved(allocate(ONE_PLACE), ala=None), cutoffs={"P": (1,)})

    assert sentences(check(ONE_PLACE, result))[0] == (
        'group "P": child "ala" with key [2] is above the limit [1], but refused '
        "[nobody_above_the_limit_is_passed_over]"
    )


def test_check_notices_a_wanted_place_left_empty():
    assert sentences(check(ONE_PLACE, moved(allocate(ONE_PLACE), ala=None)))[0] == (
        'group "P": 1 place(s) stay empty although "ala" was refused [no_wanted_place_stays_empty]'
    )


def test_check_looks_at_every_group():
    beside = replace(ONE_PLACE, groups=(group("A", 1), *ONE_PLACE.groups))
    reserved = replace(RESERVED, groups=(group("A", 1), *RESERVED.groups))

    assert "no_wanted_place_stays_empty" in codes(beside, moved(allocate(beside), ala=None))
    assert "reserved_places_follow_the_declared_order" in codes(
        reserved, moved(allocate(reserved), jan="P", ewa=None)
    )


def test_check_lets_a_place_wait_for_equals_but_not_under_all_in():
    town = TIE.with_rules(Rules(TieRule.ALL_IN))
    result = replace(allocate(TIE), problem_sha256=problem_sha256(town))

    assert "no_wanted_place_stays_empty" not in codes(TIE, allocate(TIE))
    assert "no_wanted_place_stays_empty" in codes(town, result)


@pytest.mark.parametrize("rules", [Rules(), STRICT])
def test_check_notices_a_tie_that_was_decided_silently(rules):
    town = TIE.with_rules(rules)
    decided = replace(moved(allocate(TIE), ala="P"), problem_sha256=problem_sha256(town))

    assert sentences(check(town, decided))[0] == (
        'group "P": children "ala" and "jan" have equal keys, but only the first is admitted '
        "[equal_children_are_treated_equally]"
    )


def test_check_notices_a_reserved_place_given_to_somebody_else():
    violations = check(RESERVED, moved(allocate(RESERVED), jan="P", ewa=None))

    assert [v.sentence for v in violations if v.code.startswith("reserved_places")] == [
        'child "ewa" should be admitted',
        'child "jan" should not be admitted',
    ]


def test_check_notices_an_assignment_that_is_fair_but_worse_for_everybody():
    """Gale & Shapley's first example: the groups' favourite keeps every rule but the last."""
    town = problem(
        [group("A", 1), group("B", 1)],
        [child("ala", A=1, B=2), child("jan", B=1, A=2)],
        STRICT,
    )
    result = replace(
        moved(allocate(town), ala="B", jan="A"),
        cutoffs={"A": (2,), "B": (2,)},
        refusals={
            "ala": (refusal(town, "A", (1,), (2,)),),
            "jan": (refusal(town, "B", (1,), (2,)),),
        },
    )

    assert sentences(check(town, result)) == [
        'child "ala": should get "A", not "B" [every_child_gets_its_best_place]',
        'child "jan": should get "B", not "A" [every_child_gets_its_best_place]',
    ]


def refusal(town, group_id, own, last):
    one_place = allocate(ONE_PLACE).refusals["jan"][0]
    return replace(one_place, group=group_id, own=own, last_admitted=last)


def test_check_notices_a_wrong_limit():
    result = replace(allocate(ONE_PLACE), cutoffs={"P": (1,)})

    assert sentences(check(ONE_PLACE, result))[-1] == (
        'group "P": the limit is [2], not [1] [limits_are_told_right]'
    )


def test_check_notices_a_limit_where_there_is_none():
    town = problem([group("P", 2)], [child("ala", P=1)])
    result = replace(allocate(town), cutoffs={"P": (1,)})

    assert sentences(check(town, result)) == [
        'group "P": the limit is none, not [1] [limits_are_told_right]'
    ]


def test_check_notices_a_missing_and_a_strange_limit():
    result = replace(allocate(ONE_PLACE), cutoffs={"Q": None})
    sentence = "the limits must name every group of the problem and no other"

    assert sentences(check(ONE_PLACE, result)) == [
        f'group "P": {sentence} [limits_are_told_right]',
        f'group "Q": {sentence} [limits_are_told_right]',
    ]


def test_check_notices_a_tie_that_is_not_reported():
    assert sentences(check(TIE, replace(allocate(TIE), ties=()))) == [
        'group "P": a tie is not reported: 1 place(s), key [1], children "ala", "jan" '
        "[open_ties_are_told_right]"
    ]


def test_check_lists_ties_that_are_not_reported_by_group():
    names = [f"g{number}" for number in range(6)]
    town = problem(
        [group(name, 1) for name in names],
        [child(f"{who} {name}", **{name: 1}) for name in names for who in ("ala", "jan")],
    )

    violations = check(town, replace(allocate(town), ties=()))

    assert [violation.place for violation in violations] == [f'group "{name}"' for name in names]


def test_check_notices_a_tie_that_does_not_exist():
    result = replace(allocate(ONE_PLACE), ties=(Tie("P", 1, (2,), ("ala",)),))

    assert sentences(check(ONE_PLACE, result)) == [
        'group "P": there is no such tie: 1 place(s), key [2], children "ala" '
        "[open_ties_are_told_right]"
    ]


def test_check_notices_a_tie_reported_twice():
    result = allocate(TIE)

    assert sentences(check(TIE, replace(result, ties=result.ties * 2))) == [
        "ties: a tie is reported twice [open_ties_are_told_right]"
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"group": "Q"},
        {"own": (9,)},
        {"last_admitted": None},
        {"capacity": 3},
        {"admitted": 0},
        {"reason": Reason.NO_PLACES},
    ],
)
def test_check_notices_a_refusal_with_one_wrong_fact(wrong):
    result = allocate(ONE_PLACE)
    told = {"ala": (), "jan": (replace(result.refusals["jan"][0], **wrong),)}

    assert sentences(check(ONE_PLACE, replace(result, refusals=told))) == [
        'child "jan": is not told truly why it was refused "P" [refusals_are_told_right]'
    ]


def test_check_notices_missing_and_invented_refusals():
    result = allocate(ONE_PLACE)
    told = {"ala": result.refusals["jan"], "nobody": ()}

    assert sentences(check(ONE_PLACE, replace(result, refusals=told))) == [
        'child "ala": is not told truly why it was refused nowhere [refusals_are_told_right]',
        'child "jan": is not told truly why it was refused "P" [refusals_are_told_right]',
        'child "nobody": is not told truly why it was refused nowhere [refusals_are_told_right]',
    ]


def test_every_rule_of_the_model_has_its_twin_in_check():
    rules = {
        name
        for name, function in vars(model).items()
        if inspect.isfunction(function)
        and function.__module__ in (model.__name__, "allocation.engine.solving.reserved_places")
        and not name.startswith("_")
    } - {"solve", "keep_the_rules"}
    twins = vars(inspect.getmodule(check_function))

    assert rules == {
        "each_child_gets_at_most_one_place",
        "secured_places_are_kept",
        "places_are_not_exceeded",
        "nobody_below_a_refused_key_is_admitted",
        "nobody_above_the_limit_is_passed_over",
        "no_wanted_place_stays_empty",
        "equal_children_are_treated_equally",
        "reserved_places_follow_the_declared_order",
        "every_child_gets_its_best_place",
    }
    assert rules - set(twins) == set()
    assert [name for name in rules if not twins[name].__doc__] == []
