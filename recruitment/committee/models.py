"""The committee's own papers: changes of its composition, meetings, protocols, confirmations.

Who sits in a committee, and when, is told by `schools.StaffMembership` alone.
"""

from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from recruitment.procedures.models import Procedure
from schools.models import Institution, StaffRole

MAX_ACT_LENGTH = 200
MAX_PLACE_LENGTH = 120
MAX_FINDINGS_LENGTH = 10_000


class ClosedProtocolError(Exception):
    """A program error: what belongs to a closed protocol is neither changed nor deleted."""


class ChangeKind(models.TextChoices):
    """What the headteacher's act does to the composition of the committee."""

    APPOINTED = "appointed", _("powołanie do komisji")
    MADE_CHAIR = "made_chair", _("powierzenie przewodniczenia")
    ENDED = "ended", _("odwołanie z komisji")


class CompositionChange(models.Model):
    """An act of the headteacher about one person in the committee: append-only.

    `effective_on` is the first day of an appointment or of the chair, and the last of a membership.
    """

    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="composition_changes"
    )
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("zmiana"), max_length=20, choices=ChangeKind.choices)
    role = models.CharField(_("rola"), max_length=20, choices=StaffRole.choices)
    effective_on = models.DateField(_("od kiedy albo do kiedy"))
    act = models.CharField(_("podstawa"), max_length=MAX_ACT_LENGTH)
    recorded_at = models.DateTimeField(_("kiedy zapisano"))
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("zmiana składu komisji")
        verbose_name_plural = _("zmiany składu komisji")
        ordering: ClassVar = ["-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(act=""),
                name="composition_change_has_act",
                violation_error_message=_("Podaj numer zarządzenia."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: konto #{self.person_id}"


class _UntilClosed(models.Model):
    """A row that can be changed until the protocol of its meeting is closed."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._check_protocol_is_open()
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        self._check_protocol_is_open()
        return super().delete(*args, **kwargs)

    @property
    def kept_with(self) -> int | None:
        """The key of the meeting to whose protocol this belongs."""
        raise NotImplementedError

    def _check_protocol_is_open(self) -> None:
        if Protocol.objects.filter(meeting=self.kept_with, closed_at__isnull=False).exists():
            raise ClosedProtocolError(str(self))


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: User, today: date) -> Self:
        """Meetings of own institutions; and those that a former member has still to confirm.

        Everything else does not exist for them: a page answers 404.
        """
        attended = Attendance.objects.filter(person=user).values("meeting")
        closed = Protocol.objects.filter(closed_at__isnull=False).values("meeting")
        return self.filter(
            models.Q(institution__in=Institution.objects.of_staff(user, today))
            | (models.Q(pk__in=attended) & ~models.Q(pk__in=closed))
        )


class Meeting(_UntilClosed):
    """A meeting (posiedzenie) of one institution's committee in one procedure.

    `revision` grows with every change, so that nobody writes over what they have not seen.
    """

    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="meetings")
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="meetings")
    number = models.PositiveSmallIntegerField(_("numer"))
    held_at = models.DateTimeField(_("dzień i godzina"))
    place = models.CharField(_("miejsce"), max_length=MAX_PLACE_LENGTH)
    findings = models.TextField(_("inne ustalenia"), blank=True)
    revision = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(_("ostatnia zmiana"))
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("posiedzenie komisji")
        verbose_name_plural = _("posiedzenia komisji")
        ordering: ClassVar = ["-number", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["institution", "procedure", "number"], name="meeting_number_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"posiedzenie #{self.pk}"

    @property
    def kept_with(self) -> int | None:
        return self.pk


class Attendance(_UntilClosed):
    """This person was at the meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendances")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("obecność")
        verbose_name_plural = _("obecności")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "person"], name="attendance_once"),
        ]

    def __str__(self) -> str:
        return f"obecność konta #{self.person_id} na posiedzeniu #{self.meeting_id}"

    @property
    def kept_with(self) -> int | None:
        return self.meeting_id


class ProtocolQuerySet(models.QuerySet["Protocol"]):
    def standing(self) -> Self:
        """Versions that have not been taken back to a draft."""
        return self.filter(withdrawn_at__isnull=True)

    def of_committee(self, institution: Institution, procedure: Procedure) -> Self:
        """Every version of every protocol of one committee."""
        return self.filter(meeting__institution=institution, meeting__procedure=procedure)


class Protocol(_UntilClosed):
    """One version of a meeting's protocol: frozen when it is presented to be confirmed.

    `content` is canonical JSON and `sha256` its hash: neither ever changes. A version is either
    taken back, with the reason, or closed once everybody present has confirmed it; then nothing of
    the meeting can be changed any more. It tells what was done from `covers_from_at` (the beginning
    when empty) to `covers_to_at`.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="protocols")
    version = models.PositiveSmallIntegerField(_("wersja"))
    covers_from_at = models.DateTimeField(_("czynności od"), null=True, blank=True)
    covers_to_at = models.DateTimeField(_("czynności do"))
    content = models.TextField(_("treść"))
    sha256 = models.CharField(_("skrót treści"), max_length=64)
    presented_at = models.DateTimeField(_("przedstawiony"))
    presented_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(_("cofnięty"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawal_reason = models.CharField(_("powód cofnięcia"), max_length=500, blank=True)
    closed_at = models.DateTimeField(_("zamknięty"), null=True, blank=True)
    closed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar = ProtocolQuerySet.as_manager()

    class Meta:
        verbose_name = _("protokół")
        verbose_name_plural = _("protokoły")
        ordering: ClassVar = ["meeting", "version"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "version"], name="protocol_version_unique"),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="protocol_one_standing",
                violation_error_message=_("Protokół jest już przedstawiony."),
            ),
            models.CheckConstraint(
                condition=~models.Q(content="") & ~models.Q(sha256=""), name="protocol_has_content"
            ),
            models.CheckConstraint(
                condition=models.Q(covers_from_at__isnull=True)
                | models.Q(covers_from_at__lte=models.F("covers_to_at")),
                name="protocol_period_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawal_reason=""
                )
                | (
                    models.Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                    & ~models.Q(withdrawal_reason="")
                ),
                name="protocol_withdrawn_by_someone",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_at__isnull=True, closed_by__isnull=True)
                | models.Q(
                    closed_at__isnull=False, closed_by__isnull=False, withdrawn_at__isnull=True
                ),
                name="protocol_closed_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"protokół posiedzenia #{self.meeting_id}, wersja {self.version}"

    @property
    def kept_with(self) -> int | None:
        return self.meeting_id


class Confirmation(_UntilClosed):
    """A person who was at the meeting confirms this version of its protocol, as by a signature."""

    protocol = models.ForeignKey(Protocol, on_delete=models.PROTECT, related_name="confirmations")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(_("kiedy"))

    class Meta:
        verbose_name = _("potwierdzenie protokołu")
        verbose_name_plural = _("potwierdzenia protokołów")
        ordering: ClassVar = ["confirmed_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["protocol", "person"], name="confirmation_once"),
        ]

    def __str__(self) -> str:
        return f"potwierdzenie konta #{self.person_id}, protokół #{self.protocol_id}"

    @property
    def kept_with(self) -> int | None:
        return self.protocol.meeting_id
