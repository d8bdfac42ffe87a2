"""Equal keys that may decide something in a town, once it is reduced.

The reduction holds for every way of breaking ties and leaves the same wishes and entries for
each. What is left depends on the order of two equal children of a group only where not all who
may come down to their key have room: where all have, nobody down to that key is ever refused,
in whatever order they stand, and they count alike for everybody below. So if no such children
are left, every way of breaking ties has the same assignments and the same blocking families.

The order of siblings never matters: a family is compared by the key of the lowest child it
brings, with children outside the family alone.
"""

from allocation.engine.errors import EqualKeysError, quoted
from allocation.engine.problem import Problem
from allocation.engine.solving.families.town import Town
from allocation.engine.solving.market import Seats, Wish, competing_keys
from allocation.engine.solving.seating import decide


def require_no_equals_that_may_decide(problem: Problem, town: Town) -> None:
    """Refuse to choose silently among equal children of a reduced town. `EqualKeysError`."""
    party = list(range(len(town.market.wishes)))
    for family in town.families:
        for child in family.children:
            party[child] = family.children[0]
    may_come: list[dict[int, Wish]] = [{} for _ in town.market.seats]
    for child, wishes in enumerate(town.market.wishes):
        for wish in wishes:
            may_come[wish.group][child] = wish
    for group, asking in enumerate(may_come):
        for equals in _contested(town.market.seats[group], asking):
            if len({party[child] for child in equals}) > 1:
                raise _equal_keys(problem, group, equals)


def _contested(seats: Seats, asking: dict[int, Wish]) -> list[list[int]]:
    """List the children of each rank that may not fit as a whole, the best rank first."""
    surely = decide(seats, asking.values()).surely
    ranks = {wish.rank for wish in asking.values() if wish.rank >= surely[wish.standing]}
    return [
        [child for child, wish in asking.items() if wish.rank == rank] for rank in sorted(ranks)
    ]


def _equal_keys(problem: Problem, group: int, equals: list[int]) -> EqualKeysError:
    group_id = problem.groups[group].id
    return EqualKeysError.among(
        group_id,
        competing_keys(problem)[equals[0]][group_id],
        tuple(problem.children[child].id for child in equals),
        why=f"and their order may decide; the rule {quoted(problem.rules.ties)} "
        "may not choose among them",
    )
