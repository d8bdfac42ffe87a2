"""The small forms around filing: a new application, a group to add, the declarations."""

import secrets
from collections.abc import Iterable
from itertools import groupby
from typing import Any, cast

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from recruitment.applications.declarations import INFORMATION, LIABILITY
from recruitment.applications.models import Application
from recruitment.procedures.models import Procedure
from recruitment.procedures.words import free_places
from schools.models import Group


class StartForm(forms.Form):
    """From which earlier application to copy the guardians and the address."""

    copied_from = forms.ChoiceField(
        label=_("Czy skopiować dane rodziców i adres z innego wniosku?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Zaznacz, czy skopiować dane.")},
    )

    def __init__(self, data: Any = None, *, earlier: Iterable[Application]) -> None:
        super().__init__(data)
        self.earlier = {application.public_id: application for application in earlier}
        names = [
            (
                public_id,
                _("Tak, z wniosku: %(name)s") % {"name": application.candidate.full_name},
            )
            for public_id, application in self.earlier.items()
        ]
        cast(forms.ChoiceField, self.fields["copied_from"]).choices = [
            *names,
            ("none", _("Nie, zacznij od pustego wniosku")),
        ]
        if not self.earlier:
            del self.fields["copied_from"]

    @property
    def source(self) -> Application | None:
        """The application to copy from, or None."""
        return self.earlier.get(self.cleaned_data.get("copied_from", ""))


class GroupToAddForm(forms.Form):
    """A group to put on the list: a plain select, groups under their institutions.

    `offered` is everything that the procedure offers; only `suggested` stands in the select, but a
    group that does not suit the child is refused by the rules, with the sentence of the rules.
    """

    group = forms.CharField(
        label=_("Dodaj przedszkole i grupę"),
        required=False,
        widget=forms.Select,
    )

    def __init__(
        self,
        data: Any = None,
        *,
        offered: Iterable[Group],
        suggested: Iterable[Group],
        procedure: Procedure,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.offered = {str(group.pk): group for group in offered}
        by_institution = groupby(suggested, key=lambda group: group.institution)
        self.fields["group"].widget.choices = [
            ("", _("Wybierz z listy")),
            *(
                (institution.name, [(group.pk, _option(group, procedure)) for group in groups])
                for institution, groups in by_institution
            ),
        ]

    def clean_group(self) -> Group | None:
        if not self.cleaned_data["group"]:
            return None
        group = self.offered.get(self.cleaned_data["group"])
        if group is None:
            raise forms.ValidationError(_("Wybierz grupę z listy."), code="unknown_group")
        return group


def _option(group: Group, procedure: Procedure) -> str:
    """A group of `offered_groups`, whole in itself: a closed select shows no heading of its options."""
    institution = group.institution.short_name
    places = free_places(group, procedure)
    return f"{institution}: {group.name}, {group.for_birth_years}, {places}"


class DeclarationsForm(forms.Form):
    """What a parent confirms when filing; the hidden key makes a second press harmless."""

    liability = forms.BooleanField(
        label=LIABILITY,
        error_messages={"required": _("Zaznacz oświadczenie o odpowiedzialności karnej.")},
    )
    information = forms.BooleanField(
        label=INFORMATION,
        error_messages={"required": _("Zaznacz, że znasz informację o danych osobowych.")},
    )
    idempotency_key = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"idempotency_key": secrets.token_urlsafe(24)})

    @property
    def declarations(self) -> list[str]:
        """The sentences confirmed, in the wording of the law whatever language the page was in."""
        with override(settings.LANGUAGE_CODE):
            return [str(LIABILITY), str(INFORMATION)]
