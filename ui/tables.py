from typing import Any

import django_tables2 as tables


class NaborTable(tables.Table):
    """Base of lists on the staff desk.

    A list sets `caption` (what the table shows) and `row_header` (the column that names a row).
    """

    caption: Any = ""
    row_header = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("template_name", "django_tables2/nabor.html")
        kwargs.setdefault("attrs", {"class": "govuk-table nb-table--compact"})
        super().__init__(*args, **kwargs)


class NumberColumn(tables.Column):
    """Numbers stand to the right, under one another."""

    attrs = {
        "th": {"class": "govuk-table__header--numeric"},
        "td": {"class": "govuk-table__cell--numeric"},
    }
