"""The work allowed may run out at any stage: then nothing is proven, and nothing is wrong."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from allocation.engine import (
    Child,
    Choice,
    ClosingRule,
    Family,
    Group,
    Problem,
    Result,
    Rules,
    SolveStatus,
    TieRule,
    TogetherRule,
    allocate,
    check,
)
from tests.allocation.engine.problems import codes

BEST_OPEN_SET = Rules(TieRule.STRICT, closing=ClosingRule.BEST_OPEN_SET)


def crowd(seed: int, children: int, groups: int) -> tuple[Child, ...]:
    """Children who wish for some of the groups, with strict keys."""
    chance = Random(seed)
    return tuple(
        Child(
            f"c{number:02}",
            tuple(
                Choice(f"g{group}", (chance.randint(0, 99), number))
                for group in chance.sample(range(groups), chance.randint(1, groups))
            ),
        )
        for number in range(children)
    )


def with_pairs(seed: int) -> Problem:
    """Ten of eighteen children are siblings in pairs."""
    children = crowd(seed, 18, 4)
    families = [
        Family(f"F{one.id}", (one.id, other.id), TogetherRule.PREFERRED)
        for one, other in zip(children[:10:2], children[1:10:2], strict=True)
    ]
    family = {child: family.id for family in families for child in family.children}
    return Problem(
        tuple(Group(f"g{number}", 3) for number in range(4)),
        tuple(replace(child, family=family.get(child.id)) for child in children),
        Rules(TieRule.STRICT),
        tuple(families),
    )


def with_minimums(seed: int) -> Problem:
    """Six groups that open for at least three children, of whom there are fourteen."""
    groups = tuple(Group(f"g{number}", 4, min_size=3) for number in range(6))
    return Problem(groups, crowd(seed, 14, 6), BEST_OPEN_SET)


def with_ever_more_work(town: Problem, work: float) -> Iterator[Result]:
    """Yield what is answered until it is proven."""
    status = SolveStatus.UNPROVEN
    while status is SolveStatus.UNPROVEN:
        result = allocate(town, deterministic_time=work)
        status, work = result.status, work * 1.1
        yield result


@pytest.mark.parametrize(
    ("town", "least_work", "status"),
    [
        (with_pairs(4), 0.0002, SolveStatus.OPTIMAL),
        (with_pairs(9), 0.0018, SolveStatus.NO_STABLE),
        (with_minimums(16), 0.001, SolveStatus.OPTIMAL),
    ],
)
def test_an_answer_is_proven_and_always_the_same_or_it_is_no_answer(town, least_work, status):
    *unproven, proven = with_ever_more_work(town, least_work)

    assert (proven, proven.status) == (allocate(town), status)
    assert check(town, proven) == []
    assert len(unproven) > 1
    for result in unproven:
        assert "it_answers_this_problem" in codes(town, result)
