"""The forms of the accounts library with our labels, and errors that tell what to do."""

from typing import Any

from allauth.account import forms as allauth
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# By the name of a field: its label, and what to do when it is empty.
WORDS = {
    "login": (_("Adres e-mail"), _("Wpisz adres e-mail.")),
    "email": (_("Adres e-mail"), _("Wpisz adres e-mail.")),
    "password": (_("Hasło"), _("Wpisz hasło.")),
    "oldpassword": (_("Obecne hasło"), _("Wpisz obecne hasło.")),
    "password1": (_("Nowe hasło"), _("Wpisz nowe hasło.")),
    "password2": (_("Nowe hasło jeszcze raz"), _("Wpisz nowe hasło jeszcze raz.")),
    "code": (_("Kod z wiadomości"), _("Wpisz kod z wiadomości.")),
}


NEW_PASSWORD = _(
    "Co najmniej 12 znaków, na przykład trzy słowa. Nie adres e-mail i nie hasło, które zna każdy."
)


class _InOurWords(forms.Form):
    """Gives each field of the library's form its words."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for name, field in self.fields.items():
            field.label, field.error_messages["required"] = WORDS[name]
            if name == "password1":
                field.help_text = NEW_PASSWORD
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = _(
                    "Wpisz adres e-mail jak w przykładzie: imie@example.org."
                )

    def add_error(self, field: str | None, error: Any) -> None:
        """The library says in a bare text that the two passwords differ."""
        if field == "password2" and not isinstance(error, ValidationError):
            error = _("Hasła się różnią. Wpisz w obu polach to samo.")
        super().add_error(field, error)


class LoginForm(_InOurWords, allauth.LoginForm):
    """Signing in."""


class SignupForm(_InOurWords, allauth.SignupForm):
    """A new account."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["password1"].label = _("Hasło")
        self.fields["password1"].error_messages["required"] = _("Wymyśl i wpisz hasło.")
        self.fields["password2"].label = _("Hasło jeszcze raz")
        self.fields["password2"].error_messages["required"] = _("Wpisz hasło jeszcze raz.")


class AddEmailForm(_InOurWords, allauth.AddEmailForm):
    """One more address of one's own."""


class ChangePasswordForm(_InOurWords, allauth.ChangePasswordForm):
    """A new password instead of a known one."""


class ResetPasswordForm(_InOurWords, allauth.ResetPasswordForm):
    """A message to whoever does not remember the password."""


class ResetPasswordKeyForm(_InOurWords, allauth.ResetPasswordKeyForm):
    """A new password instead of a forgotten one."""


class ReauthenticateForm(_InOurWords, allauth.ReauthenticateForm):
    """The password once more."""


class ConfirmEmailVerificationCodeForm(_InOurWords, allauth.ConfirmEmailVerificationCodeForm):
    """The code that was sent to an address."""
