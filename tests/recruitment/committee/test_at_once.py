"""Two steps with one protocol at the same instant, by two real connections."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from recruitment.applications.errors import NotAllowed
from recruitment.committee.models import Confirmation, Protocol
from recruitment.committee.services.protocols import (
    confirm_protocol,
    present_protocol,
    withdraw_protocol,
)
from tests.recruitment.committee.scene import NOW, make_scene

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="only PostgreSQL lets two connections write at once",
    ),
]

WAITS = "Protokół czeka na potwierdzenia. Aby coś zmienić, najpierw cofnij go do projektu."
ALREADY = "Ten protokół już potwierdzono z Twojego konta."
MOVED_ON = "Protokół zmienił się, odkąd go otwarto. Nic nie zapisano. Przeczytaj go jeszcze raz."


def at_once(*steps) -> list[str]:
    """Take the steps together; what each refusal says, and an empty text for each that succeeds."""
    start = Barrier(len(steps))
    outcomes = []

    def take(service, fields):
        start.wait()
        try:
            service(now=NOW, **fields)
        except NotAllowed as refusal:
            outcomes.append(refusal.reason)
        else:
            outcomes.append("")
        connection.close()

    threads = [Thread(target=take, args=step) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_protocol_presented_twice_at_once_is_one():
    scene = make_scene()
    meeting = scene.attended(scene.everybody)
    step = {"meeting": meeting, "actor": scene.chair, "seen_revision": meeting.revision}

    assert at_once((present_protocol, step), (present_protocol, step)) == ["", WAITS]
    assert Protocol.objects.count() == 1


def test_two_people_confirm_at_once_and_one_person_only_once():
    scene = make_scene()
    protocol = scene.presented(scene.everybody)
    seen = {"meeting": protocol.meeting, "seen_sha256": protocol.sha256}
    first, second = ({"actor": person, **seen} for person in scene.everybody[:2])

    outcomes = at_once(*((confirm_protocol, fields) for fields in (first, first, second)))

    assert outcomes == ["", "", ALREADY]
    assert Confirmation.objects.count() == 2


def test_nobody_confirms_what_is_taken_back_at_that_instant():
    scene = make_scene()
    protocol = scene.presented(scene.everybody)
    seen = {"meeting": protocol.meeting, "seen_sha256": protocol.sha256}

    outcomes = at_once(
        (confirm_protocol, {"actor": scene.members[0], **seen}),
        (withdraw_protocol, {"actor": scene.chair, "reason": "Błąd.", **seen}),
    )

    # Either the confirmation came first and stays with the version on record, or it is refused.
    assert outcomes in (["", ""], ["", MOVED_ON])
    assert Protocol.objects.standing().count() == 0
