"""The secretariat types what families brought on paper, with the keyboard alone."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from recruitment.applications.models import Application
from recruitment.applications.workflow import Status
from recruitment.procedures.models import Continuation, StageCode
from schools.models import StaffRole
from tests import factories
from tests.e2e.conftest import City
from tests.e2e.test_pages import signs_in_at_once

pytestmark = pytest.mark.browser

CHILDREN = [
    ("Łucja", "Ćwik"),
    ("Jan", "Źrebiec"),
    ("Zofia", "Nowak"),
    ("Adam", "Wójcik"),
    ("Hanna", "Zając"),
    ("Piotr", "Śliwa"),
    ("Ola", "Żak"),
    ("Ignacy", "Gęś"),
    ("Maja", "Dąb"),
    ("Tymon", "Ósmak"),
]


@pytest.fixture
def clerk(city: City):
    return factories.make_staff(
        city.crowded.institution, StaffRole.CLERK, "sekretariat@example.org"
    )


@pytest.fixture
def sits_down(person, clock, clerk):
    """Give the clerk a browser at this moment; after the first address nothing but keys."""

    def sit(moment, path: str) -> Page:
        clock(moment)
        somebody = person(desk=True)
        signs_in_at_once(somebody, clerk)
        return somebody.opens(path)

    return sit


def presses(page: Page, *keys: str) -> None:
    """Press keys one after another; a text of several letters that is no key is typed."""
    for key in keys:
        if key in {"Tab", "Enter", "Space", "ArrowDown"}:
            page.keyboard.press(key)
        else:
            page.keyboard.type(key)


def types_an_application(page: Page, first_names: str, surname: str, pesel: str) -> None:
    """From the focused first box to Enter: one child, one mother, the first group of the list."""
    skip = ("Tab",)
    presses(page, *skip * 4)  # the present day, month, year and time stay
    presses(page, first_names, "Tab", surname, "Tab", pesel, "Tab")
    presses(page, "Tab")  # the child has a PESEL
    presses(page, "ArrowDown", "Tab")  # no statement
    presses(page, "Tab")  # no deferral
    presses(page, "Space", "Tab")  # lives here
    presses(page, "ul. Łąkowa", "Tab", "12", "Tab", "Tab", "05120", "Tab", "Legionowo", "Tab")
    presses(page, "PM nr 1, Kra", "Tab", "PM nr 2, Sk", "Tab", "Tab")
    presses(page, "Space", "Tab")  # the mother
    presses(page, "Żaneta", "Tab", surname, "Tab", "Tab", "601 602 603", "Tab")
    presses(page, "Space", "Tab")  # lives with the child
    presses(page, "ArrowDown", "Tab")  # no second parent
    presses(page, "Enter")


def test_ten_paper_applications_are_entered_with_the_keyboard_alone(city: City, sits_down):
    page = sits_down(factories.NOW, "/placowka/wniosek-papierowy/")

    for number, (first_names, surname) in enumerate(CHILDREN, start=1):
        expect(page.locator("[name=receipt-received_on_day]")).to_be_focused()
        pesel = factories.make_pesel(date(2022, 5, 17), number)
        types_an_application(page, first_names, surname, pesel)
        expect(page.get_by_role("heading", level=1)).to_have_text("Wniosek został przyjęty")
        expect(page.get_by_role("main")).to_contain_text(f"{first_names} {surname}")
        expect(page.get_by_role("img", name="Kod QR")).to_be_visible()
        following = page.get_by_role("button", name="Wprowadź następny wniosek papierowy")
        expect(following).to_be_focused()
        presses(page, "Enter")

    expect(page.locator("[name=receipt-received_on_day]")).to_be_focused()
    entered = Application.objects.order_by("pk")
    assert [(one.candidate.first_names, one.candidate.surname, one.status) for one in entered] == [
        (*child, Status.FILED) for child in CHILDREN
    ]
    assert {tuple(choice.group for choice in one.choices.all()) for one in entered} == {
        (city.crowded, city.roomy)
    }


def test_mistake_is_put_right_with_the_keyboard_alone(city: City, sits_down):
    page = sits_down(factories.NOW, "/placowka/wniosek-papierowy/")
    pesel = factories.make_pesel(date(2022, 5, 17), 1)

    types_an_application(page, "Łucja", "Ćwik", pesel[:-1])
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    presses(page, "Tab", "Enter")
    expect(page.locator("[name=child-pesel]")).to_be_focused()
    page.keyboard.press("End")
    presses(page, pesel[-1], "Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Wniosek został przyjęty")
    assert Application.objects.get().candidate.pesel == pesel


def test_declarations_are_entered_with_the_keyboard_alone(city: City, sits_down):
    page = sits_down(factories.DURING[StageCode.CONTINUATION], "/placowka/deklaracja/nowa/")

    for number, (first_names, surname) in enumerate(CHILDREN[:2], start=1):
        expect(page.locator("[name=arrival-received_on_day]")).to_be_focused()
        presses(page, *("Tab",) * 4)
        presses(page, "Tab")  # the only group is chosen already
        pesel = factories.make_pesel(date(2022, 5, 17), number)
        presses(page, first_names, "Tab", surname, "Tab", pesel, "Tab", "Tab", "ArrowDown", "Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Deklaracja jest przyjęta")
        expect(page.get_by_role("button", name="Wprowadź następną deklarację")).to_be_focused()
        presses(page, "Enter")

    expect(page.locator("[name=arrival-received_on_day]")).to_be_focused()
    entered = Continuation.objects.order_by("pk")
    assert [(one.first_names, one.surname, one.group) for one in entered] == [
        (*child, city.crowded) for child in CHILDREN[:2]
    ]
