"""The answers about criteria in the shape of their form, and back: one place for both ways.

A question has a field of its own, named by the criterion, and by the institution where it is asked
of each; only yes-or-no questions about institutions share one field with a box for each of them.
"""

from collections.abc import Mapping
from typing import Any

from recruitment.applications.values import Question
from recruitment.criteria.models import Criterion, Kind

YES, NO = "yes", "no"
NONE_OF_LEVELS = "none"

Stored = dict[str, Any]
Claimed = Mapping[Question, Stored]
"""What was claimed, and what was answered beside yes."""


def shares_a_field(criterion: Criterion) -> bool:
    """Is one field for all institutions enough, with a box for each?"""
    return criterion.is_claimed_per_institution and criterion.kind == Kind.DECLARED


def field_name(question: Question) -> str:
    """The name of the field of a question that does not share one."""
    if question.institution is None:
        return question.criterion
    return f"{question.criterion}.{question.institution}"


def criterion_of(field: str) -> str:
    """The code of the criterion that a field asks about."""
    return field.split(".")[0]


def typed(kind: str, answer: Stored | None) -> Any:
    """What the field shows for an answer; None is an answer that claims nothing."""
    if kind == Kind.DECLARED:
        return NO if answer is None else YES
    if kind == Kind.GRADED:
        return NONE_OF_LEVELS if answer is None else answer["level"]
    if kind == Kind.PARENTS:
        return "0" if answer is None else str(answer["parents"])
    if kind == Kind.NUMBER:
        return "" if answer is None else answer["number"].replace(".", ",")
    if answer is None:
        return []
    income = answer["income"]
    months = [month.replace(".", ",") for month in income["months"]]
    return [*months, str(income["persons"]), income["with_disabled_child"]]
