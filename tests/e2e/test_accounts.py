"""Opening an account in a browser, as far as the code from the message."""

import pytest
from playwright.sync_api import expect

from tests.e2e import parent as mother
from tests.e2e.browsing import assert_page_is_sound
from tests.e2e.conftest import City

pytestmark = pytest.mark.browser


def test_a_new_account_needs_the_code_from_the_message(city: City, person) -> None:
    parent = person()
    page = mother.asks_for_an_account(parent, "zaneta@example.org")
    assert_page_is_sound(page)

    page.get_by_label("Kod z wiadomości").fill("ABCD-EFGH")
    page.get_by_role("main").get_by_role("button", name="Potwierdź").click()

    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert_page_is_sound(page)

    mother.confirms_the_address(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Moje wnioski")
    parent.leaves()
