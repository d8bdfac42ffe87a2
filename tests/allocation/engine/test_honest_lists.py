"""Where it can pay to name another list than the true one, and where no longer.

That it never does with strict keys is a property in `test_properties`, families have their own
examples in `test_families`.
"""

from dataclasses import replace
from itertools import permutations

from allocation.engine import Child, ClosingRule, Problem, Rules, TieRule, allocate
from tests.allocation.engine.problems import COMMITTEE, STRICT, child, group, placed, problem
from tests.allocation.engine.tie_desk import Allocate, Answer, decided_in


def assigned(town: Problem) -> Answer:
    return allocate(town).assignment


def with_list(town: Problem, one: Child, choices: tuple) -> Problem:
    changed = (
        replace(each, choices=choices) if each.id == one.id else each for each in town.children
    )
    return replace(town, children=tuple(changed))


def gains(town: Problem, outcome: Allocate = assigned) -> set[tuple[str, tuple[str, ...]]]:
    """Every child and other list of its groups with which it would get a dearer group."""
    honest = outcome(town)
    found = set()
    for one in town.children:
        wishes = [choice.group for choice in one.choices]
        dearer = wishes[: wishes.index(honest[one.id])] if honest[one.id] in wishes else wishes
        for length in range(len(wishes) + 1):
            for other in permutations(one.choices, length):
                if outcome(with_list(town, one, other))[one.id] in dearer:
                    found.add((one.id, tuple(choice.group for choice in other)))
    return found


def test_while_a_tie_is_open_a_shorter_list_can_look_better_in_the_proposal():
    """Equal everywhere, both wait everywhere; who names only Q is alone there."""
    town = problem(
        [group("P", 1), group("Q", 1)], [child("ala", P=2, Q=1), child("jan", P=2, Q=1)], COMMITTEE
    )

    assert assigned(town) == {"ala": None, "jan": None}
    assert gains(town) == {
        ("ala", ("Q",)),
        ("ala", ("Q", "P")),
        ("jan", ("Q",)),
        ("jan", ("Q", "P")),
    }
    assert gains(town, decided_in([["ala", "jan"], ["ala", "jan"]])) == set()


def test_a_circle_that_nobody_asked_the_committee_about_keeps_two_children_from_their_dearest_groups():
    """Ala and ola would rather change places, but one equal to ala wants the same place.

    Equals who do not all fit are refused, so ala goes to P and sends ola to Q, where ola stands
    above both: then there is no tie left in Q to decide. Had the committee been asked, with ala
    before jan nobody would have less, and ala and ola more. So either gains by hiding a wish.
    """
    town = problem(
        [group("P", 1), group("Q", 1)],
        [child("ala", Q=2, P=9), child("jan", Q=2), child("ola", P=1, Q=3)],
        COMMITTEE,
    )
    ala_first = decided_in([["ala", "jan", "ola"]] * 2)

    assert placed(town) == {"ala": "P", "jan": None, "ola": "Q"}
    assert allocate(town).ties == ()
    assert gains(town, ala_first) == {("ala", ("Q",)), ("ola", ("P",))}
    assert placed(
        problem(
            [group("P", 1), group("Q", 1)],
            [child("ala", Q=3, P=9), child("jan", Q=2), child("ola", P=1, Q=4)],
            STRICT,
        )
    ) == {"ala": "Q", "jan": None, "ola": "P"}


def test_closing_in_sequence_one_child_can_save_a_group_by_hiding_a_wish():
    """Q is the emptiest and closes first, then P; asked at once, Q would have opened."""
    town = problem(
        [replace(group("P", 2), min_size=2), replace(group("Q", 1), min_size=1)],
        [child("ala", P=1, Q=1)],
        Rules(TieRule.STRICT, closing=ClosingRule.SEQUENTIAL),
    )

    assert assigned(town) == {"ala": None}
    assert gains(town) == {("ala", ("Q",)), ("ala", ("Q", "P"))}


def test_with_the_best_open_set_a_child_can_open_its_dearest_group_by_hiding_a_wish():
    """Q with both children places more than P with one; without ala Q cannot open at all."""
    town = problem(
        [replace(group("P", 1), min_size=1), replace(group("Q", 2), min_size=2)],
        [child("ala", P=1, Q=2), child("jan", Q=1)],
        Rules(TieRule.STRICT, closing=ClosingRule.BEST_OPEN_SET),
    )

    assert assigned(town) == {"ala": "Q", "jan": "Q"}
    assert gains(town) == {("ala", ("P",))}
