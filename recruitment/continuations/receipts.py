"""The receipt of a declaration, in the shape of every receipt."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from recruitment.procedures.models import Continuation
from recruitment.verification.receipts import Receipt
from ui.templatetags.ui import long_datetime


def receipt_of(declaration: Continuation, address: str) -> Receipt:
    """What the family takes home; `address` opens the declaration at the preschool.

    Whether the child has a statement is not on it: the family knows, and paper gets lost.
    """
    received_at = long_datetime(timezone.localtime(declaration.received_at))
    return Receipt(
        title=_("Potwierdzenie przyjęcia deklaracji o kontynuowaniu"),
        number=declaration.number,
        institution=declaration.group.institution.name,
        address=address,
        opens=_("Kod QR, który otwiera tę deklarację w placówce"),
        rows=[
            {"key": _("Dziecko"), "value": declaration.full_name},
            {"key": _("Data urodzenia"), "value": date_format(declaration.birth_on, "j E Y")},
            {"key": _("Przyjęcie deklaracji"), "value": received_at},
            {"key": _("Grupa"), "value": declaration.group.name},
        ],
        what_next=[
            _("Dziecko zostaje w placówce. Nie trzeba składać wniosku w naborze."),
        ],
    )
