"""A session ends after half an hour without a page, and after a working day in any case."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client

from tests import factories
from tests.factories import NOW

pytestmark = pytest.mark.django_db

PAGE = "/wnioski/"
PROLONG = "/sesja/"


@pytest.fixture
def browser():
    browser = Client()
    with time_machine.travel(NOW, tick=False):
        browser.force_login(factories.make_user())
    return browser


def ask(browser: Client, minutes: float, path: str = PAGE, method: str = "get"):
    """The answer so many minutes after signing in."""
    with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
        return getattr(browser, method)(path)


def is_signed_in(browser: Client, minutes: float) -> bool:
    return ask(browser, minutes).status_code == 200


def seconds_told(page) -> int:
    return int(page.text.split('data-session-seconds="')[1].split('"')[0])


def test_half_an_hour_without_a_page_ends_a_session(browser):
    assert [is_signed_in(browser, minutes) for minutes in (29, 58, 88, 89)] == [
        True,
        True,
        False,
        False,
    ]


def test_a_working_day_ends_a_session_however_busy(browser):
    signed_in = [minutes for minutes in range(20, 600, 20) if is_signed_in(browser, minutes)]

    assert signed_in == list(range(20, 520, 20))


def test_a_session_is_written_once_a_minute_at_most(browser):
    ask(browser, 1)
    written = Session.objects.get().expire_date

    ask(browser, 1.9)
    unchanged = Session.objects.get().expire_date
    ask(browser, 2)

    assert unchanged == written
    assert Session.objects.get().expire_date == written + timedelta(minutes=1)


def test_every_page_knows_when_the_session_ends(browser):
    told = [seconds_told(ask(browser, minutes)) for minutes in (0, 0.5, 10)]

    assert told == [1800, 1770, 1800]


def test_guests_are_not_warned(client):
    assert "data-session-seconds" not in client.get("/").text


def test_the_button_prolongs_the_session(browser):
    answer = ask(browser, 28.5, PROLONG, "post")

    assert (answer.status_code, answer["X-Session-Seconds-Left"]) == (204, "1800")
    assert is_signed_in(browser, 58)


def test_the_button_says_when_it_is_too_late(browser):
    assert ask(browser, 31, PROLONG, "post").status_code == 403
