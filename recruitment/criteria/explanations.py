"""Sentences about the criteria that follow from the rules, never from habit."""

from collections.abc import Iterable
from decimal import Decimal

from django.utils.translation import gettext as _

from recruitment.criteria.numbers import shown
from recruitment.criteria.rules import CriterionRule, Scope


def points_for_first_place(rules: Iterable[CriterionRule]) -> Decimal:
    """How many points an institution can give, in each group, only because it stands first."""
    only_first = [rule for rule in rules if rule.scope is Scope.FIRST_CHOICE_ONLY]
    return sum((rule.most or Decimal(0) for rule in only_first), Decimal(0))


def order_sentence(rules: Iterable[CriterionRule]) -> str:
    """What the order of choices does to the points under these rules, in one sentence."""
    points = points_for_first_place(rules)
    if points == 0:
        return _("Kolejność na liście nie zmienia liczby punktów.")
    return _(
        "Kolejność zmienia punkty: każda grupa placówki z pierwszego miejsca może dać ich więcej o %(points)s."
    ) % {"points": shown(points)}
