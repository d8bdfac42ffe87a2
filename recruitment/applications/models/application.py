"""The application (wniosek): one child in one procedure."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User, has_role
from recruitment.applications.workflow import NOT_COMPETING, WAITING_FOR_COMMITTEE, Status
from recruitment.procedures.models import LateReason, Procedure
from schools.models import Institution
from ui.converters import new_public_id

ONE_PER_CHILD = "application_one_per_child"


class Channel(models.TextChoices):
    ONLINE = "online", _("przez internet")
    PAPER = "paper", _("na papierze")


class ApplicationQuerySet(models.QuerySet["Application"]):
    def owned_by(self, user: User) -> Self:
        """The applications that this parent started."""
        return self.filter(owner=user)

    def first_choice_of(self, institutions: "models.QuerySet[Institution]") -> Self:
        """Applications that put one of these institutions first; drafts are the parent's alone."""
        return self.exclude(status=Status.DRAFT).filter(
            choices__position=1, choices__group__institution__in=institutions
        )

    def visible_to(self, user: User, today: date) -> Self:
        """What this person may see: one's own; the office all but drafts; staff the first choices.

        Everything else does not exist for them: a page answers 404.
        """
        if has_role(user, Role.OFFICE, today):
            return self.filter(models.Q(owner=user) | ~models.Q(status=Status.DRAFT))
        staff = self.first_choice_of(Institution.objects.of_staff(user, today)).values("pk")
        return self.filter(models.Q(owner=user) | models.Q(pk__in=staff))

    def competing(self) -> Self:
        """Applications that hold a child's place in the procedure."""
        return self.exclude(status__in=NOT_COMPETING)

    def waiting_for_committee(self) -> Self:
        """Filed but not verified: left so, they take part in nothing."""
        return self.filter(status__in=WAITING_FOR_COMMITTEE)

    def to_decide(self) -> Self:
        """Those that wait for nobody but the committee: neither for the family nor for the mayor."""
        decided_here = self.filter(status__in=[Status.FILED, Status.IN_VERIFICATION])
        return decided_here.exclude(pk__in=self.awaiting_mayor().values("pk"))

    def awaiting_mayor(self, due_before: date | None = None) -> Self:
        """Those about which the mayor was asked and has not answered, or not before that day."""
        asked = models.Q(claims__mayor_requests__answer="awaited")
        if due_before is not None:
            asked &= models.Q(claims__mayor_requests__due_on__lt=due_before)
        found = Application.objects.filter(asked, status__in=WAITING_FOR_COMMITTEE)
        return self.filter(pk__in=found.values("pk"))

    def verified(self) -> Self:
        """Applications that take part in the allocation."""
        return self.filter(status=Status.VERIFIED)

    def number_by_status(self) -> dict[Status, int]:
        """How many of these have each status; a draft is nobody's business but the parent's."""
        counted = dict(
            self.order_by().values_list("status").annotate(models.Count("pk", distinct=True))
        )
        return {status: counted.get(status, 0) for status in Status if status != Status.DRAFT}

    def with_list_data(self) -> Self:
        """Joins of a list page: the candidate, and the choices with their groups."""
        return self.select_related("candidate", "procedure").prefetch_related(
            "choices__group__institution"
        )

    def with_answers(self) -> Self:
        """Everything that a parent answered, for pages that show the whole application."""
        return self.select_related("candidate", "procedure").prefetch_related(
            "guardians",
            "section_drafts",
            "choices__group__institution",
            "claims__criterion__criteria_set",
            "claims__institution",
        )


class Application(models.Model):
    """One child's application in one procedure: a draft until it is filed.

    `completion_due_on` is the day that the committee last set for completing it (art. 150 ust. 7).
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    number = models.CharField(_("numer wniosku"), max_length=20, unique=True)
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="applications")
    owner = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="applications"
    )
    channel = models.CharField(
        _("sposób złożenia"), max_length=10, choices=Channel.choices, default=Channel.ONLINE
    )
    status = models.CharField(
        _("stan"), max_length=20, choices=Status.choices, default=Status.DRAFT
    )
    identity_key = models.CharField(max_length=64, blank=True, editable=False)
    has_single_guardian = models.BooleanField(_("jeden rodzic lub opiekun"), default=False)
    criteria_answered_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(_("rozpoczęty"))
    saved_at = models.DateTimeField(_("zapisany"))
    filed_at = models.DateTimeField(_("złożony"), null=True, blank=True)
    late_because = models.CharField(
        _("powód wprowadzenia po terminie"), max_length=10, choices=LateReason.choices, blank=True
    )
    completion_due_on = models.DateField(_("termin uzupełnienia"), null=True, blank=True)
    filing_note = models.CharField(_("uwaga o złożeniu"), max_length=500, blank=True)

    objects: ClassVar = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("wniosek")
        verbose_name_plural = _("wnioski")
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "identity_key"],
                condition=~models.Q(status__in=[status.value for status in sorted(NOT_COMPETING)]),
                name=ONE_PER_CHILD,
                violation_error_message=_("W tym naborze jest już złożony wniosek tego dziecka."),
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=Status.values), name="application_status_known"
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=[Status.DRAFT, Status.WITHDRAWN])
                | (models.Q(filed_at__isnull=False) & ~models.Q(identity_key="")),
                name="application_filed_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(late_because="", filing_note="")
                | (models.Q(late_because__in=LateReason.values) & ~models.Q(filing_note="")),
                name="application_late_reason_whole",
            ),
        ]
        indexes = [models.Index(fields=["procedure", "status"], name="application_by_status")]

    def __str__(self) -> str:
        return f"wniosek {self.number}"

    @property
    def is_draft(self) -> bool:
        """Is this not filed yet? Then it takes part in nothing."""
        return self.status == Status.DRAFT
