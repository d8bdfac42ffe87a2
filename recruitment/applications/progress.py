"""How far an application is: the state of each section, derived from its rows.

The application must be loaded with `with_answers()`; nothing here asks the database.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recruitment.applications.models import Application, Section
from recruitment.applications.validators import (
    ChoosingChild,
    validate_birth_year,
    validate_choices,
)


class Progress(TextChoices):
    TODO = "todo", gettext_lazy("Do zrobienia")
    STARTED = "started", gettext_lazy("W trakcie")
    DONE = "done", gettext_lazy("Gotowe")


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """The state of a section; `explanation` says what a started one still needs."""

    section: Section
    progress: Progress
    explanation: str = ""


def choosing_child(application: Application) -> ChoosingChild:
    """What the candidate's data say about the groups that may be chosen."""
    candidate = application.candidate
    birth_on = candidate.birth_on
    return ChoosingChild(
        birth_year=application.procedure.birth_year_of(birth_on) if birth_on else None,
        has_statement=candidate.has_statement,
    )


def progress_of(application: Application) -> list[SectionProgress]:
    """The state of every section, in their natural order."""
    unfinished = {draft.section for draft in application.section_drafts.all()}
    return [
        SectionProgress(section, Progress.STARTED, _what_is_unfinished(section))
        if section in unfinished
        else _STATE_OF[section](application)
        for section in Section
    ]


def unfinished_sections(application: Application) -> list[SectionProgress]:
    """The sections that keep the application from being filed."""
    return [state for state in progress_of(application) if state.progress is not Progress.DONE]


def _what_is_unfinished(section: Section) -> str:
    if section == Section.CRITERIA:
        return _("Sprawdź odpowiedzi. Pytania zależą od rocznika i wybranych placówek.")
    return _("Odpowiedzi są zapisane, ale jeszcze niesprawdzone. Otwórz i dokończ.")


def _simple(section: Section, *, is_done: bool) -> SectionProgress:
    return SectionProgress(section, Progress.DONE if is_done else Progress.TODO)


def _child(application: Application) -> SectionProgress:
    candidate = application.candidate
    procedure = application.procedure
    if candidate.birth_on is None:
        return _simple(Section.CHILD, is_done=False)
    try:
        validate_birth_year(
            candidate.birth_on,
            first=procedure.birth_year_from,
            last=procedure.birth_year_to,
            is_deferred=candidate.is_deferred,
            has_statement=candidate.has_statement,
        )
    except ValidationError as error:
        return SectionProgress(Section.CHILD, Progress.STARTED, " ".join(error.messages))
    return _simple(Section.CHILD, is_done=True)


def _guardians(application: Application) -> SectionProgress:
    positions = {guardian.position for guardian in application.guardians.all()}
    wanted = {1} if application.has_single_guardian else {1, 2}
    return _simple(Section.GUARDIANS, is_done=wanted <= positions)


def _address(application: Application) -> SectionProgress:
    return _simple(Section.ADDRESS, is_done=application.candidate.is_resident is not None)


def _choices(application: Application) -> SectionProgress:
    groups = [choice.group for choice in application.choices.all()]
    if not groups:
        return _simple(Section.CHOICES, is_done=False)
    try:
        validate_choices(
            groups,
            child=choosing_child(application),
            max_choices=application.procedure.max_choices,
        )
    except ValidationError as error:
        return SectionProgress(Section.CHOICES, Progress.STARTED, " ".join(error.messages))
    return _simple(Section.CHOICES, is_done=True)


def _criteria(application: Application) -> SectionProgress:
    return _simple(Section.CRITERIA, is_done=application.criteria_answered_at is not None)


_STATE_OF: dict[Section, Callable[[Application], SectionProgress]] = {
    Section.CHILD: _child,
    Section.GUARDIANS: _guardians,
    Section.ADDRESS: _address,
    Section.CHOICES: _choices,
    Section.CRITERIA: _criteria,
}
