"""Supplementary rounds: places held from an earlier round, and the school that must take a child."""

from allocation.engine import Reason, allocate
from tests.allocation.engine.problems import STRICT, child, group, placed, problem


def test_a_child_with_a_confirmed_place_who_asks_for_another_keeps_it_or_improves():
    """Both hold P and ask for the one place in Q; who does not get it stays in P."""
    town = problem(
        [group("P", 2), group("Q", 1)],
        [child("ala", Q=1, secured="P"), child("jan", Q=2, secured="P")],
        STRICT,
    )

    assert placed(town) == {"ala": "P", "jan": "Q"}


def test_a_confirmed_place_cannot_be_taken_by_more_points():
    town = problem([group("P", 1)], [child("ala", secured="P"), child("jan", P=99)], STRICT)

    assert placed(town) == {"ala": "P", "jan": None}
    assert allocate(town).refusals["jan"][0].reason is Reason.PLACES_SECURED


def test_a_released_place_goes_to_the_next_in_the_same_run():
    """Ewa frees Q for ala, ala frees P for jan: a chain of three in one run."""
    town = problem(
        [group("P", 1), group("Q", 1), group("R", 1)],
        [child("ala", Q=1, secured="P"), child("ewa", R=1, secured="Q"), child("jan", P=1)],
        STRICT,
    )

    assert placed(town) == {"ala": "Q", "ewa": "R", "jan": "P"}


def test_two_children_who_hold_each_others_wish_trade_places():
    town = problem(
        [group("P", 1), group("Q", 1)],
        [child("ala", Q=1, secured="P"), child("jan", P=1, secured="Q")],
        STRICT,
    )

    assert placed(town) == {"ala": "Q", "jan": "P"}


def test_confirmed_children_who_ask_for_nothing_may_as_well_be_left_out():
    """Held places counted in the capacity, or both taken away, give newcomers the same."""
    newcomers = [child("jan", P=5), child("ewa", P=4)]
    counted = problem([group("P", 2)], [child("ala", secured="P"), *newcomers], STRICT)
    taken_away = problem([group("P", 1)], newcomers, STRICT)

    assert placed(counted) == {"ala": "P", **placed(taken_away)}
    assert placed(taken_away) == {"jan": "P", "ewa": None}


def test_the_catchment_school_takes_its_child_when_nothing_else_does():
    """The school of the district is secured last: tried are the wishes before it."""
    town = problem(
        [group("catchment", 1), group("far", 1)],
        [child("ala", far=1, secured="catchment"), child("jan", far=2, catchment=9)],
        STRICT,
    )

    assert placed(town) == {"ala": "catchment", "jan": "far"}
    assert [refusal.group for refusal in allocate(town).refusals["ala"]] == ["far"]


def test_the_catchment_school_gives_away_a_place_its_child_does_not_need():
    town = problem(
        [group("catchment", 1), group("far", 1)],
        [child("ala", far=1, secured="catchment"), child("jan", catchment=9)],
        STRICT,
    )

    assert placed(town) == {"ala": "far", "jan": "catchment"}
