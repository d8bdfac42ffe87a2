"""The file format `nabor-result/1`: reading and writing.

Fields that say nothing (no closed group, no blocking family …) are left out.
"""

from functools import partial

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
from allocation.engine.problem import Key
from allocation.engine.result import (
    Blocking,
    Displaced,
    Reason,
    Refusal,
    Result,
    SolveStatus,
    Tie,
)

RESULT_SCHEMA = "nabor-result/1"


def result_from_json(document: object) -> Result:
    """Build a result from parsed JSON. Only its shape is checked here; `check` proves it."""
    read_schema(document, RESULT_SCHEMA)
    required = ("problem_sha256", "status", "assignment", "cutoffs", "ties", "refusals", "engine")
    optional = ("closed", "placed", "total_distance", "blocking", "proposal", "displaced")
    fields = read_object(document, required=("schema", *required), optional=optional)
    assignment = or_none(read_text)
    return Result(
        problem_sha256=read_inside(fields["problem_sha256"], "problem_sha256", read_text),
        status=read_inside(fields["status"], "status", partial(read_member, enum=SolveStatus)),
        assignment=read_map(fields["assignment"], "assignment", assignment),
        cutoffs=read_map(fields["cutoffs"], "cutoffs", or_none(read_integers)),
        ties=read_each(fields["ties"], "ties", _tie),
        refusals=read_map(fields["refusals"], "refusals", _refusals),
        engine=read_map(fields["engine"], "engine", read_text),
        closed=read_each(fields.get("closed", []), "closed", read_text),
        placed=read_optional(fields, "placed", read_integer, None),
        total_distance=read_optional(fields, "total_distance", read_integer, None),
        blocking=read_each(fields.get("blocking", []), "blocking", _blocking),
        proposal=read_map(fields.get("proposal", {}), "proposal", assignment),
        displaced=read_each(fields.get("displaced", []), "displaced", _displaced),
    )


def result_to_json(result: Result) -> dict[str, object]:
    """Return the document of a result; the second opinion is not part of it."""
    document: dict[str, object] = {
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
            child: [refusal_to_json(refusal) for refusal in refusals]
            for child, refusals in result.refusals.items()
        },
        "engine": dict(result.engine),
    }
    return document | _what_else_happened(result)


def _what_else_happened(result: Result) -> dict[str, object]:
    """Return the fields that only some rules need."""
    document: dict[str, object] = {}
    if result.closed:
        document["closed"] = list(result.closed)
    if result.placed is not None:
        document["placed"] = result.placed
    if result.total_distance is not None:
        document["total_distance"] = result.total_distance
    if result.blocking:
        document["blocking"] = [
            {"family": blocking.family, "entry": list(blocking.entry)}
            for blocking in result.blocking
        ]
    if result.proposal:
        document["proposal"] = dict(result.proposal)
    if result.displaced:
        document["displaced"] = [
            {"child": displaced.child, "independent": displaced.independent}
            for displaced in result.displaced
        ]
    return document


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


def _blocking(value: object) -> Blocking:
    fields = read_object(value, required=("family", "entry"))
    return Blocking(
        family=read_inside(fields["family"], "family", read_text),
        entry=read_each(fields["entry"], "entry", or_none(read_text)),
    )


def _displaced(value: object) -> Displaced:
    fields = read_object(value, required=("child", "independent"))
    return Displaced(
        child=read_inside(fields["child"], "child", read_text),
        independent=read_inside(fields["independent"], "independent", read_text),
    )


def refusal_to_json(refusal: Refusal) -> dict[str, object]:
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
