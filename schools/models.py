"""Who offers places: institutions, recruitment groups, and the people who speak for them."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class InstitutionKind(models.TextChoices):
    PRESCHOOL = "preschool", _("przedszkole")
    PRIMARY = "primary", _("szkoła podstawowa")


class InstitutionQuerySet(models.QuerySet["Institution"]):
    def of_staff(self, user: User, today: date) -> Self:
        """The institutions for which this person works on this day, each once."""
        held = StaffMembership.objects.current(today).filter(user=user)
        return self.filter(pk__in=held.values("institution"))


class Institution(models.Model):
    """A public preschool or school; `complex_code` joins those of one zespół."""

    code = models.SlugField(_("kod"), max_length=20, unique=True)
    kind = models.CharField(_("rodzaj"), max_length=20, choices=InstitutionKind.choices)
    name = models.CharField(_("nazwa"), max_length=200)
    short_name = models.CharField(_("nazwa skrócona"), max_length=40)
    street = models.CharField(_("ulica i numer"), max_length=120, blank=True)
    postcode = models.CharField(_("kod pocztowy"), max_length=6, blank=True)
    city = models.CharField(_("miejscowość"), max_length=80)
    phone = models.CharField(_("telefon"), max_length=30, blank=True)
    email = models.EmailField(_("adres e-mail"), blank=True)
    complex_code = models.SlugField(_("kod zespołu"), max_length=20, blank=True)
    position = models.PositiveSmallIntegerField(_("kolejność na listach"), default=0)

    objects: ClassVar = InstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("placówka")
        verbose_name_plural = _("placówki")
        ordering: ClassVar = ["position", "code"]

    def __str__(self) -> str:
        return self.short_name

    @property
    def place(self) -> str:
        """Address in one line; without a street when the street is not known."""
        return ", ".join(
            part for part in (self.street, f"{self.postcode} {self.city}".strip()) if part
        )


class GroupKind(models.TextChoices):
    GENERAL = "general", _("oddział ogólnodostępny")
    INTEGRATION = "integration", _("oddział integracyjny")
    SPECIAL = "special", _("oddział specjalny")
    PRESCHOOL_CLASS = "preschool_class", _("oddział przedszkolny w szkole")


class GroupQuerySet(models.QuerySet["Group"]):
    def for_year(self, school_year: str) -> Self:
        """Groups of one school year in the order of the public offer, with their institution."""
        return (
            self.filter(school_year=school_year)
            .select_related("institution")
            .order_by(
                "institution__position", "institution__code", "-birth_year_from", "kind", "pk"
            )
        )

    def open_to_birth_year(self, birth_year: int) -> Self:
        """Groups whose range of birth years holds this one."""
        return self.filter(birth_year_from__lte=birth_year, birth_year_to__gte=birth_year)


class Group(models.Model):
    """A recruitment group (grupa rekrutacyjna): the bucket of places that a parent can choose."""

    code = models.SlugField(_("kod"), max_length=40)
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="groups")
    school_year = models.CharField(_("rok szkolny"), max_length=9)
    kind = models.CharField(_("rodzaj oddziału"), max_length=20, choices=GroupKind.choices)
    name = models.CharField(_("nazwa"), max_length=120)
    birth_year_from = models.PositiveSmallIntegerField(_("rok urodzenia od"))
    birth_year_to = models.PositiveSmallIntegerField(_("rok urodzenia do"))
    places_total = models.PositiveSmallIntegerField(_("miejsca w planie organizacyjnym"))
    places_for_statement = models.PositiveSmallIntegerField(
        _("w tym miejsca dla dzieci z orzeczeniem"), default=0
    )

    objects: ClassVar = GroupQuerySet.as_manager()

    class Meta:
        verbose_name = _("grupa rekrutacyjna")
        verbose_name_plural = _("grupy rekrutacyjne")
        constraints = [
            models.UniqueConstraint(
                fields=["school_year", "code"], name="group_code_unique_in_year"
            ),
            models.CheckConstraint(
                condition=models.Q(birth_year_from__lte=models.F("birth_year_to")),
                name="group_birth_years_in_order",
                violation_error_message=_("Pierwszy rocznik nie może być późniejszy niż ostatni."),
            ),
            models.CheckConstraint(
                condition=models.Q(places_for_statement__lte=models.F("places_total")),
                name="group_statement_places_within_total",
                violation_error_message=_(
                    "Miejsc dla dzieci z orzeczeniem nie może być więcej niż wszystkich miejsc."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def birth_years(self) -> str:
        """The range of birth years as people write it: `2022` or `2020–2022`."""
        if self.birth_year_from == self.birth_year_to:
            return str(self.birth_year_from)
        return f"{self.birth_year_from}–{self.birth_year_to}"

    @property
    def for_birth_years(self) -> str:
        """Whom the group takes: `rocznik 2022` or `roczniki 2020–2022`."""
        if self.birth_year_from == self.birth_year_to:
            return gettext("rocznik %(years)s") % {"years": self.birth_years}
        return gettext("roczniki %(years)s") % {"years": self.birth_years}


class StaffRole(models.TextChoices):
    DIRECTOR = "director", _("dyrektor")
    COMMITTEE_CHAIR = "chair", _("przewodniczący komisji")
    COMMITTEE_MEMBER = "member", _("członek komisji")
    CLERK = "clerk", _("sekretariat")


class StaffMembershipQuerySet(models.QuerySet["StaffMembership"]):
    def current(self, today: date) -> Self:
        """Memberships in force on this day."""
        return self.not_over(today).filter(starts_on__lte=today)

    def not_over(self, today: date) -> Self:
        """Memberships in force on this day or later."""
        return self.filter(models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=today))


class StaffMembership(models.Model):
    """Who speaks for which institution, in which role, from one day to another."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    institution = models.ForeignKey(
        Institution, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(_("rola"), max_length=20, choices=StaffRole.choices)
    starts_on = models.DateField(_("od dnia"))
    ends_on = models.DateField(_("do dnia"), null=True, blank=True)

    objects: ClassVar = StaffMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("osoba w placówce")
        verbose_name_plural = _("osoby w placówkach")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "institution", "role", "starts_on"], name="membership_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="membership_dates_in_order",
                violation_error_message=_(
                    "Dzień końcowy nie może być wcześniejszy niż początkowy."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} w {self.institution_id}, konto #{self.user_id}"
