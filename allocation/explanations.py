"""What would have changed a refusal, kept with the run: every answer is a round run again.

The questions are asked by the snapshot: what if a claim had been accepted, what if the committee
had put the child first among its equals.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from allocation.engine import Problem, Result
from allocation.engine.explaining.explain import explain
from allocation.engine.explaining.explanation import Explanation, WhatIf
from allocation.engine.problem import Key
from allocation.keys import MUNICIPAL, STATUTORY

CLAIM, ORDER = "claim", "order"
"""Kinds of questions: about a criterion, by its code; about a group, by its code."""

Questions = dict[str, list[dict[str, Any]]]
"""By application number: `{"kind", "about", "keys": {group: key}}`, JSON values only."""


def question(kind: str, about: str, keys: Mapping[str, Key]) -> dict[str, Any]:
    """A question about one child as JSON values."""
    return {"kind": kind, "about": about, "keys": {group: list(key) for group, key in keys.items()}}


@dataclass(frozen=True, slots=True)
class RefusalExplained:
    """What a family reads about one refused choice, beside its points.

    `ahead` children stood before this one, `equal` others had the same key. `enough_statutory`
    and `enough_municipal`: the least points of that stage alone that would have been enough, or
    None. `claims`: by code of a criterion that the committee did not accept, whether it would
    have given the place. `if_first_in_order`: the same about the committee's order, None where
    it said nothing.
    """

    ahead: int
    equal: int
    enough_statutory: int | None
    enough_municipal: int | None
    claims: dict[str, bool]
    if_first_in_order: bool | None


def explanations_of(
    problem: Problem, result: Result, questions: Questions
) -> dict[str, dict[str, dict[str, Any]]]:
    """Explain every refusal: by application number and group, `RefusalExplained` as JSON values."""
    what_if = {
        child: [
            WhatIf(f"{asked['kind']}:{asked['about']}", _as_keys(asked["keys"])) for asked in each
        ]
        for child, each in questions.items()
        if result.refusals[child]
    }
    explained = explain(problem, result, what_if=what_if)
    return {each.child: _told(each, questions.get(each.child, [])) for each in explained}


def _told(explanation: Explanation, questions: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    claims: dict[str, dict[str, bool]] = defaultdict(dict)
    orders: dict[str, bool] = {}
    for asked, answer in zip(questions, explanation.what_if, strict=True):
        for group in asked["keys"]:
            if asked["kind"] == CLAIM:
                claims[group][asked["about"]] = answer.group == group
            else:
                orders[group] = answer.group == group
    return {
        refused.refusal.group: asdict(
            RefusalExplained(
                ahead=refused.ahead,
                equal=refused.equal,
                enough_statutory=refused.enough[STATUTORY],
                enough_municipal=refused.enough[MUNICIPAL],
                claims=claims.get(refused.refusal.group, {}),
                if_first_in_order=orders.get(refused.refusal.group),
            )
        )
        for refused in explanation.refused
    }


def _as_keys(keys: dict[str, list[int]]) -> dict[str, Key]:
    return {group: tuple(key) for group, key in keys.items()}
