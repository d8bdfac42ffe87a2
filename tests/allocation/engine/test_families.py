"""Families on two to five children: where each rule bites, where it does not."""

from dataclasses import replace
from hashlib import sha256

import pytest

from allocation.engine import (
    Blocking,
    Displaced,
    EqualKeysError,
    Family,
    Group,
    InputError,
    Lottery,
    LotteryLevel,
    Problem,
    Reason,
    Reserve,
    ReserveOrder,
    Rules,
    SolveStatus,
    TieRule,
    TogetherRule,
    UnfilledReserve,
    allocate,
    check,
)
from allocation.engine.solving.families.entries import Entries
from tests.allocation.engine.problems import STRICT, child, group, reserving

ONLY, PREFERRED = TogetherRule.ONLY, TogetherRule.PREFERRED

CYCLE = [
    child("ala", P=2),
    child("jan", Q=1),
    child("ewa", P=1, Q=2),
]
"""Roth 1984: ewa drives jan out of Q, then leaves it for the place of ala, and so on."""


def town(groups, families, children, rules=STRICT):
    """`families` are (children, rule or joint entries), called F0, F1 …"""
    made, belongs = [], {}
    for number, (members, wish) in enumerate(families):
        name = f"F{number}"
        is_rule = isinstance(wish, TogetherRule)
        made.append(
            Family(name, members, wish if is_rule else None, () if is_rule else tuple(wish))
        )
        belongs |= dict.fromkeys(members, name)
    children = [replace(each, family=belongs.get(each.id)) for each in children]
    return Problem(tuple(groups), tuple(children), rules, tuple(made))


def answered(problem):
    """The result, after check has agreed to it."""
    result = allocate(problem)
    assert check(problem, result) == []
    return result


def placed(problem):
    result = answered(problem)
    assert result.status is SolveStatus.OPTIMAL
    return result.assignment


def entries(problem):
    """The entries of the first family."""
    children = {each.id: each for each in problem.children}
    groups = {each.id: each for each in problem.groups}
    return Entries(problem.families[0], children, groups).in_order()


def at(institution, *groups):
    return [replace(each, institution=institution) for each in groups]


TWO_HOMES = [*at("North", group("N1", 1), group("N2", 1)), *at("South", group("S1", 1))]
PAIR = [child("ala", N1=1, S1=1), child("jan", S1=1, N2=1, N1=1)]


def test_together_only_lists_the_ways_to_be_in_one_institution():
    assert entries(town(TWO_HOMES, [(("ala", "jan"), ONLY)], PAIR)) == [
        ("N1", "N2"),
        ("S1", "S1"),
        ("N1", "N1"),
    ]


def test_the_order_of_the_family_decides_between_equal_sums():
    assert entries(town(TWO_HOMES, [(("jan", "ala"), ONLY)], PAIR)) == [
        ("S1", "S1"),
        ("N2", "N1"),
        ("N1", "N1"),
    ]


def test_together_preferred_goes_on_with_all_other_ways():
    assert entries(town(TWO_HOMES, [(("ala", "jan"), PREFERRED)], PAIR)) == [
        ("N1", "N2"),
        ("S1", "S1"),
        ("N1", "N1"),
        ("N1", "S1"),
        ("S1", "N2"),
        ("S1", "N1"),
        (None, "S1"),
        ("N1", None),
        (None, "N2"),
        ("S1", None),
        (None, "N1"),
    ]


def test_a_joint_list_stays_as_it_is():
    joint = [("S1", None), ("N1", "N2")]

    assert entries(town(TWO_HOMES, [(("ala", "jan"), joint)], PAIR)) == joint


def test_a_family_with_more_ways_than_can_be_looked_at_is_refused():
    groups = [group(name, 1) for name in "PQRSTU"]
    names = ("ala", "ewa", "iga", "jan", "leo", "ola")
    children = [child(name, P=1, Q=1, R=1, S=1, T=1) for name in names]

    assert len(entries(town(groups, [(names, ONLY)], children))) == 5
    with pytest.raises(InputError) as caught:
        town(groups, [(names, PREFERRED)], children)
    assert str(caught.value) == (
        "families[0]: its children can be placed in 46655 ways, more than 20000"
    )


def test_groups_without_an_institution_stand_for_themselves():
    two = town(
        [group("P", 2), group("Q", 1)],
        [(("ala", "jan"), ONLY)],
        [child("ala", P=1, Q=1), child("jan", Q=1, P=1)],
    )

    assert entries(two) == [("P", "P"), ("Q", "Q")]


