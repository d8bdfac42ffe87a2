"""Filters of a protocol: {% load protocol %}."""

import datetime

from django import template

from ui.dates import day_and_hour

register = template.Library()


@register.filter
def moment(text: str) -> str:
    """15 marca 2027, godz. 9:30 – from the way in which a protocol keeps it."""
    return day_and_hour(datetime.datetime.fromisoformat(text))
