"""Each rule on two or three children: where it bites, where it does not."""

import pytest

from allocation.engine import (
    Child,
    Choice,
    EqualKeysError,
    Lottery,
    Reason,
    ReserveOrder,
    Rules,
    Tie,
    TieRule,
    UnfilledReserve,
    allocate,
    check,
)
from tests.allocation.engine.problems import (
    RESERVE_RULES,
    STRICT,
    child,
    entitled,
    group,
    placed,
    problem,
    reserving,
)

RESERVE_FIRST, OPEN_FIRST = ReserveOrder.RESERVE_FIRST, ReserveOrder.OPEN_FIRST
OPEN_TO_ALL, KEPT_EMPTY = UnfilledReserve.OPEN_TO_ALL, UnfilledReserve.KEPT_EMPTY


def facts(result, child_id):
    """Why the child was refused, as (group, reason) pairs."""
    return [(refusal.group, refusal.reason) for refusal in result.refusals[child_id]]


def test_places_go_to_the_highest_keys():
    town = problem([group("P", 1)], [child("ala", P=2), child("jan", P=1)])

    assert placed(town) == {"ala": "P", "jan": None}
    assert facts(allocate(town), "jan") == [("P", Reason.FULL_HIGHER_KEYS)]


def test_everybody_is_admitted_while_places_last():
    town = problem([group("P", 2)], [child("ala", P=2), child("jan", P=1)])
    result = allocate(town)

    assert placed(town) == {"ala": "P", "jan": "P"}
    assert result.refusals == {"ala": (), "jan": ()}
    assert result.cutoffs == {"P": (1,)}


def test_a_refused_child_gets_its_next_wish():
    town = problem([group("P", 1), group("Q", 1)], [child("ala", P=2), child("jan", P=1, Q=1)])

    assert placed(town) == {"ala": "P", "jan": "Q"}


def test_naming_a_full_group_first_costs_no_chance_at_the_next():
    town = problem(
        [group("P", 1), group("Q", 1)],
        [child("ala", P=2), child("jan", P=1, Q=5), child("ewa", Q=4)],
    )

    assert placed(town) == {"ala": "P", "jan": "Q", "ewa": None}


def test_a_key_is_compared_element_by_element():
    resident = Child("ala", (Choice("P", (1, 0)),))
    outsider = Child("jan", (Choice("P", (0, 99)),))

    assert placed(problem([group("P", 1)], [outsider, resident])) == {"ala": "P", "jan": None}


def test_a_group_without_places_admits_nobody():
    town = problem([group("P", 0)], [child("ala", P=1)])
    result = allocate(town)

    assert placed(town) == {"ala": None}
    assert result.cutoffs == {"P": None}
    assert facts(result, "ala") == [("P", Reason.NO_PLACES)]


def test_a_group_with_free_places_has_no_limit():
    assert allocate(problem([group("P", 2)], [child("ala", P=1)])).cutoffs == {"P": None}


@pytest.mark.parametrize("reserved", [0, 1, 2**63 - 2])
def test_a_group_may_have_more_places_than_anybody_can_count(reserved):
    rules = reserving(OPEN_FIRST, OPEN_TO_ALL)
    groups = [group("P", 2**63 - 1, reserved)]
    town = problem(groups, [child("ala", P=1), child("jan", P=1), entitled("ewa", P=1)], rules)

    assert placed(town) == {"ala": "P", "jan": "P", "ewa": "P"}


def test_committee_leaves_out_equal_children_who_do_not_all_fit():
    town = problem([group("P", 1)], [child("ala", P=1), child("jan", P=1)])
    result = allocate(town)

    assert placed(town) == {"ala": None, "jan": None}
    assert result.ties == (Tie("P", 1, (1,), ("ala", "jan")),)
    assert facts(result, "jan") == [("P", Reason.CONTESTED_TIE)]


