"""The criteria: yes-or-no questions, some of them asked of each chosen institution apart."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from recruitment.applications.forms.fields import yes_or_no
from recruitment.applications.forms.section import SectionForm
from recruitment.applications.models import Application, Section
from recruitment.applications.queries import (
    asked_criteria,
    asked_of,
    chosen_institutions,
    criteria_answers,
)
from recruitment.applications.values import Question
from recruitment.criteria.models import Criterion, Stage
from recruitment.procedures.models import Procedure
from schools.models import Institution


class CriteriaForm(SectionForm):
    """Fields follow from the criteria rows and are named by their codes.

    An application tells its own criteria and institutions. A paper form, where they are not known
    before, passes the `institutions` to choose from and asks the criteria of every birth year.
    """

    section = Section.CRITERIA

    def __init__(
        self,
        data: Any = None,
        *,
        procedure: Procedure,
        application: Application | None = None,
        prefix: str | None = None,
        institutions: Sequence[Institution] = (),
    ) -> None:
        super().__init__(data, procedure=procedure, application=application, prefix=prefix)
        if application is None:
            self.criteria = list(asked_criteria(procedure))
            self.institutions = list(institutions)
        else:
            self.criteria = list(asked_of(application))
            self.institutions = chosen_institutions(application)
        for criterion in self.criteria:
            self.fields[criterion.code] = _field(criterion, self.institutions)

    def stored_answers(self, application: Application) -> dict[str, Any]:
        if application.criteria_answered_at is None:
            return {}
        return criteria_answers(application)

    def clean(self) -> None:
        for name, answer in list(self.cleaned_data.items()):
            if answer is None:
                self.add_error(
                    name, ValidationError(_("Odpowiedz tak albo nie."), code="unanswered")
                )

    def stages(self) -> Iterable[tuple[str, list[forms.BoundField]]]:
        """The questions of each stage, under the name of the stage."""
        for stage in (Stage.STATUTORY, Stage.MUNICIPAL):
            fields = [self[item.code] for item in self.criteria if item.stage == stage]
            if fields:
                yield str(stage.label), fields

    @property
    def values(self) -> set[Question]:
        """The questions answered yes."""
        return {
            question
            for criterion in self.criteria
            for question in _said_yes(criterion, self.cleaned_data[criterion.code])
        }


def _said_yes(criterion: Criterion, answer: Any) -> list[Question]:
    if criterion.is_claimed_per_institution:
        return [Question(criterion.code, institution) for institution in answer]
    return [Question(criterion.code)] if answer else []


def _field(criterion: Criterion, institutions: list[Institution]) -> forms.Field:
    label = criterion.question or criterion.name
    if not criterion.is_claimed_per_institution:
        return yes_or_no(label, help_text=_hint(criterion))
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        choices=[(institution.code, institution.name) for institution in institutions],
        widget=forms.CheckboxSelectMultiple,
        help_text=_hint(criterion),
    )


def _hint(criterion: Criterion) -> str:
    """What the criterion gives, what proves it, and where it counts (texts from rows escaped)."""
    sentences: list[object] = [_("Punkty: %(points)s.") % {"points": criterion.points}]
    if criterion.evidence:
        sentences.append(
            _("Potwierdza: %(evidence)s.") % {"evidence": criterion.evidence.rstrip(".")}
        )
    if criterion.exclusive_group:
        sentences.append(_("Z takich kryteriów liczy się tylko jedno, najwyżej punktowane."))
    if criterion.is_claimed_per_institution:
        sentences.append(_("Zaznacz każdą placówkę, w której odpowiedź brzmi „tak”."))
    return format_html("{}", " ".join(str(sentence) for sentence in sentences))