def test_twins_first_in_line_pass_by_a_single_place():
    twins = town(
        [group("P", 1)],
        [(("ala", "jan"), ONLY)],
        [child("ala", P=9), child("jan", P=8), child("ewa", P=1)],
    )
    result = answered(twins)

    assert result.assignment == {"ala": None, "jan": None, "ewa": "P"}
    assert result.cutoffs == {"P": (1,)}
    assert [refusal.reason for refusal in result.refusals["ala"]] == [Reason.TOGETHER]
    assert result.displaced == ()


def test_the_lowest_sibling_decides_for_both():
    twins = town(
        [group("P", 2)],
        [(("ala", "jan"), ONLY)],
        [child("ala", P=9), child("jan", P=1), child("ewa", P=5)],
    )
    result = answered(twins)

    assert result.assignment == {"ala": None, "jan": None, "ewa": "P"}
    assert result.cutoffs == {"P": None}
    assert [refusal.reason for refusal in result.refusals["jan"]] == [Reason.TOGETHER]


def test_twins_above_all_others_are_admitted_and_the_last_is_told_why_not():
    twins = town(
        [group("P", 2)],
        [(("ala", "jan"), ONLY)],
        [child("ala", P=9), child("jan", P=8), child("ewa", P=5)],
    )
    result = answered(twins)

    assert result.assignment == {"ala": "P", "jan": "P", "ewa": None}
    assert result.refusals["ewa"][0].reason is Reason.FULL_HIGHER_KEYS


def test_a_sibling_whose_own_key_is_too_low_is_told_so():
    pair = town(
        [group("P", 1), group("Q", 1)],
        [(("ala", "jan"), [("P", "Q")])],
        [child("ala", P=1), child("jan", Q=1), child("ewa", P=5)],
    )
    result = answered(pair)

    assert result.assignment == {"ala": None, "jan": None, "ewa": "P"}
    assert result.refusals["ala"][0].reason is Reason.FULL_HIGHER_KEYS
    assert result.refusals["jan"][0].reason is Reason.TOGETHER


def test_together_preferred_parts_siblings_rather_than_leave_one_out():
    pair = town(
        [group("P", 1), group("Q", 1)],
        [(("ala", "jan"), PREFERRED)],
        [child("ala", P=2, Q=2), child("jan", P=1, Q=1)],
    )

    assert placed(pair) == {"ala": "P", "jan": "Q"}


def test_a_family_may_prefer_no_place_for_one_child():
    pair = town(
        [group("P", 1), group("Q", 2)],
        [(("ala", "jan"), [("P", None), ("Q", "Q")])],
        [child("ala", P=1, Q=1), child("jan", Q=1)],
    )

    assert placed(pair) == {"ala": "P", "jan": None}


def test_triplets_are_together_or_nowhere():
    triplets = [child("ala", P=3, Q=3), child("iga", P=3, Q=3), child("jan", P=3, Q=3)]
    three = [(("ala", "iga", "jan"), ONLY)]

    too_few = town([group("P", 2), group("Q", 2)], three, triplets)
    enough = town([group("P", 2), group("Q", 3)], three, triplets)

    assert placed(too_few) == {"ala": None, "iga": None, "jan": None}
    assert placed(enough) == {"ala": "Q", "iga": "Q", "jan": "Q"}


def test_siblings_in_two_groups_of_one_institution_are_together():
    home = at("North", group("N1", 1), group("N2", 1))
    pair = [child("ala", N1=1), child("jan", N2=1)]

    assert placed(town(home, [(("ala", "jan"), ONLY)], pair)) == {"ala": "N1", "jan": "N2"}
    apart = [group("N1", 1), group("N2", 1)]
    assert placed(town(apart, [(("ala", "jan"), ONLY)], pair)) == {"ala": None, "jan": None}


def test_those_displaced_by_togetherness_are_named():
    """Without jan's family, ala would be in P and ewa in Q."""
    pair = town(
        [group("P", 1), group("Q", 2)],
        [(("ala", "jan"), ONLY)],
        [child("ala", P=9, Q=9), child("jan", Q=8), child("ewa", Q=5)],
    )
    result = answered(pair)

    assert result.assignment == {"ala": "Q", "jan": "Q", "ewa": None}
    assert result.displaced == (Displaced("ewa", "Q"),)


def test_where_no_answer_exists_nobody_is_placed_and_the_blocking_family_is_named():
    cycle = town([group("P", 1), group("Q", 1)], [(("ala", "jan"), [("P", "Q")])], CYCLE)
    result = answered(cycle)

    assert result.status is SolveStatus.NO_STABLE
    assert result.assignment == {"ala": None, "jan": None, "ewa": None}
    assert result.blocking == (Blocking("F0", ("P", "Q")),)
    assert result.proposal == {"ala": None, "jan": None, "ewa": "P"}
    assert (result.cutoffs, result.refusals) == (
        {"P": None, "Q": None},
        {"ala": (), "jan": (), "ewa": ()},
    )


