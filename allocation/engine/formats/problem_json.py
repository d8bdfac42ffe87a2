"""The file format `nabor-problem/1`: reading, writing, fingerprint.

In the canonical document lists without a meaningful order are sorted and empty optional fields
are left out, so equal problems have equal bytes.
"""

import hashlib
from functools import partial
from itertools import starmap

from allocation.engine.errors import InputError
from allocation.engine.formats.fields import (
    or_none,
    read_each,
    read_inside,
    read_integer,
    read_integers,
    read_map,
    read_member,
    read_object,
    read_optional,
    read_schema,
    read_text,
)
from allocation.engine.formats.text import canonical_json
from allocation.engine.problem import (
    Child,
    Choice,
    ClosingRule,
    Distance,
    Drawn,
    Family,
    Group,
    JointEntry,
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

PROBLEM_SCHEMA = "nabor-problem/1"
INSTANCE_SCHEMA = "nabor-instance/1"

PARTS = ("schema", "rules", "groups", "children")
OPTIONAL_PARTS = ("families", "key_names")
DESCRIPTIONS = ("id", "title", "source", "tags", "expected", "note", "held")
DESCRIPTIONS_OF_RULES = ("round", "note", "objective")
"""What a published instance says about itself; none of it is a rule."""


def problem_sha256(problem: Problem) -> str:
    """Return the fingerprint of the canonical problem."""
    return hashlib.sha256(canonical_json(problem_to_json(problem))).hexdigest()


def problem_from_json(document: object) -> Problem:
    """Build a problem from parsed JSON. Raise `InputError` naming the first wrong place.

    A published test instance may list groups that it does not offer; such wishes are left out.
    """
    schema = read_schema(document, PROBLEM_SCHEMA, INSTANCE_SCHEMA)
    is_instance = schema == INSTANCE_SCHEMA
    fields = read_object(
        document,
        required=PARTS,
        optional=(*OPTIONAL_PARTS, *DESCRIPTIONS) if is_instance else OPTIONAL_PARTS,
    )
    groups = read_each(fields["groups"], "groups", _group)
    offered = {group.id for group in groups} if is_instance else None
    return Problem(
        rules=read_inside(fields["rules"], "rules", partial(_rules, is_instance=is_instance)),
        groups=groups,
        children=read_each(fields["children"], "children", partial(_child, offered=offered)),
        families=read_each(fields.get("families", []), "families", _family),
        key_names=read_each(fields.get("key_names", []), "key_names", read_text),
    )


def problem_to_json(problem: Problem) -> dict[str, object]:
    """Return the canonical document of a problem."""
    document: dict[str, object] = {
        "schema": PROBLEM_SCHEMA,
        "rules": _rules_to_json(problem.rules),
        "groups": [_group_to_json(group) for group in problem.groups],
        "children": [_child_to_json(child) for child in problem.children],
    }
    if problem.families:
        document["families"] = [_family_to_json(family) for family in problem.families]
    if problem.key_names:
        document["key_names"] = list(problem.key_names)
    return document


def _rules(value: object, *, is_instance: bool) -> Rules:
    optional = (
        "ties",
        "lottery",
        "reserve_order",
        "unfilled_reserve",
        "closing",
        "mechanism",
    )
    fields = read_object(
        value,
        required=(),
        optional=(*optional, *DESCRIPTIONS_OF_RULES) if is_instance else optional,
    )
    mechanism = read_optional(
        fields, "mechanism", partial(read_member, enum=Mechanism), Mechanism.ADMISSION
    )
    if "ties" not in fields and mechanism is Mechanism.ADMISSION:
        raise InputError("ties", "missing")
    return Rules(
        ties=read_optional(fields, "ties", partial(read_member, enum=TieRule), TieRule.COMMITTEE),
        reserve_order=read_optional(
            fields, "reserve_order", partial(read_member, enum=ReserveOrder), None
        ),
        unfilled_reserve=read_optional(
            fields, "unfilled_reserve", partial(read_member, enum=UnfilledReserve), None
        ),
        lottery=read_optional(fields, "lottery", _lottery, None),
        closing=read_optional(fields, "closing", partial(read_member, enum=ClosingRule), None),
        mechanism=mechanism,
    )


def _lottery(value: object) -> Lottery:
    fields = read_object(value, required=(), optional=("seed", "rank", "level"))
    level = partial(read_member, enum=LotteryLevel)
    return Lottery(
        seed=read_optional(fields, "seed", read_text, None),
        ranks=tuple(starmap(Drawn, read_map(fields.get("rank", {}), "rank", read_integer).items())),
        level=read_optional(fields, "level", level, LotteryLevel.CHILD),
    )


def _group(value: object) -> Group:
    fields = read_object(
        value, required=("id", "capacity"), optional=("institution", "reserves", "min_size")
    )
    return Group(
        id=read_inside(fields["id"], "id", read_text),
        capacity=read_inside(fields["capacity"], "capacity", read_integer),
        reserves=read_each(fields.get("reserves", []), "reserves", _reserve),
        institution=read_optional(fields, "institution", read_text, None),
        min_size=read_optional(fields, "min_size", read_integer, 0),
    )


def _reserve(value: object) -> Reserve:
    fields = read_object(value, required=("type", "seats"))
    return Reserve(
        trait=read_inside(fields["type"], "type", read_text),
        seats=read_inside(fields["seats"], "seats", read_integer),
    )


def _child(value: object, *, offered: set[str] | None) -> Child:
    fields = read_object(
        value,
        required=("id", "choices"),
        optional=("traits", "secured", "family", "distances"),
    )
    traits = read_each(fields.get("traits", []), "traits", read_text)
    if len(set(traits)) < len(traits):
        raise InputError("traits", "a trait is given twice")
    choices = read_each(fields["choices"], "choices", _choice)
    return Child(
        id=read_inside(fields["id"], "id", read_text),
        choices=tuple(choice for choice in choices if offered is None or choice.group in offered),
        traits=frozenset(traits),
        secured=read_optional(fields, "secured", read_text, None),
        family=read_optional(fields, "family", read_text, None),
        distances=tuple(
            starmap(
                Distance, read_map(fields.get("distances", {}), "distances", read_integer).items()
            )
        ),
    )


def _choice(value: object) -> Choice:
    fields = read_object(value, required=("group", "key"))
    return Choice(
        group=read_inside(fields["group"], "group", read_text),
        key=read_inside(fields["key"], "key", read_integers),
    )


def _family(value: object) -> Family:
    fields = read_object(value, required=("id", "children"), optional=("rule", "joint"))
    return Family(
        id=read_inside(fields["id"], "id", read_text),
        children=read_each(fields["children"], "children", read_text),
        rule=read_optional(fields, "rule", partial(read_member, enum=TogetherRule), None),
        joint=read_each(fields.get("joint", []), "joint", _joint_entry),
    )


def _joint_entry(value: object) -> JointEntry:
    return read_each(value, "", or_none(read_text))


def _rules_to_json(rules: Rules) -> dict[str, object]:
    if rules.mechanism is Mechanism.FINAL_PLACEMENT:
        return {"mechanism": rules.mechanism.value}
    document: dict[str, object] = {"ties": rules.ties.value}
    if rules.lottery is not None:
        document["lottery"] = _lottery_to_json(rules.lottery)
    for name in ("reserve_order", "unfilled_reserve", "closing"):
        member = getattr(rules, name)
        if member is not None:
            document[name] = member.value
    return document


def _lottery_to_json(lottery: Lottery) -> dict[str, object]:
    if lottery.ranks:
        return {"rank": dict(lottery.ranks)}
    document: dict[str, object] = {"seed": lottery.seed}
    if lottery.level is not LotteryLevel.CHILD:
        document["level"] = lottery.level.value
    return document


def _group_to_json(group: Group) -> dict[str, object]:
    document: dict[str, object] = {"id": group.id, "capacity": group.capacity}
    if group.institution is not None:
        document["institution"] = group.institution
    if group.reserves:
        document["reserves"] = [
            {"type": reserve.trait, "seats": reserve.seats} for reserve in group.reserves
        ]
    if group.min_size:
        document["min_size"] = group.min_size
    return document


def _child_to_json(child: Child) -> dict[str, object]:
    document: dict[str, object] = {
        "id": child.id,
        "choices": [{"group": choice.group, "key": list(choice.key)} for choice in child.choices],
    }
    if child.traits:
        document["traits"] = sorted(child.traits)
    if child.secured is not None:
        document["secured"] = child.secured
    if child.family is not None:
        document["family"] = child.family
    if child.distances:
        document["distances"] = dict(child.distances)
    return document


def _family_to_json(family: Family) -> dict[str, object]:
    document: dict[str, object] = {"id": family.id, "children": list(family.children)}
    if family.rule is not None:
        document["rule"] = family.rule.value
    else:
        document["joint"] = [list(entry) for entry in family.joint]
    return document
