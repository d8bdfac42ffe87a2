"""Runs of the allocation: the frozen input, the proposal, and the committee's word on ties."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from recruitment.applications.models import Application
from recruitment.procedures.models import Procedure
from schools.models import Group

HEARTBEAT_LIMIT = timedelta(minutes=2)
"""A busy machine is silent for most of a minute while it reads a city of 20,000 applications."""


class RunStatus(models.TextChoices):
    QUEUED = "queued", _("czeka na rozpoczęcie")
    RUNNING = "running", _("trwa")
    DONE = "done", _("gotowy")
    FAILED = "failed", _("nieudany")


class SecondOpinion(models.TextChoices):
    """What the other way of computing says of the result."""

    AGREES = "agrees", _("druga metoda obliczeń daje ten sam wynik")
    DISAGREES = "disagrees", _("druga metoda obliczeń daje inny wynik")
    NOT_RUN = "not_run", _("drugiej metody nie użyto, bo dzieci jest zbyt wiele")


class AllocationRun(models.Model):
    """One run of the engine on a frozen picture of the procedure.

    `problem` and `result` are canonical JSON texts; their hashes make the run repeatable by anybody.
    `unverified_at_start` and `unverified_at_publication` are how many filed applications nobody had
    verified, so that they took no part, as `created_by` and `published_by` acknowledged.
    """

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="runs")
    number = models.PositiveIntegerField(_("numer"))
    status = models.CharField(
        _("stan"), max_length=10, choices=RunStatus.choices, default=RunStatus.QUEUED
    )
    created_at = models.DateTimeField(_("zlecony"))
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    progress_done = models.PositiveIntegerField(default=0)
    progress_total = models.PositiveIntegerField(default=0)
    finished_at = models.DateTimeField(_("zakończony"), null=True, blank=True)
    failure = models.CharField(_("przyczyna niepowodzenia"), max_length=500, blank=True)
    problem = models.TextField(_("dane wejściowe"), blank=True)
    problem_sha256 = models.CharField(max_length=64, blank=True)
    facts = models.JSONField(_("punkty użyte w przydziale"), default=dict)
    explanations = models.JSONField(_("co zmieniłoby wynik"), default=dict)
    result = models.TextField(_("wynik"), blank=True)
    result_sha256 = models.CharField(max_length=64, blank=True)
    violations = models.JSONField(_("zastrzeżenia kontroli"), default=list)
    second_opinion = models.CharField(
        _("druga metoda"), max_length=20, choices=SecondOpinion.choices, blank=True
    )
    number_of_ties = models.PositiveIntegerField(_("nierozstrzygnięte remisy"), default=0)
    open_ties = models.JSONField(_("remisy do rozstrzygnięcia"), default=list)
    published_at = models.DateTimeField(_("ogłoszony"), null=True, blank=True)
    published_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    unverified_at_start = models.PositiveIntegerField(
        _("wnioski niezweryfikowane przy zleceniu"), default=0
    )
    unverified_at_publication = models.PositiveIntegerField(
        _("wnioski niezweryfikowane przy ogłoszeniu"), default=0
    )
    unverified_reason = models.TextField(
        _("dlaczego ogłoszono mimo niezweryfikowanych wniosków"), blank=True
    )

    class Meta:
        verbose_name = _("przydział")
        verbose_name_plural = _("przydziały")
        ordering: ClassVar = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="run_number_unique"),
            models.UniqueConstraint(
                fields=["procedure"],
                condition=models.Q(status__in=[RunStatus.QUEUED, RunStatus.RUNNING]),
                name="run_one_active",
                violation_error_message=_(
                    "Inny przydział jeszcze trwa. Poczekaj, aż się zakończy."
                ),
            ),
            models.UniqueConstraint(
                fields=["procedure"],
                condition=models.Q(published_at__isnull=False),
                name="run_one_published",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=RunStatus.DONE) | ~models.Q(result_sha256=""),
                name="run_done_has_result",
            ),
            models.CheckConstraint(
                condition=models.Q(unverified_at_publication=0) | ~models.Q(unverified_reason=""),
                name="run_published_without_some_has_reason",
                violation_error_message=_("Podaj powód ogłoszenia mimo tych wniosków."),
            ),
        ]

    def __str__(self) -> str:
        return f"przydział nr {self.number}"

    @property
    def is_active(self) -> bool:
        """Does the run wait for a worker, or is one busy with it?"""
        return self.status in {RunStatus.QUEUED, RunStatus.RUNNING}

    def is_stale(self, now: datetime) -> bool:
        """Has the worker been silent for so long that it must be gone (or was never there)?"""
        last_sign = self.heartbeat_at or self.created_at
        return self.is_active and now - last_sign > HEARTBEAT_LIMIT


class Placement(models.Model):
    """What a run proposes for one application: a group, or none."""

    run = models.ForeignKey(AllocationRun, on_delete=models.CASCADE, related_name="placements")
    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="placements"
    )
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="placements"
    )
    position = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        verbose_name = _("propozycja miejsca")
        verbose_name_plural = _("propozycje miejsc")
        constraints = [
            models.UniqueConstraint(fields=["run", "application"], name="placement_unique"),
        ]

    def __str__(self) -> str:
        return f"propozycja dla wniosku #{self.application_id}"


class TieDecision(models.Model):
    """The committee's order of equal children who did not all fit: on record, with its reason.

    The system never decides between equal children; it asks, and repeats the run with the answer.
    `points` is the key that the children share, `order` the numbers of their applications, the
    first goes first.
    """

    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="tie_decisions")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="tie_decisions")
    asked_by_run = models.ForeignKey(
        AllocationRun, on_delete=models.PROTECT, related_name="tie_decisions"
    )
    points = models.JSONField()
    order = models.JSONField()
    reason = models.TextField(_("uzasadnienie"))
    decided_on = models.DateField(_("data rozstrzygnięcia komisji"))
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("rozstrzygnięcie remisu")
        verbose_name_plural = _("rozstrzygnięcia remisów")
        ordering: ClassVar = ["recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["asked_by_run", "group", "points"], name="tie_decided_once_per_run"
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""),
                name="tie_decision_has_reason",
                violation_error_message=_("Podaj uzasadnienie komisji."),
            ),
        ]

    def __str__(self) -> str:
        return f"rozstrzygnięcie remisu #{self.pk}"
