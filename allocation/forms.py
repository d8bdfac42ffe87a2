"""What the office types: the committee's order of equal children; what is known to be left out.

Nothing is filled in beforehand, except an order that the office itself recorded and now corrects.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allocation.models import TieDecision
from allocation.services import CommitteeOrder
from recruitment.applications.models import Application
from ui.fields import ThreePartDateField

LONGEST_REASON = 4000


class TieOrderForm(forms.Form):
    """A number for each child, from 1 for the first; the reason; the day of the decision."""

    reason = forms.CharField(
        label=gettext_lazy("Uzasadnienie komisji"),
        help_text=gettext_lazy("Przepisz z protokołu, dlaczego taka jest kolejność."),
        error_messages={
            "required": gettext_lazy("Wpisz uzasadnienie komisji."),
            "max_length": gettext_lazy(
                "Uzasadnienie komisji może mieć najwyżej %(limit_value)d znaków. Skróć je."
            ),
        },
        widget=forms.Textarea({"rows": 5}),
        max_length=LONGEST_REASON,
    )
    decided_on = ThreePartDateField(
        label=gettext_lazy("Kiedy komisja zdecydowała?"),
        error_messages={"required": gettext_lazy("Wpisz datę decyzji komisji.")},
    )

    def __init__(self, *args: Any, children: Sequence[Application], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.numbers = {f"place_{child.number}": child.number for child in children}
        self.names = {f"place_{child.number}": child.candidate.list_name for child in children}
        places = {f"place_{child.number}": _place_field(child, len(children)) for child in children}
        self.fields = {**places, **self.fields}

    @staticmethod
    def values_of(decision: TieDecision) -> dict[str, Any]:
        """A recorded order as somebody would type it."""
        places = {f"place_{number}": place for place, number in enumerate(decision.order, start=1)}
        return {**places, "reason": decision.reason, "decided_on": decision.decided_on}

    @property
    def place_fields(self) -> list[forms.BoundField]:
        """The numbers, in alphabetical order of the children."""
        return [self[name] for name in self.numbers]

    def clean(self) -> dict[str, Any]:
        """Each number once: the same number is told at every child that has it.

        A correction changes something, or it would be one more record of the same.
        """
        children_at = defaultdict(list)
        for name in self.numbers:
            if name in self.cleaned_data:
                children_at[self.cleaned_data[name]].append(name)
        for place, names in children_at.items():
            if len(names) > 1:
                for name in names:
                    self.add_error(
                        name,
                        ValidationError(
                            _("%(name)s: numer %(place)s ma też inne dziecko. Popraw kolejność.")
                            % {"name": self.names[name], "place": place}
                        ),
                    )
        if self.initial and not self.has_changed():
            raise ValidationError(
                _("Kolejność, uzasadnienie i data są takie same jak zapisane. Zmień je albo wróć.")
            )
        return self.cleaned_data

    def order(self) -> CommitteeOrder:
        """What the committee said, from a valid form."""
        names = sorted(self.numbers, key=lambda name: self.cleaned_data[name])
        return CommitteeOrder(
            children=tuple(self.numbers[name] for name in names),
            reason=self.cleaned_data["reason"],
            decided_on=self.cleaned_data["decided_on"],
        )


class UnverifiedForm(forms.Form):
    """The tick that so many unverified applications are known to take no part; none, no tick.

    The tick carries their number: when it has changed meanwhile, it has to be made again.
    """

    acknowledged = forms.MultipleChoiceField(
        label=gettext_lazy("Wnioski niezweryfikowane"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, number: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number = number
        if not number:
            self.fields.clear()
            return
        field = cast(forms.MultipleChoiceField, self.fields["acknowledged"])
        told = _("Wiem, że te wnioski nie biorą udziału w przydziale. Ich liczba: %(number)s.")
        field.choices = [(str(number), told % {"number": number})]
        field.error_messages = {
            "required": _("Potwierdź, że te wnioski nie biorą udziału."),
            "invalid_choice": _("Liczba tych wniosków się zmieniła. Potwierdź ją jeszcze raz."),
        }


class PublicationForm(UnverifiedForm):
    """Announcing in spite of unverified applications: also why."""

    reason = forms.CharField(
        label=gettext_lazy("Dlaczego mimo to ogłasza się wyniki?"),
        help_text=gettext_lazy("Powód zostanie w aktach razem z liczbą wniosków."),
        error_messages={"required": gettext_lazy("Podaj powód ogłoszenia mimo tych wniosków.")},
        widget=forms.Textarea({"rows": 3}),
        max_length=4000,
    )


def _place_field(child: Application, last: int) -> forms.IntegerField:
    """Each message names the child: the summary on top of the page stands away from the fields."""
    name = child.candidate.list_name
    out_of_range = _("%(name)s: wpisz numer od 1 do %(last)s.") % {"name": name, "last": last}
    return forms.IntegerField(
        label=_("%(name)s, wniosek %(number)s") % {"name": name, "number": child.number},
        min_value=1,
        max_value=last,
        widget=forms.NumberInput({"class": "govuk-input--width-2", "autocomplete": "off"}),
        error_messages={
            "required": _("%(name)s: wpisz, które w kolejności jest to dziecko.") % {"name": name},
            "invalid": out_of_range,
            "min_value": out_of_range,
            "max_value": out_of_range,
        },
    )
