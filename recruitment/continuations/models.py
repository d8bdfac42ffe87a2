"""What was done with a declaration of a child that stays, and who looked at it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from recruitment.applications.models.written_once import WrittenOnce
from recruitment.procedures.models import Continuation
from schools.models import StaffRole


class Done(models.TextChoices):
    """The vocabulary of a declaration's history; opening it is part of that."""

    ENTERED = "entered", _("wprowadzono deklarację")
    WITHDRAWN = "withdrawn", _("wycofano deklarację")
    OPENED = "opened", _("otwarto deklarację")


class ContinuationEvent(WrittenOnce):
    """Who did what with a declaration, in which role at its preschool, when, and why."""

    continuation = models.ForeignKey(Continuation, on_delete=models.CASCADE, related_name="events")
    happened_at = models.DateTimeField(_("kiedy"))
    actor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("w jakiej roli"), max_length=20, choices=StaffRole.choices)
    done = models.CharField(_("co"), max_length=10, choices=Done.choices)
    reason = models.CharField(_("powód"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("zdarzenie deklaracji")
        verbose_name_plural = _("zdarzenia deklaracji")
        ordering: ClassVar = ["happened_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(models.Q(done=Done.WITHDRAWN) & ~models.Q(reason=""))
                | (~models.Q(done=Done.WITHDRAWN) & models.Q(reason="")),
                name="continuation_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.done} deklaracji #{self.continuation_id}"
