"""A run in a real browser: its page follows the worker."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from allocation.models import AllocationRun, RunStatus
from recruitment.procedures.models import StageCode
from tests.allocation.rounds import make_run
from tests.e2e.browsing import Person, assert_page_is_sound
from tests.factories import (
    PASSWORD,
    make_criteria,
    make_office_worker,
    make_procedure,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def procedure():
    procedure = make_procedure(during=StageCode.ALLOCATION, now=timezone.now())
    make_criteria(procedure)
    return procedure


@pytest.fixture
def office(browser: Browser, live_server: LiveServer) -> Person:
    make_office_worker("urzad@example.org", first_name="Barbara", last_name="Urzędowa")
    person = Person(browser.new_context(locale="pl-PL"), live_server.url)
    person.signs_in("urzad@example.org", PASSWORD)
    return person


def test_the_progress_of_a_run_follows_the_worker(office: Person, procedure) -> None:
    run = make_run(procedure, status=RunStatus.RUNNING, heartbeat_at=timezone.now())
    page = office.opens(reverse("run", args=[run.number]))
    expect(page.get_by_role("status")).to_have_text("Krok 1 z 6: przygotowanie danych")
    assert_page_is_sound(page)

    AllocationRun.objects.filter(pk=run.pk).update(progress_done=3)
    expect(page.get_by_role("status")).to_have_text("Krok 4 z 6: kontrola wyniku")
    AllocationRun.objects.filter(pk=run.pk).update(
        status=RunStatus.FAILED, failure="Program napotkał błąd."
    )

    expect(page.get_by_text("Program napotkał błąd.")).to_be_visible()
    assert_page_is_sound(page)
    office.leaves()
