"""What the forms of all sections have in common."""

from typing import Any, ClassVar

from django import forms

from recruitment.applications.models import Application, Section, SectionDraft
from recruitment.procedures.models import Procedure


class SectionForm(forms.Form):
    """One section of the application.

    `SectionForm(data, procedure=…, application=…, prefix=…)`: with an application the form begins
    with its answers, or with what was typed and kept for later. After `is_valid()` the answers are
    in `values`, ready for the section's service.
    """

    section: ClassVar[Section]

    def __init__(
        self,
        data: Any = None,
        *,
        procedure: Procedure,
        application: Application | None = None,
        prefix: str | None = None,
    ) -> None:
        self.procedure = procedure
        self.application = application
        super().__init__(data, prefix=prefix, initial=first_answers(self, application))

    def stored_answers(self, application: Application) -> dict[str, Any]:
        """The answers that the application already has, by field."""
        raise NotImplementedError

    @property
    def values(self) -> Any:
        """The checked answers as the service takes them."""
        raise NotImplementedError

    def refuse(self, reason: str) -> None:
        """Show this reason and no other error, over everything as it was typed."""
        self.errors.clear()
        self.add_error(None, reason)

    def typed_answers(self) -> dict[str, Any]:
        """Everything exactly as typed, right or wrong, fit to be kept for later."""
        return typed_values(self)


def first_answers(form: Any, application: Application | None) -> dict[str, Any]:
    """What a section's form begins with."""
    if application is None:
        return {}
    kept = kept_answers(application, form.section)
    return form.stored_answers(application) if kept is None else kept


def kept_answers(application: Application, section: Section) -> dict[str, Any] | None:
    """What was typed in the section and kept for later; None when nothing was."""
    draft = SectionDraft.objects.filter(application=application, section=section).first()
    return draft.answers if draft else None


def typed_values(form: forms.Form) -> dict[str, Any]:
    """The raw value of every field, without the NUL characters that a database refuses."""
    return {
        name: _without_nul(
            field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        )
        for name, field in form.fields.items()
    }


def _without_nul(typed: Any) -> Any:
    if isinstance(typed, list):
        return [_without_nul(part) for part in typed]
    return typed.replace("\x00", "") if isinstance(typed, str) else typed
