"""The school year's admission procedure: its rules, its dated stages, the children who stay."""

from datetime import date, datetime
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from schools.models import Group
from ui.converters import new_public_id


class StageCode(models.TextChoices):
    """The stages of one procedure in the order in which they follow one another."""

    CONTINUATION = "continuation", _("Deklaracje o kontynuowaniu wychowania przedszkolnego")
    APPLICATION = "application", _("Składanie wniosków")
    VERIFICATION = "verification", _("Weryfikacja wniosków przez komisje")
    ALLOCATION = "allocation", _("Kwalifikacja kandydatów")
    QUALIFIED_LISTS = (
        "qualified_lists",
        _("Ogłoszenie list zakwalifikowanych i niezakwalifikowanych"),
    )
    CONFIRMATION = "confirmation", _("Potwierdzanie woli przyjęcia")
    ADMITTED_LISTS = "admitted_lists", _("Ogłoszenie list przyjętych i nieprzyjętych")


STAGE_ORDER = list(StageCode)
MAX_REASON_LENGTH = 500


class TieRule(models.TextChoices):
    COMMITTEE = "committee", _("o kolejności równych kandydatów rozstrzyga komisja")
    STRICT = "strict", _("równe punkty na granicy są błędem")


class ReserveOrder(models.TextChoices):
    RESERVE_FIRST = "reserve_first", _("najpierw miejsca dla dzieci z orzeczeniem")
    OPEN_FIRST = "open_first", _("najpierw miejsca ogólne")


class UnfilledReserve(models.TextChoices):
    OPEN_TO_ALL = "open_to_all", _("wolne miejsca zastrzeżone są dla wszystkich")
    KEPT_EMPTY = "kept_empty", _("wolne miejsca zastrzeżone pozostają wolne")


class LateReason(models.TextChoices):
    """Why what was received while its stage was open is entered only afterwards."""

    OUTAGE = "outage", _("awaria systemu")
    POST = "post", _("przyszło pocztą")
    OTHER = "other", _("inny powód")


class ProcedureQuerySet(models.QuerySet["Procedure"]):
    def newest_first(self) -> Self:
        """The procedure of the latest school year comes first."""
        return self.order_by("-school_year", "pk")


class Procedure(models.Model):
    """One admission procedure (postępowanie rekrutacyjne) of the municipality.

    What the law leaves to the municipality, or what is not known of it, is a field here, never code.
    """

    slug = models.SlugField(_("adres"), unique=True)
    name = models.CharField(_("nazwa"), max_length=200)
    school_year = models.CharField(_("rok szkolny"), max_length=9)
    legal_basis = models.CharField(_("podstawa prawna"), max_length=300, blank=True)
    birth_year_from = models.PositiveSmallIntegerField(_("rok urodzenia od"))
    birth_year_to = models.PositiveSmallIntegerField(_("rok urodzenia do"))
    max_choices = models.PositiveSmallIntegerField(_("najwięcej wyborów"), default=3)
    tie_rule = models.CharField(
        _("równe punkty"), max_length=20, choices=TieRule.choices, default=TieRule.COMMITTEE
    )
    reserve_order = models.CharField(
        _("kolejność miejsc zastrzeżonych"),
        max_length=20,
        choices=ReserveOrder.choices,
        default=ReserveOrder.RESERVE_FIRST,
    )
    unfilled_reserve = models.CharField(
        _("niewykorzystane miejsca zastrzeżone"),
        max_length=20,
        choices=UnfilledReserve.choices,
        default=UnfilledReserve.KEPT_EMPTY,
    )
    mayor_reply_days = models.PositiveSmallIntegerField(
        _("dni na odpowiedź prezydenta miasta"), default=14
    )
    is_demo = models.BooleanField(_("dane demonstracyjne"), default=False)
    published_run_number = models.PositiveIntegerField(
        _("ogłoszony przydział"), null=True, blank=True
    )
    published_at = models.DateTimeField(_("data ogłoszenia wyników"), null=True, blank=True)

    objects: ClassVar = ProcedureQuerySet.as_manager()

    class Meta:
        verbose_name = _("postępowanie rekrutacyjne")
        verbose_name_plural = _("postępowania rekrutacyjne")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(birth_year_from__lte=models.F("birth_year_to")),
                name="procedure_birth_years_in_order",
                violation_error_message=_("Pierwszy rocznik nie może być późniejszy niż ostatni."),
            ),
            models.CheckConstraint(
                condition=models.Q(max_choices__gte=1), name="procedure_allows_a_choice"
            ),
            models.CheckConstraint(
                condition=models.Q(published_run_number__isnull=True, published_at__isnull=True)
                | models.Q(published_run_number__isnull=False, published_at__isnull=False),
                name="procedure_publication_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def birth_year_of(self, birth_on: date) -> int:
        """The birth year with which a child takes part: a deferred one stays with the oldest."""
        return max(birth_on.year, self.birth_year_from)

    def age_of(self, birth_on: date) -> int:
        """The age in the year in which the school year begins, as resolutions count it.

        A deferred child counts as one of the oldest.
        """
        return int(self.school_year[:4]) - self.birth_year_of(birth_on)

    @property
    def is_published(self) -> bool:
        """Have the lists of qualified candidates been announced?"""
        return self.published_at is not None


class Stage(models.Model):
    """A dated stage: the public calendar and the gates of the forms are these same rows."""

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="stages")
    code = models.CharField(_("etap"), max_length=20, choices=StageCode.choices)
    starts_at = models.DateTimeField(_("początek"))
    ends_at = models.DateTimeField(_("koniec"))
    is_generated = models.BooleanField(_("data przykładowa"), default=False)

    class Meta:
        verbose_name = _("etap")
        verbose_name_plural = _("etapy")
        ordering: ClassVar = ["starts_at", "ends_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "code"], name="stage_once_in_procedure"),
            models.CheckConstraint(
                condition=models.Q(starts_at__lt=models.F("ends_at")),
                name="stage_starts_before_it_ends",
                violation_error_message=_("Koniec etapu musi być późniejszy niż początek."),
            ),
        ]

    def __str__(self) -> str:
        return str(StageCode(self.code).label)

    def is_open(self, now: datetime) -> bool:
        """Is `now` inside the stage? The first instant belongs to it, the last does not."""
        return self.starts_at <= now < self.ends_at

    def is_over(self, now: datetime) -> bool:
        """Has the stage ended by `now`?"""
        return now >= self.ends_at


