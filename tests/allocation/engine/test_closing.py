"""Groups with a minimum size: which close, on small problems and against trying everything."""

from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.engine import (
    ClosingRule,
    EqualKeysError,
    Lottery,
    Reason,
    ReserveOrder,
    Rules,
    SolveStatus,
    TieRule,
    UnfilledReserve,
    allocate,
    canonical_json,
    check,
    not_proved_again,
    problem_from_json,
    problem_to_json,
    result_to_json,
)
from allocation.engine.checking.closing import not_every_set_is_tried
from tests.allocation.engine.brute_force import Definition
from tests.allocation.engine.examples import examples
from tests.allocation.engine.problems import (
    child,
    entitled,
    group,
    moved,
    placed,
    problem,
    sentences,
)
from tests.allocation.engine.strategies import (
    problems,
    shufflers,
    with_minimum_sizes,
)

few = examples(50)

SEQUENTIAL, BEST = ClosingRule.SEQUENTIAL, ClosingRule.BEST_OPEN_SET
COMMITTEE = Rules(closing=SEQUENTIAL)
STRICT = Rules(TieRule.STRICT, closing=SEQUENTIAL)
BEST_OF_STRICT = Rules(TieRule.STRICT, closing=BEST)
ALL_THREE = [COMMITTEE, STRICT, BEST_OF_STRICT]


def sized(group_id, capacity, minimum, reserved=0):
    """A group that opens for at least `minimum` children."""
    return replace(group(group_id, capacity, reserved), min_size=minimum)


def town(groups, children, rules=STRICT):
    return problem(groups, children, rules)


def closed(town):
    """The groups that close, after `check` has agreed."""
    placed(town)
    return allocate(town).closed


@pytest.mark.parametrize("rules", ALL_THREE)
def test_a_group_below_its_minimum_closes_and_its_children_get_their_next_wish(rules):
    small = town([sized("P", 3, 2), group("Q", 1)], [child("ala", P=1, Q=1)], rules)
    result = allocate(small)

    assert placed(small) == {"ala": "Q"}
    assert result.closed == ("P",)
    assert [(r.group, r.reason, r.admitted) for r in result.refusals["ala"]] == [
        ("P", Reason.GROUP_CLOSED, 0)
    ]
    assert result.cutoffs == {"P": None, "Q": None} | {"Q": (1,)}


@pytest.mark.parametrize("rules", ALL_THREE)
def test_a_group_that_reaches_its_minimum_stays_open(rules):
    enough = town([sized("P", 3, 2)], [child("ala", P=1), child("jan", P=2)], rules)

    assert placed(enough) == {"ala": "P", "jan": "P"}
    assert allocate(enough).closed == ()


def test_the_emptiest_group_closes_first_and_can_save_another():
    """P has 1 of 3, Q 1 of 2: P closes, its child fills Q."""
    two = town([sized("P", 3, 3), sized("Q", 3, 2)], [child("ala", P=1, Q=1), child("jan", Q=2)])

    assert placed(two) == {"ala": "Q", "jan": "Q"}
    assert closed(two) == ("P",)
    last = town([sized("R", 3, 3), sized("Q", 3, 2)], [child("ala", R=1, Q=1), child("jan", Q=2)])
    assert (placed(last), closed(last)) == ({"ala": "Q", "jan": "Q"}, ("R",))


def test_of_equally_empty_groups_the_first_by_id_closes():
    """Both have 1 of 2 (or 2 of 4: the same fraction); each could save the other."""
    equal = town(
        [sized("P", 2, 2), sized("Q", 2, 2)], [child("ala", P=1, Q=1), child("jan", Q=1, P=1)]
    )
    other = town(
        [sized("P", 4, 4), sized("Q", 2, 2)],
        [child("ala", P=1, Q=3), child("ewa", P=2), child("jan", Q=1)],
    )

    assert placed(equal) == {"ala": "Q", "jan": "Q"}
    assert placed(other) == {"ala": "Q", "ewa": None, "jan": "Q"}


def test_places_that_wait_for_the_committee_count_as_admitted():
    """Neither ala nor jan is admitted yet, but one of them will be."""
    tie = town([sized("P", 1, 1)], [child("ala", P=1), child("jan", P=1)], COMMITTEE)

    assert placed(tie) == {"ala": None, "jan": None}
    assert [waiting.places for waiting in allocate(tie).ties] == [1]
    assert closed(tie) == ()


