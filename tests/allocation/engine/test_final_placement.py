"""Final placement: on small problems, and against trying every placement."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.engine import (
    Blocking,
    Child,
    Displaced,
    Distance,
    Family,
    Group,
    InputError,
    Mechanism,
    Problem,
    Rules,
    SolveStatus,
    Tie,
    TogetherRule,
    allocate,
    canonical_json,
    check,
    not_proved_again,
    problem_from_json,
    problem_to_json,
    result_to_json,
)
from tests.allocation.engine.examples import examples
from tests.allocation.engine.problems import codes, moved, sentences
from tests.allocation.engine.strategies import read_from_bytes, shufflers

few = examples(40)
many = examples(100)

FINAL = Rules(mechanism=Mechanism.FINAL_PLACEMENT)
BOTH_RULES = list(TogetherRule)


def near(child_id, family=None, **metres):
    """`near("ala", P=100)` lives 100 m from P and may go there."""
    return Child(child_id, (), family=family, distances=tuple(Distance(*m) for m in metres.items()))


def city(places, children, families=(), homes=None):
    """`places` by group; `homes` name the institution of some groups."""
    groups = [
        Group(name, many, institution=(homes or {}).get(name)) for name, many in places.items()
    ]
    return Problem(tuple(groups), tuple(children), FINAL, tuple(families))


def placement(town):
    """Who goes where, after `check` has agreed."""
    result = allocate(town)
    assert check(town, result) == []
    return result.assignment


def test_children_go_to_the_nearest_group():
    town = city({"P": 2, "Q": 2}, [near("ala", P=1, Q=9), near("jan", P=9, Q=1)])

    assert placement(town) == {"ala": "P", "jan": "Q"}
    assert (allocate(town).placed, allocate(town).total_distance) == (2, 2)


def test_a_child_goes_farther_so_that_nobody_is_left_out():
    town = city({"P": 1, "Q": 1}, [near("ala", P=1, Q=900), near("jan", P=800)])

    assert placement(town) == {"ala": "Q", "jan": "P"}


def test_a_child_goes_farther_where_that_saves_another_more():
    town = city({"P": 1, "Q": 1}, [near("ala", P=100, Q=200), near("jan", P=110, Q=1000)])

    assert placement(town) == {"ala": "Q", "jan": "P"}


def test_a_child_out_of_reach_and_one_too_many_get_no_place():
    town = city({"P": 1}, [near("ala", P=9), near("ewa"), near("jan", P=8)])
    result = allocate(town)

    assert placement(town) == {"ala": None, "ewa": None, "jan": "P"}
    assert (result.placed, result.total_distance) == (1, 8)
    assert result.cutoffs == {"P": None}
    assert result.refusals == {"ala": (), "ewa": (), "jan": ()}


def test_of_equally_good_placements_the_first_by_id_goes_to_the_nearest():
    far = city({"P": 1, "Q": 1}, [near("ala", P=5, Q=3), near("jan", P=5, Q=3)])
    one = city({"P": 1}, [near("jan", P=5), near("ala", P=5)])
    free = city({"P": 1, "Q": 1}, [near("ala", Q=4, P=4)])

    assert placement(far) == {"ala": "Q", "jan": "P"}
    assert placement(one) == {"ala": "P", "jan": None}
    assert placement(free) == {"ala": "P"}


@pytest.mark.parametrize("rule", BOTH_RULES)
def test_siblings_are_kept_together_even_if_the_ways_get_longer(rule):
    children = [near("ala", "Lis", P=1, Q=90), near("jan", "Lis", P=1, Q=90), near("ewa", P=2, Q=3)]
    apart = city({"P": 1, "Q": 2}, [replace(child, family=None) for child in children])
    together = city({"P": 1, "Q": 2}, children, [Family("Lis", ("ala", "jan"), rule)])

    assert sorted(placement(apart).values()) == ["P", "Q", "Q"]
    assert placement(apart)["ala"] != placement(apart)["jan"]
    assert placement(together) == {"ala": "Q", "jan": "Q", "ewa": "P"}


@pytest.mark.parametrize("rule", BOTH_RULES)
def test_siblings_go_apart_where_another_child_would_lose_its_place(rule):
    children = [near("ala", "Lis", P=1, Q=1), near("jan", "Lis", P=1), near("ewa", P=1, Q=1)]
    children.append(near("iga", Q=1))
    family = Family("Lis", ("ala", "jan"), rule)
    enough = city({"P": 2, "Q": 2}, children, [family])
    scarce = city({"P": 1, "Q": 3}, children, [family])

    assert placement(enough) == {"ala": "P", "jan": "P", "ewa": "Q", "iga": "Q"}
    assert placement(scarce) == {"ala": "Q", "jan": "P", "ewa": "Q", "iga": "Q"}


def test_two_groups_of_one_institution_keep_siblings_together():
    children = [near("ala", "Lis", P3=1, Q=1), near("jan", "Lis", P4=5, Q=1)]
    family = Family("Lis", ("ala", "jan"), TogetherRule.ONLY)
    town = city({"P3": 1, "P4": 1, "Q": 1}, children, [family], {"P3": "P", "P4": "P"})

    assert placement(town) == {"ala": "P3", "jan": "P4"}


def test_final_placement_is_unproven_when_the_work_allowed_runs_out():
    family = Family("Lis", ("ala", "jan"), TogetherRule.ONLY)
    town = city({"P": 2}, [near("ala", "Lis", P=1), near("jan", "Lis", P=1)], [family])

    assert allocate(town, deterministic_time=0).status is SolveStatus.UNPROVEN


def test_distances_too_long_to_be_added_up_are_unproven():
    longest = 2**63 - 1

    assert allocate(city({"P": 1}, [near("ala", P=longest)])).status is SolveStatus.UNPROVEN


def test_siblings_are_unproven_where_the_solver_could_not_count_the_metres_exactly():
    far = 2**50
    family = Family("Lis", ("ala", "jan"), TogetherRule.ONLY)
    town = city({"P": 2}, [near("ala", "Lis", P=far), near("jan", "Lis", P=far)], [family])

    assert allocate(town).status is SolveStatus.UNPROVEN


def test_final_placement_goes_by_distances_alone():
    with pytest.raises(InputError, match="final placement knows no secured place"):
        city({"P": 1}, [Child("ala", (), secured="P")])


def by_trying_everything(town):
    """The best placement by definition, as the five stages compare it.

    A way is a column: for each child how far down its list of groups, the nearest first, it goes.
    Each stage keeps the best of the ways that the stages before have left.
    """
    lists = [
        [*sorted(child.distances, key=lambda way: (way.metres, way.group)), None]
        for child in town.children
    ]
    ways = np.indices([len(listed) for listed in lists], np.int8).reshape(
        len(lists), -1 if lists else 1
    )
    groups = [group.id for group in town.groups]
    places = _looked_up(
        ways, lists, lambda way: len(groups) if way is None else groups.index(way.group)
    )
    taken = [(places == number).sum(axis=0) for number in range(len(groups))]
    fits = np.all([sat <= group.capacity for sat, group in zip(taken, town.groups, strict=True)], 0)
    ways, places = ways[:, fits], places[:, fits]
    metres = _looked_up(ways, lists, lambda way: 0 if way is None else way.metres)
    homes = _homes_together(town, places)
    stages = [
        (places == len(groups)).sum(axis=0),
        (homes < 0).sum(axis=0),
        metres.sum(axis=0),
        *np.where(homes < 0, len(groups), homes),
        *ways,
    ]
    best = np.arange(ways.shape[1])
    for stage in stages:
        best = best[stage[best] == stage[best].min()]
    (only,) = best
    found = {
        child.id: [*groups, None][place]
        for child, place in zip(town.children, places[:, only].tolist(), strict=True)
    }
    return found, len(found) - int(stages[0][only]), int(stages[2][only])


def _looked_up(ways, lists, fact):
    """The fact about each child's way, for every column."""
    rows = [
        np.array([fact(way) for way in listed])[row]
        for listed, row in zip(lists, ways, strict=True)
    ]
    return np.array(rows, np.int64).reshape(ways.shape)


