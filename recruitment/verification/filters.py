"""Searching and filtering the desk's list by the address of the page."""

from datetime import date
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from recruitment.applications.models import Channel
from recruitment.applications.models.application import ApplicationQuerySet
from recruitment.applications.workflow import Status
from recruitment.verification.queries import matching
from schools.models import Institution

WAITING = "waiting"
MAYOR = "mayor"
MAYOR_OVERDUE = "mayor_overdue"


class DeskFilter(django_filters.FilterSet):
    """`institutions` are those of the person; the choice among them is shown when there are more."""

    q = django_filters.CharFilter(
        label=_("Nazwisko dziecka albo numer wniosku"), method="filter_matching"
    )
    status = django_filters.ChoiceFilter(
        label=_("Stan wniosku"),
        choices=[
            (WAITING, _("do sprawdzenia przez komisję")),
            *(choice for choice in Status.choices if choice[0] != Status.DRAFT),
            (MAYOR, _("czeka na odpowiedź prezydenta miasta")),
            (MAYOR_OVERDUE, _("prezydent miasta nie odpowiedział w terminie")),
        ],
        empty_label=_("każdy"),
        method="filter_status",
    )
    channel = django_filters.ChoiceFilter(
        label=_("Sposób złożenia"), choices=Channel.choices, empty_label=_("każdy")
    )
    institution = django_filters.ModelChoiceFilter(
        label=_("Placówka"),
        queryset=Institution.objects.none(),
        empty_label=_("każda"),
        method="filter_institution",
    )

    def __init__(
        self,
        *args: Any,
        institutions: "QuerySet[Institution]",
        has_several: bool,
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if has_several:
            self.filters["institution"].queryset = institutions
        else:
            del self.filters["institution"]

    @property
    def chosen(self) -> str:
        """By what the list is narrowed; of the searched text only that there was one.

        It may be a child's name, and what is kept of a look at a list holds none.
        """
        self.form.is_valid()  # A choice that is not on offer is left out, here and in the list.
        return ", ".join(
            name if name == "q" else f"{name}={getattr(value, 'code', value)}"
            for name, value in self.form.cleaned_data.items()
            if value
        )

    def filter_matching(
        self, applications: ApplicationQuerySet, _name: str, text: str
    ) -> ApplicationQuerySet:
        return matching(applications, text)

    def filter_status(
        self, applications: ApplicationQuerySet, _name: str, status: str
    ) -> ApplicationQuerySet:
        if status == WAITING:
            return applications.waiting_for_committee()
        if status == MAYOR:
            return applications.awaiting_mayor()
        if status == MAYOR_OVERDUE:
            return applications.awaiting_mayor(due_before=self.today)
        return applications.filter(status=status)

    def filter_institution(
        self, applications: ApplicationQuerySet, _name: str, institution: Institution
    ) -> ApplicationQuerySet:
        return applications.first_choice_of(Institution.objects.filter(pk=institution.pk))
