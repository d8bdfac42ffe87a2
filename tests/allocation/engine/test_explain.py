"""What is told about a child is true: every answer against a round allocated anew."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.engine import ClosingRule, InputError, Lottery, Rules, TieRule, allocate
from allocation.engine.explaining.explain import explain
from allocation.engine.explaining.explanation import (
    Explanation,
    RefusalExplained,
    WhatIf,
    WhatIfAnswer,
)
from allocation.engine.problem.values import LARGEST
from allocation.engine.solving.market import build_market
from allocation.engine.solving.seating import decide
from tests.allocation.engine.examples import examples
from tests.allocation.engine.problems import (
    COMMITTEE,
    RESERVE_RULES,
    STRICT,
    child,
    entitled,
    group,
    problem,
)
from tests.allocation.engine.strategies import problems, with_minimum_sizes

few = examples(60)
many = examples(150)

# P has two places: ala 9 and jan 7 take them; ewa 5 and ola 5 are left with nothing.
TOWN = problem(
    [group("P", 2), group("Q", 1)],
    [child("ala", P=9), child("jan", P=7, Q=9), child("ewa", P=5), child("ola", P=5)],
    COMMITTEE,
)


def told(town, **questions):
    result = allocate(town)
    return {
        explanation.child: explanation for explanation in explain(town, result, what_if=questions)
    }


def with_choices(town, child_id, change):
    children = tuple(
        replace(each, choices=tuple(change(each.choices))) if each.id == child_id else each
        for each in town.children
    )
    return replace(town, children=children)


def with_value(town, child_id, group_id, element, value):
    def change(choices):
        for choice in choices:
            key = list(choice.key)
            if choice.group == group_id:
                key[element] = value
            yield replace(choice, key=tuple(key))

    return with_choices(town, child_id, change)


def gets(town, child_id):
    return allocate(town).assignment[child_id]


def values_above(own, town):
    largest = max((max(c.key) for each in town.children for c in each.choices), default=0)
    return range(own + 1, largest + 2)


def least_values(town):
    """For every refusal the least value of the key that gives the place, found by trying all."""
    least = {}
    for explanation in told(town).values():
        child = explanation.child
        for refused in explanation.refused:
            group, own = refused.refusal.group, refused.refusal.own[0]
            enough = (
                value
                for value in values_above(own, town)
                if gets(with_value(town, child, group, 0, value), child) == group
            )
            least[child, group] = (next(enough, None),)
    return least


def least_values_told(town):
    return {
        (explanation.child, refused.refusal.group): refused.enough
        for explanation in told(town).values()
        for refused in explanation.refused
    }


TOWNS = {
    "committee": problems(children=6),
    "all_in": problems(TieRule.ALL_IN, children=6),
    "lottery": problems(TieRule.LOTTERY, children=6),
    "reserved places": problems(reserves=True, children=6),
    "minimum sizes": with_minimum_sizes(problems(children=4)),
}
under_all_rules = pytest.mark.parametrize("towns", TOWNS.values(), ids=TOWNS)


@under_all_rules
@few
@given(data=st.data())
def test_the_least_value_told_is_the_least_that_would_have_been_enough(towns, data):
    town = data.draw(towns)

    assert least_values_told(town) == least_values(town)


@under_all_rules
@few
@given(data=st.data())
def test_the_effect_of_another_order_is_that_of_a_round_allocated_anew(towns, data):
    town = data.draw(towns)
    for explanation in told(town).values():
        for refused in explanation.refused:
            wanted = refused.refusal.group
            reordered = with_choices(
                town, explanation.child, lambda c, g=wanted: sorted(c, key=lambda x: x.group != g)
            )
            assert refused.if_first == (gets(reordered, explanation.child) == wanted)


@many
@given(problems(reserves=True, children=8, groups=1))
def test_children_below_the_best_refused_of_their_standing_change_nobodys_place(town):
    """So `explaining.round` may leave them out."""
    market = build_market(town)
    asking = [wish for wishes in market.wishes for wish in wishes]

    limits = decide(market.seats[0], asking).surely
    hopeful = [wish for wish in asking if wish.rank <= limits[wish.standing]]

    assert decide(market.seats[0], hopeful).surely == limits


@many
@given(problems(TieRule.STRICT, children=6))
def test_with_strict_keys_no_other_order_would_have_given_a_refused_group(town):
    assert not any(
        refused.if_first for explanation in told(town).values() for refused in explanation.refused
    )


@under_all_rules
@few
@given(data=st.data())
def test_other_keys_get_what_a_round_allocated_anew_gives(towns, data):
    town = data.draw(towns)
    questions, expected = {}, {}
    for each in town.children:
        keys = {c.group: (data.draw(st.integers(0, 4)),) for c in each.choices}
        changed = with_choices(
            town, each.id, lambda c, k=keys: [replace(x, key=k[x.group]) for x in c]
        )
        questions[each.id] = [WhatIf("other keys", keys)]
        expected[each.id] = (WhatIfAnswer("other keys", gets(changed, each.id)),)

    explanations = told(town, **questions)

    assert {each: explanations[each].what_if for each in questions} == expected


def test_where_everybody_equal_is_admitted_more_can_do_worse_and_the_least_is_still_told():
    """With 2 jan sits beside ola. With 3 ola goes to Q, and ewa comes back to the P she holds."""
    town = problem(
        [group("P", 1), group("Q", 1)],
        [child("ewa", Q=1, secured="P"), child("jan", P=1), child("ola", P=2, Q=2)],
        Rules(TieRule.ALL_IN),
    )

    assert told(town)["jan"].refused[0].enough == (2,)
    assert gets(with_value(town, "jan", "P", 0, 2), "jan") == "P"
    assert gets(with_value(town, "jan", "P", 0, 3), "jan") is None


def test_a_refusal_tells_who_stood_before_and_what_would_have_been_enough():
    explanation = told(TOWN)["ewa"]

    assert explanation == Explanation(
        child="ewa",
        obtained=None,
        refused=(
            RefusalExplained(
                refusal=allocate(TOWN).refusals["ewa"][0],
                ahead=2,
                equal=1,
                enough=(8,),
                if_first=False,
            ),
        ),
    )


def test_one_point_above_the_limit_need_not_be_enough():
    """With 8 points ewa pushes jan out of P into Q, and ola, whom jan pushes out, comes to P."""
    town = problem(
        [group("P", 1), group("Q", 1)],
        [child("jan", P=7, Q=9), child("ola", Q=5, P=11), child("ewa", P=5)],
        COMMITTEE,
    )
    assert allocate(town).refusals["ewa"][0].last_admitted == (7,)

    assert told(town)["ewa"].refused[0].enough == (12,)


def test_equal_children_who_would_both_have_fitted_needed_no_more_than_the_same():
    town = problem([group("P", 2)], [child("ala", P=9), child("ewa", P=5), child("ola", P=5)])

    assert told(town)["ewa"].refused[0].enough == (6,)


def test_no_points_are_enough_where_there_are_no_places():
    town = problem([group("P", 0)], [child("ewa", P=5)])

    assert told(town)["ewa"].refused[0].enough == (None,)


def test_each_element_of_the_key_is_asked_about_alone():
    """Ala lives in the town and has 10 points; ewa does not, and has 12."""
    town = problem(
        [group("P", 1)],
        [
            with_keys("ala", P=(1, 10)),
            with_keys("ewa", P=(0, 12)),
            with_keys("ola", P=(1, 4)),
        ],
        STRICT,
    )

    assert told(town)["ewa"].refused[0].enough == (1, None)
    assert told(town)["ola"].refused[0].enough == (2, 11)


def test_what_stands_behind_the_element_in_the_key_still_counts():
    """With 10 points like ala, ola would be ahead by the last element."""
    town = problem([group("P", 1)], [with_keys("ala", P=(1, 10, 5)), with_keys("ola", P=(1, 4, 9))])

    assert told(town)["ola"].refused[0].enough == (2, 10, None)


def with_keys(child_id, **keys):
    each = child(child_id, **dict.fromkeys(keys, 0))
    return replace(each, choices=tuple(replace(c, key=keys[c.group]) for c in each.choices))


def test_what_the_committee_decided_is_asked_with_other_keys():
    town = problem(
        [group("P", 1), group("Q", 1)],
        [with_keys("ala", P=(5, 2)), with_keys("ewa", P=(5, 1), Q=(1, 0))],
        COMMITTEE,
    )

    explanation = told(town, ewa=[WhatIf("first in order", {"P": (5, 3)})])["ewa"]

    assert explanation.obtained == "Q"
    assert explanation.what_if == (WhatIfAnswer("first in order", "P"),)


def test_a_draw_stays_as_it_was():
    rules = Rules(TieRule.LOTTERY, lottery=Lottery("x"))
    town = problem([group("P", 1)], [child("ala", P=1), child("jan", P=1)], rules)
    (loser,) = [each for each, got in allocate(town).assignment.items() if got is None]

    explanation = told(town, **{loser: [WhatIf("the same", {"P": (1,)})]})[loser]

    assert explanation.refused[0].enough == (2,)
    assert explanation.what_if == (WhatIfAnswer("the same", None),)


@pytest.mark.parametrize(("points", "enough"), [(LARGEST, None), (LARGEST - 1, LARGEST)])
def test_nobody_is_told_to_have_more_than_the_most_points_there_can_be(points, enough):
    town = problem([group("P", 1)], [child("ala", P=points), child("jan", P=LARGEST - 2)])

    assert told(town)["jan"].refused[0].enough == (enough,)


def test_an_entitled_child_is_told_about_the_places_kept_for_it():
    town = problem(
        [group("P", 2, reserved=1)],
        [child("ala", P=9), child("jan", P=8), entitled("ewa", P=1), entitled("ola", P=3)],
        Rules(TieRule.COMMITTEE, *RESERVE_RULES[0]),
    )

    assert told(town)["ewa"].refused[0].enough == (4,)
    assert told(town)["jan"].refused[0].enough == (10,)


def test_a_child_who_got_its_first_wish_is_explained_only_when_asked_about():
    result = allocate(TOWN)

    assert {each.child for each in explain(TOWN, result)} == {"ewa", "ola"}
    assert list(explain(TOWN, result, children=["ala"])) == [
        Explanation(child="ala", obtained="P", refused=())
    ]


def test_nobody_is_explained_where_nobody_was_refused():
    town = problem([group("P", 1)], [child("ala", P=1)])

    assert list(explain(town, allocate(town))) == []


def test_an_unknown_child_is_named():
    with pytest.raises(InputError, match='the problem has no child "zoe"'):
        list(explain(TOWN, allocate(TOWN), children=["zoe"]))


def test_being_equal_to_another_is_not_enough_where_nobody_may_choose():
    """With 3 points dan would be as good as jan, and the rule `strict` may not choose."""
    town = problem(
        [replace(group("P", 2), min_size=1)],
        [child("ala", P=4), child("jan", P=3), child("dan", P=2)],
        Rules(TieRule.STRICT, closing=ClosingRule.SEQUENTIAL),
    )

    explanation = told(town, dan=[WhatIf("as good as jan", {"P": (3,)})])["dan"]

    assert explanation.refused[0].enough == (4,)
    assert explanation.what_if == (WhatIfAnswer("as good as jan", None),)