def _homes_together(town, places):
    """For each family the number of the institution where all its children are, or -1."""
    homes = sorted({group.home for group in town.groups})
    home_of = np.array([*(homes.index(group.home) for group in town.groups), -1])
    numbers = {child.id: number for number, child in enumerate(town.children)}
    rows = []
    for family in town.families:
        first, *others = home_of[places[[numbers[child] for child in family.children]]]
        rows.append(np.where(np.all([first == other for other in others], axis=0), first, -1))
    return np.array(rows, np.int64).reshape(len(rows), places.shape[1])


@cache
def cities(families=False, children=8):
    """Few places, many equal distances, near ones or far ones."""
    return read_from_bytes(lambda numbers: read_city(numbers, families, children))


def read_city(numbers, families, children):
    unit = numbers.one_of([1, 700])
    groups = tuple(
        Group(f"g{number}", numbers.below(3), institution=numbers.one_of([None, "I", "J"]))
        for number in range(1 + numbers.up_to(3))
    )
    names = numbers.shuffled([f"c{child}" for child in range(numbers.up_to(children))])
    sizes = numbers.one_of([(2,), (3,), (2, 2), (3, 2), (2, 2, 2)]) if families else ()
    together, of = [], {}
    for size in sizes if sum(sizes) <= len(names) else ():
        family = Family(f"f{len(together)}", tuple(names[:size]), numbers.one_of(BOTH_RULES))
        together.append(family)
        of |= dict.fromkeys(family.children, family.id)
        names = [*names[size:], *names[:size]]
    return Problem(
        groups,
        tuple(
            Child(
                name,
                (),
                family=of.get(name),
                distances=tuple(
                    Distance(group.id, unit * numbers.below(4))
                    for group in groups
                    if numbers.below(3)
                ),
            )
            for name in names
        ),
        FINAL,
        tuple(together),
    )


