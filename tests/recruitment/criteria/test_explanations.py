"""What the order of choices does to points is told by the rules."""

import pytest

from recruitment.criteria.explanations import order_changes_points, order_sentence
from recruitment.criteria.points import CriterionRule, Kind, Scope, Stage


def rule(scope: Scope, points: int, kind: Kind = Kind.DECLARED) -> CriterionRule:
    return CriterionRule("K", Stage.MUNICIPAL, kind, scope, points)


@pytest.mark.parametrize(
    ("rules", "changes", "sentence"),
    [
        ([], False, "Kolejność na liście nie zmienia liczby punktów."),
        (
            [rule(Scope.APPLICATION, 30), rule(Scope.CHOICE, 20)],
            False,
            "Kolejność na liście nie zmienia liczby punktów.",
        ),
        (
            [rule(Scope.FIRST_CHOICE_ONLY, 0, Kind.FIRST_CHOICE)],
            False,
            "Kolejność na liście nie zmienia liczby punktów.",
        ),
        (
            [rule(Scope.APPLICATION, 30), rule(Scope.FIRST_CHOICE_ONLY, 4, Kind.FIRST_CHOICE)],
            True,
            "Kolejność zmienia punkty: każda grupa placówki z pierwszego miejsca może dać ich więcej o\u00a04.",
        ),
        (
            [rule(Scope.FIRST_CHOICE_ONLY, 4), rule(Scope.FIRST_CHOICE_ONLY, 6)],
            True,
            "Kolejność zmienia punkty: każda grupa placówki z pierwszego miejsca może dać ich więcej o\u00a010.",
        ),
    ],
)
def test_order_sentence_follows_from_the_rules(rules, changes, sentence):
    assert (order_changes_points(rules), order_sentence(rules)) == (changes, sentence)
