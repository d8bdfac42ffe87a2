"""The criteria: questions of every kind, some of them asked of each chosen institution apart."""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from recruitment.applications.forms.answers import Answered, answer_field
from recruitment.applications.forms.section import SectionForm
from recruitment.applications.models import Application, Section
from recruitment.applications.queries import (
    asked_criteria,
    asked_of,
    chosen_institutions,
    criteria_answers,
)
from recruitment.applications.typed_criteria import (
    Stored,
    criterion_of,
    field_name,
    shares_a_field,
    typed,
)
from recruitment.applications.values import Question
from recruitment.criteria.models import Criterion, Kind, Stage
from recruitment.criteria.numbers import shown
from recruitment.procedures.models import Procedure
from schools.models import Institution

ASKED_STAGES = (
    Stage.GATE,
    Stage.PRIORITY,
    Stage.APTITUDE,
    Stage.STATUTORY,
    Stage.MUNICIPAL,
)


class Place(NamedTuple):
    """A place on the list of choices, asked about while its institution is not known yet."""

    code: str
    name: str


class CriteriaForm(SectionForm):
    """Fields follow from the criteria rows and are named by their codes.

    An application tells its own criteria and institutions. A paper form, where they are not known
    before, passes the places of its list as `institutions` and asks the criteria of every age.
    """

    section = Section.CRITERIA

    def __init__(
        self,
        data: Any = None,
        *,
        procedure: Procedure,
        application: Application | None = None,
        prefix: str | None = None,
        institutions: Sequence[Place] = (),
    ) -> None:
        super().__init__(data, procedure=procedure, application=application, prefix=prefix)
        if application is None:
            self.criteria = list(asked_criteria(procedure))
            self.institutions: list[Institution | Place] = list(institutions)
        else:
            self.criteria = list(asked_of(application))
            self.institutions = [*chosen_institutions(application)]
        self._asked: dict[str, tuple[Criterion, Institution | Place | None]] = {}
        parents = 1 if application is not None and application.has_single_guardian else 2
        for criterion in self.criteria:
            if shares_a_field(criterion):
                self.fields[criterion.code] = _box_a_place(criterion, self.institutions)
                continue
            for institution in (
                self.institutions if criterion.is_claimed_per_institution else [None]
            ):
                name = field_name(
                    Question(criterion.code, institution.code if institution else None)
                )
                self._asked[name] = (criterion, institution)
                self.fields[name] = answer_field(
                    criterion,
                    label=_label(criterion, institution),
                    hint=_hint(criterion),
                    parents=parents,
                )

    def stored_answers(self, application: Application) -> dict[str, Any]:
        if application.criteria_answered_at is None:
            return {}
        return criteria_answers(application)

    def clean(self) -> None:
        for name, answer in list(self.cleaned_data.items()):
            if answer is Answered.NOT:
                is_yes_or_no = self._asked[name][0].kind == Kind.DECLARED
                sentence = _("Odpowiedz tak albo nie.") if is_yes_or_no else _("Wybierz odpowiedź.")
                self.add_error(name, ValidationError(sentence, code="unanswered"))

    def stages(self) -> Iterable[tuple[str, list[forms.BoundField]]]:
        """The questions of each stage, under the name of the stage."""
        for stage in ASKED_STAGES:
            codes = {item.code for item in self.criteria if item.stage == stage}
            fields = [self[name] for name in self.fields if criterion_of(name) in codes]
            if codes:
                yield str(stage.label), fields

    def nothing_claimed(self) -> dict[str, Any]:
        """The answers of somebody to whom no criterion applies."""
        return {
            name: typed(self._asked[name][0].kind, None) if name in self._asked else []
            for name in self.fields
        }

    def field_of(self, question: Question) -> str:
        """The field in which the question is answered."""
        name = field_name(question)
        return name if name in self.fields else question.criterion

    @property
    def values(self) -> dict[Question, Stored]:
        """What was claimed, with the answers."""
        claimed: dict[Question, Stored] = {}
        for criterion in self.criteria:
            if shares_a_field(criterion):
                for institution in self.cleaned_data[criterion.code]:
                    claimed[Question(criterion.code, institution)] = {}
        for name, (criterion, institution) in self._asked.items():
            answer = self.cleaned_data[name]
            if answer is not None:
                code = institution.code if institution else None
                claimed[Question(criterion.code, code)] = answer
        return claimed


def _box_a_place(criterion: Criterion, institutions: Sequence[Institution | Place]) -> forms.Field:
    return forms.MultipleChoiceField(
        label=criterion.shown_question,
        required=False,
        choices=[(institution.code, institution.name) for institution in institutions],
        widget=forms.CheckboxSelectMultiple,
        help_text=_hint(criterion),
    )


def _label(criterion: Criterion, institution: Institution | Place | None) -> str:
    if institution is None:
        return criterion.shown_question
    return f"{criterion.shown_question} – {institution.name}"


def _hint(criterion: Criterion) -> str:
    """What the criterion gives, what proves it, and where it counts (texts from rows escaped)."""
    sentences: list[object] = []
    if criterion.points is not None:
        words = (
            _("Punkty: najwyżej %(points)s.") if criterion.rule.levels else _("Punkty: %(points)s.")
        )
        sentences.append(words % {"points": shown(criterion.points)})
    if criterion.evidence:
        sentences.append(
            _("Potwierdza: %(evidence)s.") % {"evidence": criterion.evidence.rstrip(".")}
        )
    if criterion.within_its_group:
        sentences.append(criterion.within_its_group)
    if shares_a_field(criterion):
        sentences.append(_("Zaznacz każdą placówkę, w której odpowiedź brzmi „tak”."))
    return format_html("{}", " ".join(str(sentence) for sentence in sentences))
