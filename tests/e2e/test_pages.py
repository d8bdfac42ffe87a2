"""Every page, for whom it is made, empty and full and with errors, in a real browser."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from accounts.models import User
from tests import factories
from tests.architecture.routes import GALLERY, all_routes
from tests.architecture.town import Moment, Town, make_town
from tests.e2e.browsing import DESK, PHONE, Person, assert_page_is_sound
from tests.e2e.visits import ELSEWHERE, TOURS, Tour, Visit

ROUTES = {route.name: route for route in all_routes() if route.package != GALLERY}
# A desk magnified twice leaves the width of half of it.
MAGNIFIED = {"width": DESK["width"] // 2, "height": DESK["height"]}


def somebody_in_an_empty_city(who: str | None) -> User | None:
    """A person of this kind where nothing has been set up yet."""
    makers: dict[str | None, Callable[[], User | None]] = {
        None: lambda: None,
        "parent": factories.make_user,
        "staff": lambda: factories.make_staff(factories.make_institution("pierwsze")),
        "office": factories.make_office_worker,
    }
    return makers[who]()


def address_of(visit: Visit, town: Town | None) -> str:
    """Where to go; pages of an empty city are about nothing in particular."""
    if town is None:
        return reverse(visit.name)
    application = town.applications[visit.application] if visit.application else None
    return town.address(ROUTES[visit.name], application)


def signs_in_at_once(person: Person, user: User) -> None:
    """Give the browser a session, without the page for signing in."""
    client = Client()
    client.force_login(user)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    person.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": person.address}])


def assert_text_may_be_twice_as_large(page: Page) -> None:
    """With letters of double size nothing runs out of the screen sideways."""
    page.set_viewport_size(MAGNIFIED)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    overflow = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert overflow <= 0, f"{page.url} scrolls sideways by {overflow} px with large letters"
    page.set_viewport_size(PHONE)


def test_every_page_is_in_a_tour():
    seen = {visit.name for tour in TOURS for visit in tour.visits}

    assert sorted(seen | set(ELSEWHERE)) == sorted(ROUTES)
    assert seen & set(ELSEWHERE) == set()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("tour", TOURS, ids=lambda tour: tour.title)
def test_pages_are_sound(
    tour: Tour, clock: Callable[[datetime], None], person: Callable[..., Person]
) -> None:
    clock((tour.moment or Moment.APPLYING).clock)
    town = make_town(tour.moment) if tour.moment else None
    user = town.people.get(tour.who or "") if town else somebody_in_an_empty_city(tour.who)
    visitor = person()
    if user:
        signs_in_at_once(visitor, user)

    faults = []
    for visit in tour.visits:
        page = visitor.opens(address_of(visit, town))
        if visit.act:
            visit.act(page)
        for is_sound in (assert_page_is_sound, assert_text_may_be_twice_as_large):
            try:
                is_sound(page)
            except AssertionError as fault:
                faults.append((visit.name, str(fault)))
    assert faults == []
