"""The messages of the accounts: who gets which, word for word."""

import re

import pytest
import time_machine
from django.core import mail
from django.test import Client

from accounts.models import User
from tests import factories
from tests.factories import NOW, PASSWORD

pytestmark = pytest.mark.django_db

SIGNATURE = """
Otwarty Nabór, Urząd Miasta Legionowo
Pomoc: 22 766 40 00, nabor@example.org"""
NEW_PASSWORD = "trzy-zielone-dinozaury"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def owner() -> User:
    return factories.make_user("anna@example.org")


@pytest.fixture
def browser(owner) -> Client:
    browser = Client()
    browser.post("/konto/login/", {"login": owner.email, "password": PASSWORD})
    return browser


def signs_up(client: Client, email: str):
    return client.post(
        "/konto/signup/",
        {"email": email, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
        follow=True,
    )


def letters() -> list[tuple[list[str], str, str]]:
    """To whom, about what, and the text with its code and links cut down."""
    return [(letter.to, letter.subject, plain(letter.body)) for letter in mail.outbox]


def plain(text: str) -> str:
    text = re.sub(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", "KOD", text, flags=re.MULTILINE)
    return re.sub(r"(/key/)\S+", r"\1…", text)


def test_a_new_account_is_confirmed_with_a_code(client):
    page = signs_up(client, "nowa@example.org")

    assert page.request["PATH_INFO"] == "/konto/confirm-email/"
    assert letters() == [
        (
            ["nowa@example.org"],
            "Kod do założenia konta – Otwarty Nabór",
            f"""Dzień dobry,

na ten adres e-mail ma być założone konto w serwisie Otwarty Nabór.
Aby to potwierdzić, wpisz kod na otwartej stronie:

KOD

Kod jest ważny 15 minut. Nikomu go nie podawaj.
Jeśli to pomyłka, nic nie rób. Bez kodu nikt nie skorzysta z tego konta.
{SIGNATURE}""",
        )
    ]


def test_whoever_has_an_account_is_told_so_only_by_mail(client, owner):
    signs_up(client, owner.email)

    assert letters() == [
        (
            [owner.email],
            "Konto na ten adres już jest – Otwarty Nabór",
            f"""Dzień dobry,

ktoś chciał założyć na ten adres e-mail konto w serwisie Otwarty Nabór.
Takie konto już jest, więc nie powstało nowe. Wystarczy się zalogować.

Nowe hasło można ustawić tutaj:
http://testserver/konto/password/reset/

Jeśli to pomyłka, nic nie rób. Na koncie nic się nie zmieniło.
{SIGNATURE}""",
        )
    ]


def test_a_forgotten_password_is_exchanged_by_a_link(client, owner):
    client.post("/konto/password/reset/", {"email": owner.email})

    assert letters() == [
        (
            [owner.email],
            "Ustaw nowe hasło – Otwarty Nabór",
            f"""Dzień dobry,

ktoś poprosił o nowe hasło do konta z tym adresem w serwisie Otwarty Nabór.
Nowe hasło można ustawić tutaj:
http://testserver/konto/password/reset/key/…

Odnośnik jest ważny dobę i działa raz. Nikomu go nie przekazuj.
Jeśli to pomyłka, nic nie rób. Hasło się nie zmieni.
{SIGNATURE}""",
        )
    ]


def test_the_link_sets_a_new_password_once_and_the_owner_is_told(client, owner):
    client.post("/konto/password/reset/", {"email": owner.email})
    link = re.search(r"http://testserver(\S+)", mail.outbox.pop().body)[1]
    form = client.get(link, follow=True).request["PATH_INFO"]
    answers = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}

    client.post(form, answers)
    again = Client().get(link, follow=True)

    owner.refresh_from_db()
    assert owner.check_password(NEW_PASSWORD)
    assert "Ten odnośnik już nie działa." in again.text
    assert letters() == [
        (
            [owner.email],
            "Ustawione nowe hasło – Otwarty Nabór",
            f"""Dzień dobry,

ustawiono nowe hasło do konta.
Stało się to 5 marca 2027, godz. 18:42.

Jeśli to nie Twoja zmiana, od razu zadzwoń do nas.
{SIGNATURE}""",
        )
    ]


def test_an_address_without_an_account_is_told_so_only_by_mail(client):
    page = client.post("/konto/password/reset/", {"email": "obca@example.org"}, follow=True)

    assert page.request["PATH_INFO"] == "/konto/password/reset/done/"
    assert letters() == [
        (
            ["obca@example.org"],
            "Na ten adres nie ma konta – Otwarty Nabór",
            f"""Dzień dobry,

ktoś poprosił o nowe hasło do konta z tym adresem w serwisie Otwarty Nabór.
Na ten adres nie ma konta. Być może konto jest na inny adres.

Nowe konto można założyć tutaj:
http://testserver/konto/signup/

Jeśli to pomyłka, nic nie rób.
{SIGNATURE}""",
        )
    ]


def test_a_changed_password_is_told_to_the_owner(browser, owner):
    browser.post(
        "/konto/password/change/",
        {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
    )

    assert letters() == [
        (
            [owner.email],
            "Zmienione hasło – Otwarty Nabór",
            f"""Dzień dobry,

hasło do konta zostało zmienione.
Stało się to 5 marca 2027, godz. 18:42.

Jeśli to nie Twoja zmiana, od razu zadzwoń do nas.
{SIGNATURE}""",
        )
    ]


def test_another_address_is_confirmed_with_a_code_and_its_use_is_told_to_the_old_one(
    browser, owner
):
    browser.post("/konto/email/", {"action_add": "", "email": "druga@example.org"})
    code = re.search(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", mail.outbox[0].body, re.MULTILINE)[0]
    browser.post("/konto/confirm-email/", {"code": code})
    browser.post("/konto/email/", {"action_primary": "", "email": "druga@example.org"})
    browser.post("/konto/email/", {"action_remove": "", "email": owner.email})

    owner.refresh_from_db()
    assert owner.email == "druga@example.org"
    assert letters() == [
        (
            ["druga@example.org"],
            "Kod do potwierdzenia adresu e-mail – Otwarty Nabór",
            f"""Dzień dobry,

ten adres e-mail ma być dodany do konta w serwisie Otwarty Nabór.
Aby to potwierdzić, wpisz kod na otwartej stronie:

KOD

Kod jest ważny 15 minut. Nikomu go nie podawaj.
Jeśli to pomyłka, nic nie rób. Bez kodu adres nie zostanie dodany.
{SIGNATURE}""",
        ),
        (
            ["anna@example.org"],
            "Zmieniony adres e-mail – Otwarty Nabór",
            f"""Dzień dobry,

od teraz piszemy na adres druga@example.org, a nie na anna@example.org.
Stało się to 5 marca 2027, godz. 18:42.

Jeśli to nie Twoja zmiana, od razu zadzwoń do nas.
{SIGNATURE}""",
        ),
        (
            ["druga@example.org"],
            "Usunięty adres e-mail – Otwarty Nabór",
            f"""Dzień dobry,

adres anna@example.org został usunięty z konta.
Stało się to 5 marca 2027, godz. 18:42.

Jeśli to nie Twoja zmiana, od razu zadzwoń do nas.
{SIGNATURE}""",
        ),
    ]


def test_the_message_as_a_page_says_the_same(client, owner):
    signs_up(client, owner.email)

    page, kind = mail.outbox[0].alternatives[0]
    text = re.sub(r"<head>.*</head>|<[^>]+>", " ", page, flags=re.DOTALL)
    assert kind == "text/html"
    assert text.split() == mail.outbox[0].body.split()
    assert '<a href="http://testserver/konto/password/reset/"' in page
