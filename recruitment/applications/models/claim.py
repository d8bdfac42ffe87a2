"""What a parent claims, and what the committee said of it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from recruitment.applications.models.application import Application
from recruitment.criteria import points
from recruitment.criteria.models import Criterion
from schools.models import Institution


class Verdict(models.TextChoices):
    PENDING = points.Verdict.PENDING, _("do sprawdzenia")
    ACCEPTED = points.Verdict.ACCEPTED, _("uznano")
    REJECTED = points.Verdict.REJECTED, _("nie uznano")
    TO_COMPLETE = points.Verdict.TO_COMPLETE, _("do uzupełnienia")


class Claim(models.Model):
    """ "This criterion applies to my child", for the whole application or for one institution."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="claims")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="claims")
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    verdict = models.CharField(
        _("ocena komisji"), max_length=20, choices=Verdict.choices, default=Verdict.PENDING
    )
    reason = models.CharField(_("powód"), max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("deklarowane kryterium")
        verbose_name_plural = _("deklarowane kryteria")
        ordering: ClassVar = ["criterion__stage", "criterion__position", "institution", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "criterion", "institution"],
                name="claim_once_per_institution",
            ),
            models.UniqueConstraint(
                fields=["application", "criterion"],
                condition=models.Q(institution__isnull=True),
                name="claim_once_per_application",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    verdict=Verdict.PENDING, decided_at__isnull=True, decided_by__isnull=True
                )
                | models.Q(decided_at__isnull=False, decided_by__isnull=False),
                name="claim_decided_by_someone",
            ),
            models.CheckConstraint(
                condition=~models.Q(verdict__in=[Verdict.REJECTED, Verdict.TO_COMPLETE])
                | ~models.Q(reason=""),
                name="claim_refusal_has_reason",
                violation_error_message=_("Podaj powód."),
            ),
        ]

    def __str__(self) -> str:
        return f"kryterium #{self.criterion_id} wniosku #{self.application_id}"
