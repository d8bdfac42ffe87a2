"""What was typed while the session ended comes back to the same person, unsaved, and to nobody else."""

from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.conf import settings
from django.contrib.messages import get_messages
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from recruitment.applications.workflow import Status
from tests import factories
from tests.accounts.forms import TYPED, PageForm, forms_of
from tests.architecture.routes import our_routes
from tests.architecture.town import READING, Moment, everything_stored, make_town

pytestmark = pytest.mark.django_db

ROUTES = {route.name: route for route in our_routes()}
LOGIN = "/konto/login/"
NOTE = "Przywróciliśmy wpisane dane. Nie są jeszcze zapisane. Sprawdź je i zapisz."
KEPT = (
    "Sesja się skończyła. Wpisane dane przechowamy przez 30 minut. "
    "Po zalogowaniu wrócą do formularza."
)
NOT_KEPT = "Sesja się skończyła i nic nie zostało zapisane. Po zalogowaniu spróbuj ponownie."

# Every page where people type: who types there, when, and about which application.
FORMS = [
    ("application_child", "owner", Moment.APPLYING, Status.DRAFT),
    ("application_guardians", "owner", Moment.APPLYING, Status.DRAFT),
    ("application_address", "owner", Moment.APPLYING, Status.DRAFT),
    ("application_choices", "owner", Moment.APPLYING, Status.DRAFT),
    ("application_criteria", "owner", Moment.APPLYING, Status.DRAFT),
    ("application_check", "owner", Moment.APPLYING, Status.DRAFT),
    ("paper_application", "first clerk", Moment.APPLYING, None),
    ("case", "first chair", Moment.APPLYING, Status.FILED),
    ("case_reject", "first chair", Moment.APPLYING, Status.IN_VERIFICATION),
    ("case_unlock", "first chair", Moment.APPLYING, Status.VERIFIED),
    ("case_withdraw", "first chair", Moment.APPLYING, Status.VERIFIED),
    ("move_stage", "office", Moment.APPLYING, None),
    ("tie", "office", Moment.TIED, None),
    ("order_correction", "office", Moment.ORDERED, None),
]


@pytest.fixture
def town():
    with time_machine.travel(Moment.APPLYING.clock, tick=False):
        yield make_town()


@pytest.fixture
def address(town):
    return town.address(ROUTES["application_address"], town.applications[Status.DRAFT])


def signed_in(town, who: str, **options: object) -> Client:
    """A browser in which this person has looked at a page."""
    browser = Client(**options)
    browser.force_login(town.people[who])
    browser.get("/")
    return browser


def session_ends() -> None:
    Session.objects.all().delete()


def sends(browser: Client, page: str, fields: dict, action: str = "", **headers: str):
    return browser.post(
        action or page, fields, headers={"Referer": f"http://testserver{page}"} | headers
    )


def signs_in(browser: Client, email: str, page: str):
    return browser.post(
        LOGIN, {"login": email, "password": factories.PASSWORD, "next": page}, follow=True
    )


def told(response) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]


def typed_form(html: str) -> PageForm:
    """The form with the most fields."""
    return max(forms_of(html), key=lambda form: len(form.stands) + len(form.offers))


@pytest.mark.parametrize(("name", "who", "moment", "status"), FORMS, ids=str)
def test_every_form_comes_back_as_it_was_typed(name, who, moment, status):
    with time_machine.travel(moment.clock, tick=False):
        town = make_town(moment)
        page = town.address(ROUTES[name], town.applications.get(status))
        browser = signed_in(town, who)
        form = typed_form(browser.get(page).text)
        typed = form.changed()
        before = everything_stored(but=READING)
        session_ends()

        sent = sends(browser, page, typed, form.action)
        shown = signs_in(browser, town.people[who].email, page)

    assert (sent.status_code, sent.url) == (302, f"{LOGIN}?next={page}")
    assert told(sent) == [KEPT]
    assert shown.status_code == 200
    assert shown.request["PATH_INFO"] == page
    assert unescape(shown.text).count(NOTE) == 1
    assert typed_form(shown.text).stands == typed
    assert everything_stored(but=READING) == before


def test_a_form_that_came_back_is_saved_once_and_forgotten(town, address):
    browser = signed_in(town, "owner")
    answers = {"is_resident": "yes", "street": "ul. Łąkowa", "house_number": "99"}
    session_ends()
    sends(browser, address, {**answers, "postcode": "05-120"})
    signs_in(browser, town.people["owner"].email, address)

    assert NOTE in browser.get(address).text
    saved = sends(browser, address, {**answers, "postcode": "05-120", "city": "Legionowo"})

    assert saved.status_code == 302
    assert NOTE not in browser.get(address).text
    assert "kept_input" not in browser.session