def test_a_proposal_is_blocked_by_as_few_families_as_possible_even_if_wishes_are_less_dear():
    """With jan instead of ola in P one wish less is lost, but both families would block."""
    crowded = town(
        [group("P", 1), group("Q", 1)],
        [(("ala", "ola"), PREFERRED), (("ewa", "ida"), PREFERRED)],
        [
            child("ala", P=3),
            child("ewa", Q=7, P=6),
            child("ida", Q=5, P=1),
            child("jan", P=4, Q=1),
            child("ola", P=9),
        ],
    )
    result = answered(crowded)

    assert result.proposal == {"ala": None, "ewa": "Q", "ida": None, "jan": None, "ola": "P"}
    assert result.blocking == (Blocking("F0", ("P", None)),)


def test_of_equally_good_proposals_the_first_child_that_differs_has_its_dearer_wish():
    """Three proposals, each blocked by one family, place three children five wishes down."""
    crowded = town(
        [Group("P", 2, institution="I"), Group("Q", 1, institution="J")],
        [(("ewa", "zoe"), PREFERRED), (("jan", "ola"), PREFERRED)],
        [
            child("ala", Q=3),
            child("ewa", Q=9, P=8),
            child("ida", P=3),
            child("jan", P=2),
            child("ola", Q=1, P=9),
            child("zoe", Q=4, P=4),
        ],
    )

    assert answered(crowded).proposal == {
        "ala": None,
        "ewa": "Q",
        "ida": "P",
        "jan": "P",
        "ola": None,
        "zoe": None,
    }


def test_one_family_without_an_answer_leaves_everybody_without_one():
    """The town next door has an answer of its own, which is part of the proposal only."""
    groups = [group("P", 1), group("Q", 1), group("R", 1)]
    cycle = town(groups, [(("ala", "jan"), [("P", "Q")])], [*CYCLE, child("ola", R=1)])
    result = answered(cycle)

    assert set(result.assignment.values()) == {None}
    assert result.proposal == {"ala": None, "jan": None, "ewa": "P", "ola": "R"}


def test_single_children_keep_reserved_and_secured_places_beside_families():
    rules = reserving(ReserveOrder.RESERVE_FIRST, UnfilledReserve.KEPT_EMPTY, TieRule.STRICT)
    groups = [Group("P", 2), Group("R", 2, (Reserve("statement", 1),))]
    children = [
        child("ala", P=9),
        child("jan", P=8),
        child("ewa", P=7, R=1, secured="R"),
        child("iga", traits=("statement",), P=6, R=2),
        child("ola", R=5),
    ]

    assert placed(town(groups, [(("ala", "jan"), ONLY)], children, rules)) == {
        "ala": "P",
        "jan": "P",
        "ewa": "R",
        "iga": "R",
        "ola": None,
    }


def test_equal_keys_of_siblings_never_matter():
    twins = town(
        [group("P", 2)],
        [(("ala", "jan"), ONLY)],
        [child("ala", P=5), child("jan", P=5), child("ewa", P=4)],
    )

    assert placed(twins) == {"ala": "P", "jan": "P", "ewa": None}


def test_equal_keys_of_a_sibling_and_another_child_stop_the_run():
    twins = town(
        [group("P", 2)],
        [(("ala", "jan"), ONLY)],
        [child("ala", P=5), child("jan", P=4), child("ewa", P=4)],
    )

    with pytest.raises(EqualKeysError) as caught:
        allocate(twins)

    assert str(caught.value) == (
        'group "P": children "ewa", "jan" have equal keys [4], and their order may decide; '
        'the rule "strict" may not choose among them'
    )
    assert (caught.value.group, caught.value.children) == ("P", ("ewa", "jan"))


def test_equal_keys_of_single_children_away_from_families_stop_the_run():
    two = town(
        [group("P", 2), group("Q", 1)],
        [(("ala", "jan"), ONLY)],
        [child("ala", P=5), child("jan", P=4), child("ewa", Q=1), child("ola", Q=1)],
    )

    with pytest.raises(EqualKeysError, match=r'^group "Q": children "ewa", "ola"'):
        allocate(two)


