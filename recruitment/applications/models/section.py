"""The sections of the form, and what a parent typed but could not finish."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from recruitment.applications.models.application import Application


class Section(models.TextChoices):
    """The tasks of the task list, in their natural order; a parent may take them in any order."""

    CHILD = "child", _("Dane dziecka")
    GUARDIANS = "guardians", _("Rodzice lub opiekunowie")
    ADDRESS = "address", _("Adres zamieszkania")
    CHOICES = "choices", _("Wybór i kolejność przedszkoli")
    CRITERIA = "criteria", _("Kryteria")


class SectionDraft(models.Model):
    """The answers of a section exactly as typed, kept until they are saved without errors."""

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="section_drafts"
    )
    section = models.CharField(max_length=20, choices=Section.choices)
    answers = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    class Meta:
        verbose_name = _("niedokończona część wniosku")
        verbose_name_plural = _("niedokończone części wniosków")
        constraints = [
            models.UniqueConstraint(fields=["application", "section"], name="section_draft_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.section} wniosku #{self.application_id}"