def test_a_closed_group_has_no_ties():
    """The tie for P ends when P closes; without a minimum it would wait for the committee."""
    groups = [sized("P", 3, 3, reserved=2), group("Q", 2)]
    children = [child("ala", P=1, Q=1), child("jan", P=1, Q=1)]
    rules = Rules(
        reserve_order=ReserveOrder.RESERVE_FIRST,
        unfilled_reserve=UnfilledReserve.KEPT_EMPTY,
        closing=SEQUENTIAL,
    )
    kept = town(groups, children, rules)
    free = town([group("P", 3, reserved=2), group("Q", 2)], children, rules)

    assert placed(kept) == {"ala": "Q", "jan": "Q"}
    assert (len(allocate(kept).ties), len(allocate(free).ties)) == (0, 1)


def test_reserved_places_kept_empty_do_not_count():
    kept = Rules(
        TieRule.STRICT, ReserveOrder.RESERVE_FIRST, UnfilledReserve.KEPT_EMPTY, closing=BEST
    )
    opened = replace(kept, unfilled_reserve=UnfilledReserve.OPEN_TO_ALL)
    groups = [sized("P", 2, 2, reserved=1)]
    children = [child("ala", P=1), child("jan", P=2)]

    assert closed(town(groups, children, kept)) == ("P",)
    assert closed(town(groups, children, opened)) == ()
    assert closed(town(groups, [*children, entitled("ewa", P=0)], kept)) == ()


@pytest.mark.parametrize("rules", ALL_THREE)
def test_a_group_where_a_child_holds_a_place_never_closes(rules):
    held = town([sized("P", 3, 3)], [child("ala", secured="P"), child("jan", P=1)], rules)

    assert placed(held) == {"ala": "P", "jan": "P"}
    assert closed(held) == ()


def test_the_best_open_set_places_more_than_closing_in_sequence():
    """Sequential closes P first (0 of 1), though Q can only be saved by closing R."""
    groups = [sized("Q", 3, 3), sized("R", 2, 1)]
    children = [child("ala", R=1, Q=1), child("jan", Q=2), child("ewa", Q=3)]
    sequential = town(groups, children)

    assert (placed(sequential), closed(sequential)) == (
        {"ala": "R", "jan": None, "ewa": None},
        ("Q",),
    )
    best = sequential.with_rules(BEST_OF_STRICT)
    assert (placed(best), closed(best)) == ({"ala": "Q", "jan": "Q", "ewa": "Q"}, ("R",))


def test_the_best_open_set_places_one_child_more_though_three_get_a_later_wish():
    groups = [sized("Q", 4, 4), sized("R", 3, 1)]
    three = [child(name, R=1, Q=key) for key, name in enumerate(("ala", "ewa", "iga"))]
    crowded = town(groups, [*three, child("jan", Q=9)], BEST_OF_STRICT)

    assert placed(crowded) == dict.fromkeys(["ala", "ewa", "iga", "jan"], "Q")
    assert closed(crowded) == ("R",)


def test_where_groups_close_in_sequence_a_child_may_gain_by_naming_fewer():
    """Q is emptier than P, so it closes first, though ala alone would have filled it."""
    groups = [sized("P", 2, 2), sized("Q", 1, 1)]
    honest = town(groups, [child("ala", P=1, Q=1)])
    fewer = town(groups, [child("ala", Q=1)])

    assert (placed(honest), closed(honest)) == ({"ala": None}, ("P", "Q"))
    assert (placed(fewer), closed(fewer)) == ({"ala": "Q"}, ("P",))
    assert placed(honest.with_rules(BEST_OF_STRICT)) == {"ala": "Q"}


def test_where_the_best_set_opens_a_child_may_gain_by_naming_fewer():
    """Ala is sent to Q, so that jan has a place as well; by naming P alone she keeps P open."""
    groups = [sized("P", 1, 1), sized("Q", 2, 2)]
    honest = town(groups, [child("ala", P=1, Q=1), child("jan", Q=2)], BEST_OF_STRICT)
    fewer = town(groups, [child("ala", P=1), child("jan", Q=2)], BEST_OF_STRICT)

    assert placed(honest) == {"ala": "Q", "jan": "Q"}
    assert placed(fewer) == {"ala": "P", "jan": None}


