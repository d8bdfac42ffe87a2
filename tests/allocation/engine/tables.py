"""A problem written as tables, as somebody with a spreadsheet would keep it."""

import csv
import io

from allocation.engine import Mechanism, Problem


def tables_of(problem: Problem, separator: str = ";", *, bom: bool = False) -> dict[str, bytes]:
    tables = {
        "rules.csv": [["rule", "value"], *_rules(problem)],
        "groups.csv": [
            ["group", "capacity", "institution", "min_size", "reserved_for", "reserved_seats"],
            *(_group(group) for group in problem.groups),
        ],
        "children.csv": [
            ["child", "traits", "secured", "family", "drawn"],
            *_children(problem),
        ],
    }
    if problem.rules.mechanism is Mechanism.FINAL_PLACEMENT:
        tables["distances.csv"] = [["child", "group", "metres"], *_distances(problem)]
    else:
        tables["choices.csv"] = _choices(problem)
    if problem.families:
        tables["families.csv"] = [
            ["family", "rule", "child_2", "child_1"],
            *([f.id, f.rule or "", *f.children[::-1]] for f in problem.families),
        ]
        tables["joint.csv"] = [["family", "position", "group_1", "group_2"], *_joint(problem)]
    return {name: _written(lines, separator, bom) for name, lines in tables.items()}


def _written(lines, separator, bom):
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(lines)
    return text.getvalue().encode("utf-8-sig" if bom else "utf-8")


def _rules(problem):
    rules = problem.rules
    if rules.mechanism is Mechanism.FINAL_PLACEMENT:
        yield ["mechanism", rules.mechanism]
        return
    for name in ("ties", "reserve_order", "unfilled_reserve", "closing"):
        yield [name, getattr(rules, name) or ""]
    if rules.lottery is not None and rules.lottery.seed:
        yield ["lottery_seed", rules.lottery.seed]
        yield ["lottery_level", rules.lottery.level]


def _group(group):
    reserve = group.reserves[0] if group.reserves else None
    return [
        group.id,
        group.capacity,
        group.institution or "",
        group.min_size or "",
        reserve.trait if reserve else "",
        reserve.seats if reserve else "",
    ]


def _children(problem):
    drawn = dict(problem.rules.lottery.ranks) if problem.rules.lottery else {}
    for child in problem.children:
        traits = " | ".join(sorted(child.traits))
        yield [child.id, traits, child.secured or "", child.family or "", drawn.get(child.id, "")]


def _choices(problem):
    choices = [(child, choice) for child in problem.children for choice in child.choices]
    width = max((len(choice.key) for _, choice in choices), default=1)
    names = problem.key_names or tuple(f"key_{number + 1}" for number in range(width))
    lines = [["child", "position", "group", *names]]
    for child, choice in reversed(choices):
        position = child.choices.index(choice) + 1
        lines.append([child.id, position, choice.group, *choice.key])
    return lines


def _distances(problem):
    return [[child.id, *distance] for child in problem.children for distance in child.distances]


def _joint(problem):
    return [
        [family.id, position, *(group or "" for group in entry)]
        for family in problem.families
        for position, entry in enumerate(family.joint, start=1)
    ]