@pytest.mark.parametrize("families", [False, True])
@many
@given(data=st.data())
def test_final_placement_is_the_best_of_all_placements(families, data):
    town = data.draw(cities(families))

    result = allocate(town)

    assert (result.assignment, result.placed, result.total_distance) == by_trying_everything(town)
    assert check(town, result) == []


@pytest.mark.parametrize("families", [False, True])
@many
@given(data=st.data(), random=shufflers)
def test_check_refuses_every_other_placement(families, data, random):
    town = data.draw(cities(families))
    result = allocate(town)
    other = {each.id: random.choice([*dict(each.distances), None]) for each in town.children}
    metres = {each.id: dict(each.distances) for each in town.children}
    told = replace(
        result,
        assignment=other,
        placed=sum(place is not None for place in other.values()),
        total_distance=sum(metres[each][place] for each, place in other.items() if place),
    )

    assert (check(town, told) == []) is (other == result.assignment)


@pytest.mark.parametrize("families", [False, True])
@few
@given(data=st.data(), random=shufflers)
def test_the_order_of_input_changes_no_byte_of_a_final_placement(families, data, random):
    document = problem_to_json(data.draw(cities(families)))
    shuffled = dict(document)
    for name in {"groups", "children", "families"} & document.keys():
        shuffled[name] = random.sample(document[name], len(document[name]))

    results = [allocate(problem_from_json(each)) for each in (document, shuffled)]

    assert len({canonical_json(result_to_json(result)) for result in results}) == 1


# Results broken by hand.

LIS = Family("Lis", ("jan", "zoe"), TogetherRule.ONLY)
PAIR = city({"P": 1, "Q": 1}, [near("ala", P=1, Q=5), near("jan", P=1, Q=9)])


