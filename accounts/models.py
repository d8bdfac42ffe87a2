"""Who signs in, and who works for the education office."""

from datetime import date
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Creates accounts whose name is the e-mail address, kept in lower case."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """A saved account; a missing password means that nobody can sign in with one."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """An account of an operator of the installation."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """The account with this address, whatever the case of its letters."""
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in: a parent unless a role or a membership says more.

    `language` is the one in which an application was filed last: letters are written in it.
    """

    email = models.EmailField(_("adres e-mail"), unique=True)
    first_name = models.CharField(_("imię"), max_length=150, blank=True)
    last_name = models.CharField(_("nazwisko"), max_length=150, blank=True)
    language = models.CharField(_("język wiadomości"), max_length=10, default="pl")
    is_staff = models.BooleanField(_("operator systemu"), default=False)
    is_active = models.BooleanField(_("konto czynne"), default=True)
    date_joined = models.DateTimeField(_("data założenia"), auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("konto")
        verbose_name_plural = _("konta")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_any_case_unique"),
        ]

    def __str__(self) -> str:
        return f"konto #{self.pk}"

    def get_full_name(self) -> str:
        """First name and surname as shown to colleagues; the address when neither is known."""
        return f"{self.first_name} {self.last_name}".strip() or self.email


class Role(models.TextChoices):
    """City-wide roles; who speaks for one institution is a membership in `schools`."""

    OFFICE = "office", _("pracownik wydziału edukacji")


class RoleGrant(models.Model):
    """A city-wide role that a person holds from one day to another."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_grants")
    role = models.CharField(_("rola"), max_length=20, choices=Role.choices)
    starts_on = models.DateField(_("od dnia"))
    ends_on = models.DateField(_("do dnia"), null=True, blank=True)

    class Meta:
        verbose_name = _("nadanie roli")
        verbose_name_plural = _("nadania ról")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="role_grant_dates_in_order",
                violation_error_message=_(
                    "Dzień końcowy nie może być wcześniejszy niż początkowy."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} dla konta #{self.user_id}"


def has_role(user: object, role: Role, today: date) -> bool:
    """Does this person hold the city-wide role on this day? False for a guest."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return (
        user.role_grants.filter(role=role, starts_on__lte=today)
        .filter(models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=today))
        .exists()
    )
