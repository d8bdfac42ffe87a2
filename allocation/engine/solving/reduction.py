"""Leaving out every wish that no assignment can fulfil, whatever decides between equals.

A *sure refusal*: the places are taken by strictly better children for whom the group is the
best wish left. A *sure admission*: the child fits even if everybody who may still come asks;
what it wanted less than that can go. Both are exact, so the rest has the same answers.
"""

from collections import defaultdict

from allocation.engine.solving.market import Market, Wish
from allocation.engine.solving.seating import NEVER, decide


def reduce_market(market: Market, positions: list[int]) -> Market:
    """Return the market without wishes that are surely refused or surely not needed.

    `positions` are the wishes obtained when all equals stay (`ask_in_order`): everything before
    them is surely refused already.
    """
    hopes = without_sure_refusals(market, positions)
    ends = sure_admissions(market, hopes)
    return Market(
        seats=market.seats,
        wishes=tuple(tuple(wishes[: ends[child] + 1]) for child, wishes in enumerate(hopes)),
    )


def components(market: Market) -> list[tuple[list[int], Market]]:
    """Split a reduced market where something is left to decide into independent parts.

    Each part lists its children's numbers in the whole market. Children with one wish left only
    take their place, so they do not connect groups; parts without a decision are left out.
    """
    parent = list(range(len(market.seats)))

    def root(group: int) -> int:
        while parent[group] != group:
            parent[group] = parent[parent[group]]
            group = parent[group]
        return group

    for wishes in market.wishes:
        for wish in wishes[1:]:
            parent[root(wish.group)] = root(wishes[0].group)
    roots = {root(wishes[0].group) for wishes in market.wishes if len(wishes) > 1}
    parts: dict[int, list[int]] = defaultdict(list)
    for child, wishes in enumerate(market.wishes):
        if wishes and root(wishes[0].group) in roots:
            parts[root(wishes[0].group)].append(child)
    return [
        (children, Market(market.seats, tuple(market.wishes[child] for child in children)))
        for _, children in sorted(parts.items())
    ]


def without_sure_refusals(market: Market, positions: list[int]) -> list[list[Wish]]:
    """Return for every child the wishes that are not surely refused."""
    certain: list[list[int]] = [[] for _ in market.seats]
    for wishes, position in zip(market.wishes, positions, strict=True):
        for wish in wishes[position : position + 1]:
            certain[wish.group].append(wish.rank)
    limits = [
        NEVER
        if seats.reserved or len(ranks) < seats.places
        else sorted(ranks)[seats.places - 1]
        if seats.places
        else -NEVER
        for seats, ranks in zip(market.seats, certain, strict=True)
    ]
    return [
        [wish for wish in wishes[position:] if wish.rank <= limits[wish.group]]
        for wishes, position in zip(market.wishes, positions, strict=True)
    ]


def sure_admissions(market: Market, hopes: list[list[Wish]]) -> list[int]:
    """Return for every child the position of the last wish that can still matter."""
    ends = [len(wishes) - 1 for wishes in hopes]
    may_come: list[dict[int, int]] = [{} for _ in market.seats]
    for child, wishes in enumerate(hopes):
        for position, wish in enumerate(wishes):
            may_come[wish.group][child] = position
    waiting = set(range(len(market.seats)))
    while waiting:
        group = waiting.pop()
        asking = {child: hopes[child][position] for child, position in may_come[group].items()}
        surely = decide(market.seats[group], asking.values()).surely
        for child, wish in asking.items():
            if wish.rank < surely[wish.standing]:
                for needless in hopes[child][may_come[group][child] + 1 : ends[child] + 1]:
                    del may_come[needless.group][child]
                    waiting.add(needless.group)
                ends[child] = min(ends[child], may_come[group][child])
    return ends