def told(town, **places):
    """The placement changed by hand, with its own totals."""
    result = moved(allocate(town), **places)
    metres = {each.id: dict(each.distances) for each in town.children}
    going = {child: place for child, place in result.assignment.items() if place is not None}
    return replace(
        result,
        placed=len(going),
        total_distance=sum(metres[child].get(place, 0) for child, place in going.items()),
    )


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ala": "Z"}, 'child "ala": may not be sent to group "Z"'),
        ({"nobody": "P"}, 'child "nobody": the problem has no such child'),
    ],
)
def test_check_notices_a_place_out_of_reach_and_a_child_that_does_not_exist(wrong, sentence):
    assert sentences(check(PAIR, moved(allocate(PAIR), **wrong))) == [
        f"{sentence} [each_child_gets_a_place_it_may_have]"
    ]


def test_check_notices_a_child_without_an_answer():
    assert sentences(check(PAIR, replace(allocate(PAIR), assignment={"ala": "Q"}))) == [
        'child "jan": has no answer [each_child_gets_a_place_it_may_have]'
    ]


def test_check_notices_more_children_than_places():
    assert sentences(check(PAIR, told(PAIR, ala="P"))) == [
        'group "P": 2 children on 1 places [places_are_not_exceeded]'
    ]


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"placed": 1}, "placed: is 2, not 1"),
        ({"placed": None}, "placed: is 2, not None"),
        ({"total_distance": 5}, "total_distance: is 6, not 5"),
    ],
)
def test_check_notices_a_wrong_total(wrong, sentence):
    assert sentences(check(PAIR, replace(allocate(PAIR), **wrong))) == [
        f"{sentence} [totals_are_told_right]"
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"cutoffs": {}},
        {"cutoffs": {"P": (1,), "Q": None}},
        {"refusals": {}},
        {"ties": (Tie("P", 1, (1,), ("ala", "jan")),)},
        {"closed": ("P",)},
        {"blocking": (Blocking("Lis", ("P",)),)},
        {"proposal": {"ala": "P"}},
        {"displaced": (Displaced("ala", "P"),)},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_check_notices_what_final_placement_does_not_tell(wrong):
    (name,) = wrong

    assert sentences(check(PAIR, replace(allocate(PAIR), **wrong))) == [
        f"{name}: final placement tells nothing here [nothing_else_is_told]"
    ]


def test_check_notices_a_child_that_could_have_been_placed():
    """The place of ala, who could go to Q, is the only one for jan."""
    chain = city({"P": 1, "Q": 1}, [near("ala", P=1, Q=5), near("jan", P=1)])

    assert sentences(check(chain, told(chain, ala="P", jan=None))) == [
        'assignment: one more child could be placed: "ala" to "Q", "jan" to "P" '
        "[as_many_as_possible_are_placed]"
    ]


def test_check_notices_a_longer_placement():
    assert sentences(check(PAIR, told(PAIR, ala="P", jan="Q"))) == [
        'assignment: these children could trade places and save metres: "ala", "jan" '
        "[nothing_shorter_is_possible]"
    ]


