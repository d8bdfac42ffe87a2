"""Two paper applications sent at the same instant, by two real connections."""

from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from recruitment.applications.models import Application
from recruitment.verification.services.paper import enter_paper_application
from tests import factories
from tests.recruitment.verification.scene import make_paper, make_scene

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="only PostgreSQL lets two connections write at once",
    ),
]


def press_at_once(scene, presses):
    """Send the same paper by every (person, key); the numbers and refusals that came of it."""
    start = Barrier(len(presses))
    outcomes = []

    def press(actor, key):
        start.wait()
        try:
            application = enter_paper_application(
                procedure=scene.procedure,
                paper=make_paper(scene),
                actor=actor,
                now=factories.NOW,
                idempotency_key=key,
            )
        except ValidationError as refusal:
            outcomes.append(refusal.messages)
        else:
            outcomes.append(application.number)
        connection.close()

    threads = [Thread(target=press, args=one) for one in presses]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


@pytest.mark.parametrize("_again", range(5))
def test_second_of_two_presses_at_once_leads_to_the_first_receipt(_again):
    scene = make_scene()

    outcomes = press_at_once(scene, [(scene.chair, "klucz"), (scene.chair, "klucz")])

    entered = Application.objects.get()
    assert outcomes == [entered.number, entered.number]


@pytest.mark.parametrize("_again", range(5))
def test_of_two_people_who_enter_the_same_child_at_once_one_is_refused(_again):
    scene = make_scene()
    another = factories.make_staff(scene.ours)

    outcomes = press_at_once(scene, [(scene.chair, "klucz"), (another, "inny klucz")])

    entered = Application.objects.get()
    taken = ["W tym naborze jest już złożony wniosek tego dziecka."]
    assert sorted(outcomes, key=str) == sorted([entered.number, taken], key=str)
