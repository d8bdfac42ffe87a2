"""Every component in every state, in a real browser."""

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tests.e2e.browsing import Person, assert_page_is_sound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

GALLERY = "/dev/komponenty/"
FORM = f"{GALLERY}formularz/"
PUBLIC_PAGES = [
    GALLERY,
    FORM,
    f"{GALLERY}tabela/",
    "/konto/login/",
    "/konto/signup/",
    "/konto/password/reset/",
    "/konto/password/reset/done/",
    "/konto/password/reset/key/1-set-password/",
    "/konto/inactive/",
    "/dostepnosc/",
    "/rodo/",
]


@pytest.fixture
def parent(browser: Browser, live_server: LiveServer) -> Person:
    return Person(browser.new_context(locale="pl-PL"), live_server.url)


@pytest.mark.parametrize("path", PUBLIC_PAGES)
def test_page_is_sound(parent: Person, path: str) -> None:
    page = parent.opens(path)

    assert_page_is_sound(page)
    parent.leaves()


def send(page: Page) -> None:
    page.get_by_role("button", name="Zapisz i przejdź dalej").click()


def test_errors_get_focus_and_lead_to_the_control(parent: Person) -> None:
    page = parent.opens(FORM)
    page.get_by_label("Dzień").fill("14")

    send(page)

    assert page.title() == "Błąd: Formularz – Otwarty Nabór – Legionowo"
    assert "govuk-error-summary" in page.evaluate("document.activeElement.className")
    page.get_by_role("link", name="W dacie brakuje miesiąca i roku.").click()
    assert page.evaluate("document.activeElement.id") == "id_born_on_1"
    assert page.get_by_label("Dzień").input_value() == "14"
    assert_page_is_sound(page)
    parent.leaves()


def test_type_ahead_finds_a_street_without_polish_letters(parent: Person) -> None:
    page = parent.opens(FORM)
    street = page.get_by_role("combobox", name="Ulica")

    street.fill("lakow")
    page.get_by_role("option", name="Łąkowa").click()

    chosen = page.locator("select[name=street]")
    assert chosen.input_value() == "Łąkowa"
    street.fill("nie ma takiej")
    assert chosen.input_value() == ""
    assert_page_is_sound(page)
    parent.leaves()


def test_language_changes_without_script_and_keeps_the_page(
    browser: Browser, live_server: LiveServer
) -> None:
    parent = Person(browser.new_context(locale="pl-PL", java_script_enabled=False), live_server.url)
    page = parent.opens(f"{GALLERY}?page=2")

    page.get_by_role("button", name="Українська").click()

    assert page.url == f"{live_server.url}{GALLERY}?page=2"
    assert page.locator("html").get_attribute("lang") == "uk"
    parent.leaves()


def test_language_change_keeps_typed_answers(parent: Person) -> None:
    page = parent.opens(FORM)
    page.get_by_label("Imię dziecka").fill("Zofia")

    page.get_by_role("button", name="English").click()
    page.wait_for_selector("html[lang=en]")

    assert page.locator("#id_first_name").input_value() == "Zofia"
    parent.leaves()
