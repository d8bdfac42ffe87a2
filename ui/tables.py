import django_tables2 as tables


class NaborTable(tables.Table):
    """Base of lists on the staff desk.

    Meta of a list sets `caption` (what the table shows) and `row_header` (the column that names a row).
    """

    caption = ""
    row_header = ""

    class Meta:
        template_name = "django_tables2/nabor.html"
        attrs = {"class": "govuk-table nb-table--compact"}
        order_by_field = "sort"
        per_page = 50


class NumberColumn(tables.Column):
    """Numbers stand to the right, under one another."""

    attrs = {
        "th": {"class": "govuk-table__header--numeric"},
        "td": {"class": "govuk-table__cell--numeric"},
    }
