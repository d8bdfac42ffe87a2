"""What must hold for every problem, tried on many small ones."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from allocation.engine import (
    EqualKeysError,
    TieRule,
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
from tests.allocation.engine.strategies import lotteries, problems, strict_problems

few = examples(60)
many = examples(150)

LARGE = {"children": 8, "groups": 4}

# With `reserves` some towns have none, and are answered on arrays.
COMMITTEE = {"committee": problems(reserves=True, **LARGE)}
STRICT = {"strict": strict_problems(reserves=True, **LARGE)}
LOTTERY = {"lottery": lotteries(reserves=True, **LARGE)}
ALL_IN = {"all_in": problems(ties=TieRule.ALL_IN, **LARGE)}
ON_ARRAYS = {
    "committee without reserves": problems(**LARGE),
    "strict without reserves": strict_problems(**LARGE),
}


def under(*rules):
    """Try a property on towns under each of the rules; the test draws its own town."""
    named = {name: towns for rule in rules for name, towns in rule.items()}
    return pytest.mark.parametrize("towns", list(named.values()), ids=list(named))


def rank(problem, result, child_id):
    child = next(child for child in problem.children if child.id == child_id)
    got = result.assignment[child_id]
    wishes = [choice.group for choice in child.choices]
    return len(wishes) if got not in wishes else wishes.index(got)


def nobody_is_worse_off(town, after, before):
    return all(
        rank(town, after, child.id) <= rank(town, before, child.id) for child in town.children
    )


@under(COMMITTEE, STRICT, LOTTERY, ALL_IN, ON_ARRAYS)
@many
@given(data=st.data())
def test_the_answer_is_the_best_by_definition(towns, data):
    town = data.draw(towns)

    result = allocate(town)

    assert result.assignment == Definition(town).answer()
    assert check(town, result) == []


@many
@given(problems(TieRule.STRICT, reserves=True, children=3, groups=2))
def test_strict_answers_equal_keys_only_if_every_order_of_equals_gives_the_same(town):
    answers = Definition(town).answers_of_all_orders()

    try:
        assignments = [allocate(town).assignment]
    except EqualKeysError:
        assert len(answers) > 1
    else:
        assert answers == assignments


@under(COMMITTEE, STRICT)
@few
@given(data=st.data())
def test_the_second_opinion_agrees(towns, data):
    assert allocate(data.draw(towns), second_opinion=True).second_opinion.agrees


@under(COMMITTEE, STRICT, LOTTERY, ALL_IN)
@few
@given(data=st.data(), shuffler=st.randoms(use_true_random=False))
def test_the_order_of_input_changes_no_byte(towns, data, shuffler):
    document = problem_to_json(data.draw(towns))
    shuffled = {**document, **{name: list(document[name]) for name in ("groups", "children")}}
    for name in ("groups", "children"):
        shuffler.shuffle(shuffled[name])
    shuffled["children"] = [
        dict(shuffler.sample(sorted(child.items()), len(child))) for child in shuffled["children"]
    ]

    results = [allocate(problem_from_json(each)) for each in (document, shuffled)]

    assert len({canonical_json(result_to_json(result)) for result in results}) == 1


@few
@given(problems(reserves=True, **LARGE))
def test_a_result_reads_back_as_it_was_written(town):
    result = allocate(town)

    assert result_from_json(parse_json(canonical_json(result_to_json(result)))) == result
    assert problem_from_json(parse_json(canonical_json(problem_to_json(town)))) == town


@under(COMMITTEE, STRICT, ALL_IN)
@many
@given(data=st.data(), shuffler=st.randoms(use_true_random=False))
def test_names_decide_nothing(towns, data, shuffler):
    """Children and groups are called otherwise; a draw goes by names and is left out here."""
    town = data.draw(towns)
    names = {None: None, **_other_names("x", town.children, shuffler)}
    names |= _other_names("y", town.groups, shuffler)
    renamed = replace(
        town,
        groups=tuple(replace(group, id=names[group.id]) for group in town.groups),
        children=tuple(
            replace(
                child,
                id=names[child.id],
                choices=tuple(replace(wish, group=names[wish.group]) for wish in child.choices),
                secured=names[child.secured],
            )
            for child in town.children
        ),
    )

    before, after = allocate(town), allocate(renamed)

    assert {names[child]: names[got] for child, got in before.assignment.items()} == (
        after.assignment
    )
    assert {names[group]: limit for group, limit in before.cutoffs.items()} == after.cutoffs


def _other_names(letter, named, shuffler):
    numbers = shuffler.sample(range(len(named)), len(named))
    return {each.id: f"{letter}{number}" for each, number in zip(named, numbers, strict=True)}


@under(COMMITTEE, STRICT, ALL_IN)
@few
@given(data=st.data())
def test_a_better_key_never_hurts_the_child(towns, data):
    town = data.draw(towns)
    number = data.draw(st.integers(0, max(0, len(town.children) - 1)))
    children = list(town.children)
    for child in children[number : number + 1]:
        better = tuple(
            replace(choice, key=(choice.key[0] + data.draw(st.integers(0, 3)), *choice.key[1:]))
            for choice in child.choices
        )
        children[number] = replace(child, choices=better)

    before = allocate(town)
    after = allocate(replace(town, children=tuple(children)))

    for child in town.children[number : number + 1]:
        assert rank(town, after, child.id) <= rank(town, before, child.id)


@under(COMMITTEE, STRICT, ALL_IN)
@few
@given(data=st.data(), number=st.integers(0, 3))
def test_one_more_place_never_hurts_anybody(towns, data, number):
    town = data.draw(towns)
    groups = tuple(
        replace(group, capacity=group.capacity + (index == number))
        for index, group in enumerate(town.groups)
    )

    before = allocate(town)
    after = allocate(replace(town, groups=groups))

    assert nobody_is_worse_off(town, after, before)


@many
@given(strict_problems(reserves=True, **LARGE), st.data())
def test_no_child_gains_by_listing_other_wishes(town, data):
    """Reordering, leaving out, or cutting the list short (Dubins & Freedman 1981, Roth 1982)."""
    number = data.draw(st.integers(0, max(0, len(town.children) - 1)))
    for child in town.children[number : number + 1]:
        listed = data.draw(st.permutations(child.choices))
        listed = listed[: data.draw(st.integers(0, len(listed)))]
        children = tuple(
            replace(each, choices=tuple(listed)) if each.id == child.id else each
            for each in town.children
        )

        truth = allocate(town)
        said = allocate(replace(town, children=children))

        assert rank(town, truth, child.id) <= rank(town, said, child.id)


@few
@given(problems(reserves=True, **LARGE), st.randoms(use_true_random=False))
def test_ordering_the_ties_again_and_again_ends_with_none_open(town, committee):
    """Each round appends the committee's order to the keys, as the tie desk does."""
    for _ in range(20):
        ties = allocate(town).ties
        if not ties:
            break
        town = decided(town, ties, committee)

    assert allocate(town).ties == ()


@many
@given(problems(reserves=True, **LARGE), st.randoms(use_true_random=False))
def test_a_decision_on_a_tie_makes_no_child_worse_off_than_the_proposal(town, committee):
    """Whether the committee orders one of the ties first or all of them at once."""
    proposal = allocate(town)

    for ties in {proposal.ties, proposal.ties[:1], proposal.ties[-1:]} - {()}:
        after = allocate(decided(town, ties, committee))

        assert nobody_is_worse_off(town, after, proposal)


def decided(town, ties, committee):
    """The committee's order of each tie becomes one more element of the keys."""
    order = {
        (child, tie.group): place
        for tie in ties
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
        for child in town.children
    )
    return replace(town, children=children)
