"""Points in templates."""

from decimal import Decimal

from django import template

from recruitment.criteria import rules
from recruitment.criteria.models import Stage
from recruitment.criteria.numbers import shown

register = template.Library()


@register.filter
def points(number: Decimal) -> str:
    """The number as people write it."""
    return shown(number)


@register.filter
def stage_name(stage: rules.Stage) -> str:
    """The name of a stage."""
    return str(Stage(stage).label)
