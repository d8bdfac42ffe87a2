"""What was filed: an immutable picture of the application at the moment of filing."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from recruitment.applications.models.application import Application


class Submission(models.Model):
    """The n-th filing of an application: its content as canonical JSON, and the hash of it.

    `idempotency_key` makes a second press of the same button return the first receipt.
    """

    application = models.ForeignKey(
        Application, on_delete=models.CASCADE, related_name="submissions"
    )
    number = models.PositiveSmallIntegerField()
    content = models.TextField(_("treść"))
    sha256 = models.CharField(_("skrót treści"), max_length=64)
    idempotency_key = models.CharField(max_length=64)
    filed_at = models.DateTimeField(_("kiedy"))

    class Meta:
        verbose_name = _("złożenie wniosku")
        verbose_name_plural = _("złożenia wniosków")
        ordering: ClassVar = ["application", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "number"], name="submission_number_unique"
            ),
            models.UniqueConstraint(
                fields=["application", "idempotency_key"], name="submission_key_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"złożenie {self.number} wniosku #{self.application_id}"
