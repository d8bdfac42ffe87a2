"""How a form is shaped that a clerk fills in from paper, with the keyboard alone."""

from collections.abc import Iterable
from itertools import groupby

from django import forms

from schools.models import Group


def make_compact(form: forms.Form) -> None:
    """Answers side by side and small: the page is typed, not read."""
    for field in form.fields.values():
        # Django makes a set of checkboxes out of radios.
        if isinstance(field.widget, forms.RadioSelect):
            has_boxes = isinstance(field.widget, forms.CheckboxSelectMultiple)
            kind = "checkboxes" if has_boxes else "radios"
            field.widget.attrs["class"] = f"govuk-{kind}--small nb-side-by-side"


def options_of(groups: Iterable[Group]) -> list[tuple[str, list[tuple[int, str]]]]:
    """The groups under the full names of their institutions.

    Each repeats the short one: a closed list shows the chosen line alone. Somebody who types gets to
    a line by its beginning, so that holds only what is on a keyboard.
    """
    return [
        (
            institution.name,
            [
                (group.pk, f"{institution.short_name}, {group.name}, {group.for_birth_years}")
                for group in of_institution
            ],
        )
        for institution, of_institution in groupby(groups, key=lambda group: group.institution)
    ]
