"""A committee in a browser: a meeting, its protocol, three confirmations, and the end of it."""

import pytest
from playwright.sync_api import Page, expect

from recruitment.committee.models import Meeting, Protocol
from recruitment.procedures.models import StageCode
from schools.models import StaffRole
from tests import factories
from tests.e2e.browsing import Person
from tests.e2e.conftest import City
from tests.e2e.test_pages import signs_in_at_once

pytestmark = pytest.mark.browser


@pytest.fixture
def members(city: City) -> list:
    """The chair and two members."""
    city.member.first_name, city.member.last_name = "Ewa", "Ćwik"
    city.member.save()
    institution = city.crowded.institution
    return [
        city.member,
        *(
            factories.make_staff(
                institution, StaffRole.COMMITTEE_MEMBER, first_name=first, last_name=last
            )
            for first, last in (("Jan", "Abacki"), ("Olga", "Żuk"))
        ),
    ]


def calls_a_meeting(page: Page) -> None:
    """First without a place and with an hour that is none; then right."""
    page.get_by_role("button", name="Zwołaj posiedzenie").click()
    page.get_by_label("Dzień", exact=True).fill("20")
    page.get_by_label("Miesiąc").fill("marca")
    page.get_by_label("Rok").fill("2027")
    page.get_by_label("Godzina posiedzenia").fill("25:00")
    page.get_by_role("button", name="Zwołaj posiedzenie").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page.locator(".govuk-error-summary li")).to_have_text(
        ["Wpisz godzinę jak w przykładzie: 16:00.", "Wpisz miejsce posiedzenia."]
    )
    expect(page.get_by_label("Dzień", exact=True)).to_have_value("20")
    page.get_by_label("Godzina posiedzenia").fill("9:30")
    page.get_by_label("Miejsce").fill("sala nr 4")
    page.get_by_role("button", name="Zwołaj posiedzenie").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Posiedzenie nr 1")


def marks_who_was_there(page: Page, *names: str) -> None:
    for name in names:
        page.get_by_label(name).check()
    page.get_by_role("button", name="Zapisz obecność").click()
    expect(page.get_by_role("main")).to_contain_text("Obecnych: 3 z 3. Kworum: 2.")


def presents(page: Page) -> None:
    """Write what was found, then let the members read."""
    page.get_by_role("link", name="Protokół nr 1").click()
    page.get_by_role("link", name="Wpisz inne ustalenia").click()
    page.get_by_label("Inne ustalenia komisji").fill("Komisja przyjęła plan pracy.")
    page.get_by_role("button", name="Zapisz ustalenia").click()
    expect(page.get_by_role("main")).to_contain_text("Komisja przyjęła plan pracy.")
    page.get_by_role("button", name="Przedstaw do potwierdzenia").click()
    expect(page.get_by_role("main")).to_contain_text("Brakuje potwierdzeń: Ewa Ćwik")


def confirms(page: Page) -> None:
    page.get_by_role("button", name="Potwierdzam treść protokołu").click()
    expect(page.get_by_role("main")).to_contain_text("Potwierdzenie jest zapisane.")


def test_a_committee_meets_and_closes_its_protocol(city: City, members, clock, person) -> None:
    clock(factories.DURING[StageCode.VERIFICATION])
    chair: Person = person(desk=True)
    signs_in_at_once(chair, members[0])
    page = chair.opens("/placowka/")
    page.get_by_role("link", name="Komisja rekrutacyjna i jej protokoły").click()
    calls_a_meeting(page)
    marks_who_was_there(page, "Ewa Ćwik", "Jan Abacki", "Olga Żuk")

    # Another tab has the draft open while this one goes on.
    address = f"/placowka/komisja/posiedzenie/{Meeting.objects.get().pk}/protokol/"
    other_tab = chair.context.new_page()
    other_tab.goto(f"{chair.address}{address}")
    presents(page)
    other_tab.get_by_role("button", name="Przedstaw do potwierdzenia").click()
    expect(other_tab.get_by_role("main")).to_contain_text("Protokół czeka na potwierdzenia.")
    other_tab.close()

    confirms(page)
    page.get_by_role("button", name="Zamknij protokół").press("Enter")
    expect(page.get_by_role("main")).to_contain_text(
        "Protokołu nie można jeszcze zamknąć. Brakuje potwierdzeń: Jan Abacki, Olga Żuk."
    )
    for user in members[1:]:
        member: Person = person()
        signs_in_at_once(member, user)
        confirms(member.opens(address))
        expect(member.page.get_by_role("button", name="Zamknij protokół")).to_have_count(0)
    page.reload()
    page.get_by_role("button", name="Zamknij protokół").click()
    expect(page.get_by_role("main")).to_contain_text("Nie można go już zmienić.")
    protocol = Protocol.objects.get()
    expect(page.get_by_role("main")).to_contain_text(protocol.sha256)
    expect(page.get_by_role("main").get_by_role("button")).to_have_count(0)
    assert protocol.closed_by == members[0]
