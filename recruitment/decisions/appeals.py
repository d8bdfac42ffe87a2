"""The way to question a refusal: ask for its reasons, appeal, complain (PO art. 158 ust. 6–9)."""

from datetime import date, timedelta

from django.utils.timezone import localtime

from recruitment.decisions.models import ChoiceDecision, ChoiceResult
from recruitment.procedures.models import Stage
from schools.models import Institution

DAYS = 3
"""For each step: to ask for reasons, to give them, to appeal, to answer. 7, 5, 7 and 7 until 2022."""


def last_day_to_ask(admitted_lists: Stage) -> date:
    """The last day for asking for reasons, counted from the planned day of the lists.

    It is told without regard to days off: whoever keeps it is never late.
    """
    return localtime(admitted_lists.starts_at).date() + timedelta(days=DAYS)


def refusing_institutions(choices: list[ChoiceDecision]) -> list[Institution]:
    """Whose committees refused the child, each once, in the order of the child's list.

    A choice below the obtained one was not considered, so nobody refused it.
    """
    refused = [choice for choice in choices if choice.result == ChoiceResult.NOT_QUALIFIED]
    return list({choice.group.institution: None for choice in refused})
