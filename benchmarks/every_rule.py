"""Small towns that together use every rule of the engine, full of equals and near-equal answers."""

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import product

from allocation.engine import (
    Child,
    Choice,
    ClosingRule,
    Distance,
    Drawn,
    Family,
    Group,
    Lottery,
    LotteryLevel,
    Mechanism,
    Problem,
    Reserve,
    ReserveOrder,
    Rules,
    TieRule,
    TogetherRule,
    UnfilledReserve,
)

Joint = tuple[tuple[str | None, ...], ...]
TOGETHER: tuple[TogetherRule | Joint, ...] = (*TogetherRule, (("a", "b"), ("b", "a"), ("a", None)))

STRICT = Rules(TieRule.STRICT)
DRAW = Lottery("2026")

SEVERAL_ANSWERS = (0, 3, 4, 5, 9, 444)
"""In the last two only the last stage decides between answers that are equally good."""

WITHOUT_AN_ANSWER = (1, 2, 9, 15, 16, 22)
"""In all but one somebody must block; in the last three in several equally good ways."""


def towns() -> dict[str, Problem]:
    """Return the towns by what they are about."""
    reserves = {
        f"{order}, {unfilled}": (order, unfilled)
        for order, unfilled in product(ReserveOrder, UnfilledReserve)
    }
    sequential, best_set = ClosingRule.SEQUENTIAL, ClosingRule.BEST_OPEN_SET
    by_lot = Rules(TieRule.LOTTERY, lottery=DRAW)
    return {
        "committee": _town("committee", Rules()),
        "all in": _town("all in", Rules(TieRule.ALL_IN)),
        "lottery": _town("lottery", by_lot),
        "drawn ranks": _with_drawn_ranks(_town("drawn", by_lot)),
        "strict, everybody could swap": _rings(12),
        **{
            f"{ties}, {name}": _town(name, _rules(ties, *rules), reserved=2)
            for name, rules in reserves.items()
            for ties in (TieRule.COMMITTEE, TieRule.LOTTERY)
        },
        "committee, sequential": _town(
            "closing", Rules(closing=sequential), minimum=6, children=30
        ),
        "committee, sequential, reserves": _town(
            "both",
            Rules(TieRule.COMMITTEE, *reserves["open_first, open_to_all"], closing=sequential),
            minimum=6,
            reserved=2,
            children=30,
        ),
        "lottery, best open set": _town(
            "sets", replace(by_lot, closing=best_set), minimum=6, children=30
        ),
        "equally good open sets": _equal_open_sets(),
        "families with several equally good answers": _families(SEVERAL_ANSWERS),
        "families without an answer": _families(WITHOUT_AN_ANSWER),
        "families by lot": _families(SEVERAL_ANSWERS, by_lot),
        "families drawn together": _families(
            SEVERAL_ANSWERS,
            Rules(TieRule.LOTTERY, lottery=Lottery("2026", level=LotteryLevel.FAMILY)),
        ),
        "final placement": _squares(families=0),
        "final placement, siblings": _squares(families=8),
    }


def _rules(ties: TieRule, order: ReserveOrder, unfilled: UnfilledReserve) -> Rules:
    return Rules(ties, order, unfilled, DRAW if ties is TieRule.LOTTERY else None)


def _town(
    name: str, rules: Rules, *, reserved: int = 0, minimum: int = 0, children: int = 60
) -> Problem:
    """Fewer places than children, four different keys; every tenth child holds a place.

    Every other group has the minimum; nobody holds a place there.
    """
    dice = random.Random(name)
    reserve = (Reserve("statement", reserved),) if reserved else ()
    groups = tuple(Group(f"g{n}", 6, reserve, min_size=minimum * (n % 2)) for n in range(8))
    return Problem(
        groups,
        tuple(
            Child(
                f"c{number:02}",
                tuple(
                    Choice(f"g{wish}", (dice.randrange(2), dice.randrange(2)))
                    for wish in dice.sample(range(len(groups)), dice.randint(0, 4))
                ),
                frozenset({"statement", "other"} if dice.random() < 1 / 3 else {"other"}),
                secured=f"g{2 * dice.randrange(4)}" if number % 10 == 0 else None,
            )
            for number in range(children)
        ),
        rules,
    )


