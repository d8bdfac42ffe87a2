"""What a parent answered to a criterion, beside yes, in the shape in which it is stored."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from recruitment.criteria.facts import Income

Stored = Mapping[str, Any]
"""JSON: `{}` for a plain yes, or one of `level`, `parents`, `number`, `income`."""


def details_of(stored: Stored) -> dict[str, Any]:
    """Return the stored answer as arguments of a `ClaimFact`."""
    details = dict(stored)
    if "number" in details:
        details["number"] = Decimal(details["number"])
    if "income" in details:
        income = details["income"]
        details["income"] = Income(
            months=tuple(Decimal(month) for month in income["months"]),
            persons=income["persons"],
            with_disabled_child=income["with_disabled_child"],
        )
    return details


def stored_number(number: Decimal) -> dict[str, Any]:
    """Return a number as it is stored: exact, in text."""
    return {"number": str(number)}


def stored_income(income: Income) -> dict[str, Any]:
    """Return an income as it is stored."""
    return {
        "income": {
            "months": [str(month) for month in income.months],
            "persons": income.persons,
            "with_disabled_child": income.with_disabled_child,
        }
    }