def test_nobody_else_is_shown_what_was_typed(town):
    page = reverse("paper_application")
    browser = signed_in(town, "first clerk")
    session_ends()
    sends(browser, page, {"child-surname": "Tajemnicza"})

    shown = signs_in(browser, town.people["first director"].email, page)

    assert shown.request["PATH_INFO"] == page
    assert "Tajemnicza" not in shown.text
    assert NOTE not in shown.text
    assert "kept_input" not in browser.session


def test_what_was_typed_is_kept_for_half_an_hour(town, address):
    browser = signed_in(town, "owner")
    session_ends()
    sends(browser, address, {"street": TYPED})
    signs_in(browser, town.people["owner"].email, "/")

    with time_machine.travel(Moment.APPLYING.clock + timedelta(minutes=20), tick=False):
        browser.get("/")
    with time_machine.travel(Moment.APPLYING.clock + timedelta(minutes=30), tick=False):
        in_time = NOTE in browser.get(address).text
    with time_machine.travel(Moment.APPLYING.clock + timedelta(minutes=30, seconds=1), tick=False):
        too_late = NOTE in browser.get(address).text

    assert (in_time, too_late) == (True, False)
    assert "kept_input" not in browser.session


def test_the_page_says_so_when_nothing_could_be_kept(town, address):
    browser = signed_in(town, "owner")
    session_ends()

    sent = sends(browser, address, {"street": "a" * 70_000})

    assert told(sent) == [NOT_KEPT]
    assert "kept_input" not in browser.session


def test_passwords_are_never_kept(town):
    browser = signed_in(town, "owner")
    session_ends()

    sent = sends(browser, reverse("account_change_password"), {"oldpassword": "tajne", "x": "y"})

    assert told(sent) == [NOT_KEPT]
    assert "kept_input" not in browser.session


@pytest.mark.parametrize("cookie", [None, "1", "1:2:3"])
def test_nothing_of_a_stranger_is_kept(town, address, cookie):
    browser = Client()
    if cookie:
        browser.cookies[settings.LAST_PERSON_COOKIE_NAME] = cookie

    sent = sends(browser, address, {"street": TYPED})

    assert (sent.status_code, sent.url) == (302, f"{LOGIN}?next={address}")
    assert told(sent) == []
    assert Session.objects.count() == 0


def test_a_step_without_a_page_of_its_own_leads_back_to_the_page_of_its_button(town):
    application = town.applications[Status.IN_VERIFICATION]
    case = town.address(ROUTES["case"], application)
    step = town.address(ROUTES["protocol_present"], application)
    browser = signed_in(town, "first chair")
    session_ends()

    sent = sends(browser, f"{case}?strona=2", {"seen_event": "1"}, step)

    assert sent.url == f"{LOGIN}?next={case}%3Fstrona%3D2"


def test_a_foreign_page_does_not_choose_where_to_go_after_signing_in(town, address):
    browser = signed_in(town, "owner")
    session_ends()

    urls = [
        browser.post(address, {"street": TYPED}, headers={"Referer": referer}).url
        for referer in ("https://example.org/zle/", "http://testserver//example.org/zle/")
    ]

    assert urls == [f"{LOGIN}?next={address}", f"{LOGIN}?next=/%252Fexample.org/zle/"]


def test_a_part_of_a_page_leads_the_whole_page_to_signing_in(town):
    application = town.applications[Status.DRAFT]
    page = town.address(ROUTES["application_choices"], application)
    browser = signed_in(town, "owner")
    session_ends()

    sent = sends(browser, page, {"up": "1"}, **{"HX-Request": "true"})

    assert (sent.status_code, sent["HX-Redirect"]) == (200, f"{LOGIN}?next={page}")


def test_signing_in_again_in_another_tab_loses_nothing(town, address):
    browser = signed_in(town, "owner", enforce_csrf_checks=True)

    sent = sends(browser, address, {"street": TYPED}, Origin="http://testserver")
    shown = browser.get(sent.url)

    assert (sent.status_code, sent.url) == (302, address)
    assert NOTE in shown.text
    assert typed_form(shown.text).stands["street"] == [TYPED]
    assert town.applications[Status.DRAFT].candidate.street != TYPED


@pytest.mark.parametrize("origin", ["https://example.org", "null", "http://testserver:81"])
def test_a_foreign_page_puts_nothing_into_a_form(town, address, origin):
    browser = signed_in(town, "owner", enforce_csrf_checks=True)

    sent = sends(browser, address, {"street": TYPED}, Origin=origin)

    assert sent.status_code == 403
    assert "kept_input" not in browser.session
