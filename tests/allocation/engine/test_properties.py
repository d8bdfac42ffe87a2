"""What must hold for every problem, tried on many small ones."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.engine import (
    Child,
    Choice,
    EqualKeysError,
    Group,
    Problem,
    Reserve,
    ReserveOrder,
    Rules,
    TieRule,
    UnfilledReserve,
    allocate,
    canonical_json,
    check,
    parse_json,
    problem_from_json,
    problem_to_json,
    result_from_json,
    result_to_json,
)
from tests.allocation.engine.brute_force import Definition
from tests.allocation.engine.examples import examples

few = examples(60)
many = examples(150)

FOUR_RULES = [(order, unfilled) for order in ReserveOrder for unfilled in UnfilledReserve]


@st.composite
def problems(draw, ties=TieRule.COMMITTEE, rules=None, children=4, groups=3, keys=3):
    """Small problems full of ties, full groups, reserved and secured places."""
    capacities = draw(st.lists(st.integers(0, 3), min_size=1, max_size=groups))
    reserves = rules is not None
    group_list = []
    for number, capacity in enumerate(capacities):
        seats = draw(st.integers(0, capacity)) if reserves else 0
        reserve = (Reserve("t", seats),) if seats else ()
        group_list.append(Group(f"g{number}", capacity, reserve))
    free = list(capacities)
    child_list = []
    for number in range(draw(st.integers(0, children))):
        wishes = draw(st.lists(st.sampled_from(range(len(free))), unique=True))
        choices = tuple(Choice(f"g{wish}", (draw(st.integers(1, keys)),)) for wish in wishes)
        secured = draw(st.one_of(st.none(), st.sampled_from(range(len(free)))))
        if secured is not None and free[secured]:
            free[secured] -= 1
        else:
            secured = None
        child_list.append(
            Child(
                f"c{number}",
                choices,
                frozenset({"t"}) if draw(st.booleans()) else frozenset(),
                None if secured is None else f"g{secured}",
            )
        )
    order, unfilled = rules or (None, None)
    return Problem(tuple(group_list), tuple(child_list), Rules(ties, order, unfilled))


def strict_problems(rules=None, **sizes):
    """Problems in which no two keys of a group are equal: a number of the child is appended."""
    return problems(ties=TieRule.STRICT, rules=rules, **sizes).map(
        lambda problem: replace(
            problem,
            children=tuple(
                replace(
                    child,
                    choices=tuple(
                        replace(choice, key=(*choice.key, number * 2 % 5))
                        for choice in child.choices
                    ),
                )
                for number, child in enumerate(problem.children)
            ),
        )
    )


def rank(problem, result, child_id):
    child = next(child for child in problem.children if child.id == child_id)
    got = result.assignment[child_id]
    wishes = [choice.group for choice in child.choices]
    return len(wishes) if got not in wishes else wishes.index(got)


@many
@given(problems())
def test_committee_gives_the_best_assignment_by_definition(problem):
    result = allocate(problem)

    assert result.assignment == Definition(problem).answer()
    assert check(problem, result) == []


@many
@given(problems(ties=TieRule.ALL_IN))
def test_all_in_gives_the_best_assignment_by_definition(problem):
    result = allocate(problem)

    assert result.assignment == Definition(problem).answer()
    assert check(problem, result) == []


@pytest.mark.parametrize("rules", FOUR_RULES)
@few
@given(data=st.data())
def test_committee_with_reserved_places_gives_the_best_assignment_by_definition(rules, data):
    problem = data.draw(problems(rules=rules))

    result = allocate(problem)

    assert result.assignment == Definition(problem).answer()
    assert check(problem, result) == []


@pytest.mark.parametrize("rules", FOUR_RULES)
@few
@given(data=st.data())
def test_strict_keys_give_the_best_assignment_by_definition(rules, data):
    problem = data.draw(strict_problems(rules=rules))

    result = allocate(problem)

    assert [result.assignment] == Definition(problem).answers_of_all_orders()
    assert check(problem, result) == []


@many
@given(problems(ties=TieRule.STRICT, children=3, groups=2))
def test_strict_answers_equal_keys_only_if_every_order_of_equals_gives_the_same(problem):
    answers = Definition(problem).answers_of_all_orders()

    try:
        assignments = [allocate(problem).assignment]
    except EqualKeysError:
        assert len(answers) > 1
    else:
        assert answers == assignments


@pytest.mark.parametrize("rules", FOUR_RULES)
@few
@given(data=st.data())
def test_the_second_opinion_agrees(rules, data):
    problem = data.draw(problems(rules=rules, children=8))

    result = allocate(problem, second_opinion=True)

    assert result.second_opinion.agrees


@few
@given(problems(rules=FOUR_RULES[0], children=6), st.randoms(use_true_random=False))
def test_the_order_of_input_changes_no_byte(problem, shuffler):
    document = problem_to_json(problem)
    shuffled = {**document, **{name: list(document[name]) for name in ("groups", "children")}}
    for name in ("groups", "children"):
        shuffler.shuffle(shuffled[name])
    shuffled["children"] = [
        dict(shuffler.sample(sorted(child.items()), len(child))) for child in shuffled["children"]
    ]

    results = [allocate(problem_from_json(each)) for each in (document, shuffled)]

    assert len({canonical_json(result_to_json(result)) for result in results}) == 1


@few
@given(problems(rules=FOUR_RULES[0], children=6))
def test_a_result_reads_back_as_it_was_written(problem):
    result = allocate(problem)

    assert result_from_json(parse_json(canonical_json(result_to_json(result)))) == result
    assert problem_from_json(parse_json(canonical_json(problem_to_json(problem)))) == problem


@pytest.mark.parametrize("rules", FOUR_RULES)
@few
@given(data=st.data())
def test_a_better_key_never_hurts_the_child(rules, data):
    problem = data.draw(strict_problems(rules=rules))
    number = data.draw(st.integers(0, max(0, len(problem.children) - 1)))
    children = list(problem.children)
    for child in children[number : number + 1]:
        better = tuple(
            replace(choice, key=(choice.key[0] + data.draw(st.integers(0, 3)), choice.key[1]))
            for choice in child.choices
        )
        children[number] = replace(child, choices=better)

    before = allocate(problem)
    after = allocate(replace(problem, children=tuple(children)))

    for child in problem.children[number : number + 1]:
        assert rank(problem, after, child.id) <= rank(problem, before, child.id)


@few
@given(strict_problems(), st.integers(0, 2))
def test_one_more_place_never_hurts_anybody(problem, number):
    groups = [
        replace(group, capacity=group.capacity + (index == number))
        for index, group in enumerate(problem.groups)
    ]

    before = allocate(problem)
    after = allocate(replace(problem, groups=tuple(groups)))

    assert all(
        rank(problem, after, child.id) <= rank(problem, before, child.id)
        for child in problem.children
    )


@few
@given(problems(rules=FOUR_RULES[3], children=6), st.randoms(use_true_random=False))
def test_ordering_the_ties_again_and_again_ends_with_none_open(problem, committee):
    """Each round appends the committee's order to the keys, as the tie desk does."""
    for _ in range(20):
        result = allocate(problem)
        order = {
            (child, tie.group): place
            for tie in result.ties
            for place, child in enumerate(committee.sample(tie.children, len(tie.children)))
        }
        children = tuple(
            replace(
                child,
                choices=tuple(
                    replace(choice, key=(*choice.key, order.get((child.id, choice.group), 0)))
                    for choice in child.choices
                ),
            )
            for child in problem.children
        )
        problem = replace(problem, children=children)

    assert result.ties == ()


