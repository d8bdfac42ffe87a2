"""A case opened from the list: its place there, its neighbours, and where an approval leads."""

import pytest
from django.urls import reverse

from recruitment.applications.workflow import Status
from recruitment.procedures.models import StageCode
from recruitment.verification.queue import Place
from tests import factories
from tests.factories import DURING
from tests.recruitment.verification.scene import last_event, make_scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(DURING[StageCode.VERIFICATION], tick=False)
    return time_machine


@pytest.fixture
def scene(clock):
    return make_scene()


@pytest.fixture
def people(scene):
    """One application of each of these surnames, by surname; not in the order of names."""
    statuses = {
        "Żak": Status.FILED,
        "Ćwik": Status.FILED,
        "Dąb": Status.VERIFIED,
        "Łoś": Status.IN_VERIFICATION,
        "Lis": Status.RETURNED,
        "Kot": Status.WITHDRAWN,
    }
    return {
        surname: scene.application(status, child={"surname": surname, "first_names": "Jan"})
        for surname, status in statuses.items()
    }


def url(application, query=""):
    return reverse("case", args=[application.public_id]) + query


def approve(client, application, query=""):
    """Press "Zatwierdź wniosek" of an application without claims; the address to which it leads."""
    sent = {"seen_event": last_event(application), "verify": "1"}
    return client.post(url(application, query), sent).url


def place(client, application, query=""):
    return client.get(url(application, query)).context["place"]


@pytest.mark.parametrize(
    ("query", "of", "expected"),
    [
        ("", "Kot", (3, 6, "Dąb", "Lis")),
        ("?sort=-child", "Kot", (4, 6, "Lis", "Dąb")),
        ("?status=waiting", "Lis", (2, 4, "Ćwik", "Łoś")),
        ("?status=waiting", "Dąb", (None, 4, "Ćwik", "Lis")),
        ("?status=waiting", "Ćwik", (1, 4, None, "Lis")),
        ("?status=waiting", "Żak", (4, 4, "Łoś", None)),
        ("?q=cwik", "Ćwik", (1, 1, None, None)),
        ("?status=nie-ma-takiego&sort=x", "Kot", (3, 6, "Dąb", "Lis")),
    ],
)
def test_place_follows_the_filters_and_the_order_of_the_address(
    client, scene, people, query, of, expected
):
    client.force_login(scene.chair)

    number, total, previous, following = expected
    assert place(client, people[of], query) == Place(
        number,
        total,
        people[previous].public_id if previous else None,
        people[following].public_id if following else None,
    )


def test_neighbours_and_steps_carry_the_filters_on(client, scene, people):
    client.force_login(scene.chair)

    page = client.get(url(people["Lis"], "?status=waiting&sort=-child")).text

    query = "?status=waiting&amp;sort=-child"
    assert f'href="{url(people["Ćwik"])}{query}#main-content"' in page
    assert f'href="{url(people["Łoś"])}{query}#main-content"' in page
    assert f'href="{reverse("case_reject", args=[people["Lis"].public_id])}{query}"' in page
    assert f'href="{reverse("desk")}{query}"' in page


def test_names_of_neighbours_are_not_on_the_page(client, scene, people):
    client.force_login(scene.chair)

    page = client.get(url(people["Lis"])).text

    assert [name for name in ("Ćwik", "Dąb", "Kot", "Łoś", "Żak") if name in page] == []


def test_office_has_no_queue(client, scene, people):
    client.force_login(factories.make_office_worker())

    assert place(client, people["Lis"]) is None


def test_approval_leads_to_the_next_that_waits_for_nobody_else(client, scene, people):
    client.force_login(scene.chair)

    following = approve(client, people["Ćwik"], "?status=waiting")

    assert following == url(people["Łoś"], "?status=waiting#main-content")


def test_after_the_last_of_the_list_comes_what_was_left_at_its_beginning(client, scene, people):
    client.force_login(scene.chair)

    following = approve(client, people["Żak"], "?status=waiting")

    assert following == url(people["Ćwik"], "?status=waiting#main-content")


def test_approval_of_the_last_one_leads_back_to_the_list(client, scene, people):
    client.force_login(scene.chair)

    assert approve(client, people["Ćwik"], "?q=cwik") == f"{reverse('desk')}?q=cwik"


def test_desk_leads_to_the_first_that_can_be_decided(client, scene, people):
    client.force_login(scene.chair)

    first = client.get("/placowka/").context["first_to_decide"]
    from_the_end = client.get("/placowka/", {"sort": "-child"}).context["first_to_decide"]
    of_verified = client.get("/placowka/", {"status": "verified"})

    assert (first, from_the_end) == (people["Ćwik"].public_id, people["Żak"].public_id)
    assert of_verified.context["first_to_decide"] is None
    assert "Sprawdzaj po kolei" not in of_verified.text
