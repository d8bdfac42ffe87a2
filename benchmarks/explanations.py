"""Is everything true that families are told? `python -m benchmarks.explanations`.

Three made-up rounds: strict keys; equal keys that the committee has put in order, tie after tie;
and the same with places reserved in every fifth group. Every refusal is explained, on the clock. Then
answers of every kind are drawn, and for each the *whole* round is run anew with the one change:

* by other code than the explanations use: `arrays` (everybody asks at once), or `solving.deferred`
  where places are reserved;
* for the first `--proven` of them also by `allocate`, and its result proved by `check`.

The same seed gives the same rounds, the same answers and the same draw. Exit code 1 if one is false.
"""

import argparse
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from allocation.engine import (
    Choice,
    EqualKeysError,
    Key,
    Problem,
    Reserve,
    ReserveOrder,
    Result,
    Rules,
    TieRule,
    UnfilledReserve,
    allocate,
    check,
)
from allocation.engine.arrays.deferred import ask_in_rounds
from allocation.engine.arrays.market import ArrayMarket, array_market
from allocation.engine.explaining.explain import explain
from allocation.engine.explaining.explanation import Explanation, WhatIf
from allocation.engine.solving.deferred import ask_in_order
from allocation.engine.solving.market import build_market, competing_keys
from allocation.keys import BASE_LENGTH, MUNICIPAL, STATUTORY
from allocation.ties import open_ties
from benchmarks.towns import STAGE_TWO, TOWNS, Town, market, problem

SEED = 2026
MUNICIPAL_STEPS = 32
TRAIT = "statement"
CLAIM, ORDER = "claim", "order"

Questions = dict[str, list[WhatIf]]
Orders = dict[tuple[str, Key], dict[str, int]]
Round = tuple[Problem, Questions]
"""A round, and what is asked about its children beside points and order of wishes."""


@dataclass(frozen=True, slots=True)
class Told:
    """One answer: with these choices the child gets the group, or does not."""

    kind: str
    child: str
    group: str
    choices: tuple[Choice, ...]
    gets_it: bool


def main() -> None:
    """Explain, draw, run again, compare."""
    sys.stdout.reconfigure(line_buffering=True)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--children", type=int, default=TOWNS["warsaw"].children)
    parser.add_argument("--resolve", type=int, default=1_000, help="answers to run again, a round")
    parser.add_argument("--only", choices=ROUNDS, action="append", help="one of the rounds")
    parser.add_argument("--proven", type=int, default=20, help="of them by allocate and check")
    options = parser.parse_args()
    warsaw = TOWNS["warsaw"]
    groups = max(1, round(warsaw.groups * options.children / warsaw.children))
    town = replace(warsaw, children=options.children, groups=groups)
    false = 0
    for name in options.only or ROUNDS:
        asked, questions = ROUNDS[name](town)
        false += _examine(name, asked, questions, options)
    sys.exit(1 if false else 0)


def _strict(town: Town) -> Round:
    return problem(market(town)), {}


def _committee(town: Town) -> Round:
    return _decided(_in_elements(market(town, steps=STAGE_TWO)))


def _reserved(town: Town) -> Round:
    return _decided(_reserving(_in_elements(market(town, steps=STAGE_TWO))))


ROUNDS: dict[str, Callable[[Town], Round]] = {
    "strict": _strict,
    "committee": _committee,
    "reserved": _reserved,
}


def _in_elements(town: ArrayMarket) -> Problem:
    """Give the keys the elements of the product: resident, two stages, the committee's order."""
    asked, points = problem(town, TieRule.COMMITTEE), iter(town.key.tolist())
    children = []
    for child in asked.children:
        choices = (
            replace(choice, key=(1, *divmod(next(points), MUNICIPAL_STEPS), 0))
            for choice in child.choices
        )
        children.append(replace(child, choices=tuple(choices)))
    return replace(asked, children=tuple(children))


