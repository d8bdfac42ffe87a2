"""The history of a case: what was changed, in the words of the domain."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from recruitment.applications.models.application import Application
from recruitment.applications.models.written_once import WrittenOnce
from recruitment.applications.workflow import Actor, Verb


class CaseEvent(WrittenOnce):
    """Something that happened to an application: when, who, in which role, what, and why.

    `detail` is in the words of the domain and holds no personal values; `reason` is what a person
    of the committee wrote. Of a verdict that replaces another one, `earlier_reason` is the reason
    which that one had.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="events")
    happened_at = models.DateTimeField(_("kiedy"))
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    actor_role = models.CharField(_("w jakiej roli"), max_length=20, choices=Actor.choices)
    verb = models.CharField(_("co"), max_length=30, choices=Verb.choices)
    detail = models.CharField(_("szczegół"), max_length=200, blank=True)
    reason = models.CharField(_("powód"), max_length=500, blank=True)
    earlier_reason = models.CharField(_("poprzedni powód"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("zdarzenie")
        verbose_name_plural = _("zdarzenia")
        ordering: ClassVar = ["happened_at", "pk"]

    def __str__(self) -> str:
        return f"{self.verb} wniosku #{self.application_id}"