def test_of_as_many_placed_the_best_open_set_has_the_dearest_wishes():
    """Q by its own wishes has two first wishes, P only one."""
    groups = [sized("P", 3, 3), sized("Q", 3, 3)]
    children = [child("ala", P=1, Q=1), child("jan", Q=2, P=2), child("ewa", Q=3, P=3)]

    assert closed(town(groups, children, BEST_OF_STRICT)) == ("P",)


def test_of_equally_good_open_sets_the_closed_groups_come_first_by_id():
    groups = [sized("P", 2, 2), sized("Q", 2, 2)]
    children = [child("ala", P=1, Q=1), child("jan", Q=2, P=2)]

    assert closed(town(groups, children, BEST_OF_STRICT)) == ("P",)


def test_the_best_open_set_does_not_choose_among_equals():
    equals = town([sized("P", 1, 1)], [child("ala", P=1), child("jan", P=1)], BEST_OF_STRICT)
    room = town([sized("P", 2, 1)], [child("ala", P=1), child("jan", P=1)], BEST_OF_STRICT)

    with pytest.raises(EqualKeysError) as caught:
        allocate(equals)
    assert str(caught.value) == (
        'group "P": children "ala", "jan" have equal keys [1], but not all of them fit; '
        'the rule "strict" may not choose among them'
    )
    assert (caught.value.group, caught.value.children) == ("P", ("ala", "jan"))
    assert placed(room) == {"ala": "P", "jan": "P"}
    assert placed(
        equals.with_rules(Rules(TieRule.LOTTERY, lottery=Lottery("x"), closing=BEST))
    ) == {
        "ala": None,
        "jan": "P",
    }


@pytest.mark.parametrize("reserved", [0, 1])
def test_equal_children_who_all_fit_let_a_group_close(reserved):
    """Two of three would sit in P and two of three in Q; there is room for all four in either."""
    rules = Rules(
        TieRule.STRICT, ReserveOrder.RESERVE_FIRST, UnfilledReserve.OPEN_TO_ALL, closing=BEST
    )
    either = town(
        [sized("P", 4, 3, reserved), sized("Q", 4, 3, reserved)],
        [
            entitled("ala", P=5, Q=5),
            child("ewa", Q=5, P=5),
            child("iga", Q=5, P=5),
            child("jan", P=5, Q=5),
        ],
        rules,
    )

    assert placed(either) == dict.fromkeys(["ala", "ewa", "iga", "jan"], "Q")
    assert closed(either) == ("P",)


def test_the_best_open_set_is_unproven_when_the_work_allowed_runs_out():
    two = town(
        [sized("P", 2, 2), sized("Q", 2, 2)],
        [child("ala", P=1, Q=1), child("jan", Q=2, P=2)],
        BEST_OF_STRICT,
    )

    assert allocate(two, deterministic_time=0).status is SolveStatus.UNPROVEN


# Closing by definition, over all sets of open groups.


def without(town, gone):
    """The same town without the wishes for some groups."""
    children = tuple(
        replace(each, choices=tuple(choice for choice in each.choices if choice.group not in gone))
        for each in town.children
    )
    return replace(town, children=children)


def by_definition(town, gone):
    """Who gets what, and how many sit in each group under every order of the equals there."""
    definition = Definition(without(town, gone))
    got = definition.answer()
    return got, {
        group.id: min(map(len, definition.choices(group.id, definition.asking(got, group.id))))
        for group in town.groups
    }


def may_close(town):
    held = {each.secured for each in town.children}
    return {each.id: each.min_size for each in town.groups if each.min_size and each.id not in held}


def closed_in_sequence(town):
    gone = set()
    while True:
        _, sizes = by_definition(town, gone)
        too_small = {
            group_id: Fraction(sizes[group_id], least)
            for group_id, least in may_close(town).items()
            if group_id not in gone and sizes[group_id] < least
        }
        if not too_small:
            return tuple(sorted(gone))
        gone.add(min(too_small, key=lambda group_id: (too_small[group_id], group_id)))


