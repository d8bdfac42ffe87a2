"""A paper application on one page: the family's own forms, the receipt and the ranked choices."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from itertools import groupby
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recruitment.applications.forms.address import AddressForm
from recruitment.applications.forms.child import ChildForm
from recruitment.applications.forms.criteria import CriteriaForm
from recruitment.applications.forms.guardians import GuardiansForm
from recruitment.applications.validators import ChoosingChild, validate_choices
from recruitment.applications.values import PaperReceipt
from recruitment.procedures.models import Procedure, Stage
from recruitment.verification.forms.reasons import ReasonField
from recruitment.verification.services.paper import PaperApplication
from recruitment.verification.validators import (
    validate_late_note,
    validate_received_at,
)
from schools.models import Group, Institution
from ui.fields import ThreePartDateField


class ReceiptForm(forms.Form):
    """When the institution took the paper; after the closing also why it is entered so late."""

    received_on = ThreePartDateField(
        label=gettext_lazy("Dzień przyjęcia wniosku"),
        error_messages={"required": gettext_lazy("Wpisz dzień przyjęcia wniosku.")},
    )
    received_time = forms.TimeField(
        label=gettext_lazy("Godzina przyjęcia wniosku"),
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TimeInput(
            {"class": "govuk-input--width-5", "autocomplete": "off"}, format="%H:%M"
        ),
        error_messages={
            "required": gettext_lazy("Wpisz godzinę przyjęcia wniosku."),
            "invalid": gettext_lazy("Wpisz godzinę jak w przykładzie: 14:30."),
        },
    )
    note = ReasonField(
        label=gettext_lazy("Dlaczego wniosek jest wprowadzany po terminie?"),
        help_text=gettext_lazy("Na przykład: złożono w terminie, ale nie było prądu."),
        required=False,
        rows=2,
    )
    idempotency_key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, stage: Stage, now: datetime, prefix: str) -> None:
        self.stage = stage
        self.now = now
        initial: dict[str, Any] = {"idempotency_key": secrets.token_urlsafe(24)}
        if not stage.is_over(now):
            local = timezone.localtime(now)
            initial |= {"received_on": local.date(), "received_time": local.time()}
        super().__init__(data, prefix=prefix, initial=initial)
        if not stage.is_over(now):
            del self.fields["note"]

    @property
    def values(self) -> PaperReceipt:
        """The checked receipt."""
        return PaperReceipt(self.received_at, self.cleaned_data.get("note", "").strip())

    def clean_note(self) -> str:
        validate_late_note(self.cleaned_data["note"], closes_at=self.stage.ends_at, now=self.now)
        return self.cleaned_data["note"]

    def clean(self) -> None:
        day, time = self.cleaned_data.get("received_on"), self.cleaned_data.get("received_time")
        if day is None or time is None:
            return
        self.received_at = timezone.make_aware(datetime.combine(day, time))
        try:
            validate_received_at(
                self.received_at,
                opens_at=self.stage.starts_at,
                closes_at=self.stage.ends_at,
                now=self.now,
            )
        except ValidationError as error:
            self.add_error("received_on", error)


class RankedGroupsForm(forms.Form):
    """A select for each position; the first one is of an institution of the person who types."""

    def __init__(
        self,
        data: Any = None,
        *,
        procedure: Procedure,
        offered: list[Group],
        own: list[Institution],
        prefix: str,
    ) -> None:
        super().__init__(data, prefix=prefix)
        self.max_choices = procedure.max_choices
        self.own = own
        self.groups_by_id = {str(group.pk): group for group in offered}
        for position in range(1, procedure.max_choices + 1):
            self.fields[_name(position)] = forms.ChoiceField(
                label=_("Miejsce %(position)d na liście") % {"position": position},
                choices=[("", _("Wybierz z listy")), *_options(offered)],
                required=position == 1,
                error_messages={
                    "required": _("Wybierz grupę na miejscu 1."),
                    "invalid_choice": _("Wybierz grupę z listy."),
                },
            )

    @property
    def groups(self) -> list[Group]:
        """The chosen groups in their order."""
        chosen = [self.cleaned_data.get(_name(at)) for at in range(1, self.max_choices + 1)]
        return [self.groups_by_id[group] for group in chosen if group]

    def clean(self) -> None:
        chosen = [self.cleaned_data.get(_name(at), "") for at in range(1, self.max_choices + 1)]
        for position, group in enumerate(chosen[:-1], start=1):
            if not group and any(chosen[position:]) and _name(position) not in self.errors:
                self.add_error(_name(position), _("Wybierz grupę na tym miejscu albo usuń dalsze."))
        first = self.groups_by_id.get(chosen[0])
        if first is not None and first.institution not in self.own:
            self.add_error(
                _name(1),
                _("Wniosek przyjmuje placówka pierwszego wyboru. Tutaj może nią być: %(names)s.")
                % {"names": ", ".join(institution.short_name for institution in self.own)},
            )

    def check_for_child(self, child: ChoosingChild) -> None:
        """Point at the first position at which the list breaks a rule."""
        groups = self.groups
        for position in range(1, len(groups) + 1):
            try:
                validate_choices(groups[:position], child=child, max_choices=self.max_choices)
            except ValidationError as error:
                self.add_error(_name(position), error)
                return


class PaperForm:
    """The whole page, used like one form; `forms` are its parts in the order of the page."""

    def __init__(
        self,
        data: Any = None,
        *,
        procedure: Procedure,
        stage: Stage,
        offered: list[Group],
        own: list[Institution],
        now: datetime,
    ) -> None:
        institutions = list({group.institution: None for group in offered})
        self.receipt = ReceiptForm(data, stage=stage, now=now, prefix="receipt")
        self.child = ChildForm(data, procedure=procedure, prefix="child")
        self.guardians = GuardiansForm(data, procedure=procedure, prefix="guardians")
        self.address = AddressForm(data, procedure=procedure, prefix="address")
        self.choices = RankedGroupsForm(
            data, procedure=procedure, offered=offered, own=own, prefix="choices"
        )
        self.criteria = CriteriaForm(
            data, procedure=procedure, institutions=institutions, prefix="criteria"
        )
        # What is not ticked on paper is not declared.
        self.criteria.initial = self.criteria.nothing_claimed()

    @property
    def forms(self) -> list[forms.Form]:
        return [
            self.receipt,
            self.child,
            *self.guardians,
            self.address,
            self.choices,
            self.criteria,
        ]

    def is_valid(self) -> bool:
        """Each part apart, then what one part says of another; every error is found at once."""
        self._check_choices()
        self._check_claims()
        return not any(form.errors for form in self.forms)

    def refuse(self, reason: str) -> None:
        """Show this reason and no other error, over everything as it was typed."""
        for form in self.forms:
            form.errors.clear()
        self.receipt.add_error(None, reason)

    def _check_choices(self) -> None:
        if self.choices.errors:
            return
        if self.child.errors:
            child = ChoosingChild(birth_year=None, has_statement=True)
        else:
            values = self.child.values
            child = ChoosingChild(
                self.child.procedure.birth_year_of(values.birth_on), values.has_statement
            )
        self.choices.check_for_child(child)

    def _check_claims(self) -> None:
        """Per-institution criteria are declared for chosen institutions only."""
        if self.choices.errors or self.criteria.errors:
            return
        chosen = {group.institution.code for group in self.choices.groups}
        stray = {
            self.criteria.field_of(question)
            for question in self.criteria.values
            if question.institution is not None and question.institution not in chosen
        }
        for field in sorted(stray):
            self.criteria.add_error(field, _("Zaznacz tylko placówki, które są na liście wyborów."))

    @property
    def values(self) -> PaperApplication:
        """The checked paper, ready for the service."""
        return PaperApplication(
            receipt=self.receipt.values,
            child=self.child.values,
            guardians=self.guardians.values,
            residence=self.address.values,
            groups=self.choices.groups,
            claims=self.criteria.values,
        )


def _name(position: int) -> str:
    return f"position_{position}"


def _options(offered: Iterable[Group]) -> list[tuple[str, list[tuple[int, str]]]]:
    """The groups under the full names of their institutions.

    Each repeats the short one: a closed list shows the chosen line alone.
    """
    return [
        (
            institution.name,
            [
                (group.pk, f"{institution.short_name} – {group.name}, {group.for_birth_years}")
                for group in groups
            ],
        )
        for institution, groups in groupby(offered, key=lambda group: group.institution)
    ]
