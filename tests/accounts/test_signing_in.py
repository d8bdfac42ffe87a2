"""Signing in and up: errors say what to do, and no page tells whether an address has an account."""

import re

import pytest
from django.core import mail
from django.test import Client, override_settings

from accounts.models import User
from tests import factories

pytestmark = pytest.mark.django_db

KNOWN = "anna@example.org"
GOOD = "trzy-zielone-dinozaury"
RANDOM = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


@pytest.fixture(autouse=True)
def _owner():
    factories.make_user(KNOWN)


def errors_of(page: str) -> list[str]:
    """What the summary of errors says."""
    summary = re.search(r'govuk-error-summary__list">(.*?)</ul>', page, re.DOTALL)
    items = re.findall(r"<li>(.*?)</li>", summary[1], re.DOTALL) if summary else []
    return [re.sub(r"<[^>]+>", "", item).strip() for item in items]


def seen(address: str, answers: dict[str, str], email: str) -> list[object]:
    """Every page on the way and its status, with what is random and the typed address taken out."""
    page = Client().post(address, answers, follow=True)
    text = RANDOM.sub("", page.text).replace(email, "ADRES")
    return [page.redirect_chain, page.status_code, text]


@pytest.mark.parametrize(
    ("address", "answers", "told"),
    [
        ("login", {}, ["Wpisz adres e-mail.", "Wpisz hasło."]),
        (
            "login",
            {"login": "anna", "password": "x"},
            ["Wpisz adres e-mail jak w przykładzie: imie@example.org."],
        ),
        (
            "login",
            {"login": KNOWN, "password": "nie-to-hasło"},
            [
                "Adres e-mail i hasło do siebie nie pasują. "
                "Sprawdź je i wpisz jeszcze raz albo ustaw nowe hasło."
            ],
        ),
        (
            "signup",
            {},
            ["Wpisz adres e-mail.", "Wymyśl i wpisz hasło.", "Wpisz hasło jeszcze raz."],
        ),
        (
            "signup",
            {"email": "nowa@example.org", "password1": GOOD, "password2": "inne"},
            ["Hasła się różnią. Wpisz w obu polach to samo."],
        ),
        ("password/reset", {}, ["Wpisz adres e-mail."]),
    ],
)
def test_errors_say_what_to_do(client, address, answers, told):
    page = client.post(f"/konto/{address}/", answers)

    assert errors_of(page.text) == told


@pytest.mark.parametrize(
    ("answers", "told"),
    [
        (
            {},
            ["Wpisz obecne hasło.", "Wpisz nowe hasło.", "Wpisz nowe hasło jeszcze raz."],
        ),
        (
            {"oldpassword": "nie-to", "password1": GOOD, "password2": "inne"},
            [
                "To nie jest obecne hasło. Wpisz je jeszcze raz.",
                "Hasła się różnią. Wpisz w obu polach to samo.",
            ],
        ),
    ],
)
def test_errors_of_a_new_password_say_what_to_do(client, answers, told):
    client.force_login(User.objects.get(email=KNOWN))

    page = client.post("/konto/password/change/", answers)

    assert errors_of(page.text) == told


@pytest.mark.parametrize(
    ("address", "answers"),
    [
        ("/konto/signup/", {"password1": GOOD, "password2": GOOD}),
        ("/konto/password/reset/", {}),
    ],
)
def test_pages_do_not_tell_whether_an_address_has_an_account(address, answers):
    known, unknown = (
        seen(address, {**answers, "email": email}, email) for email in (KNOWN, "nowa@example.org")
    )

    assert known == unknown
    assert [letter.to for letter in mail.outbox] == [[KNOWN], ["nowa@example.org"]]


def test_signing_in_does_not_tell_whether_an_address_has_an_account():
    known, unknown = (
        seen("/konto/login/", {"login": email, "password": "nie-to-hasło"}, email)
        for email in (KNOWN, "nowa@example.org")
    )

    assert known == unknown


def test_a_code_for_an_address_of_somebody_else_lets_nobody_in(client):
    client.post("/konto/signup/", {"email": KNOWN, "password1": GOOD, "password2": GOOD})

    page = client.post("/konto/confirm-email/", {"code": "ABCD-EFGH"})

    assert errors_of(page.text) == ["Kod się nie zgadza. Przepisz go z najnowszej wiadomości."]
    assert "_auth_user_id" not in client.session


@override_settings(ACCOUNT_RATE_LIMITS={"login": "1/m/ip"})
def test_too_many_attempts_are_told_in_plain_words(client):
    client.post("/konto/login/", {})

    page = client.post("/konto/login/", {})

    assert page.status_code == 429
    assert "Odczekaj 5 minut, wróć do poprzedniej strony i spróbuj jeszcze raz." in page.text
