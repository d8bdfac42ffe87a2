"""The tables of the office: headings, and the list of applications that nobody has verified."""

import django_tables2 as tables
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from recruitment.applications.models import Application
from ui.tables import NaborTable
from ui.templatetags.ui import long_datetime

OFFICE_COLUMNS = {
    "stages": [
        {"label": _("Etap")},
        {"label": _("Początek")},
        {"label": _("Koniec")},
        {"label": _("Dziś")},
        {"label": _("Termin")},
    ],
    "runs": [
        {"label": _("Przydział")},
        {"label": _("Zlecony")},
        {"label": _("Kto zlecił")},
        {"label": _("Stan")},
        {"label": _("Z miejscem"), "numeric": True},
        {"label": _("Bez miejsca (razem z remisami)"), "numeric": True},
        {"label": _("Remisy"), "numeric": True},
    ],
}
"""The headings of the tables on the page of the office."""

RUN_COLUMNS = {
    "ties": [
        {"label": _("Grupa")},
        {"label": _("Wspólne punkty")},
        {"label": _("Dzieci"), "numeric": True},
        {"label": _("Miejsca dla nich"), "numeric": True},
        {"label": _("Rozstrzygnięcie")},
    ],
    "orders": [
        {"label": _("Grupa")},
        {"label": _("Wspólne punkty")},
        {"label": _("Data decyzji")},
        {"label": _("Uzasadnienie")},
        {"label": _("Poprawka")},
    ],
    "groups": [
        {"label": _("Placówka i grupa")},
        {"label": _("Miejsca"), "numeric": True},
        {"label": _("Dzieci z miejscem"), "numeric": True},
        {"label": _("Wolne"), "numeric": True},
        {"label": _("W remisie"), "numeric": True},
        {"label": _("Ostatnie dziecko z miejscem")},
    ],
}
"""The headings of the tables on the page of a run."""


class WaitingTable(NaborTable):
    """Filed applications by first-choice institution; each leads to its case."""

    caption = _("Wnioski niezweryfikowane")
    row_header = "child"

    child = tables.Column(
        verbose_name=_("Dziecko"),
        accessor="candidate__list_name",
        order_by=("candidate__sort_key", "pk"),
        linkify=lambda record: reverse("case", args=[record.public_id]),
        attrs={"a": {"class": "govuk-link"}},
    )
    number = tables.Column(verbose_name=_("Numer wniosku"))
    institution = tables.Column(
        verbose_name=_("Placówka pierwszego wyboru"),
        accessor="institution_name",
        order_by=("institution_position", "candidate__sort_key", "pk"),
    )
    status = tables.Column(verbose_name=_("Stan"), order_by=("status", "pk"))
    filed_at = tables.Column(verbose_name=_("Złożony"), order_by=("filed_at", "pk"))

    class Meta:
        order_by_field = "sort"
        per_page = 50

    def render_status(self, record: Application) -> str:
        """The status in words."""
        return record.get_status_display()

    def render_filed_at(self, record: Application) -> str:
        """The moment in words."""
        return long_datetime(timezone.localtime(record.filed_at))