def test_committee_admits_equal_children_who_all_fit():
    town = problem([group("P", 2)], [child("ala", P=1), child("jan", P=1)])

    assert placed(town) == {"ala": "P", "jan": "P"}
    assert allocate(town).ties == ()


def test_nobody_below_a_contested_tie_gets_the_waiting_place():
    town = problem(
        [group("P", 2)],
        [child("ala", P=5), child("jan", P=4), child("ewa", P=4), child("iga", P=3)],
    )
    result = allocate(town)

    assert placed(town) == {"ala": "P", "jan": None, "ewa": None, "iga": None}
    assert result.cutoffs == {"P": (5,)}
    assert result.ties == (Tie("P", 1, (4,), ("ewa", "jan")),)
    assert facts(result, "iga") == [("P", Reason.BELOW_CONTESTED_TIE)]


def test_equal_children_behind_the_last_place_are_no_tie():
    town = problem([group("P", 1)], [child("ala", P=5), child("jan", P=4), child("ewa", P=4)])

    assert placed(town) == {"ala": "P", "jan": None, "ewa": None}
    assert allocate(town).ties == ()


def test_strict_refuses_to_choose_among_equal_children():
    town = problem([group("P", 1)], [child("ala", P=1), child("jan", P=1)], STRICT)

    with pytest.raises(EqualKeysError) as caught:
        allocate(town)

    assert str(caught.value) == (
        'group "P": children "ala", "jan" have equal keys [1], but not all of them fit; '
        'the rule "strict" may not choose among them'
    )
    assert (caught.value.group, caught.value.children) == ("P", ("ala", "jan"))


def test_strict_names_ten_of_many_equal_children():
    town = problem([group("P", 1)], [child(f"c{n:02}", P=1) for n in range(12)], STRICT)

    with pytest.raises(EqualKeysError, match=r'"c09" and 2 more have equal keys'):
        allocate(town)


def test_strict_minds_no_equal_keys_that_decide_nothing():
    town = problem(
        [group("P", 1)], [child("ala", P=5), child("jan", P=4), child("ewa", P=4)], STRICT
    )

    assert placed(town) == {"ala": "P", "jan": None, "ewa": None}


def test_strict_sees_equal_keys_whose_order_would_help_somebody_else():
    """Treated equally, ala and jan leave no tie open; but whoever were first would improve two."""
    town = problem(
        [group("A", 1), group("B", 1), group("C", 1)],
        [child("ala", A=5, B=9), child("jan", A=5, C=9), child("ewa", B=5, A=9)],
    )

    assert placed(town) == {"ala": "B", "jan": "C", "ewa": "A"}
    assert allocate(town).ties == ()
    with pytest.raises(EqualKeysError):
        allocate(town.with_rules(STRICT))


@pytest.mark.parametrize(("order", "unfilled"), RESERVE_RULES)
def test_strict_refuses_to_choose_among_equal_children_where_places_are_reserved(order, unfilled):
    town = problem(
        [group("P", 2, reserved=1)],
        [child("ala", P=5), child("jan", P=5), entitled("ewa", P=4)],
        reserving(order, unfilled, TieRule.STRICT),
    )

    with pytest.raises(EqualKeysError, match=r'^group "P": children "ala", "jan" have equal keys'):
        allocate(town)


def test_all_in_admits_all_equal_children_at_the_limit():
    town = problem(
        [group("P", 1)],
        [child("ala", P=1), child("jan", P=1), child("ewa", P=0)],
        Rules(TieRule.ALL_IN),
    )

    assert placed(town) == {"ala": "P", "jan": "P", "ewa": None}
    assert allocate(town, second_opinion=True).second_opinion is None


def test_lottery_orders_equal_children_by_the_published_seed():
    """sha256 of "x:jan" starts with 3f1c, of "x:ala" with ea03."""
    rules = Rules(TieRule.LOTTERY, lottery=Lottery("x"))
    town = problem([group("P", 1)], [child("ala", P=1), child("jan", P=1)], rules)
    result = allocate(town)

    assert placed(town) == {"ala": None, "jan": "P"}
    assert result.cutoffs == {"P": (1, 1_000_000_000)}
    assert result.refusals["ala"][0].own == (1, 999_999_999)


