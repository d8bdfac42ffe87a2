"""What was decided of a candidate: plain facts, kept apart from the run that proposed them."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from recruitment.applications.models import Application
from recruitment.decisions.score import Score
from recruitment.procedures.models import Procedure
from schools.models import Group


class Result(models.TextChoices):
    QUALIFIED = "qualified", _("zakwalifikowany")
    NOT_QUALIFIED = "not_qualified", _("niezakwalifikowany")


class ChoiceResult(models.TextChoices):
    QUALIFIED = "qualified", _("zakwalifikowany")
    NOT_QUALIFIED = "not_qualified", _("niezakwalifikowany")
    NOT_CONSIDERED = "not_considered", _("nie rozpatrywano, bo jest miejsce wyżej na liście")


class ChoiceReason(models.TextChoices):
    """Why a choice was refused."""

    HIGHER_POINTS = "higher_points", _("miejsca dostały dzieci, które stoją wyżej")
    COMMITTEE_ORDER = "committee_order", _("przy równych punktach komisja ustaliła kolejność")
    NO_PLACES = "no_places", _("w grupie nie było wolnych miejsc")
    NOT_ELIGIBLE = "not_eligible", _("grupa jest dla innych dzieci")
    GROUP_CLOSED = "group_closed", _("grupa nie powstanie, bo zgłosiło się za mało dzieci")
    RESERVED = "reserved", _("wolne miejsca są zastrzeżone dla dzieci z orzeczeniem")


class Decision(models.Model):
    """A candidate is qualified to one group, or to none (art. 158 ust. 1)."""

    application = models.OneToOneField(
        Application, on_delete=models.PROTECT, related_name="decision"
    )
    result = models.CharField(_("wynik"), max_length=20, choices=Result.choices)
    group = models.ForeignKey(
        Group, on_delete=models.PROTECT, null=True, blank=True, related_name="decisions"
    )
    position = models.PositiveSmallIntegerField(_("który wybór"), null=True, blank=True)
    run_number = models.PositiveIntegerField(_("numer przydziału"))
    decided_at = models.DateTimeField(_("kiedy"))

    class Meta:
        verbose_name = _("rozstrzygnięcie")
        verbose_name_plural = _("rozstrzygnięcia")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    result=Result.QUALIFIED, group__isnull=False, position__isnull=False
                )
                | models.Q(result=Result.NOT_QUALIFIED, group__isnull=True, position__isnull=True),
                name="decision_qualified_to_a_group",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.result}: wniosek #{self.application_id}"


class ChoiceDecision(models.Model):
    """What came of one choice, with the points that decided and the line behind each of them.

    `explanation` of a refused choice: `ahead` and `equal` count other children; the least points
    of one stage alone that would have been enough (`enough_statutory`, `enough_municipal`, or
    null); `claims`, pairs of a criterion that was not accepted and whether it would have given
    the place; `if_first_in_order`, the same about the committee's order, or null. Each was found
    by running the round again.
    """

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="choices")
    position = models.PositiveSmallIntegerField()
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(max_length=20, choices=ChoiceResult.choices)
    reason = models.CharField(max_length=20, choices=ChoiceReason.choices, blank=True)
    is_resident = models.BooleanField()
    statutory_points = models.PositiveIntegerField()
    municipal_points = models.PositiveIntegerField()
    lines = models.JSONField(default=list)
    explanation = models.JSONField(default=dict)
    last_resident = models.BooleanField(null=True)
    last_statutory_points = models.PositiveIntegerField(null=True)
    last_municipal_points = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = _("wynik wyboru")
        verbose_name_plural = _("wyniki wyborów")
        ordering: ClassVar = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "position"], name="choice_decision_unique"),
        ]

    def __str__(self) -> str:
        return f"wybór {self.position} rozstrzygnięcia #{self.decision_id}"

    @property
    def own(self) -> Score:
        """The child's points at this choice."""
        return Score(self.is_resident, self.statutory_points, self.municipal_points)

    @property
    def last(self) -> Score | None:
        """The points of the last child qualified to the group, if anybody competed for it."""
        if self.last_resident is None:
            return None
        return Score(
            self.last_resident, self.last_statutory_points or 0, self.last_municipal_points or 0
        )


class ResultNotice(models.Model):
    """The letter which tells a family that results are out, never what they are.

    Written down with the announcement, sent after it: one to a person in a procedure. `claimed_at`
    is when a worker last took it in hand.
    """

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="notices")
    owner = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    queued_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(_("wysłane"), null=True, blank=True)

    class Meta:
        verbose_name = _("zawiadomienie o wynikach")
        verbose_name_plural = _("zawiadomienia o wynikach")
        ordering: ClassVar = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "owner"], name="result_notice_once_to_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"zawiadomienie #{self.pk}"
