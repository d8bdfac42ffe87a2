"""Who read what of a child: every look of staff into a file, and every list that was opened."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User
from recruitment.applications.models.application import Application
from recruitment.applications.models.written_once import WrittenOnce
from recruitment.procedures.models import Procedure
from schools.models import Institution, StaffRole


class Opened(models.TextChoices):
    """Which page or file told something of the child."""

    CASE = "case", _("karta wniosku")
    STEP = "step", _("decyzja w sprawie wniosku")
    RECEIPT = "receipt", _("potwierdzenie wniosku papierowego")
    FURTHER_CHOICES = "further_choices", _("punkty w placówce wskazanej na dalszym miejscu")
    TIE = "tie", _("kolejność dzieci z równymi punktami")
    POSTED_LIST = "posted_list", _("pobrana lista do wywieszenia")
    SUMMARY = "summary", _("pobrane zestawienie z punktami")
    RUN_DATA = "run_data", _("pobrane dane przydziału")
    PROTOCOL = "protocol", _("protokół komisji")
    CRITERIA = "criteria", _("zmiana punktów w nowej wersji kryteriów")


class OpenedList(models.TextChoices):
    DESK = "desk", _("wnioski do placówki")
    UNVERIFIED = "unverified", _("wnioski niezweryfikowane")
    CONTINUATIONS = "continuations", _("deklaracje o kontynuowaniu")


class Opening(WrittenOnce):
    """A person of an institution or of the office was shown something of a child's application.

    The role and the institution are those held at that moment; the office has no institution.
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="openings")
    opened_at = models.DateTimeField(_("kiedy"))
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(
        _("w jakiej roli"), max_length=20, choices=[*StaffRole.choices, *Role.choices]
    )
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, related_name="+"
    )
    what = models.CharField(_("co"), max_length=20, choices=Opened.choices)

    class Meta:
        verbose_name = _("otwarcie wniosku")
        verbose_name_plural = _("otwarcia wniosków")
        ordering: ClassVar = ["opened_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(role=Role.OFFICE, institution__isnull=True)
                | (~models.Q(role=Role.OFFICE) & models.Q(institution__isnull=False)),
                name="opening_in_a_known_role",
            ),
        ]

    def __str__(self) -> str:
        return f"otwarcie wniosku #{self.application_id}"


class ListOpening(WrittenOnce):
    """A person opened a list of children; whom exactly it showed is not kept, only how many.

    `filters` tells by what the list was narrowed; of a searched name only that there was one.
    """

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField(_("kiedy"))
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(_("która lista"), max_length=20, choices=OpenedList.choices)
    filters = models.CharField(_("zawężona przez"), max_length=200, blank=True)
    number_of_children = models.PositiveIntegerField(_("liczba dzieci"))

    class Meta:
        verbose_name = _("otwarcie listy")
        verbose_name_plural = _("otwarcia list")
        ordering: ClassVar = ["opened_at", "pk"]

    def __str__(self) -> str:
        return f"otwarcie listy {self.what}"