@pytest.mark.parametrize(
    ("places", "children", "wrong", "names"),
    [
        # A free place is nearer.
        ({"P": 1, "Q": 1}, [near("ala", P=2, Q=1)], {"ala": "P"}, '"ala"'),
        # The only place is nearer to a child that has none.
        (
            {"P": 1},
            [near("ala", P=2), near("jan", P=1)],
            {"ala": "P", "jan": None},
            '"jan", "ala"',
        ),
        # Siblings, both of whom stay in the institution.
        (
            {"P3": 1, "P4": 1},
            [near("jan", "Lis", P3=1, P4=2), near("zoe", "Lis", P3=2, P4=2)],
            {"jan": "P4", "zoe": "P3"},
            '"jan", "zoe"',
        ),
        # Of the children in P the one to whom Q is nearest goes there.
        (
            {"P": 2, "Q": 1},
            [near("ala", P=2, Q=4), near("ewa", P=2, Q=9), near("jan", P=9, Q=1)],
            {"ala": "Q", "jan": "P"},
            '"jan", "ala"',
        ),
        # Of the children in P the one who goes farthest leaves its place to a nearer one.
        (
            {"P": 2},
            [near("ala", P=2), near("jan", P=9), near("zoe", P=3)],
            {"jan": "P", "zoe": None},
            '"jan", "zoe"',
        ),
    ],
)
def test_check_notices_that_children_could_save_metres(places, children, wrong, names):
    families = [LIS] if len(children) == 2 and children[0].family else []
    town = city(places, children, families, {"P3": "P", "P4": "P"})
    trades = [
        f"assignment: these children could trade places and save metres: {each} "
        "[nothing_shorter_is_possible]"
        for each in (names, ", ".join(reversed(names.split(", "))))
    ]

    assert set(trades) & set(sentences(check(town, told(town, **wrong))))


def test_check_notices_another_placement_of_the_same_length():
    town = city({"P": 1, "Q": 1}, [near("ala", P=5, Q=3), near("jan", P=5, Q=3)])

    assert sentences(check(town, told(town, ala="P", jan="Q"))) == [
        'child "ala": could have a nearer place, trading with children after it '
        "[the_first_by_id_have_the_nearest]"
    ]


def test_check_notices_that_a_child_after_it_could_make_room_by_going_to_a_free_place():
    """Jan can go to R, so that ala comes nearer; zoe only lives far away."""
    children = [near("ala", P=5, Q=5), near("jan", P=1, R=1), near("zoe", S=9)]
    town = city(dict.fromkeys("PQRS", 1), children)

    assert placement(town) == {"ala": "P", "jan": "R", "zoe": "S"}
    assert sentences(check(town, told(town, ala="Q", jan="P"))) == [
        'child "ala": could have a nearer place, trading with children after it '
        "[the_first_by_id_have_the_nearest]"
    ]


def test_check_notices_the_last_place_given_to_the_second_by_id():
    town = city({"P": 1}, [near("ala", P=5), near("jan", P=5)])

    assert codes(town, told(town, ala=None, jan="P")) == {"the_first_by_id_have_the_nearest"}


def test_check_notices_a_final_placement_said_to_have_no_answer():
    family = Family("Lis", ("ala", "jan"), TogetherRule.ONLY)
    town = city({"P": 2}, [near("ala", "Lis", P=1), near("jan", "Lis", P=1)], [family])

    assert codes(town, replace(allocate(town), status=SolveStatus.NO_STABLE)) == {
        "it_answers_this_problem"
    }


@pytest.mark.parametrize(
    ("children", "wrong"),
    [
        # One of them went where there was room for both beside the other.
        ([near("jan", "Lis", P=1, Q=2), near("zoe", "Lis", P=1, Q=2)], {"jan": "P", "zoe": "Q"}),
        # They were to leave a place to ala, who cannot have one if they are together.
        (
            [near("ala", P=1), near("jan", "Lis", P=1), near("zoe", "Lis", P=1)],
            {"ala": "P", "zoe": None},
        ),
        # Of two institutions as far the first by id is theirs.
        ([near("jan", "Lis", P=1, Q=1), near("zoe", "Lis", P=1, Q=1)], {"jan": "Q", "zoe": "Q"}),
        # They are apart, though another child has the nearest of its places.
        (
            [near("ewa", P=9, R=1), near("jan", "Lis", P=1, Q=1), near("zoe", "Lis", Q=1)],
            {"jan": "P"},
        ),
    ],
)
def test_check_notices_siblings_kept_apart_or_in_another_institution(children, wrong):
    town = city({"P": 2, "Q": 2, "R": 1}, children, [LIS])

    assert (
        'families: it is better to keep together: "Lis" [siblings_are_kept_together]'
    ) in sentences(check(town, told(town, **wrong)))