def closed_by_trying_all_sets(town):
    minimums = may_close(town)
    wishes = Definition(town).wishes
    found = []
    for number in range(len(minimums) + 1):
        for gone in combinations(sorted(minimums), number):
            got, sizes = by_definition(town, gone)
            if all(sizes[each] >= minimums[each] for each in minimums.keys() - set(gone)):
                unplaced = [each for each in got if got[each] is None]
                total = sum(
                    len(listed) if got[each] is None else listed.index(got[each])
                    for each, listed in wishes.items()
                )
                found.append((len(unplaced), total, number, gone))
    return min(found)[-1]


TOWNS = {
    "committee": problems(groups=4, children=6),
    "committee, reserved places": problems(reserves=True, groups=4, children=6),
    "all_in": problems(TieRule.ALL_IN, groups=4, children=6),
    "strict": problems(TieRule.STRICT, reserves=True, groups=4, children=8),
    "lottery": problems(TieRule.LOTTERY, reserves=True, groups=4, children=8),
}
WITHOUT_TIES = ["strict", "lottery"]


def under(*names):
    """Try a property on towns under each of the rules; the test draws its own town."""
    return pytest.mark.parametrize("towns", [TOWNS[name] for name in names], ids=names)


@under(*TOWNS)
@few
@given(data=st.data())
def test_closing_in_sequence_follows_its_definition(towns, data):
    town = data.draw(with_minimum_sizes(towns))

    result = allocate(town)

    assert result.closed == closed_in_sequence(town)
    assert result.assignment == by_definition(town, result.closed)[0]
    assert check(town, result) == []


@under(*WITHOUT_TIES)
@few
@given(data=st.data())
def test_the_best_open_set_is_the_best_of_all_sets(towns, data):
    town = data.draw(with_minimum_sizes(towns, BEST))

    result = allocate(town)

    assert result.closed == closed_by_trying_all_sets(town)
    assert result.assignment == by_definition(town, result.closed)[0]
    assert check(town, result) == []


@pytest.mark.parametrize("rule", [SEQUENTIAL, BEST])
@few
@given(data=st.data())
def test_the_second_opinion_agrees_where_groups_close(rule, data):
    town = data.draw(with_minimum_sizes(TOWNS["strict"], rule))

    assert allocate(town, second_opinion=True).second_opinion.agrees


@pytest.mark.parametrize("rule", [SEQUENTIAL, BEST])
@few
@given(data=st.data())
def test_check_refuses_every_other_set_of_closed_groups(rule, data):
    """Another set, with the answer that is right for it, is not accepted."""
    town = data.draw(with_minimum_sizes(TOWNS["strict"], rule))
    told = allocate(town)
    other = tuple(sorted(data.draw(st.sets(st.sampled_from([g.id for g in town.groups])))))

    if other != told.closed:
        assert check(town, replace(told, closed=other)) != []


@pytest.mark.parametrize("rule", [SEQUENTIAL, BEST])
@few
@given(data=st.data(), shuffler=shufflers)
def test_the_order_of_input_changes_no_byte_where_groups_close(rule, data, shuffler):
    document = problem_to_json(data.draw(with_minimum_sizes(TOWNS["strict"], rule)))
    shuffled = {**document, **{name: list(document[name]) for name in ("groups", "children")}}
    for name in ("groups", "children"):
        shuffler.shuffle(shuffled[name])

    results = [allocate(problem_from_json(each)) for each in (document, shuffled)]

    assert len({canonical_json(result_to_json(result)) for result in results}) == 1


# Results broken by hand.

SAVED = town([sized("P", 3, 3), sized("Q", 3, 2)], [child("ala", P=1, Q=1), child("jan", Q=2)])


def as_if_closed(town, *groups):
    """The result that is right for everything but the groups that close."""
    bare = tuple(replace(each, min_size=0) for each in town.groups)
    result = allocate(replace(without(town, groups), groups=bare))
    return replace(result, problem_sha256=allocate(town).problem_sha256, closed=groups)


def test_check_notices_a_child_in_a_closed_group():
    assert sentences(check(SAVED, moved(allocate(SAVED), ala="P"))) == [
        'child "ala": is placed in the closed group "P" [closed_groups_admit_nobody]',
        'child "ala": did not compete for group "P" [each_child_gets_at_most_one_place]',
    ]


