"""What was answered to a criterion, beside yes, as people read it."""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from recruitment.criteria.models import Criterion
from recruitment.criteria.numbers import shown


def answer_in_words(criterion: Criterion, answer: dict[str, Any]) -> str:
    """Say what was answered; nothing where yes says it all."""
    if "level" in answer:
        return criterion.level_name(answer["level"])
    if "parents" in answer:
        return _("liczba rodziców: %(number)d") % {"number": answer["parents"]}
    if "number" in answer:
        return shown(Decimal(answer["number"]))
    if "income" in answer:
        income = answer["income"]
        months = "; ".join(shown(Decimal(month)) for month in income["months"])
        words = _("dochody miesięczne: %(months)s zł; liczba osób: %(persons)d") % {
            "months": months,
            "persons": income["persons"],
        }
        disabled = _("w rodzinie jest dziecko z niepełnosprawnością")
        return f"{words}; {disabled}" if income["with_disabled_child"] else words
    return ""
