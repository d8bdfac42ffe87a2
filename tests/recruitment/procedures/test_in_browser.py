"""The office's form of new dates, looked at by a browser."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from playwright.sync_api import Browser, expect

from config.demo.accounts import OFFICE, PASSWORD
from config.demo.city import DemoPlan, build_demo_city
from recruitment.procedures.models import StageCode
from tests.e2e.browsing import PHONE, Person, assert_page_is_sound

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Europe/Warsaw"))


@pytest.fixture
def demo_address(live_server) -> str:
    build_demo_city(DemoPlan(families=3, seed=1, stage=StageCode.APPLICATION), now=NOW)
    return live_server.url


def test_office_is_told_at_the_field_what_is_wrong_with_new_dates(
    browser: Browser, demo_address: str
):
    with time_machine.travel(NOW, tick=True):
        worker = Person(browser.new_context(viewport=PHONE, locale="pl-PL"), demo_address)
        worker.signs_in(OFFICE.email, PASSWORD)
        page = worker.opens("/urzad/terminy/application/")
        assert_page_is_sound(page)

        page.get_by_label("Powód zmiany").fill("zarządzenie nr 40")
        page.get_by_label("Godzina końca").fill("wieczorem")
        page.get_by_role("main").get_by_role("button", name="Zmień termin").click()

        expect(page.locator(".govuk-error-summary")).to_be_focused()
        expect(page).to_have_title("Błąd: Zmiana terminu – Otwarty Nabór – Legionowo")
        expect(page.get_by_label("Powód zmiany")).to_have_value("zarządzenie nr 40")
        assert_page_is_sound(page)
        worker.leaves()
