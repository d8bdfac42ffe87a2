"""What the accounts library says to people, in our words; what it does stays its own."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):
    """Plain sentences that tell what to do, and messages signed by the office."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("To konto jest wyłączone. Zadzwoń do nas."),
        "cannot_remove_primary_email": _(
            "Nie można usunąć adresu, na który piszemy. Najpierw wybierz inny."
        ),
        "duplicate_email": _("Ten adres jest już przy tym koncie. Wpisz inny."),
        "email_password_mismatch": _(
            "Adres e-mail i hasło do siebie nie pasują. "
            "Sprawdź je i wpisz jeszcze raz albo ustaw nowe hasło."
        ),
        "email_taken": _("Na ten adres e-mail jest już założone konto. Zaloguj się na nie."),
        "enter_current_password": _("To nie jest obecne hasło. Wpisz je jeszcze raz."),
        "incorrect_code": _("Kod się nie zgadza. Przepisz go z najnowszej wiadomości."),
        "incorrect_password": _("Hasło się nie zgadza. Wpisz je jeszcze raz."),
        "invalid_or_expired_key": _("Ten odnośnik już nie działa. Poproś o nowy."),
        "invalid_password_reset": _("Ten odnośnik już nie działa. Poproś o nowy."),
        "max_email_addresses": _("Przy koncie nie zmieści się więcej adresów niż %d. Usuń jeden."),
        "rate_limited": _("To zbyt wiele prób naraz. Odczekaj minutę i spróbuj jeszcze raz."),
        "same_as_current": _("To ten sam adres co teraz. Wpisz inny."),
        "too_many_login_attempts": _(
            "To zbyt wiele nieudanych prób. Odczekaj 5 minut i spróbuj jeszcze raz."
        ),
        "unverified_primary_email": _("Najpierw potwierdź ten adres e-mail."),
    }

    def format_email_subject(self, subject: str) -> str:
        """What the message is about comes first: a telephone shows only the beginning."""
        return f"{subject} – {settings.SITE['service_name']}"

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """The text of the template, and the same text as a page: there is one source of both."""
        context = {**context, "site": settings.SITE}
        message = super().render_mail(template_prefix, email, context, headers)
        if isinstance(message, EmailMultiAlternatives):
            page = {"subject": message.subject, "body": message.body}
            message.attach_alternative(
                render_to_string("account/email/page.html", page), "text/html"
            )
        return message