@pytest.mark.parametrize(
    ("wrong", "complaints"),
    [
        (("P", "P"), ["closed: the closed groups must stand by id, once each"]),
        (("Z",), ['group "Z": this group may not close']),
        (
            ("Q", "P"),
            [
                "closed: the closed groups must stand by id, once each",
                'child "ala": is placed in the closed group "Q"',
                'child "jan": is placed in the closed group "Q"',
            ],
        ),
    ],
)
def test_check_notices_closed_groups_that_are_told_wrong(wrong, complaints):
    violations = check(SAVED, replace(allocate(SAVED), closed=wrong))

    assert [
        f"{violation.place}: {violation.sentence}"
        for violation in violations
        if violation.code == "closed_groups_admit_nobody"
    ] == complaints


def test_check_notices_a_closed_group_where_somebody_holds_a_place():
    held = town([sized("P", 3, 3)], [child("ala", secured="P")])

    assert sentences(
        check(held, replace(allocate(held), closed=("P",), assignment={"ala": None}))
    ) == ['group "P": this group may not close [closed_groups_admit_nobody]']


def test_check_notices_an_open_group_below_its_minimum():
    assert sentences(check(SAVED, as_if_closed(SAVED))) == [
        'group "P": opens with 1 children, its minimum is 3 [open_groups_reach_their_minimum]',
        'group "Q": opens with 1 children, its minimum is 2 [open_groups_reach_their_minimum]',
        'group "P": should close [groups_close_in_the_declared_sequence]',
    ]


def test_check_notices_an_open_group_below_its_minimum_beside_one_that_reaches_it():
    beside = town([sized("A", 1, 1), sized("P", 2, 2)], [child("ala", A=1), child("jan", P=1)])

    assert sentences(check(beside, as_if_closed(beside)))[-1] == (
        'group "P": should close [groups_close_in_the_declared_sequence]'
    )


def test_check_notices_a_group_that_closed_out_of_turn():
    violations = sentences(check(SAVED, as_if_closed(SAVED, "P", "Q")))

    assert 'group "Q": should not close [groups_close_in_the_declared_sequence]' in violations


@pytest.mark.parametrize(
    ("groups", "children", "worse", "better"),
    [
        # More children have a place.
        (
            [sized("P", 3, 3), sized("Q", 3, 2)],
            [child("ala", P=1, Q=1), child("jan", Q=2)],
            ("P", "Q"),
            '"P"',
        ),
        # As many have one, and it is dearer to them.
        (
            [sized("P", 3, 3), sized("Q", 3, 3)],
            [child("ala", Q=1, P=1), child("jan", P=2, Q=2), child("ewa", P=3, Q=3)],
            ("P",),
            '"Q"',
        ),
        # The first by id closes.
        (
            [sized("P", 2, 2), sized("Q", 2, 2)],
            [child("ala", P=1, Q=1), child("jan", Q=2, P=2)],
            ("Q",),
            '"P"',
        ),
        # Fewer close.
        (
            [sized("Q", 3, 2), sized("R", 3, 2), sized("S", 4, 3)],
            [
                child("ala", S=1, Q=1),
                child("ewa", S=2, R=1),
                child("jan", Q=2, S=3),
                child("zoe", R=2, S=4),
            ],
            ("Q", "R"),
            '"S"',
        ),
    ],
)
def test_check_notices_a_worse_open_set(groups, children, worse, better):
    best = town(groups, children, BEST_OF_STRICT)

    assert (
        f"closed: a better set of groups would close: {better} [no_other_open_set_is_better]"
    ) in sentences(check(best, as_if_closed(best, *worse)))


def test_with_many_minimum_sizes_not_every_open_set_is_tried():
    """Each of 13 groups has one child too few: all close, whatever is tried."""
    names = [f"g{number:02}" for number in range(13)]
    many = town(
        [sized(name, 2, 2) for name in names],
        [child(f"c{name}", **{name: 1}) for name in names],
        BEST_OF_STRICT,
    )

    assert closed(many) == tuple(names)
    assert not_every_set_is_tried(many)
    assert not_proved_again(many) == ["that no other set of open groups is better"]
    twelve = without_group(many, names[-1])
    assert not not_every_set_is_tried(twelve)
    assert not not_every_set_is_tried(many.with_rules(STRICT))


def without_group(town, gone):
    kept = tuple(each for each in town.groups if each.id != gone)
    return replace(without(town, {gone}), groups=kept)
