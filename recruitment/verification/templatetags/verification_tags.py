from datetime import date

from django import template
from django.utils.translation import gettext as _

from recruitment.applications.models import Claim
from recruitment.verification import labels

register = template.Library()


@register.filter
def claim_name(claim: Claim) -> str:
    """The criterion and, where it is claimed for one, the institution."""
    return labels.claim_name(claim)


@register.filter
def days_to(day: date, today: date) -> str:
    """How the clock of an answer stands today."""
    left = (day - today).days
    if left < 0:
        return _("Termin minął. Dni po terminie: %(days)d.") % {"days": -left}
    if left == 0:
        return _("To ostatni dzień.")
    return _("Pozostało dni: %(days)d.") % {"days": left}
