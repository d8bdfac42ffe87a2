"""The rules of a committee's papers that need no database, each written once."""

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ui.folding import fold


def validate_not_past(day: date, today: date) -> None:
    """The composition of a committee is not changed backwards: meetings stand on it."""
    if day < today:
        raise ValidationError(
            _("Składu komisji nie można zmienić wstecz. Wpisz dzień dzisiejszy albo późniejszy."),
            code="past",
        )


def validate_same_person(known: str, typed: str) -> None:
    """An address that belongs to somebody of another name is mistyped."""
    if known and fold(known) != fold(typed):
        raise ValidationError(
            _("Konto z tym adresem ma inne imię i nazwisko. Sprawdź adres i nazwisko."),
            code="another_person",
        )
