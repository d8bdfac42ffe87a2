"""Summaries by pandas: rows in, rows out."""

from collections.abc import Sequence
from dataclasses import asdict, fields

from django.utils.translation import gettext as _

from reports.rows import GroupSummaryRow, InstitutionSummaryRow

ADDED_UP = [found.name for found in fields(InstitutionSummaryRow) if found.name != "institution"]


def institution_summary(rows: Sequence[GroupSummaryRow]) -> list[InstitutionSummaryRow]:
    """The groups added up by institution, in their order, and all of them together at the end."""
    import pandas as pd  # noqa: PLC0415 -- slow import

    if not rows:
        return []
    frame = pd.DataFrame([asdict(row) for row in rows])
    by_institution = frame.groupby("institution", sort=False)[ADDED_UP].sum()
    total = by_institution.sum().rename(_("Razem"))
    return [
        InstitutionSummaryRow(str(name), *(int(number) for number in numbers))
        for name, *numbers in pd.concat([by_institution, total.to_frame().T]).itertuples()
    ]
