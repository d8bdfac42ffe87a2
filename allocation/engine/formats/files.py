"""The file formats `nabor-problem/1` and `nabor-result/1`: reading, writing, fingerprints.

Canonical text is JSON with sorted keys, in UTF-8, without floats; lists without a meaningful
order are sorted and empty optional fields are left out. Equal problems have equal bytes.
"""

import hashlib
import json
from functools import partial
from typing import NoReturn

from allocation.engine.errors import InputError, UnsupportedError, quoted
from allocation.engine.formats.fields import (
    or_none,
    read_each,
    read_inside,
    read_integer,
    read_integers,
    read_map,
    read_member,
    read_object,
    read_schema,
    read_text,
)
from allocation.engine.problem import (
    Child,
    Choice,
    Group,
    Key,
    Problem,
    Reserve,
    ReserveOrder,
    Rules,
    TieRule,
    UnfilledReserve,
)
from allocation.engine.result import Reason, Refusal, Result, SolveStatus, Tie

PROBLEM_SCHEMA = "nabor-problem/1"
INSTANCE_SCHEMA = "nabor-instance/1"
RESULT_SCHEMA = "nabor-result/1"

PARTS = ("schema", "rules", "groups", "children")
DESCRIPTIONS = ("id", "title", "source", "tags", "expected", "note", "held")
"""What a published instance says about itself; none of it is a rule."""

UNSUPPORTED_RULES = {
    "mechanism": "other mechanisms are",
    "closing": "rules for closing groups are",
}
UNSUPPORTED_OF_GROUP = {"min_size": "minimum sizes are"}
UNSUPPORTED_OF_CHILD = {"family": "family rules are", "distances": "distances are"}
UNSUPPORTED_OF_LOTTERY = {
    "rank": "a lottery given as ranks is",
    "level": "a lottery of families is",
}


def parse_json(data: bytes) -> object:
    """Read bytes as strict JSON: UTF-8, no repeated field, no NaN. Raise `InputError`."""
    try:
        return json.loads(
            data.decode("utf-8"), object_pairs_hook=_without_repeats, parse_constant=_no_constant
        )
    except UnicodeDecodeError as error:
        raise InputError("", f"not UTF-8 text (byte {error.start})") from None
    except json.JSONDecodeError as error:
        reason = f"not JSON: {error.msg} (line {error.lineno}, column {error.colno})"
        raise InputError("", reason) from None
    except RecursionError:
        raise InputError("", "nested too deeply") from None
    except InputError:
        raise
    except ValueError:
        raise InputError("", "not JSON: a number has too many digits") from None