def test_lottery_does_not_touch_unequal_keys():
    rules = Rules(TieRule.LOTTERY, lottery=Lottery("x"))

    assert placed(problem([group("P", 1)], [child("ala", P=2), child("jan", P=1)], rules)) == {
        "ala": "P",
        "jan": None,
    }


def test_a_secured_place_is_kept_against_a_higher_key():
    town = problem([group("P", 1)], [child("ala", P=1, secured="P"), child("jan", P=9)])
    result = allocate(town)

    assert placed(town) == {"ala": "P", "jan": None}
    assert result.cutoffs == {"P": None}
    assert facts(result, "jan") == [("P", Reason.PLACES_SECURED)]


def test_a_child_with_a_secured_place_moves_up_and_frees_it():
    town = problem(
        [group("P", 1), group("Q", 1)], [child("ala", Q=1, secured="P"), child("jan", P=1)]
    )

    assert placed(town) == {"ala": "Q", "jan": "P"}


def test_a_child_with_a_secured_place_does_not_compete_below_it():
    town = problem(
        [group("P", 1), group("Q", 1)], [child("ala", P=1, Q=9, secured="P"), child("jan", Q=1)]
    )

    assert placed(town) == {"ala": "P", "jan": "Q"}


def test_secured_children_do_not_push_each_other_off_reserved_places():
    """Two ordinary children hold both places of a group of which one is reserved."""
    children = [child("ala", secured="P"), child("jan", secured="P"), entitled("ewa", P=9)]

    for order, unfilled in RESERVE_RULES:
        town = problem([group("P", 2, reserved=1)], children, reserving(order, unfilled))
        assert placed(town) == {"ala": "P", "jan": "P", "ewa": None}


def test_a_secured_entitled_child_takes_the_reserved_place_where_that_goes_first():
    children = [
        child("ala", traits=("statement",), secured="P"),
        child("jan", P=9),
        entitled("ewa", P=1),
    ]
    first = problem([group("P", 2, reserved=1)], children, reserving(RESERVE_FIRST, KEPT_EMPTY))
    last = problem([group("P", 2, reserved=1)], children, reserving(OPEN_FIRST, KEPT_EMPTY))

    assert placed(first) == {"ala": "P", "jan": "P", "ewa": None}
    assert placed(last) == {"ala": "P", "jan": None, "ewa": "P"}


@pytest.mark.parametrize(("order", "unfilled"), RESERVE_RULES)
def test_a_reserved_place_goes_to_an_entitled_child_before_higher_keys(order, unfilled):
    town = problem(
        [group("P", 2, reserved=1)],
        [child("ala", P=9), child("jan", P=8), entitled("ewa", P=1)],
        reserving(order, unfilled),
    )
    result = allocate(town)

    assert placed(town) == {"ala": "P", "jan": None, "ewa": "P"}
    assert result.cutoffs == {"P": (9,)}
    assert facts(result, "jan") == [("P", Reason.OPEN_PLACES_FULL)]


def test_reserve_first_leaves_open_places_to_others_and_open_first_does_not():
    """The strongest child is entitled: it takes a reserved place or an open one."""
    children = [entitled("ala", P=9), child("jan", P=8), entitled("ewa", P=1)]
    first = problem([group("P", 2, reserved=1)], children, reserving(RESERVE_FIRST, KEPT_EMPTY))
    last = problem([group("P", 2, reserved=1)], children, reserving(OPEN_FIRST, KEPT_EMPTY))

    assert placed(first) == {"ala": "P", "jan": "P", "ewa": None}
    assert placed(last) == {"ala": "P", "jan": None, "ewa": "P"}
    assert allocate(first).refusals["ewa"][0].last_admitted == (8,)


