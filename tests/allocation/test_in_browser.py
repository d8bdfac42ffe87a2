"""The office's afternoon in a real browser: a run, a tie, the committee's word, the announcement."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from allocation.models import AllocationRun, RunStatus
from recruitment.procedures.models import StageCode
from tests.allocation.rounds import make_run, verified
from tests.e2e.browsing import Person, assert_page_is_sound
from tests.factories import (
    PASSWORD,
    make_criteria,
    make_group,
    make_institution,
    make_office_worker,
    make_procedure,
    make_user,
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


def test_a_round_with_a_tie_is_announced(
    browser: Browser, live_server: LiveServer, office: Person, procedure
) -> None:
    bees = make_group(make_institution("pm1"), "pszczolki", places_total=1)
    parent = make_user("rodzic@example.org")
    mine = verified(procedure, bees, surname="Żak", owner=parent)
    verified(procedure, bees, surname="Ćwik")

    page = office.opens(reverse("office"))
    assert_page_is_sound(page)
    page.get_by_role("button", name="Uruchom przydział").click()
    expect(page.get_by_text("Komisja nie rozstrzygnęła jeszcze wszystkich remisów")).to_be_visible()
    assert_page_is_sound(page)

    page.get_by_role("link", name="Wpisz kolejność").click()
    assert_page_is_sound(page)
    page.get_by_role("button", name="Zapisz kolejność").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    assert_page_is_sound(page)
    today = timezone.localdate()
    page.get_by_label("Ćwik").fill("1")
    page.get_by_label("Żak").fill("2")
    page.get_by_label("Uzasadnienie komisji").fill("Mama choruje.")
    for part, number in (("Dzień", today.day), ("Miesiąc", today.month), ("Rok", today.year)):
        page.get_by_label(part).fill(str(number))
    page.get_by_role("button", name="Zapisz kolejność").click()
    page.get_by_role("button", name="Uruchom przydział").click()
    page.get_by_role("button", name="Ogłoś wyniki").click()
    assert_page_is_sound(page)
    page.get_by_role("button", name="Ogłoś wyniki").click()
    expect(page.get_by_text("Wyniki są ogłoszone.")).to_be_visible()
    assert_page_is_sound(page)
    office.leaves()

    family = Person(browser.new_context(locale="pl-PL"), live_server.url)
    family.signs_in("rodzic@example.org", PASSWORD)
    page = family.opens(reverse("result", args=[mine.public_id]))
    expect(page.get_by_text("O kolejności zdecydowała komisja.")).to_be_visible()
    page.get_by_text("Skąd te punkty").click()
    assert_page_is_sound(page)
    assert_page_is_sound(family.opens(reverse("results_overview")))
    family.leaves()


def test_the_progress_of_a_run_follows_the_worker(office: Person, procedure) -> None:
    run = make_run(procedure, status=RunStatus.RUNNING, heartbeat_at=timezone.now())
    page = office.opens(reverse("run", args=[run.number]))
    expect(page.get_by_role("status")).to_have_text("Krok 1 z 5: przygotowanie danych")
    assert_page_is_sound(page)

    AllocationRun.objects.filter(pk=run.pk).update(progress_done=3)
    expect(page.get_by_role("status")).to_have_text("Krok 4 z 5: kontrola wyniku")
    AllocationRun.objects.filter(pk=run.pk).update(
        status=RunStatus.FAILED, failure="Program napotkał błąd."
    )

    expect(page.get_by_text("Program napotkał błąd.")).to_be_visible()
    assert_page_is_sound(page)
    office.leaves()
