"""Families against their definition, tried on many small problems."""

from dataclasses import replace
from functools import cache
from itertools import product

from hypothesis import assume, given
from hypothesis import strategies as st

from allocation.engine import (
    Child,
    Choice,
    EqualKeysError,
    Family,
    Group,
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
from tests.allocation.engine.brute_force import drawn
from tests.allocation.engine.examples import examples
from tests.allocation.engine.families_by_definition import Town, towns_of_all_orders
from tests.allocation.engine.small_problems import lists_of_wishes, read_lottery
from tests.allocation.engine.strategies import read_from_bytes, shufflers

INSTITUTIONS = [None, "North", "South"]

few = examples(40)
many = examples(80)


@cache
def towns(**sizes):
    """Small problems with families; keys end with a number drawn once for each child."""
    return read_from_bytes(lambda numbers: read_town(numbers, **sizes))


def read_town(numbers, children=6, groups=4, wishes=3, unequal=True):
    places = tuple(
        Group(f"g{number}", numbers.below(4), institution=numbers.one_of(INSTITUTIONS))
        for number in range(1 + numbers.up_to(groups - 1))
    )
    names = [f"c{number}" for number in range(2 + numbers.up_to(children - 2))]
    lists = [_wish_list(numbers, places, wishes) for _ in names]
    families = _families(numbers, dict(zip(names, lists, strict=True)))
    family_of = {child: family.id for family in families for child in family.children}
    drawn = numbers.shuffled(range(len(names)))
    return Problem(
        places,
        tuple(
            Child(
                name,
                tuple(
                    Choice(group, (numbers.below(3) + 1, *([number] if unequal else [])))
                    for group in listed
                ),
                family=family_of.get(name),
            )
            for name, listed, number in zip(names, lists, drawn, strict=True)
        ),
        Rules(TieRule.STRICT),
        tuple(families),
    )


def _wish_list(numbers, places, longest):
    wishes = [wish for wish in lists_of_wishes(len(places), longest) if wish]
    return [places[number].id for number in numbers.one_of(wishes)]


def _families(numbers, lists):
    """At least one, of two or three children, who wish by a rule or by a joint list."""
    left = numbers.shuffled(lists)
    families = []
    while len(left) > 1 and (not families or numbers.below(2)):
        size = numbers.one_of([2, 2, 3])
        members, left = tuple(left[:size]), left[size:]
        rule = numbers.one_of([*TogetherRule, None])
        joint = () if rule else _joint_entries(numbers, [lists[child] for child in members])
        families.append(Family(f"F{len(families)}", members, rule, joint))
    return families


def _joint_entries(numbers, lists):
    """Up to four entries, in which some child may get no place."""
    entries = [way for way in product(*([*listed, None] for listed in lists)) if any(way)]
    number = min(1 + numbers.below(4), len(entries))
    return tuple(entries.pop(numbers.below(len(entries))) for _ in range(number))


@cache
def towns_with_a_draw():
    """Equal children draw, one by one, family by family or by hand."""

    def read(numbers):
        town = read_town(numbers, children=5, unequal=False)
        lottery = read_lottery(numbers, [child.id for child in town.children])
        return town.with_rules(Rules(TieRule.LOTTERY, lottery=lottery))

    return read_from_bytes(read)


@cache
def towns_with_a_cycle():
    """Roth's town without an answer, into which children of another town may bring one."""
    return read_from_bytes(_town_with_a_cycle)


def _town_with_a_cycle(numbers):
    around = read_town(numbers, children=4, groups=2, wishes=2)
    cycle = (
        Child("r1", (Choice("P", (9, 2)),), family="R"),
        Child("r2", (Choice("Q", (5, 0)),), family="R"),
        Child("r3", (Choice("P", (5, 1)), Choice("Q", (9, 1)))),
    )
    children = tuple(
        replace(child, choices=(*child.choices, Choice(numbers.one_of("PQ"), (key, 3))))
        if numbers.below(2)
        else child
        for child, key in zip(around.children, numbers.shuffled(range(4, 12)), strict=False)
    )
    places = Group("P", 1, institution="North"), Group("Q", 1 + numbers.below(2))
    return Problem(
        (*around.groups, *places),
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


@few
@given(towns_with_a_draw())
def test_a_draw_gives_the_best_answer_by_definition(problem):
    result = allocate(problem)

    assert follows_the_definition(Town(drawn(problem)), result)
    assert check(problem, result) == []


@many
@given(towns(children=4, groups=3, unequal=False))
def test_an_answer_with_equal_keys_is_the_same_for_every_order_of_equals(problem):
    try:
        result = allocate(problem)
    except EqualKeysError:
        assume(False)

    assert all(follows_the_definition(town, result) for town in towns_of_all_orders(problem))
    assert check(problem, result) == []


@few
@given(towns(), shufflers)
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
