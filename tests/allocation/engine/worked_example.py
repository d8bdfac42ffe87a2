"""The tables of docs/worked-example.md, worked out by the engine."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from allocation.engine import Child, Problem, allocate, problem_from_json
from allocation.engine.explaining.explain import explain
from allocation.engine.explaining.explanation import WhatIf
from allocation.engine.explaining.words import explanation_in_words
from allocation.engine.solving.market import Market, Wish, build_market
from allocation.engine.solving.seating import decide
from allocation.keys import BASE_LENGTH, KEY_NAMES
from allocation.ties import open_ties

FILE = Path(__file__).parent / "instances" / "w01_ten_children.json"

AFTER = problem_from_json(json.loads(FILE.read_text("utf-8")))
"""The second run: the committee has put Celina before Bartek among the bees."""

TOLD = ["Bartek", "Hania", "Igor"]
"""Whose refusals stand on the page in full."""


def with_key(town: Problem, child_id: str, group: str, *key: int) -> Problem:
    """The same town with one other key."""

    def changed(child: Child) -> Child:
        choices = (replace(c, key=key) if c.group == group else c for c in child.choices)
        return replace(child, choices=tuple(choices)) if child.id == child_id else child

    return replace(town, children=tuple(map(changed, town.children)))


def with_list(town: Problem, child_id: str, *groups: str) -> Problem:
    """The same town with one other list of wishes, of the groups that the child named."""

    def changed(child: Child) -> Child:
        choices = {choice.group: choice for choice in child.choices}
        is_meant = child.id == child_id
        return replace(child, choices=tuple(choices[g] for g in groups)) if is_meant else child

    return replace(town, children=tuple(map(changed, town.children)))


BEFORE = with_key(with_key(AFTER, "Bartek", "bees", 1, 1, 40, 0), "Celina", "bees", 1, 1, 40, 0)
"""The first run: the committee has said nothing yet."""

CHANGES = {
    "the committee puts Bartek first": with_key(
        with_key(AFTER, "Bartek", "bees", 1, 1, 40, 2), "Celina", "bees", 1, 1, 40, 1
    ),
    "Gosia has one statutory criterion more": with_key(AFTER, "Gosia", "bees", 1, 1, 70, 0),
    "Hania has 46 municipal points with the owls": with_key(AFTER, "Hania", "owls", 1, 0, 46, 0),
    "Hania has 45": with_key(AFTER, "Hania", "owls", 1, 0, 45, 0),
    "Igor lives in the town": with_key(AFTER, "Igor", "owls", 1, 3, 60, 0),
    "Darek lists the owls first": with_list(AFTER, "Darek", "owls", "ants", "bees"),
    "Jan lists the ants first": with_list(AFTER, "Jan", "ants", "owls"),
    "Ela withdraws": with_list(AFTER, "Ela"),
}


def table(heads: list[str], rows: Iterator[list[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def key_text(key: tuple[int, ...]) -> str:
    return " ".join(map(str, key))


def children_table() -> str:
    """Keys without the committee's order, which is 0 in all of them at first."""
    return table(
        ["child", "wishes, the dearest first, each with its key"],
        (
            [
                child.id,
                ", ".join(f"{c.group} `{key_text(c.key[:BASE_LENGTH])}`" for c in child.choices),
            ]
            for child in BEFORE.children
        ),
    )


def rounds_table(town: Problem) -> str:
    """Everybody without a place asks at once, each group keeps its choice, until nobody asks."""
    return table(
        ["round", "group", "asks", "keeps", "refuses", "refused from"],
        _rounds(town),
    )


