"""A question to the mayor: are the circumstances of a statement true?"""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from recruitment.applications.models.claim import Claim
from recruitment.applications.workflow import WAITING_FOR_COMMITTEE


class MayorAnswer(models.TextChoices):
    AWAITED = "awaited", _("czeka na odpowiedź")
    CONFIRMED = "confirmed", _("potwierdzono")
    NOT_CONFIRMED = "not_confirmed", _("nie potwierdzono")
    WITHDRAWN = "withdrawn", _("zapytanie wycofano")


class MayorRequestQuerySet(models.QuerySet["MayorRequest"]):
    def awaited(self) -> Self:
        """Neither answered nor withdrawn, about an application that the committee still has."""
        return self.filter(
            answer=MayorAnswer.AWAITED, claim__application__status__in=WAITING_FOR_COMMITTEE
        )

    def overdue(self, today: date) -> Self:
        """Awaited, though the last day for the answer is over."""
        return self.awaited().filter(due_on__lt=today)


class MayorRequest(models.Model):
    """The chair asks the mayor to confirm what a statement says; one row for each claim.

    The chair of the committee may ask the mayor of the candidate's place of residence, who confirms
    within 14 days (PO art. 150 ust. 7). `due_on` is the last of these days; until the answer is here,
    or the question is withdrawn, the application is not verified.
    """

    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="mayor_requests")
    asked_at = models.DateTimeField(_("kiedy zapytano"))
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(_("termin odpowiedzi"))
    answer = models.CharField(
        _("odpowiedź"), max_length=20, choices=MayorAnswer.choices, default=MayorAnswer.AWAITED
    )
    note = models.CharField(_("uwagi"), max_length=500, blank=True)
    closed_at = models.DateTimeField(_("kiedy zapisano odpowiedź"), null=True, blank=True)
    closed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = MayorRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("zapytanie do prezydenta miasta")
        verbose_name_plural = _("zapytania do prezydenta miasta")
        ordering: ClassVar = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim"],
                condition=models.Q(answer=MayorAnswer.AWAITED),
                name="mayor_request_one_awaited",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    answer=MayorAnswer.AWAITED, closed_at__isnull=True, closed_by__isnull=True
                )
                | (
                    ~models.Q(answer=MayorAnswer.AWAITED)
                    & models.Q(closed_at__isnull=False, closed_by__isnull=False)
                ),
                name="mayor_request_closed_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"zapytanie o kryterium #{self.claim_id}"