@many
@given(strict_problems(children=5), st.data())
def test_no_child_gains_by_listing_other_wishes(town, data):
    """Reordering, leaving out, or cutting the list short (Dubins & Freedman 1981, Roth 1982)."""
    truth = allocate(town)
    for child in town.children:
        listed = data.draw(st.permutations(child.choices))
        listed = listed[: data.draw(st.integers(0, len(listed)))]
        children = tuple(
            replace(each, choices=tuple(listed)) if each.id == child.id else each
            for each in town.children
        )
        said = allocate(replace(town, children=children))

        assert rank(town, truth, child.id) <= rank(town, said, child.id)


@many
@given(problems(children=6), st.randoms(use_true_random=False))
def test_a_decision_on_a_tie_makes_no_child_worse_off_than_the_proposal(town, committee):
    proposal = allocate(town)
    for tie in proposal.ties:
        order = committee.sample(tie.children, len(tie.children))
        decided = replace(
            town,
            children=tuple(
                replace(
                    child,
                    choices=tuple(
                        replace(choice, key=(*choice.key, _place(order, child.id, choice, tie)))
                        for choice in child.choices
                    ),
                )
                for child in town.children
            ),
        )
        after = allocate(decided)

        assert all(
            rank(town, after, child.id) <= rank(town, proposal, child.id) for child in town.children
        )


def _place(order, child_id, choice, tie):
    return order.index(child_id) if choice.group == tie.group and child_id in order else 0


@many
@given(problems(children=6), st.randoms(use_true_random=False))
def test_names_decide_nothing(town, shuffler):
    new_names = [f"x{number}" for number in range(len(town.children))]
    shuffler.shuffle(new_names)
    names = dict(zip((child.id for child in town.children), new_names, strict=True))
    renamed = replace(
        town, children=tuple(replace(child, id=names[child.id]) for child in town.children)
    )

    before, after = allocate(town), allocate(renamed)

    assert {names[child]: got for child, got in before.assignment.items()} == after.assignment
    assert before.cutoffs == after.cutoffs