@pytest.mark.parametrize("order", ReserveOrder)
def test_an_unfilled_reserved_place_is_opened_or_kept_empty(order):
    groups, children = [group("P", 2, reserved=1)], [child("ala", P=9), child("jan", P=8)]
    opened = problem(groups, children, reserving(order, OPEN_TO_ALL))
    kept = problem(groups, children, reserving(order, KEPT_EMPTY))

    assert placed(opened) == {"ala": "P", "jan": "P"}
    assert placed(kept) == {"ala": "P", "jan": None}
    assert facts(allocate(kept), "jan") == [("P", Reason.RESERVED_KEPT_EMPTY)]


@pytest.mark.parametrize(("order", "unfilled"), RESERVE_RULES)
def test_equal_entitled_children_who_fit_on_reserved_and_open_places_are_no_tie(order, unfilled):
    town = problem(
        [group("P", 2, reserved=1)],
        [entitled("ala", P=5), entitled("jan", P=5), child("ewa", P=4)],
        reserving(order, unfilled),
    )

    assert placed(town) == {"ala": "P", "jan": "P", "ewa": None}
    assert allocate(town).ties == ()


def test_ties_for_reserved_and_for_open_places_are_told_apart():
    town = problem(
        [group("P", 2, reserved=1)],
        [child("ala", P=7), child("jan", P=7), entitled("ewa", P=5), entitled("iga", P=5)],
        reserving(RESERVE_FIRST, KEPT_EMPTY),
    )
    result = allocate(town)

    assert placed(town) == {"ala": None, "jan": None, "ewa": None, "iga": None}
    assert result.ties == (Tie("P", 1, (7,), ("ala", "jan")), Tie("P", 1, (5,), ("ewa", "iga")))


def test_a_tie_between_an_entitled_and_an_ordinary_child_decides_about_a_third():
    """If jan sits on the open place, ala takes the reserved one; if ala does, ewa takes it."""
    town = problem(
        [group("P", 2, reserved=1)],
        [entitled("ala", P=7), child("jan", P=7), entitled("ewa", P=5)],
        reserving(OPEN_FIRST, KEPT_EMPTY),
    )
    result = allocate(town)

    assert placed(town) == {"ala": "P", "jan": None, "ewa": None}
    assert result.ties == (Tie("P", 1, (7,), ("ala", "jan")),)
    assert result.cutoffs == {"P": None}
    assert facts(result, "jan") == [("P", Reason.CONTESTED_TIE)]
    assert facts(result, "ewa") == [("P", Reason.BELOW_CONTESTED_TIE)]


def test_a_tie_between_an_entitled_and_an_ordinary_child_decides_whether_a_place_stays_empty():
    """If jan sits on the open place, both are in; if ala does, the reserved one stays empty."""
    town = problem(
        [group("P", 2, reserved=1)],
        [entitled("ala", P=7), child("jan", P=7)],
        reserving(OPEN_FIRST, KEPT_EMPTY),
    )

    assert placed(town) == {"ala": "P", "jan": None}
    assert allocate(town).ties == (Tie("P", 1, (7,), ("ala", "jan")),)


def test_equal_children_behind_such_a_tie_are_a_tie_of_their_own():
    """The reserved place is ala's, or else that of ewa or iga."""
    town = problem(
        [group("P", 2, reserved=1)],
        [entitled("ala", P=7), child("jan", P=7), entitled("ewa", P=5), entitled("iga", P=5)],
        reserving(OPEN_FIRST, KEPT_EMPTY),
    )

    assert placed(town) == {"ala": "P", "jan": None, "ewa": None, "iga": None}
    assert allocate(town).ties == (
        Tie("P", 1, (7,), ("ala", "jan")),
        Tie("P", 0, (5,), ("ewa", "iga")),
    )


def test_check_finds_no_fault_with_an_empty_town():
    empty = problem([], [])

    assert check(empty, allocate(empty, second_opinion=True)) == []
