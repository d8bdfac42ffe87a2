"""A declaration on one screen, and the reason for which one is withdrawn."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recruitment.applications.forms.child import ChildForm
from recruitment.continuations.services import PaperDeclaration
from recruitment.procedures.models import Procedure, Stage
from recruitment.verification.forms.compact import make_compact, options_of
from recruitment.verification.forms.reasons import ReasonField
from recruitment.verification.forms.receipt import ReceiptForm
from schools.models import Group


class PlaceForm(forms.Form):
    """In which group the child stays; where there is one group, it is chosen already."""

    group = forms.ChoiceField(
        label=gettext_lazy("Grupa, w której dziecko zostaje"),
        error_messages={
            "required": gettext_lazy("Wybierz grupę."),
            "invalid_choice": gettext_lazy("Wybierz grupę z listy."),
        },
    )

    def __init__(self, data: Any = None, *, groups: list[Group], **named: Any) -> None:
        super().__init__(data, **named)
        self.groups_by_id = {str(group.pk): group for group in groups}
        self.fields["group"].choices = [("", _("Wybierz z listy")), *options_of(groups)]  # type: ignore[attr-defined]  # a ChoiceField
        if len(groups) == 1:
            self.initial["group"] = groups[0].pk

    @property
    def value(self) -> Group:
        """The chosen group."""
        return self.groups_by_id[self.cleaned_data["group"]]


class DeclarationForm:
    """The whole page, used like one form; `forms` are its parts in the order of the page."""

    def __init__(
        self,
        data: Any = None,
        *,
        procedure: Procedure,
        stage: Stage,
        groups: list[Group],
        now: datetime,
    ) -> None:
        self.receipt = ReceiptForm(data, stage=stage, now=now, prefix="arrival")
        self.child = ChildForm(data, procedure=procedure, prefix="child")
        self.place = PlaceForm(data, groups=groups, prefix="place")
        for form in self.forms:
            make_compact(form)

    @property
    def forms(self) -> list[forms.Form]:
        return [self.receipt, self.child, self.place]

    def is_valid(self) -> bool:
        """Every error of every part is found at once."""
        return not any(form.errors for form in self.forms)

    def refuse(self, reason: str) -> None:
        """Show this reason and no other error, over everything as it was typed."""
        for form in self.forms:
            form.errors.clear()
        self.receipt.add_error(None, reason)

    def refuse_child(self, error: ValidationError) -> None:
        """Show what the service says of the child, at its field."""
        self.child.add_error(None, error)

    @property
    def values(self) -> PaperDeclaration:
        """The checked paper, ready for the service."""
        return PaperDeclaration(self.receipt.values, self.child.values, self.place.value)


class SearchForm(forms.Form):
    q = forms.CharField(
        label=gettext_lazy("Nazwisko dziecka albo numer deklaracji"), required=False
    )


class WithdrawForm(forms.Form):
    reason = ReasonField(
        rows=3,
        label=gettext_lazy("Dlaczego deklaracja jest wycofana?"),
        help_text=gettext_lazy(
            "Na przykład: pismo rodziców z 12 marca. Nie wpisuj danych osobowych."
        ),
        error_messages={"required": gettext_lazy("Napisz, dlaczego deklaracja jest wycofana.")},
    )
