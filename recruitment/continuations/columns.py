"""The headings of the lists of declarations."""

from django.utils.translation import gettext_lazy as _

LIST_COLUMNS = [
    {"label": _("Nazwisko i imię")},
    {"label": _("Rok urodzenia")},
    {"label": _("Numer")},
    {"label": _("Grupa")},
    {"label": _("Przyjęta")},
    {"label": _("Stan")},
]
GROUP_COLUMNS = [
    {"label": _("Placówka")},
    {"label": _("Grupa")},
    {"label": _("Miejsca"), "numeric": True},
    {"label": _("Deklaracje"), "numeric": True},
    {"label": _("Wycofane"), "numeric": True},
    {"label": _("Wolne miejsca"), "numeric": True},
]
