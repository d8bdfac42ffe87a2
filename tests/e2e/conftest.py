"""A small city for the stories, and people with browsers."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser

from accounts.models import User
from recruitment.procedures.models import Procedure
from schools.models import Group, StaffRole
from tests import factories
from tests.e2e.browsing import DESK, PHONE, Person

EMAIL = {
    "member": "komisja@example.org",
    "office": "urzad@example.org",
}


@dataclass
class City:
    """Two preschools; `crowded` has one place, `roomy` has many."""

    procedure: Procedure
    crowded: Group
    roomy: Group
    member: User
    office: User


@pytest.fixture
def city(transactional_db: None) -> City:
    procedure = factories.make_procedure()
    factories.make_criteria(procedure)
    sunny = factories.make_institution("pm1", name="Przedszkole Słoneczne", short_name="PM nr 1")
    forest = factories.make_institution("pm2", name="Przedszkole Leśne", short_name="PM nr 2")
    return City(
        procedure=procedure,
        crowded=factories.make_group(sunny, "pm1-ogolna", name="Krasnale", places_total=1),
        roomy=factories.make_group(forest, "pm2-ogolna", name="Skrzaty", places_total=5),
        member=factories.make_staff(sunny, StaffRole.COMMITTEE_CHAIR, EMAIL["member"]),
        office=factories.make_office_worker(EMAIL["office"]),
    )


@pytest.fixture
def clock() -> Iterator[Callable[[datetime], None]]:
    """The server's clock; call it with a moment to move it there. It ticks on."""
    travellers: list[Any] = []

    def move_to(moment: datetime) -> None:
        if travellers:
            travellers.pop().stop()
        traveller = time_machine.travel(moment, tick=True)
        traveller.start()
        travellers.append(traveller)

    yield move_to
    while travellers:
        travellers.pop().stop()


@pytest.fixture
def person(browser: Browser, live_server: Any) -> Iterator[Callable[..., Person]]:
    """Give somebody a browser: `person()` on a phone, `person(desk=True)` at a desk."""
    people: list[Person] = []

    def come(*, desk: bool = False, java_script: bool = True) -> Person:
        context = browser.new_context(
            viewport=DESK if desk else PHONE, locale="pl-PL", java_script_enabled=java_script
        )
        people.append(Person(context, live_server.url))
        return people[-1]

    yield come
    for somebody in people:
        somebody.leaves()
