"""A queue of thirty at the desk in a browser: how many presses a plain claim costs, by mouse and by keys."""

from itertools import cycle

import pytest
from playwright.sync_api import Page, expect

from recruitment.applications.models import Application, Claim, Opened, Opening, Verdict
from recruitment.applications.workflow import Status
from recruitment.procedures.models import StageCode
from tests import factories
from tests.e2e.browsing import Person, assert_page_is_sound
from tests.e2e.conftest import City
from tests.e2e.test_pages import signs_in_at_once

pytestmark = pytest.mark.browser

CLAIMS = (["large-family"], ["residence", "both-work"], ["residence", "large-family", "disability"])
MOST_PRESSES_FOR_A_CLAIM = 3
SURNAMES = ("Ćwik", "Dąb", "Łoś", "Żak", "Lis", "Kot")


@pytest.fixture
def queue(city: City) -> list[Application]:
    """Thirty filed applications with one, two or three claims, and one that is verified already."""
    claims = cycle(CLAIMS)
    names = [f"{surname}{letter}" for letter in "abcde" for surname in SURNAMES]
    waiting = [
        factories.make_application(
            city.procedure,
            status=Status.FILED,
            groups=[city.crowded, city.roomy],
            claims=next(claims),
            child={"surname": name.title(), "first_names": "Jan"},
        )
        for name in names
    ]
    factories.make_application(
        city.procedure,
        status=Status.VERIFIED,
        groups=[city.crowded],
        claims=["large-family"],
        child={"surname": "Gotowa", "first_names": "Ola"},
    )
    return waiting


def number_of_claims(page: Page) -> int:
    return page.locator(".nb-verdict").count()


def at_the_case(page: Page, left: int) -> None:
    """The page of a case of which as many are left to be verified, itself among them."""
    expect(page.locator(".govuk-caption-l, .govuk-caption-xl").first).to_contain_text(
        f"na liście 1 z {left}"
    )


def accepts_by_mouse(page: Page) -> int:
    """Press what accepts each claim, then what approves; how many presses that was."""
    presses = 0
    for answer in page.get_by_label("uznano", exact=True).all():
        answer.click()
        presses += 1
    page.get_by_role("button", name="Zapisz i zatwierdź wniosek").click()
    return presses + 1


def accepts_by_keys(page: Page) -> int:
    """Tab and Space accept a claim, Enter in the last one approves; how many keys that was."""
    keys = [key for _ in range(number_of_claims(page)) for key in ("Tab", "Space")] + ["Enter"]
    for key in keys:
        page.keyboard.press(key)
        if key == "Tab":
            focused = page.locator(":focus")
            expect(focused).to_have_attribute("value", "accepted")
            expect(focused).not_to_be_checked()
    return len(keys)


@pytest.mark.parametrize("accepts", [accepts_by_mouse, accepts_by_keys])
@pytest.mark.parametrize("java_script", [True, False], ids=["script", "no-script"])
def test_thirty_plain_cases_cost_at_most_three_presses_a_claim(
    city: City, queue, clock, person, accepts, java_script
) -> None:
    clock(factories.DURING[StageCode.VERIFICATION])
    member: Person = person(desk=True, java_script=java_script)
    signs_in_at_once(member, city.member)
    page = member.opens("/placowka/?status=waiting")
    page.get_by_role("button", name="Sprawdzaj po kolei").press("Enter")
    dear = []
    for left in range(len(queue), 0, -1):
        at_the_case(page, left)
        claims = number_of_claims(page)
        presses = accepts(page)
        if presses > MOST_PRESSES_FOR_A_CLAIM * claims:
            dear.append((left, claims, presses))

    expect(page.get_by_role("main")).to_contain_text(
        "Na liście nie ma już wniosków do sprawdzenia."
    )
    assert dear == []
    verified = Application.objects.filter(status=Status.VERIFIED)
    assert verified.count() == len(queue) + 1
    assert not Claim.objects.exclude(verdict=Verdict.ACCEPTED).exists()
    # Each look at a file is an event: one page for each case.
    assert Opening.objects.filter(what=Opened.CASE, opened_by=city.member).count() == len(queue)


def test_refusal_asks_for_a_reason_and_the_list_is_found_by_plain_letters(
    city: City, queue, clock, person
) -> None:
    clock(factories.DURING[StageCode.VERIFICATION])
    member: Person = person(desk=True)
    signs_in_at_once(member, city.member)
    page = member.opens("/placowka/")
    page.get_by_label("Nazwisko dziecka albo numer wniosku").fill("cwik")
    page.get_by_role("button", name="Szukaj").click()
    expect(page.locator(".nb-count")).to_contain_text("5")
    page.get_by_role("link", name="Ćwika Jan").click()
    expect(page.get_by_role("main")).to_contain_text("na liście 1 z 5")
    reason = page.get_by_label("Powód z listy").first
    expect(reason).to_be_hidden()
    page.get_by_label("nie uznano", exact=True).first.check()
    expect(reason).to_be_visible()
    assert_page_is_sound(page)

    page.get_by_role("button", name="Zapisz i zatwierdź wniosek").click()
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_label("Powód z listy").first.select_option("expired")
    for answer in page.get_by_label("uznano", exact=True).all()[1:]:
        answer.check()
    page.get_by_role("button", name="Zapisz i zatwierdź wniosek").click()

    expect(page.get_by_role("main")).to_contain_text("na liście 2 z 5")
    refused = Claim.objects.get(verdict=Verdict.REJECTED)
    assert (refused.reason_code, refused.reason) == (
        "expired",
        "Przedstawiony dokument stracił ważność.",
    )
