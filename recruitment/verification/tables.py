"""The list of an institution's desk."""

from typing import Any

import django_tables2 as tables
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recruitment.applications.models import Application
from recruitment.applications.scoring import Scoring
from recruitment.applications.workflow import Status
from recruitment.criteria.numbers import shown
from recruitment.verification.addresses import case_url
from recruitment.verification.queries import first_choice
from recruitment.verification.queue import ORDERS
from ui.dates import HOUR
from ui.tables import NaborTable
from ui.templatetags.ui import status_tag

ONE_LINE = {"td": {"class": "nb-nowrap"}}

TONES = {
    Status.FILED: "yellow",
    Status.IN_VERIFICATION: "blue",
    Status.RETURNED: "yellow",
    Status.VERIFIED: "green",
    Status.REJECTED: "red",
    Status.WITHDRAWN: "grey",
}

FURTHER_COLUMNS = [
    {"label": _("Nazwisko i imię")},
    {"label": _("Rocznik")},
    {"label": _("Grupa")},
    {"label": _("Punkty, etap I"), "numeric": True},
    {"label": _("Punkty, etap II"), "numeric": True},
    {"label": _("Orzeczenie")},
]
"""The headings of the list of children who have the institution further down their list."""


class DeskTable(NaborTable):
    """First-choice applications; the points are those of the first choice."""

    caption = _("Wnioski, w których placówka jest pierwszym wyborem")
    row_header = "child"

    child = tables.Column(
        verbose_name=_("Nazwisko i imię"),
        accessor="candidate__list_name",
        order_by=ORDERS["child"],
        linkify=lambda record, table: case_url(record.public_id, table.queue_query),
        attrs={"a": {"class": "govuk-link"}},
    )
    number = tables.Column(verbose_name=_("Numer"), order_by=ORDERS["number"], attrs=ONE_LINE)
    institution = tables.Column(verbose_name=_("Placówka"), empty_values=(), orderable=False)
    group = tables.Column(verbose_name=_("Grupa"), empty_values=(), orderable=False)
    points = tables.Column(verbose_name=_("Punkty (etap I + II)"), empty_values=(), orderable=False)
    status = tables.Column(verbose_name=_("Stan"), orderable=False)
    filed_at = tables.Column(verbose_name=_("Złożony"), order_by=ORDERS["filed_at"], attrs=ONE_LINE)
    channel = tables.Column(verbose_name=_("Sposób"), orderable=False)

    class Meta:
        order_by_field = "sort"
        per_page = 50

    def __init__(self, *args: Any, scoring: Scoring, queue_query: str = "", **kwargs: Any) -> None:
        self.scoring = scoring
        self.queue_query = queue_query
        super().__init__(*args, **kwargs)

    def render_institution(self, record: Application) -> str:
        choice = first_choice(record)
        return choice.group.institution.short_name if choice else ""

    def render_group(self, record: Application) -> str:
        choice = first_choice(record)
        return choice.group.name if choice else ""

    def render_points(self, record: Application) -> str:
        choice = first_choice(record)
        if choice is None:
            return ""
        is_verified = record.status == Status.VERIFIED
        points = self.scoring.points(record, choice, count_pending=not is_verified)
        source = gettext("zweryfikowane") if is_verified else gettext("deklarowane")
        return f"{shown(points.statutory)} + {shown(points.municipal)}, {source}"

    def render_status(self, record: Application) -> SafeString:
        """The status, and until when somebody else is waited for."""
        tag = status_tag(record.get_status_display(), TONES[Status(record.status)])
        if record.mayor_due_on:  # type: ignore[attr-defined]  # of with_desk_data
            due = date_format(record.mayor_due_on, "j.m.Y")  # type: ignore[attr-defined]
            return format_html("{} {}", tag, gettext("prezydent miasta do %(day)s") % {"day": due})
        if record.status == Status.RETURNED and record.completion_due_on:
            due = date_format(record.completion_due_on, "j.m.Y")
            return format_html("{} {}", tag, gettext("do %(day)s") % {"day": due})
        return tag

    def render_filed_at(self, record: Application) -> str:
        return date_format(timezone.localtime(record.filed_at), f"j.m.Y, {HOUR}")