class StageChange(models.Model):
    """A change of a stage's dates: who moved it, from what to what, and why."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="changes")
    changed_at = models.DateTimeField(_("kiedy"))
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    old_starts_at = models.DateTimeField(_("dawny początek"))
    old_ends_at = models.DateTimeField(_("dawny koniec"))
    new_starts_at = models.DateTimeField(_("nowy początek"))
    new_ends_at = models.DateTimeField(_("nowy koniec"))
    reason = models.CharField(_("powód"), max_length=MAX_REASON_LENGTH)

    class Meta:
        verbose_name = _("zmiana terminu")
        verbose_name_plural = _("zmiany terminów")
        ordering: ClassVar = ["-changed_at", "-pk"]

    def __str__(self) -> str:
        return f"zmiana terminu etapu #{self.stage_id}"


STAYS_ONCE = "continuation_stays_once"


class ContinuationQuerySet(models.QuerySet["Continuation"]):
    def standing(self) -> Self:
        """Declarations that were not withdrawn: each takes a place."""
        return self.filter(withdrawn_at__isnull=True)


class Continuation(models.Model):
    """A child that stays in its preschool (deklaracja o kontynuowaniu, art. 153 ust. 2).

    It takes part in no competition; it only makes the group's free places fewer (art. 153 ust. 1).
    The clerk types it in from paper. The PESEL is not kept, only the key by which the child is
    recognised: one child stays in one place.
    """

    public_id = models.CharField(max_length=32, unique=True, default=new_public_id, editable=False)
    number = models.CharField(_("numer deklaracji"), max_length=20, unique=True)
    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="continuations")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="continuations")
    first_names = models.CharField(_("imię (imiona)"), max_length=100)
    surname = models.CharField(_("nazwisko"), max_length=100)
    birth_on = models.DateField(_("data urodzenia"))
    identity_key = models.CharField(max_length=64, editable=False)
    has_statement = models.BooleanField(
        _("ma orzeczenie o potrzebie kształcenia specjalnego"), default=False
    )
    received_at = models.DateTimeField(_("przyjęta"))
    late_because = models.CharField(
        _("powód wprowadzenia po terminie"), max_length=10, choices=LateReason.choices, blank=True
    )
    late_note = models.CharField(_("uwaga o przyjęciu"), max_length=500, blank=True)
    withdrawn_at = models.DateTimeField(_("wycofana"), null=True, blank=True)

    objects: ClassVar = ContinuationQuerySet.as_manager()

    class Meta:
        verbose_name = _("deklaracja o kontynuowaniu")
        verbose_name_plural = _("deklaracje o kontynuowaniu")
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "identity_key"],
                condition=models.Q(withdrawn_at__isnull=True),
                name=STAYS_ONCE,
                violation_error_message=_("Deklaracja tego dziecka jest już przyjęta."),
            ),
            models.CheckConstraint(
                condition=~models.Q(identity_key=""), name="continuation_of_a_known_child"
            ),
            models.CheckConstraint(
                condition=models.Q(late_because="", late_note="")
                | (models.Q(late_because__in=LateReason.values) & ~models.Q(late_note="")),
                name="continuation_late_reason_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(withdrawn_at__isnull=True)
                | models.Q(withdrawn_at__gte=models.F("received_at")),
                name="continuation_withdrawn_after_received",
            ),
        ]

    def __str__(self) -> str:
        return f"deklaracja {self.number}"

    @property
    def full_name(self) -> str:
        """First name, then surname."""
        return f"{self.first_names} {self.surname}"

    @property
    def list_name(self) -> str:
        """Surname, then first name, as lists have it."""
        return f"{self.surname} {self.first_names}"

    @property
    def is_standing(self) -> bool:
        """Does it take a place? A withdrawn one does not."""
        return self.withdrawn_at is None