def _reserving(town: Problem) -> Problem:
    """Keep a fifth of the places in every fifth group for one child in twenty."""
    groups = (
        replace(group, reserves=(Reserve(TRAIT, group.capacity // 5),))
        if number % 5 == 0 and group.capacity >= 5
        else group
        for number, group in enumerate(town.groups)
    )
    children = (
        replace(child, traits=frozenset({TRAIT})) if number % 20 == 0 else child
        for number, child in enumerate(town.children)
    )
    rules = Rules(TieRule.COMMITTEE, ReserveOrder.RESERVE_FIRST, UnfilledReserve.OPEN_TO_ALL)
    return replace(town, groups=tuple(groups), children=tuple(children), rules=rules)


def _decided(town: Problem) -> Round:
    """Let a committee put equal children in any order until no tie is left."""
    draw, orders = random.Random(SEED), Orders()
    runs = decisions = 0
    while True:
        decided = _ordered(town, orders)
        ties = open_ties(decided, allocate(decided))
        runs += 1
        if not ties:
            print(f"\n{decisions} orders of the committee, {runs} runs")
            return decided, _questions(decided, orders, draw)
        for tie in ties:
            equals = draw.sample(tie.children, len(tie.children))
            orders[tie.group, tie.points] = {
                child: len(equals) - place for place, child in enumerate(equals)
            }
            decisions += 1


def _ordered(town: Problem, orders: Orders) -> Problem:
    children = []
    for child in town.children:
        choices = (
            replace(
                choice,
                key=(
                    *choice.key[:BASE_LENGTH],
                    orders.get((choice.group, choice.key[:BASE_LENGTH]), {}).get(child.id, 0),
                ),
            )
            for choice in child.choices
        )
        children.append(replace(child, choices=tuple(choices)))
    return replace(town, children=tuple(children))


def _questions(town: Problem, orders: Orders, draw: random.Random) -> Questions:
    """Ask about a claim of every other child, and about first place in each order (`snapshot`)."""
    questions: Questions = {}
    for child in town.children:
        asked = []
        if draw.random() < 0.5:
            stage, worth = draw.choice([(STATUTORY, 1), (MUNICIPAL, draw.randint(1, 10))])
            keys = {choice.group: _more(choice.key, stage, worth) for choice in child.choices}
            asked.append(WhatIf(CLAIM, keys))
        for choice in child.choices:
            order = orders.get((choice.group, choice.key[:BASE_LENGTH]), {})
            if order.get(child.id, 0):
                first = (*choice.key[:BASE_LENGTH], len(order) + 1)
                asked.append(WhatIf(ORDER, {choice.group: first}))
        questions[child.id] = asked
    return questions


def _more(key: Key, element: int, worth: int) -> Key:
    """The key with more points, of which the committee's order says nothing."""
    more = [*key[:BASE_LENGTH], 0]
    more[element] += worth
    return tuple(more)


def _examine(name: str, asked: Problem, questions: Questions, options: argparse.Namespace) -> int:
    """Explain a round and run answers again; return how many are false."""
    result = allocate(asked)
    what_if = {child: each for child, each in questions.items() if result.refusals[child]}
    processor, clock = time.process_time(), time.perf_counter()
    explanations = list(explain(asked, result, what_if=what_if))
    processor, clock = time.process_time() - processor, time.perf_counter() - clock
    refusals = sum(len(each.refused) for each in explanations)
    print(
        f"\n{name}: {len(asked.children)} children, {len(explanations)} of them refused something, "
        f"{refusals} refusals explained in {clock:.1f} s on the clock, {processor:.1f} s processor"
    )
    by_kind = defaultdict(list)
    for told in answers(asked, result, explanations, questions):
        by_kind[told.kind].append(told)
    return _resolve(asked, by_kind, options)


def answers(
    asked: Problem, result: Result, explanations: Iterable[Explanation], questions: Questions
) -> Iterator[Told]:
    """Yield every answer that was given, as something that can be tried."""
    own = {child.id: child.choices for child in asked.children}
    highest = max(max(choice.key) for choices in own.values() for choice in choices) + 1
    for explanation in explanations:
        child = explanation.child
        choices = own[child]
        for refused in explanation.refused:
            group = refused.refusal.group
            key = next(choice.key for choice in choices if choice.group == group)
            for element, least in enumerate(refused.enough):
                for kind, value, gets_it in _tries(least, key[element], highest):
                    changed = {group: (*key[:element], value, *key[element + 1 :])}
                    yield Told(kind, child, group, _with_keys(choices, changed), gets_it)
            if choices[0].group != group:
                kind = "put first: enough" if refused.if_first else "put first: in vain"
                in_order = sorted(choices, key=lambda choice, g=group: choice.group != g)
                yield Told(kind, child, group, tuple(in_order), refused.if_first)
        for question, answer in zip(questions.get(child, []), explanation.what_if, strict=True):
            for group in question.keys:
                if any(refusal.group == group for refusal in result.refusals[child]):
                    gets_it = answer.group == group
                    kind = f"{question.name}: {'decided' if gets_it else 'did not matter'}"
                    changed_choices = _with_keys(choices, question.keys)
                    yield Told(kind, child, group, changed_choices, gets_it)


def _tries(least: int | None, own: int, highest: int) -> Iterator[tuple[str, int, bool]]:
    """What a least value says: it is enough and one less is not; or nothing is enough."""
    if least is None:
        yield "points: none would do", highest, False
        return
    yield "points: enough", least, True
    if least - 1 > own:
        yield "points: one fewer", least - 1, False


def _with_keys(choices: tuple[Choice, ...], keys: Mapping[str, Key]) -> tuple[Choice, ...]:
    return tuple(replace(choice, key=keys.get(choice.group, choice.key)) for choice in choices)


def _resolve(asked: Problem, by_kind: Mapping[str, list[Told]], options: argparse.Namespace) -> int:
    """Draw as many of each kind as there are, at most the same share, and run the round anew."""
    draw = random.Random(SEED)
    drawn: list[Told] = []
    for left, kind in zip(
        range(len(by_kind), 0, -1),
        sorted(by_kind, key=lambda kind: len(by_kind[kind])),
        strict=True,
    ):
        share = -(-(options.resolve - len(drawn)) // left)
        drawn += draw.sample(by_kind[kind], min(share, len(by_kind[kind])))
    draw.shuffle(drawn)
    number = {child.id: place for place, child in enumerate(asked.children)}
    false: Counter[str] = Counter()
    started = time.perf_counter()
    for place, told in enumerate(drawn):
        changed = _changed(asked, number[told.child], told.choices)
        got = [group_of(changed, number[told.child])]
        if place < options.proven:
            got.append(_proven(changed, told.child))
        if any((group == told.group) != told.gets_it for group in got):
            false[told.kind] += 1
            print(f"FALSE: {told.kind}, child {told.child}, group {told.group}, got {got}")
    tried = Counter(told.kind for told in drawn)
    print("| answer | told | run again | false |\n|---|---:|---:|---:|")
    for kind in sorted(by_kind):
        print(f"| {kind} | {len(by_kind[kind])} | {tried[kind]} | {false[kind]} |")
    print(
        f"{len(drawn)} whole rounds in {time.perf_counter() - started:.0f} s, {options.proven} of "
        f"them by allocate and check as well; false: {false.total()}"
    )
    return false.total()


def _changed(asked: Problem, place: int, choices: tuple[Choice, ...]) -> Problem:
    children = list(asked.children)
    children[place] = replace(children[place], choices=choices)
    return replace(asked, children=tuple(children))


def group_of(changed: Problem, place: int) -> str | None:
    """Run the whole round; return what this child gets. Equals who do not all fit are left out."""
    if any(group.reserves for group in changed.groups):
        position = ask_in_order(build_market(changed), equals_stay=False)[place]
    else:
        position = int(ask_in_rounds(array_market(changed))[place])
    wishes = list(competing_keys(replace(changed, children=(changed.children[place],)))[0])
    return wishes[position] if position < len(wishes) else None


def _proven(changed: Problem, child: str) -> str | None:
    """By the public door, and by the lawyer's check. Rules that may not choose give nothing."""
    try:
        result = allocate(changed)
    except EqualKeysError:
        return None
    violations = check(changed, result)
    if violations:
        raise AssertionError(violations[:3])
    return result.assignment[child]


if __name__ == "__main__":
    main()
