"""Narrowing the public offer by the address of the page, so that a view of it can be shared."""

from typing import Any

import django_filters
from django.utils.translation import gettext_lazy as _

from recruitment.procedures.models import Procedure
from schools.models import GroupKind, GroupQuerySet


class OfferFilter(django_filters.FilterSet):
    """By the child's year of birth and by the kind of group."""

    birth_year = django_filters.ChoiceFilter(
        label=_("Rok urodzenia dziecka"), empty_label=_("każdy"), method="filter_birth_year"
    )
    kind = django_filters.ChoiceFilter(
        label=_("Rodzaj oddziału"), choices=GroupKind.choices, empty_label=_("każdy")
    )

    def __init__(self, *args: Any, procedure: Procedure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = range(procedure.birth_year_to, procedure.birth_year_from - 1, -1)
        self.filters["birth_year"].extra["choices"] = [(str(year), str(year)) for year in years]

    def filter_birth_year(
        self, groups: GroupQuerySet, _name: str, birth_year: str
    ) -> GroupQuerySet:
        """Groups that take children of this year."""
        return groups.open_to_birth_year(int(birth_year))
