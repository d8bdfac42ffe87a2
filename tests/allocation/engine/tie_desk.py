"""The committee at the tie desk: it is asked until no child waits for its word."""

from collections.abc import Callable
from dataclasses import replace

from allocation.engine import Problem, allocate
from allocation.ties import open_ties

Answer = dict[str, str | None]
Allocate = Callable[[Problem], Answer]


def decided_in(orders: list[list[str]]) -> Allocate:
    """The committee decides tie after tie, always by the same order of the children of a group."""

    def outcome(town: Problem) -> Answer:
        numbers = {g.id: order[::-1] for g, order in zip(town.groups, orders, strict=True)}
        asked: dict[tuple, tuple[str, ...]] = {}
        while True:
            decided = _with_orders(town, numbers, asked)
            result = allocate(decided)
            ties = open_ties(decided, result)
            if not ties:
                return result.assignment
            asked |= {(tie.group, tie.points): tie.children for tie in ties}

    return outcome


def _with_orders(town, numbers, asked):
    """Keys as in the product: residence, two stages, and the order where one was asked for."""

    def key(child_id, choice):
        points = (1, 0, *choice.key)
        is_ordered = child_id in asked.get((choice.group, points), ())
        return (*points, 1 + numbers[choice.group].index(child_id) if is_ordered else 0)

    return replace(
        town,
        children=tuple(
            replace(
                each,
                choices=tuple(replace(choice, key=key(each.id, choice)) for choice in each.choices),
            )
            for each in town.children
        ),
    )
