"""The candidate and the guardians: the closed catalogue of art. 150 ust. 1, and nothing more.

A parent's PESEL or identity-card number is not in the catalogue, so there is no field for it.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from recruitment.applications.models.application import Application
from schools.polish_order import sort_key
from ui.folding import fold


class DocumentKind(models.TextChoices):
    PASSPORT = "passport", _("paszport")
    IDENTITY_CARD = "identity_card", _("dowód osobisty")
    RESIDENCE_CARD = "residence_card", _("karta pobytu")
    BIRTH_CERTIFICATE = "birth_certificate", _("akt urodzenia")
    OTHER = "other", _("inny dokument")


class GuardianRole(models.TextChoices):
    MOTHER = "mother", _("matka")
    FATHER = "father", _("ojciec")
    LEGAL_GUARDIAN = "legal_guardian", _("opiekun prawny")
    FOSTER_PARENT = "foster_parent", _("rodzic zastępczy")


class Address(models.Model):
    """A place of residence (adres zamieszkania, not registration)."""

    street = models.CharField(_("ulica"), max_length=120, blank=True)
    house_number = models.CharField(_("numer domu"), max_length=10, blank=True)
    flat_number = models.CharField(_("numer mieszkania"), max_length=10, blank=True)
    postcode = models.CharField(_("kod pocztowy"), max_length=6, blank=True)
    city = models.CharField(_("miejscowość"), max_length=80, blank=True)

    class Meta:
        abstract = True

    @property
    def address_lines(self) -> list[str]:
        """The address as on an envelope; an empty list while nothing is entered."""
        house = f"{self.house_number}/{self.flat_number}" if self.flat_number else self.house_number
        lines = [f"{self.street} {house}".strip(), f"{self.postcode} {self.city}".strip()]
        return [line for line in lines if line]


class Candidate(Address):
    """The child."""

    application = models.OneToOneField(
        Application, on_delete=models.CASCADE, related_name="candidate"
    )
    first_names = models.CharField(_("imię (imiona)"), max_length=100, blank=True)
    surname = models.CharField(_("nazwisko"), max_length=100, blank=True)
    birth_on = models.DateField(_("data urodzenia"), null=True, blank=True)
    pesel = models.CharField(_("PESEL"), max_length=11, blank=True)
    document_kind = models.CharField(
        _("rodzaj dokumentu"), max_length=20, choices=DocumentKind.choices, blank=True
    )
    document_number = models.CharField(_("seria i numer dokumentu"), max_length=40, blank=True)
    has_statement = models.BooleanField(
        _("ma orzeczenie o potrzebie kształcenia specjalnego"), default=False
    )
    is_deferred = models.BooleanField(_("ma odroczenie obowiązku szkolnego"), default=False)
    is_resident = models.BooleanField(_("mieszka w gminie"), null=True, blank=True)
    sort_key = models.TextField(editable=False, default="", db_index=True)
    search_key = models.TextField(editable=False, default="")

    class Meta:
        verbose_name = _("kandydat")
        verbose_name_plural = _("kandydaci")

    def __str__(self) -> str:
        return f"kandydat #{self.pk}"

    @property
    def full_name(self) -> str:
        """First names and surname, as spoken."""
        return f"{self.first_names} {self.surname}".strip()

    @property
    def list_name(self) -> str:
        """Surname and first names, as on a list."""
        return f"{self.surname} {self.first_names}".strip()

    def set_order_keys(self) -> None:
        """Fill the keys by which lists are sorted and searched; call after a change of the name."""
        self.sort_key = sort_key(self.list_name)
        self.search_key = fold(self.list_name)


class Guardian(Address):
    """A parent or legal guardian (art. 4 Prawa oświatowego); e-mail and phone only if they have them."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="guardians")
    position = models.PositiveSmallIntegerField()
    role = models.CharField(_("kim jest dla dziecka"), max_length=20, choices=GuardianRole.choices)
    first_names = models.CharField(_("imię (imiona)"), max_length=100)
    surname = models.CharField(_("nazwisko"), max_length=100)
    email = models.EmailField(_("adres e-mail"), blank=True)
    phone = PhoneNumberField(_("telefon"), blank=True)
    lives_with_child = models.BooleanField(_("mieszka pod adresem dziecka"), default=True)

    class Meta:
        verbose_name = _("rodzic lub opiekun")
        verbose_name_plural = _("rodzice lub opiekunowie")
        ordering: ClassVar = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["application", "position"], name="guardian_position_unique"
            ),
            models.CheckConstraint(
                condition=models.Q(position__in=[1, 2]), name="guardian_first_or_second"
            ),
        ]

    def __str__(self) -> str:
        return f"opiekun #{self.pk}"

    @property
    def full_name(self) -> str:
        """First names and surname, as spoken."""
        return f"{self.first_names} {self.surname}".strip()
