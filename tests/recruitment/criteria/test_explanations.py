"""What the order of choices does to points is told by the rules."""

from decimal import Decimal

import pytest

from recruitment.criteria.explanations import order_sentence
from recruitment.criteria.rules import CriterionRule, Kind, Scope, Stage


def rule(scope: Scope, points: int, kind: Kind = Kind.DECLARED) -> CriterionRule:
    return CriterionRule("K", Stage.MUNICIPAL, kind, scope, Decimal(points))


@pytest.mark.parametrize(
    ("rules", "sentence"),
    [
        ([], "Kolejność na liście nie zmienia liczby punktów."),
        (
            [rule(Scope.APPLICATION, 30), rule(Scope.CHOICE, 20)],
            "Kolejność na liście nie zmienia liczby punktów.",
        ),
        (
            [rule(Scope.FIRST_CHOICE_ONLY, 0, Kind.FIRST_CHOICE)],
            "Kolejność na liście nie zmienia liczby punktów.",
        ),
        (
            [rule(Scope.APPLICATION, 30), rule(Scope.FIRST_CHOICE_ONLY, 4, Kind.FIRST_CHOICE)],
            "Kolejność zmienia punkty: każda grupa placówki z pierwszego miejsca może dać ich więcej o\u00a04.",
        ),
        (
            [rule(Scope.FIRST_CHOICE_ONLY, 4), rule(Scope.FIRST_CHOICE_ONLY, 6)],
            "Kolejność zmienia punkty: każda grupa placówki z pierwszego miejsca może dać ich więcej o\u00a010.",
        ),
    ],
)
def test_order_sentence_follows_from_the_rules(rules, sentence):
    assert order_sentence(rules) == sentence