def _rounds(town: Problem) -> Iterator[list[str]]:
    market, names = build_market(town), [child.id for child in town.children]
    position = [0] * len(names)
    asked: list[dict[int, Wish]] = [{} for _ in market.seats]
    asking, number = set(range(len(names))), 1
    while asking:
        for child in asking:
            wish = market.wishes[child][position[child]]
            asked[wish.group][child] = wish
        refused_now: set[int] = set()
        for group in sorted({market.wishes[child][position[child]].group for child in asking}):
            limit = decide(market.seats[group], asked[group].values()).surely[0]
            out = [child for child, wish in asked[group].items() if wish.rank >= limit]
            here = {child for child in asked[group] if _asks_for(market, position, child) == group}
            refused_now |= here.intersection(out)
            yield [
                str(number),
                town.groups[group].id,
                _listed(names, here & asking),
                _listed(names, here.difference(out)),
                _listed(names, here.intersection(out)),
                f"`{key_text(_best_key(town, group, out))}`" if out else "-",
            ]
        for child in refused_now:
            position[child] += 1
        asking = {c for c in refused_now if position[c] < len(market.wishes[c])}
        number += 1
    assert _assignment(town, market, position) == allocate(town).assignment


def _best_key(town: Problem, group: int, children: list[int]) -> tuple[int, ...]:
    return max(
        choice.key
        for child in children
        for choice in town.children[child].choices
        if choice.group == town.groups[group].id
    )


def _asks_for(market: Market, position: list[int], child: int) -> int | None:
    """The group the child asks for now, or sits in."""
    wishes = market.wishes[child]
    return wishes[position[child]].group if position[child] < len(wishes) else None


def _assignment(town: Problem, market: Market, position: list[int]) -> dict[str, str | None]:
    seats = (_asks_for(market, position, child) for child in range(len(position)))
    return {
        child.id: None if group is None else town.groups[group].id
        for child, group in zip(town.children, seats, strict=True)
    }


def _listed(names: list[str], children: set[int]) -> str:
    return ", ".join(sorted(names[child] for child in children)) or "nobody"


def ties_table() -> str:
    return table(
        ["group", "places that wait", "key", "children"],
        (
            [tie.group, str(tie.places), f"`{key_text(tie.points)}`", ", ".join(tie.children)]
            for tie in open_ties(BEFORE, allocate(BEFORE))
        ),
    )


def answer_table() -> str:
    result = allocate(AFTER)
    return table(
        ["child", "gets", "refused by, with the reason in the result"],
        (
            [
                child.id,
                result.assignment[child.id] or "no place",
                ", ".join(f"{r.group} `{r.reason}`" for r in result.refusals[child.id]) or "nobody",
            ]
            for child in AFTER.children
        ),
    )


def limits_table() -> str:
    result = allocate(AFTER)
    return table(
        ["group", "places", "limit: key of the last admitted"],
        (
            [group.id, str(group.capacity), f"`{key_text(result.cutoffs[group.id])}`"]
            for group in AFTER.groups
        ),
    )


def changes_table() -> str:
    before = allocate(AFTER).assignment
    return table(
        ["had it been so that", "who would be elsewhere"],
        (
            [change, _moved(before, allocate(town).assignment) or "nobody"]
            for change, town in CHANGES.items()
        ),
    )


def _moved(before: dict[str, str | None], after: dict[str, str | None]) -> str:
    return ", ".join(
        f"{child}: {after[child] or 'no place'} instead of {before[child] or 'none'}"
        for child in before
        if after[child] != before[child]
    )


def told() -> str:
    """The refusals of three children as people read them."""
    first = WhatIf("pierwsze miejsce w kolejności komisji", {"bees": (1, 1, 40, 3)})
    explanations = {
        each.child: each
        for each in explain(AFTER, allocate(AFTER), children=TOLD, what_if={"Bartek": [first]})
    }
    lines: list[str] = []
    for child in TOLD:
        words = explanation_in_words(explanations[child], translate=str, key_names=KEY_NAMES)
        lines.append(f"{child}. {words.outcome}")
        for refused in words.refused:
            lines += [f"  {refused.group}: {refused.why}"]
            lines += [f"    {sentence}" for sentence in (*refused.facts, *refused.changes)]
        lines += [f"  {answer}" for answer in words.answers]
    return "\n".join(lines)


TABLES = {
    "children": children_table,
    "first run": lambda: rounds_table(BEFORE),
    "ties": ties_table,
    "second run": lambda: rounds_table(AFTER),
    "limits": limits_table,
    "answer": answer_table,
    "refusals in words": told,
    "changes": changes_table,
}
