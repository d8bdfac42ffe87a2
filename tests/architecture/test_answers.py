"""What holds for the answer of every address: reading writes nothing, and nothing leaks."""

import re
from collections.abc import Iterator

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from recruitment.applications.workflow import Status
from tests.architecture.routes import Route, all_routes
from tests.architecture.town import READING, Moment, Town, everything_stored, make_town

pytestmark = pytest.mark.django_db

# Whoever has the most to read at each moment; None is a guest.
READERS = [
    (Moment.APPLYING, None),
    (Moment.APPLYING, "owner"),
    (Moment.APPLYING, "first chair"),
    (Moment.APPLYING, "first director"),
    (Moment.TIED, "first chair"),
    (Moment.TIED, "office"),
    (Moment.ORDERED, "office"),
    (Moment.ANNOUNCED, None),
    (Moment.ANNOUNCED, "owner"),
    (Moment.ANNOUNCED, "first clerk"),
    (Moment.ANNOUNCED, "office"),
]
LOGOUT = "account_logout"
COOKIES = {"sessionid", "csrftoken", "django_language", "messages", "lastperson"}
HEADERS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Of whatever the browser may lend to a page, ours need nothing.
POWERS = {"camera=()", "geolocation=()", "microphone=()", "payment=()", "usb=()"}
STORED_NOWHERE = {"no-store", "private"}


def browser_of(town: Town, reader: str | None, **options: object) -> Client:
    browser = Client(**options)
    if reader:
        browser.force_login(town.people[reader])
    return browser


def every_address(town: Town) -> Iterator[tuple[Route, str]]:
    """Each address of the service, for each application where it names one."""
    for route in all_routes():
        for application in town.applications.values() if route.is_about_one_child else [None]:
            yield route, town.address(route, application)


def directives(response: HttpResponse, header: str) -> set[str]:
    return {part.strip() for part in response.get(header, "").split(",") if part}


def faults_of(response: HttpResponse, *, is_private: bool) -> list[str]:
    """What is wrong with the headers of this answer."""
    policy = response.get("Content-Security-Policy", "")
    faults = [name for name, value in HEADERS.items() if response.get(name) != value]
    faults += [f"lends {power}" for power in POWERS - directives(response, "Permissions-Policy")]
    faults += ["no policy"] if "default-src 'none'" not in policy else []
    faults += ["unsafe policy"] if "unsafe-" in policy else []
    faults += ["foreign host"] if re.search(r"https?:|\*", policy) else []
    faults += [f"cookie {name}" for name in set(response.cookies) - COOKIES]
    if is_private and not directives(response, "Cache-Control") >= STORED_NOWHERE:
        faults.append("may be stored")
    return faults


@pytest.mark.parametrize(
    ("moment", "reader"), READERS, ids=lambda value: getattr(value, "name", value)
)
def test_reading_changes_nothing_but_the_record_of_reading(moment, reader):
    with time_machine.travel(moment.clock, tick=False):
        town = make_town(moment)
        browser = browser_of(town, reader)
        before = everything_stored(but=READING)

        failed = [
            address
            for _route, address in every_address(town)
            if browser.get(address).status_code >= 500
        ]

    assert failed == []
    assert everything_stored(but=READING) == before


@pytest.mark.parametrize("moment", [Moment.APPLYING, Moment.ORDERED], ids=lambda one: one.name)
@pytest.mark.parametrize("reader", ["owner", "first chair", "office", None])
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_answer_keeps_to_itself(moment, reader, method):
    with time_machine.travel(moment.clock, tick=False):
        town = make_town(moment)
        faults = {}
        for route in all_routes():
            status = Status.DRAFT if route.is_for_parents_only else Status.IN_VERIFICATION
            address = town.address(route, town.applications[status])
            response = getattr(browser_of(town, reader), method)(address)
            found = faults_of(response, is_private=reader is not None)
            is_sign_out = reader is not None and (route.name, method) == (LOGOUT, "post")
            if ("Clear-Site-Data" in response) != is_sign_out:
                found.append("clears at the wrong moment")
            if found:
                faults[route.name] = (response.status_code, found)

    assert faults == {}


def test_signing_out_clears_what_the_browser_has_stored():
    browser = browser_of(make_town(), "owner")

    signed_out = browser.post("/konto/logout/")

    assert signed_out["Clear-Site-Data"] == '"cache", "storage"'
    assert signed_out.cookies["sessionid"]["max-age"] == 0
    assert "_auth_user_id" not in browser.session


def test_files_keep_to_themselves(client):
    answer = client.get("/static/logo.svg")

    assert (answer.status_code, b"<svg" in answer.getvalue()) == (200, True)
    assert {name: answer.get(name) for name in HEADERS if name != "X-Frame-Options"} == {
        name: value for name, value in HEADERS.items() if name != "X-Frame-Options"
    }
    assert directives(answer, "Permissions-Policy") >= POWERS


@pytest.mark.parametrize("reader", ["owner", None])
def test_refusals_keep_to_themselves(reader):
    with time_machine.travel(Moment.APPLYING.clock, tick=False):
        town = make_town()
        missing = browser_of(town, reader).get("/nie-ma-takiej-strony/")
        forged = browser_of(town, reader, enforce_csrf_checks=True).post("/wnioski/nowy/")

    answers = {404: missing, 403: forged}
    assert {status: answer.status_code for status, answer in answers.items()} == {
        404: 404,
        403: 403,
    }
    for answer in answers.values():
        assert faults_of(answer, is_private=reader is not None) == []