def test_equal_keys_that_all_fit_or_all_do_not_decide_nothing():
    twins = town(
        [group("P", 3), group("Q", 1)],
        [(("ala", "jan"), ONLY)],
        [
            child("ala", P=5),
            child("jan", P=5),
            child("ewa", P=5),
            child("iga", Q=2),
            child("ola", Q=1),
            child("zoe", Q=1),
        ],
    )

    assert placed(twins) == {
        "ala": "P",
        "jan": "P",
        "ewa": "P",
        "iga": "Q",
        "ola": None,
        "zoe": None,
    }


def test_a_child_that_would_have_to_wait_for_its_equal_alone_is_not_displaced():
    """Were all to wish alone, jan would take S, ida Q, and nobody could choose for P.

    As it is, ewa has S, since jan goes to T with zoe, and ala makes room for ida.
    """
    groups = [
        Group("P", 1, institution="I"),
        Group("P2", 1, institution="I"),
        *(group(name, places) for name, places in (("Q", 1), ("S", 1), ("T", 2))),
    ]
    children = [
        child("ala", P=5),
        child("ewa", S=5, P=5),
        child("ida", Q=9, P=9),
        child("ola", P2=9),
        child("jan", S=9, T=9),
        child("zoe", T=9),
    ]
    result = answered(town(groups, [(("ida", "ola"), ONLY), (("jan", "zoe"), ONLY)], children))

    assert result.assignment == {
        "ala": None,
        "ewa": "S",
        "ida": "P",
        "jan": "T",
        "ola": "P2",
        "zoe": "T",
    }
    assert result.displaced == ()


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        (LotteryLevel.CHILD, {"ala": None, "jan": None, "ewa": "P"}),
        (LotteryLevel.FAMILY, {"ala": "P", "jan": "P", "ewa": None}),
    ],
)
def test_a_draw_may_be_held_among_children_or_among_families(level, expected):
    """Seed 2: among children ala is drawn last; among families theirs comes before ewa."""
    rules = Rules(TieRule.LOTTERY, lottery=Lottery("2", level=level))
    children = [child("ala", P=1), child("jan", P=1), child("ewa", P=1)]

    assert placed(town([group("P", 2)], [(("ala", "jan"), ONLY)], children, rules)) == expected


def test_a_draw_among_families_draws_children_without_siblings_each_for_itself():
    """The first three of five by sha256 of seed, colon, C or F, slash and name."""
    rules = Rules(TieRule.LOTTERY, lottery=Lottery("2", level=LotteryLevel.FAMILY))
    names = ["ala", "ewa", "ida", "jan", "ola"]
    draw = sorted(names, key=lambda name: sha256(f"2:C/{name}".encode()).hexdigest())
    children = [child(name, P=1) for name in names]

    assert placed(town([group("P", 3)], [], children, rules)) == {
        name: "P" if name in draw[:3] else None for name in names
    }


def test_too_little_work_leaves_the_answer_unproven():
    pair = town(
        [group("P", 1), group("Q", 1)],
        [(("ala", "jan"), PREFERRED)],
        [child("ala", P=2, Q=2), child("jan", P=1, Q=1), child("ewa", P=0, Q=3)],
    )
    result = allocate(pair, deterministic_time=0)

    assert result.status is SolveStatus.UNPROVEN
    assert [violation.place for violation in check(pair, result)] == ["status"]


# With families, the true order of wishes is not always the best one to name.

HOMES = [group("P", 2), group("Q", 1), group("R", 0)]
RELATED = [child("ala", Q=3, R=1, P=3), child("jan", R=1, P=2)]


def test_a_child_without_siblings_may_gain_by_naming_fewer_groups():
    """By leaving out P, ewa makes room there for ala beside jan, who leaves Q to her."""
    families = [(("ala", "jan"), PREFERRED)]
    honest = town(HOMES, families, [*RELATED, child("ewa", Q=2, P=4)])
    sly = town(HOMES, families, [*RELATED, child("ewa", Q=2)])

    assert placed(honest) == {"ala": "Q", "jan": "P", "ewa": "P"}
    assert placed(sly) == {"ala": "P", "jan": "P", "ewa": "Q"}


def test_a_family_may_gain_by_naming_fewer_groups():
    """Both answers leave two children out once jan may not go to P any more."""
    groups = [group("P", 3), group("Q", 2)]
    families = [(("ala", "jan"), PREFERRED), (("ewa", "iga"), ONLY)]
    others = [child("ewa", Q=4, P=4), child("iga", Q=2)]
    honest = town(groups, families, [child("ala", Q=1), child("jan", P=1, Q=3), *others])
    sly = town(groups, families, [child("ala", Q=1), child("jan", Q=3), *others])

    assert placed(honest) == {"ala": None, "jan": "P", "ewa": "Q", "iga": "Q"}
    assert placed(sly) == {"ala": "Q", "jan": "Q", "ewa": None, "iga": None}
