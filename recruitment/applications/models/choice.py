"""The ranked choices of an application."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from recruitment.applications.models.application import Application
from schools.models import Group


class Choice(models.Model):
    """A recruitment group at a position of the preference list; 1 is the most wanted."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="choices")
    position = models.PositiveSmallIntegerField(_("miejsce na liście"))
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="choices")

    class Meta:
        verbose_name = _("wybór")
        verbose_name_plural = _("wybory")
        ordering: ClassVar = ["application", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "position"],
                name="choice_position_unique",
            ),
            models.UniqueConstraint(fields=["application", "group"], name="choice_group_unique"),
            models.CheckConstraint(
                condition=models.Q(position__gte=1), name="choice_position_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"wybór {self.position} wniosku #{self.application_id}"