def _with_drawn_ranks(town: Problem) -> Problem:
    drawn = enumerate(random.Random("ranks").sample(town.children, len(town.children)), start=1)
    ranks = tuple(Drawn(child.id, rank) for rank, child in drawn)
    return town.with_rules(replace(town.rules, lottery=Lottery(ranks=ranks)))


def _rings(number: int) -> Problem:
    """In each ring everybody is first where the next one wants to be: the model must decide."""
    places = range(3)
    return Problem(
        tuple(Group(f"g{ring}{place}", 1) for ring in range(number) for place in places),
        tuple(
            Child(
                f"c{ring}{place}",
                tuple(Choice(f"g{ring}{(place + step) % 3}", (step,)) for step in places),
            )
            for ring in range(number)
            for place in places
        ),
        STRICT,
    )


def _equal_open_sets() -> Problem:
    """Of two groups in each street only one can open, and either is as good as the other."""
    streets = range(4)
    return Problem(
        tuple(Group(f"g{s}{side}", 3, min_size=3) for s in streets for side in "ab"),
        tuple(
            Child(f"c{s}{n}", tuple(Choice(f"g{s}{side}", (n,)) for side in sides))
            for s in streets
            for n, sides in enumerate(("ab", "ba", "ab", "ba"))
        ),
        Rules(TieRule.STRICT, closing=ClosingRule.BEST_OPEN_SET),
    )


def _families(numbers: Sequence[int], rules: Rules = STRICT) -> Problem:
    """Small neighbourhoods, each with two pairs of siblings and two other children."""
    groups: list[Group] = []
    children: list[Child] = []
    families: list[Family] = []
    for number in numbers:
        dice = random.Random(number)
        here = [f"{number:03}{name}" for name in "abc"]
        groups += [
            Group(name, dice.randint(1, 2), institution=f"school {number:03}" if n else None)
            for n, name in enumerate(here)
        ]
        members = [f"c{number:03}{n}" for n in range(6)]
        for n, member in enumerate(members):
            wishes = here[:2] if n < 4 else dice.sample(here, 3)
            keys = [(dice.randrange(2 if rules.lottery else 10**6),) for _ in wishes]
            choices = tuple(Choice(*wish) for wish in zip(wishes, keys, strict=True))
            family = f"f{number:03}{n // 2}" if n < 4 else None
            children.append(Child(member, choices, family=family))
        for n in (0, 1):
            how = TOGETHER[(number + n) % len(TOGETHER)]
            pair = (members[2 * n], members[2 * n + 1])
            families.append(_family(f"f{number:03}{n}", pair, how, f"{number:03}"))
    return Problem(tuple(groups), tuple(children), rules, tuple(families))


def _family(name: str, pair: tuple[str, str], how: TogetherRule | Joint, place: str) -> Family:
    if isinstance(how, TogetherRule):
        return Family(name, pair, how)
    joint = tuple(tuple(group and place + group for group in entry) for entry in how)
    return Family(name, pair, joint=joint)


def _squares(*, families: int) -> Problem:
    """Distances in whole kilometres on a small grid: most ways are as long as others."""
    dice = random.Random("squares")
    groups = [(dice.randrange(5), dice.randrange(5)) for _ in range(10)]
    homes = [(dice.randrange(5), dice.randrange(5)) for _ in range(40)]
    homes = [homes[n - n % 2] if n < 2 * families else home for n, home in enumerate(homes)]
    return Problem(
        tuple(Group(f"g{n}", 4, institution=f"i{n // 2}") for n in range(len(groups))),
        tuple(
            Child(
                f"c{n:02}",
                (),
                family=f"f{n // 2}" if n < 2 * families else None,
                distances=tuple(
                    Distance(f"g{group}", 1000 * (abs(home[0] - east) + abs(home[1] - north)))
                    for group, (east, north) in enumerate(groups)
                    if abs(home[0] - east) + abs(home[1] - north) <= 4
                ),
            )
            for n, home in enumerate(homes)
        ),
        Rules(mechanism=Mechanism.FINAL_PLACEMENT),
        tuple(
            Family(f"f{n}", (f"c{2 * n:02}", f"c{2 * n + 1:02}"), TogetherRule.PREFERRED)
            for n in range(families)
        ),
    )
