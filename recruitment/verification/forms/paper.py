"""A paper application on one page: the family's own forms, the receipt and the ranked choices."""

import secrets
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from recruitment.applications.forms.address import AddressForm
from recruitment.applications.forms.child import ChildForm
from recruitment.applications.forms.criteria import CriteriaForm, Place
from recruitment.applications.forms.guardians import GuardiansForm
from recruitment.applications.typed_criteria import Claimed
from recruitment.applications.validators import ChoosingChild, validate_choices
from recruitment.applications.values import Question
from recruitment.procedures.models import Procedure, Stage
from recruitment.verification.forms.compact import make_compact, options_of
from recruitment.verification.forms.receipt import ReceiptForm
from recruitment.verification.services.paper import PaperApplication
from schools.models import Group, Institution


class PaperReceiptForm(ReceiptForm):
    """The receipt of an application, with a key of its page: two presses file it once."""

    idempotency_key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, **named: Any) -> None:
        super().__init__(data, initial={"idempotency_key": secrets.token_urlsafe(24)}, **named)


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
                choices=[("", _("Wybierz z listy")), *options_of(offered)],
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
        self.receipt = PaperReceiptForm(data, stage=stage, now=now, prefix="receipt")
        self.child = ChildForm(data, procedure=procedure, prefix="child")
        self.guardians = GuardiansForm(data, procedure=procedure, prefix="guardians")
        self.address = AddressForm(data, procedure=procedure, prefix="address")
        self.choices = RankedGroupsForm(
            data, procedure=procedure, offered=offered, own=own, prefix="choices"
        )
        self.criteria = CriteriaForm(
            data,
            procedure=procedure,
            institutions=_places(procedure.max_choices),
            prefix="criteria",
        )
        # What is not ticked on paper is not declared.
        self.criteria.initial = self.criteria.nothing_claimed()
        # The second guardian too, who is not asked for yet.
        for form in {*self.forms, self.guardians.second}:
            make_compact(form)
        for field in self.criteria.fields.values():
            # What it gives and what proves it is for the family to know; the clerk copies.
            field.help_text = ""

    @property
    def forms(self) -> list[forms.Form]:
        return [
            self.receipt,
            self.child,
            self.address,
            self.choices,
            *self.guardians,
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
        """What is declared for a place of the list needs a group at that place."""
        if self.choices.errors or self.criteria.errors:
            return
        places = {place.code for place in _places(len(self.choices.groups))}
        stray = {
            self.criteria.field_of(question)
            for question in self.criteria.values
            if question.institution is not None and question.institution not in places
        }
        for field in sorted(stray):
            self.criteria.add_error(field, _("Zaznacz tylko miejsca, które są na liście wyborów."))

    @property
    def claims(self) -> Claimed:
        """What is declared, for institutions instead of places of the list.

        Of one institution at two places the answer at the higher one counts.
        """
        institutions = {
            str(place): group.institution.code
            for place, group in enumerate(self.choices.groups, start=1)
        }
        claims: dict[Question, Any] = {}
        for question, answer in self.criteria.values.items():
            if question.institution is None:
                claims[question] = answer
            else:
                asked = Question(question.criterion, institutions[question.institution])
                claims.setdefault(asked, answer)
        return claims

    @property
    def values(self) -> PaperApplication:
        """The checked paper, ready for the service."""
        return PaperApplication(
            receipt=self.receipt.values,
            child=self.child.values,
            guardians=self.guardians.values,
            residence=self.address.values,
            groups=self.choices.groups,
            claims=self.claims,
        )


def _places(number: int) -> list[Place]:
    """The places of a list of this length, named for questions that are asked of each."""
    return [
        Place(str(position), _("miejsce %(position)d na liście") % {"position": position})
        for position in range(1, number + 1)
    ]


def _name(position: int) -> str:
    return f"position_{position}"
