"""A stranger's child does not exist: for every role, at every address that names one.

The addresses come from the resolver, so one that is new is tried here without being listed.
"""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from recruitment.applications.models import Application
from recruitment.applications.workflow import Status
from tests.architecture.routes import Route, our_routes
from tests.architecture.town import (
    PAPER,
    STAFF,
    SURNAME,
    Moment,
    Town,
    everything_stored,
    make_town,
    plausible_answers,
)

pytestmark = pytest.mark.django_db

ROUTES = [route for route in our_routes() if route.is_about_one_child]
# Who has nothing to do with the child, or not any more, or not yet: it is their second choice.
STRANGERS = [
    "another parent",
    *(f"second {role}" for role in STAFF),
    *(f"elsewhere {role}" for role in STAFF),
    "former chair",
    "former director",
    "former office",
]
FIRST_CHOICE = [f"first {role}" for role in STAFF]
METHODS = ("get", "post")
STATUSES = (Status.DRAFT, Status.VERIFIED, PAPER)


@pytest.fixture
def town():
    with time_machine.travel(Moment.APPLYING.clock, tick=False):
        yield make_town()


def browsers_of(town: Town, people: list[str]) -> dict[str, Client]:
    """A signed-in browser for each of these people."""
    browsers = {name: Client() for name in people}
    for name, browser in browsers.items():
        browser.force_login(town.people[name])
    return browsers


def who_may_not_know(route: Route, application: Application) -> list[str]:
    """The people for whom this child does not exist at this address."""
    if route.is_about_a_declaration:
        return [*STRANGERS, "office", "owner"]
    if route.is_for_parents_only:
        return [*STRANGERS, *FIRST_CHOICE, "office"]
    if application.is_draft:
        return [*STRANGERS, *FIRST_CHOICE, "office", "owner"]
    return [*STRANGERS, "owner"]


def refusals(town: Town, route: Route, browser: Client) -> dict[str, int]:
    """How an address answers about a child that was never there, by method.

    That is a 404, or the 405 of an address that does not take the method from anybody.
    """
    address = town.address(route)
    return {method: getattr(browser, method)(address).status_code for method in METHODS}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_a_strangers_child_does_not_exist(town, route):
    browsers = browsers_of(town, list(town.people))
    expected = refusals(town, route, browsers["another parent"])
    before = everything_stored()

    told = []
    for status in STATUSES:
        application = town.applications[status]
        address, answers = town.address(route, application), plausible_answers(town, application)
        for name in who_may_not_know(route, application):
            for method in METHODS:
                response = getattr(browsers[name], method)(address, answers)
                if response.status_code != expected[method] or SURNAME in response.text:
                    told.append((status, name, method, response.status_code))

    assert set(expected.values()) <= {404, 405}
    assert 404 in expected.values()
    assert told == []
    assert everything_stored() == before


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_a_guest_is_asked_to_sign_in(client, town, route):
    before = everything_stored()

    for status in STATUSES:
        application = town.applications[status]
        address, answers = town.address(route, application), plausible_answers(town, application)
        for method in METHODS:
            response = getattr(client, method)(address, answers)

            assert response.status_code == 302
            assert response.url.startswith(reverse("account_login"))
    assert everything_stored() == before