def test_check_notices_siblings_together_at_the_cost_of_another_child():
    """A place in P, which jan does not need, is the only one for ala."""
    children = [near("ala", P=1), near("jan", "Lis", P=1, Q=1), near("zoe", "Lis", P=1)]
    town = city({"P": 2, "Q": 1}, children, [LIS])

    assert (
        "families: it is better to keep together: nobody [siblings_are_kept_together]"
    ) in sentences(check(town, told(town, ala=None, jan="P", zoe="P")))


def test_check_notices_the_second_family_together_where_the_first_could_be():
    """There are two places in P, two in Q and two far apart from each other in R and S."""
    pairs = [("ala", "ewa"), ("jan", "zoe")]
    families = [Family(f"F{at}", pair, TogetherRule.ONLY) for at, pair in enumerate(pairs)]
    children = [
        near(name, f"F{at}", P=1, Q=1, R=1) for at, pair in enumerate(pairs) for name in pair
    ]
    town = city({"P": 2, "Q": 1, "R": 1}, children, families)

    assert placement(town) == {"ala": "P", "ewa": "P", "jan": "Q", "zoe": "R"}
    assert (
        'families: it is better to keep together: "F0" [siblings_are_kept_together]'
    ) in sentences(check(town, told(town, ala="Q", ewa="R", jan="P", zoe="P")))


def test_check_names_all_families_that_could_be_kept_together():
    pairs = [("ala", "ewa"), ("jan", "zoe")]
    families = [Family(f"F{at}", pair, TogetherRule.ONLY) for at, pair in enumerate(pairs)]
    children = [near(name, f"F{at}", P=1, Q=1) for at, pair in enumerate(pairs) for name in pair]
    town = city({"P": 2, "Q": 2}, children, families)

    assert sentences(check(town, told(town, ala="P", ewa="Q", jan="P", zoe="Q")))[0] == (
        'families: it is better to keep together: "F0", "F1" [siblings_are_kept_together]'
    )


@pytest.mark.parametrize("far", [1, 9])
def test_siblings_together_leave_no_place_to_a_child_as_near_or_nearer(far):
    children = [near("ala", P=1), near("jan", "Lis", P=far), near("zoe", "Lis", P=far)]
    town = city({"P": 2}, children, [LIS])

    assert placement(town) == {"ala": None, "jan": "P", "zoe": "P"}


def test_with_many_families_not_every_way_is_tried():
    names = [f"f{number}" for number in range(9)]
    children = [near(f"{name}{who}", name, P=1) for name in names for who in "ab"]
    families = [Family(name, (f"{name}a", f"{name}b"), TogetherRule.ONLY) for name in names]
    town = city({"P": 18}, children, families)

    assert placement(town) == {child.id: "P" for child in children}
    assert not_proved_again(town) == ["that no other way of keeping siblings together is better"]
    assert not_proved_again(PAIR) == []


@pytest.mark.parametrize(
    ("homes", "others", "trusted"),
    [
        # Being apart counts as one more way: 2 * 2 * 5 * 5 * 5 = 500.
        ((1, 1, 4, 4, 4), 0, False),
        ((1, 1, 4, 4, 4, 1), 0, True),
        ((1,), 198, False),
        ((1,), 199, True),
        ((), 1000, False),
    ],
)
def test_five_hundred_ways_among_two_hundred_children_are_tried(homes, others, trusted):
    children = [near(f"c{number}", P=1) for number in range(others)]
    families = []
    for at, number in enumerate(homes):
        pair = (f"{at}a", f"{at}b")
        children += [near(who, f"f{at}", **dict.fromkeys("PQRS"[:number], 1)) for who in pair]
        families.append(Family(f"f{at}", pair, TogetherRule.ONLY))

    assert not_proved_again(city(dict.fromkeys("PQRS", 1), children, families)) == (
        ["that no other way of keeping siblings together is better"] if trusted else []
    )
