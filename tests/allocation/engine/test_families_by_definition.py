"""Families against their definition, tried on many small problems."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from allocation.engine import (
    Child,
    Choice,
    EqualKeysError,
    Family,
    Group,
    Lottery,
    LotteryLevel,
    Problem,
    Rules,
    SolveStatus,
    TieRule,
    TogetherRule,
    allocate,
    canonical_json,
    check,
    parse_json,
    problem_from_json,
    problem_to_json,
    result_from_json,
    result_to_json,
)
from allocation.engine.checking.draw import drawn_numbers
from tests.allocation.engine.examples import examples
from tests.allocation.engine.families_by_definition import Town, towns_of_all_orders

few = examples(40)
many = examples(150)


@st.composite
def family_lists(draw, names):
    """Split some of the children into families of two or three."""
    left = draw(st.permutations(names))
    families = []
    while len(left) >= 2 and len(families) < 3 and (not families or draw(st.booleans())):
        size = draw(st.sampled_from([2, 2, 3]))
        families.append(tuple(left[:size]))
        left = left[size:]
    return [family for family in families if len(family) > 1]


@st.composite
def wishes_together(draw, members, lists):
    """A rule, or a list of joint entries in which some child may get no place."""
    rule = draw(st.sampled_from([*TogetherRule, None]))
    if rule is not None:
        return rule, ()
    entry = st.tuples(*(st.sampled_from([*lists[child], None]) for child in members))
    joint = draw(st.lists(entry.filter(any), min_size=1, max_size=4, unique=True))
    return None, tuple(joint)


@st.composite
def towns(draw, children=6, groups=4, wishes=3, strict=True, rules=None):
    """Small problems with families; strict keys end with a number drawn once for each child."""
    capacities = draw(st.lists(st.integers(0, 3), min_size=1, max_size=groups))
    institutions = st.sampled_from([None, "North", "South"])
    group_list = [
        Group(f"g{number}", capacity, institution=draw(institutions))
        for number, capacity in enumerate(capacities)
    ]
    names = [f"c{number}" for number in range(draw(st.integers(2, children)))]
    numbers = draw(st.permutations(range(len(names))))
    wish_lists = st.lists(
        st.sampled_from(range(len(capacities))), unique=True, min_size=1, max_size=wishes
    )
    lists = {name: [f"g{wish}" for wish in draw(wish_lists)] for name in names}
    keys = {
        (name, group): (draw(st.integers(1, 3)), *([number] if strict else []))
        for name, number in zip(names, numbers, strict=True)
        for group in lists[name]
    }
    families = [
        Family(f"F{number}", members, *draw(wishes_together(members, lists)))
        for number, members in enumerate(draw(family_lists(names)))
    ]
    belongs = {child: family.id for family in families for child in family.children}
    child_list = [
        Child(
            name,
            tuple(Choice(group, keys[name, group]) for group in lists[name]),
            family=belongs.get(name),
        )
        for name in names
    ]
    return Problem(
        tuple(group_list), tuple(child_list), rules or Rules(TieRule.STRICT), tuple(families)
    )


@st.composite
def towns_with_a_cycle(draw):
    """Roth's town without an answer, into which children of another town may bring one."""
    around = draw(towns(children=4, groups=2, wishes=2))
    keys = draw(st.permutations(range(4, 12)))
    cycle = (
        Child("r1", (Choice("P", (9, 2)),), family="R"),
        Child("r2", (Choice("Q", (5, 0)),), family="R"),
        Child("r3", (Choice("P", (5, 1)), Choice("Q", (9, 1)))),
    )
    children = tuple(
        replace(child, choices=(*child.choices, Choice(draw(st.sampled_from("PQ")), (key, 3))))
        if draw(st.booleans())
        else child
        for child, key in zip(around.children, keys, strict=False)
    )
    return Problem(
        (*around.groups, Group("P", 1, institution="North"), Group("Q", draw(st.integers(1, 2)))),
        (*children, *cycle),
        Rules(TieRule.STRICT),
        (*around.families, Family("R", ("r1", "r2"), joint=(("P", "Q"),))),
    )


def follows_the_definition(town, result):
    answer, blocking = town.best()
    if blocking:
        told = {one.family: one.entry for one in result.blocking}
        return (result.status, result.proposal, told) == (SolveStatus.NO_STABLE, answer, blocking)
    return (result.status, result.assignment) == (SolveStatus.OPTIMAL, answer)


@many
@given(towns())
def test_strict_keys_give_the_best_answer_by_definition(problem):
    result = allocate(problem)

    assert follows_the_definition(Town(problem), result)
    assert check(problem, result) == []


@few
@given(towns(children=8, wishes=2))
def test_eight_children_get_the_best_answer_by_definition(problem):
    result = allocate(problem)

    assert follows_the_definition(Town(problem), result)
    assert check(problem, result) == []


@few
@given(towns_with_a_cycle())
def test_where_there_is_no_answer_the_fewest_families_block_by_definition(problem):
    result = allocate(problem)

    assert follows_the_definition(Town(problem), result)
    assert check(problem, result) == []


@pytest.mark.parametrize("level", LotteryLevel)
@few
@given(data=st.data())
def test_a_draw_gives_the_best_answer_by_definition(level, data):
    rules = Rules(TieRule.LOTTERY, lottery=Lottery("seed", level=level))
    problem = data.draw(towns(children=5, strict=False, rules=rules))
    numbers = drawn_numbers(problem)
    drawn = replace(
        problem,
        children=tuple(
            replace(
                child,
                choices=tuple(
                    replace(choice, key=choice.key + numbers[child.id]) for choice in child.choices
                ),
            )
            for child in problem.children
        ),
    )

    result = allocate(problem)

    assert follows_the_definition(Town(drawn), result)
    assert check(problem, result) == []


@many
@given(towns(children=5, groups=3, strict=False))
def test_an_answer_with_equal_keys_is_the_same_for_every_order_of_equals(problem):
    try:
        result = allocate(problem)
    except EqualKeysError:
        assume(False)

    assert all(follows_the_definition(town, result) for town in towns_of_all_orders(problem))
    assert check(problem, result) == []


@few
@given(towns(), st.randoms(use_true_random=False))
def test_the_order_of_input_changes_no_byte(problem, shuffler):
    document = problem_to_json(problem)
    shuffled = {**document}
    for name in ("groups", "children", "families"):
        shuffled[name] = shuffler.sample(document[name], len(document[name]))
    shuffled["children"] = [
        dict(shuffler.sample(sorted(child.items()), len(child))) for child in shuffled["children"]
    ]

    results = [allocate(problem_from_json(each)) for each in (document, shuffled)]

    assert len({canonical_json(result_to_json(result)) for result in results}) == 1


@few
@given(towns())
def test_a_result_reads_back_as_it_was_written(problem):
    result = allocate(problem)

    assert result_from_json(parse_json(canonical_json(result_to_json(result)))) == result
    assert problem_from_json(parse_json(canonical_json(problem_to_json(problem)))) == problem


@few
@given(towns(children=5), st.data())
def test_check_notices_every_other_assignment(problem, data):
    """Small problems are tried in full, so nothing but the one best answer passes."""
    result = allocate(problem)
    others = [answer for answer in Town(problem).feasible() if answer != result.assignment]
    assume(result.status is SolveStatus.OPTIMAL and others)
    moved = replace(result, assignment=data.draw(st.sampled_from(others)))

    assert check(problem, moved) != []