def canonical_json(document: object) -> bytes:
    """Write a document so that equal documents have equal bytes."""
    text = json.dumps(
        document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return (text + "\n").encode("utf-8")


def problem_sha256(problem: Problem) -> str:
    """Return the fingerprint of the canonical problem."""
    return hashlib.sha256(canonical_json(problem_to_json(problem))).hexdigest()


def problem_from_json(document: object) -> Problem:
    """Build a problem from parsed JSON. Raise `InputError` naming the first wrong place."""
    schema = read_schema(document, PROBLEM_SCHEMA, INSTANCE_SCHEMA)
    is_instance = schema == INSTANCE_SCHEMA
    fields = read_object(
        document,
        required=PARTS,
        optional=("families", *DESCRIPTIONS) if is_instance else ("families",),
    )
    if fields.get("families"):
        raise UnsupportedError("families[0]", "family rules are not supported yet")
    read_each(fields.get("families", []), "families", read_text)
    return Problem(
        rules=read_inside(fields["rules"], "rules", partial(_rules, is_instance=is_instance)),
        groups=read_each(fields["groups"], "groups", _group),
        children=read_each(fields["children"], "children", _child),
    )


def problem_to_json(problem: Problem) -> dict[str, object]:
    """Return the canonical document of a problem."""
    return {
        "schema": PROBLEM_SCHEMA,
        "rules": _rules_to_json(problem.rules),
        "groups": [_group_to_json(group) for group in problem.groups],
        "children": [_child_to_json(child) for child in problem.children],
    }


def result_from_json(document: object) -> Result:
    """Build a result from parsed JSON. Only its shape is checked here; `check` proves it."""
    read_schema(document, RESULT_SCHEMA)
    names = ("problem_sha256", "status", "assignment", "cutoffs", "ties", "refusals", "engine")
    fields = read_object(document, required=("schema", *names))
    return Result(
        problem_sha256=read_inside(fields["problem_sha256"], "problem_sha256", read_text),
        status=read_inside(fields["status"], "status", partial(read_member, enum=SolveStatus)),
        assignment=read_map(fields["assignment"], "assignment", or_none(read_text)),
        cutoffs=read_map(fields["cutoffs"], "cutoffs", or_none(read_integers)),
        ties=read_each(fields["ties"], "ties", _tie),
        refusals=read_map(fields["refusals"], "refusals", _refusals),
        engine=read_map(fields["engine"], "engine", read_text),
    )


def result_to_json(result: Result) -> dict[str, object]:
    """Return the document of a result; the second opinion is not part of it."""
    return {
        "schema": RESULT_SCHEMA,
        "problem_sha256": result.problem_sha256,
        "status": result.status.value,
        "assignment": dict(result.assignment),
        "cutoffs": {group: _listed(key) for group, key in result.cutoffs.items()},
        "ties": [
            {
                "group": tie.group,
                "places": tie.places,
                "key": list(tie.key),
                "children": list(tie.children),
            }
            for tie in result.ties
        ],
        "refusals": {
            child: [_refusal_to_json(refusal) for refusal in refusals]
            for child, refusals in result.refusals.items()
        },
        "engine": dict(result.engine),
    }


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    document = dict(pairs)
    if len(document) < len(pairs):
        names = [name for name, _ in pairs]
        repeated = next(name for name in names if names.count(name) > 1)
        raise InputError("", f"field {quoted(repeated)} is given twice in one object")
    return document


def _no_constant(name: str) -> NoReturn:
    raise InputError("", f"not JSON: {name} is not a number")


def _rules(value: object, *, is_instance: bool) -> Rules:
    optional = ("lottery", "reserve_order", "unfilled_reserve")
    fields = read_object(
        value,
        required=("ties",),
        optional=(*optional, "round", "note") if is_instance else optional,
        unsupported=UNSUPPORTED_RULES,
    )
    lottery = read_inside(fields["lottery"], "lottery", _lottery) if "lottery" in fields else None
    order = unfilled = None
    if "reserve_order" in fields:
        member = partial(read_member, enum=ReserveOrder)
        order = read_inside(fields["reserve_order"], "reserve_order", member)
    if "unfilled_reserve" in fields:
        member_of = partial(read_member, enum=UnfilledReserve)
        unfilled = read_inside(fields["unfilled_reserve"], "unfilled_reserve", member_of)
    return Rules(
        ties=read_inside(fields["ties"], "ties", partial(read_member, enum=TieRule)),
        reserve_order=order,
        unfilled_reserve=unfilled,
        lottery_seed=lottery,
    )


def _lottery(value: object) -> str:
    fields = read_object(value, required=("seed",), unsupported=UNSUPPORTED_OF_LOTTERY)
    return read_inside(fields["seed"], "seed", read_text)


def _group(value: object) -> Group:
    fields = read_object(
        value,
        required=("id", "capacity"),
        optional=("institution", "reserves"),
        unsupported=UNSUPPORTED_OF_GROUP,
    )
    institution = None
    if "institution" in fields:
        institution = read_inside(fields["institution"], "institution", read_text)
    return Group(
        id=read_inside(fields["id"], "id", read_text),
        capacity=read_inside(fields["capacity"], "capacity", read_integer),
        reserves=read_each(fields.get("reserves", []), "reserves", _reserve),
        institution=institution,
    )


def _reserve(value: object) -> Reserve:
    fields = read_object(value, required=("type", "seats"))
    return Reserve(
        trait=read_inside(fields["type"], "type", read_text),
        seats=read_inside(fields["seats"], "seats", read_integer),
    )


def _child(value: object) -> Child:
    fields = read_object(
        value,
        required=("id", "choices"),
        optional=("traits", "secured"),
        unsupported=UNSUPPORTED_OF_CHILD,
    )
    traits = read_each(fields.get("traits", []), "traits", read_text)
    if len(set(traits)) < len(traits):
        raise InputError("traits", "a trait is given twice")
    secured = None
    if "secured" in fields:
        secured = read_inside(fields["secured"], "secured", read_text)
    return Child(
        id=read_inside(fields["id"], "id", read_text),
        choices=read_each(fields["choices"], "choices", _choice),
        traits=frozenset(traits),
        secured=secured,
    )


def _choice(value: object) -> Choice:
    fields = read_object(value, required=("group", "key"))
    return Choice(
        group=read_inside(fields["group"], "group", read_text),
        key=read_inside(fields["key"], "key", read_integers),
    )


def _tie(value: object) -> Tie:
    fields = read_object(value, required=("group", "places", "key", "children"))
    return Tie(
        group=read_inside(fields["group"], "group", read_text),
        places=read_inside(fields["places"], "places", read_integer),
        key=read_inside(fields["key"], "key", read_integers),
        children=read_each(fields["children"], "children", read_text),
    )


def _refusals(value: object) -> tuple[Refusal, ...]:
    return read_each(value, "", _refusal)


def _refusal(value: object) -> Refusal:
    names = ("group", "own", "last_admitted", "capacity", "admitted", "reason")
    fields = read_object(value, required=names)
    return Refusal(
        group=read_inside(fields["group"], "group", read_text),
        own=read_inside(fields["own"], "own", read_integers),
        last_admitted=read_inside(fields["last_admitted"], "last_admitted", or_none(read_integers)),
        capacity=read_inside(fields["capacity"], "capacity", read_integer),
        admitted=read_inside(fields["admitted"], "admitted", read_integer),
        reason=read_inside(fields["reason"], "reason", partial(read_member, enum=Reason)),
    )


def _rules_to_json(rules: Rules) -> dict[str, object]:
    document: dict[str, object] = {"ties": rules.ties.value}
    if rules.lottery_seed is not None:
        document["lottery"] = {"seed": rules.lottery_seed}
    if rules.reserve_order is not None:
        document["reserve_order"] = rules.reserve_order.value
    if rules.unfilled_reserve is not None:
        document["unfilled_reserve"] = rules.unfilled_reserve.value
    return document


def _group_to_json(group: Group) -> dict[str, object]:
    document: dict[str, object] = {"id": group.id, "capacity": group.capacity}
    if group.institution is not None:
        document["institution"] = group.institution
    if group.reserves:
        document["reserves"] = [
            {"type": reserve.trait, "seats": reserve.seats} for reserve in group.reserves
        ]
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
    return document


def _refusal_to_json(refusal: Refusal) -> dict[str, object]:
    return {
        "group": refusal.group,
        "own": list(refusal.own),
        "last_admitted": _listed(refusal.last_admitted),
        "capacity": refusal.capacity,
        "admitted": refusal.admitted,
        "reason": refusal.reason.value,
    }


def _listed(key: Key | None) -> list[int] | None:
    return None if key is None else list(key)
