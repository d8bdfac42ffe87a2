"""How long families take: seeded towns; prints a table of times, statuses and gaps.

    python -m benchmarks.families                                      # all sizes and rules
    python -m benchmarks.families 5000 200 together_preferred          # one town
    python -m benchmarks.families 5000 200 together_preferred 14       # fewer places a group

Every institution has a group for each of three years of birth. A child asks for institutions
near its home, siblings for the same ones in the same order; one pair in four are twins. Of 20
children who live nearest to a group, 18 find a place. Keys are points from 0 to 9, and equal
points are drawn. `wall` is the time on the clock, `cpu` that of the processor: other work on
the machine changes the first.
"""

import random
import sys
import time
from collections.abc import Sequence

from allocation.engine import (
    Child,
    Choice,
    Family,
    Group,
    Problem,
    Rules,
    TieRule,
    TogetherRule,
)
from allocation.engine.effort import Effort
from allocation.engine.solving.families.decide import decide_town
from allocation.engine.solving.families.reduction import reduce_town
from allocation.engine.solving.families.town import build_town
from allocation.engine.solving.market import build_market

SEED = 2026
YEARS = 3
CHILDREN_AN_INSTITUTION = 60
PLACES_A_GROUP = 18
NEAREST = 8
EFFORT = Effort(deterministic_time=120.0, workers=1)

TOWNS = (
    (1_200, 30, TogetherRule.ONLY, PLACES_A_GROUP),
    (1_200, 30, TogetherRule.PREFERRED, PLACES_A_GROUP),
    (5_000, 200, TogetherRule.ONLY, PLACES_A_GROUP),
    (5_000, 200, TogetherRule.PREFERRED, PLACES_A_GROUP),
    (5_000, 200, TogetherRule.PREFERRED, 14),
    (20_000, 700, TogetherRule.ONLY, PLACES_A_GROUP),
    (20_000, 700, TogetherRule.PREFERRED, PLACES_A_GROUP),
)
"""Children, pairs of siblings, how they wish, places in a group."""

COLUMNS = "{:>8} {:>6} {:<20} {:>6} {:>8} {:>8} {:>7} {:>7} {:<10} {}"


def town(
    children: int, pairs: int, rule: TogetherRule, places: int = PLACES_A_GROUP, seed: int = SEED
) -> Problem:
    """Build a town; the same arguments give the same town."""
    dice = random.Random(f"{seed}/{children}/{pairs}")
    institutions = [
        (dice.random(), dice.random()) for _ in range(max(2, children // CHILDREN_AN_INSTITUTION))
    ]
    groups = tuple(
        Group(_group(number, year), places, institution=f"institution {number:04}")
        for number in range(len(institutions))
        for year in range(YEARS)
    )
    drawn = dice.sample(range(children), children)
    everybody: list[Child] = []
    families: list[Family] = []

    def admit(wishes: list[int], year: int, points: int, family: str | None) -> None:
        number = len(everybody)
        choices = tuple(Choice(_group(wish, year), (points, drawn[number])) for wish in wishes)
        everybody.append(Child(f"child {number:06}", choices, family=family))

    for number in range(pairs):
        wishes, points, year = (
            _wishes(dice, institutions),
            dice.randrange(10),
            dice.randrange(YEARS),
        )
        other = year if dice.random() < 1 / 4 else (year + dice.choice((1, 2))) % YEARS
        family = f"family {number:05}"
        admit(wishes, year, points, family)
        admit(wishes, other, points, family)
        families.append(Family(family, (everybody[-2].id, everybody[-1].id), rule))
    while len(everybody) < children:
        admit(_wishes(dice, institutions), dice.randrange(YEARS), dice.randrange(10), None)
    return Problem(groups, tuple(everybody), Rules(TieRule.STRICT), tuple(families))


def _group(institution: int, year: int) -> str:
    return f"group {institution:04}/{year}"


def _wishes(dice: random.Random, institutions: list[tuple[float, float]]) -> list[int]:
    """Ask for three to six of the nearest institutions, some of them dearer than others."""
    x, y = dice.random(), dice.random()
    by_distance = sorted(
        range(len(institutions)),
        key=lambda n: (institutions[n][0] - x) ** 2 + (institutions[n][1] - y) ** 2,
    )[:NEAREST]
    ranked = sorted(enumerate(by_distance), key=lambda place: place[0] + dice.gauss(0, 2))
    return [institution for _, institution in ranked][: dice.randint(3, 6)]


def measure(children: int, pairs: int, rule: TogetherRule, places: int) -> str:
    """Solve one town and return its line of the table."""
    problem = town(children, pairs, rule, places)
    wall, cpu = time.perf_counter(), time.process_time()
    whole = build_town(problem, build_market(problem))
    found = decide_town(problem, whole, EFFORT)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    left = reduce_town(whole, may_block=False)
    return COLUMNS.format(
        children,
        pairs,
        rule,
        places,
        sum(len(family.entries) for family in whole.families),
        sum(len(family.entries) for family in left.families),
        f"{wall:.1f} s",
        f"{cpu:.1f} s",
        found.status,
        f"{found.aim}: {found.gap}" if found.aim else "-",
    )


def main(arguments: Sequence[str]) -> None:
    towns = TOWNS
    if arguments:
        children, pairs, rule, *places = arguments
        towns = (
            (int(children), int(pairs), TogetherRule(rule), int((*places, PLACES_A_GROUP)[0])),
        )
    names = ("children", "pairs", "rule", "places", "entries", "left", "wall", "cpu", "status")
    print(COLUMNS.format(*names, "gap at"))
    for one in towns:
        print(measure(*one), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
