"""What only a browser can tell: focus, the live sentence, revealed questions, accessibility."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from recruitment.applications.models import Application
from tests.e2e.browsing import DESK, PHONE, Person, assert_page_is_sound
from tests.factories import NOW, make_application, make_criteria, make_group, make_procedure

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Visit = Callable[..., Page]


@pytest.fixture
def application(transactional_db: None) -> Application:
    """A whole draft with three choices, while applications are taken."""
    with time_machine.travel(NOW):
        procedure = make_procedure()
        make_criteria(procedure)
        groups = [make_group(name=name) for name in ("Ale", "Bez", "Cis")]
        yield make_application(
            procedure,
            groups=groups,
            claims=["residence", "large-family", ("sibling", groups[0].institution)],
        )


@pytest.fixture
def visit(browser: Any, live_server: Any, application: Application) -> Visit:
    """Open a page of the application as its parent."""
    people = []

    def come(name: str, *, desk: bool = False, java_script: bool = True) -> Page:
        context = browser.new_context(
            viewport=DESK if desk else PHONE, locale="pl-PL", java_script_enabled=java_script
        )
        client = Client()
        client.force_login(application.owner)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "url": live_server.url}
        context.add_cookies(
            [{**cookie, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}]
        )
        people.append(Person(context, live_server.url))
        return people[-1].opens(reverse(name, args=[application.public_id]))

    yield come
    for person in people:
        person.leaves()


def card(page: Page, name: str) -> Any:
    return page.locator(".nb-ranking__card").filter(has_text=f", {name}")


@pytest.mark.parametrize("java_script", [True, False])
def test_moving_a_group_keeps_the_focus_on_the_same_button(visit: Visit, java_script: bool) -> None:
    page = visit("application_choices", java_script=java_script)

    card(page, "Cis").get_by_role("button", name="Wyżej").press("Enter")

    expect(page.get_by_role("status")).to_contain_text("Cis: miejsce 2 z 3 na Twojej liście.")
    expect(page.locator(".nb-ranking__card").nth(1)).to_contain_text("Cis")
    expect(card(page, "Cis").get_by_role("button", name="Wyżej")).to_be_focused()


def test_the_list_stays_accessible_after_a_move_and_after_an_error(visit: Visit) -> None:
    page = visit("application_choices")

    card(page, "Bez").get_by_role("button", name="Wyżej").click()
    expect(page.get_by_role("status")).to_contain_text("Bez: miejsce 1 z 3")
    assert_page_is_sound(page)
    page.get_by_role("button", name="Dodaj do listy").click()

    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert_page_is_sound(page)


def test_a_document_is_asked_for_only_without_a_pesel(visit: Visit) -> None:
    page = visit("application_child")
    document = page.get_by_label("Seria i numer dokumentu")
    expect(document).to_be_hidden()

    page.get_by_label("Dziecko nie ma numeru PESEL").check()

    expect(document).to_be_visible()


def test_without_javascript_every_question_is_in_sight(visit: Visit) -> None:
    page = visit("application_child", java_script=False)

    expect(page.get_by_text("Gdy dziecko nie ma numeru PESEL", exact=True)).to_be_visible()
    expect(page.get_by_label("Seria i numer dokumentu")).to_be_visible()


@pytest.mark.parametrize("section", ["child", "guardians", "address", "criteria"])
def test_a_section_full_of_errors_is_accessible(visit: Visit, section: str) -> None:
    page = visit(f"application_{section}")
    for box in page.locator("main input[type=text]").all():
        if box.is_visible():
            box.fill("")
    page.evaluate("document.querySelectorAll('main input').forEach(box => box.checked = false)")

    page.get_by_role("button", name="Zapisz i przejdź dalej").click()

    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.locator(".govuk-error-summary a").first.press("Enter")
    assert page.evaluate("document.activeElement.closest('main form') !== null")
    assert_page_is_sound(page)
