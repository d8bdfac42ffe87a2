"""What a parent claims, and what the committee said of it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from recruitment.applications.models.application import Application
from recruitment.criteria import facts
from recruitment.criteria.models import Criterion
from schools.models import Institution


class Verdict(models.TextChoices):
    PENDING = facts.Verdict.PENDING, _("do sprawdzenia")
    ACCEPTED = facts.Verdict.ACCEPTED, _("uznano")
    REJECTED = facts.Verdict.REJECTED, _("nie uznano")
    TO_COMPLETE = facts.Verdict.TO_COMPLETE, _("do uzupełnienia")


class Claim(models.Model):
    """ "This criterion applies to my child", for the whole application or for one institution.

    `answer` is what was answered beside yes (`criteria.answers`).
    `is_seen_only`: accepted upon a document that was looked at and given back, so that no copy is
    kept (GDPR art. 5(1)(c)). `reason_code` and `reason_version` name the wording of the library
    (`reasons.py`); `reason` is the whole text, as the family reads it.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="claims")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="claims")
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    answer = models.JSONField(_("odpowiedź"), default=dict, blank=True)
    verdict = models.CharField(
        _("ocena komisji"), max_length=20, choices=Verdict.choices, default=Verdict.PENDING
    )
    is_seen_only = models.BooleanField(_("dokument obejrzany, kopii nie zachowano"), default=False)
    reason = models.CharField(_("powód"), max_length=500, blank=True)
    reason_code = models.CharField(_("powód z listy"), max_length=30, blank=True)
    reason_version = models.PositiveSmallIntegerField(_("wersja powodu"), null=True, blank=True)
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
            models.CheckConstraint(
                condition=models.Q(is_seen_only=False) | models.Q(verdict=Verdict.ACCEPTED),
                name="claim_seen_only_when_accepted",
            ),
            models.CheckConstraint(
                condition=models.Q(reason_code="", reason_version__isnull=True)
                | (~models.Q(reason_code="") & models.Q(reason_version__isnull=False)),
                name="claim_reason_named_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"kryterium #{self.criterion_id} wniosku #{self.application_id}"

    @property
    def verdict_in_words(self) -> str:
        """The verdict, and that no copy of the document is kept where that is so."""
        verdict = str(self.get_verdict_display())
        if not self.is_seen_only:
            return verdict
        return gettext("%(verdict)s (dokument obejrzano, kopii nie zachowano)") % {
            "verdict": verdict
        }
