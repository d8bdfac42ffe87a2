"""The way of a protocol: quorum, confirmations, closing, and that a closed one never changes."""

import json
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from recruitment.applications.canonical import sha256_of
from recruitment.applications.errors import NotAllowed
from recruitment.committee.models import (
    Attendance,
    ClosedProtocolError,
    Confirmation,
    Meeting,
    Protocol,
)
from recruitment.committee.queries import composition_at
from recruitment.committee.quorum import quorum_of
from recruitment.committee.services.meetings import (
    Appointment,
    mark_attendance,
    move_meeting,
    write_findings,
)
from recruitment.committee.services.protocols import (
    close_protocol,
    present_protocol,
    withdraw_protocol,
)
from recruitment.committee.wording import lacks_of_protocol
from schools.models import StaffMembership
from tests.recruitment.committee.scene import (
    AN_HOUR,
    NOW,
    TODAY,
    Scene,
    confirm,
    day_before,
    make_scene,
)

pytestmark = pytest.mark.django_db

CANNOT = "Protokołu nie można jeszcze zamknąć."


def close(scene: Scene, protocol: Protocol) -> Protocol:
    return close_protocol(
        meeting=protocol.meeting, actor=scene.chair, now=NOW, seen_sha256=protocol.sha256
    )


def closed(scene: Scene) -> Protocol:
    protocol = scene.presented(scene.everybody[:3])
    confirm(protocol, *scene.everybody[:3])
    return close(scene, protocol)


def refusal_of(step, *arguments, **fields) -> str:
    with pytest.raises(NotAllowed) as refused:
        step(*arguments, **fields)
    return refused.value.reason


@pytest.mark.parametrize(
    ("members", "needed"), [(0, 0), (1, 1), (2, 2), (3, 2), (4, 3), (5, 4), (6, 4), (7, 5)]
)
def test_quorum_is_two_thirds_rounded_up(members, needed):
    assert quorum_of(members) == needed


def test_protocol_that_everybody_present_has_confirmed_is_closed():
    scene = make_scene()
    protocol = scene.presented(scene.everybody[:3])
    confirm(protocol, *scene.everybody[:3])

    close(scene, protocol)

    protocol.refresh_from_db()
    assert (protocol.closed_at, protocol.closed_by) == (NOW, scene.chair)
    assert sha256_of(protocol.content) == protocol.sha256


def test_protocol_without_quorum_cannot_be_closed_and_says_how_many_were_there():
    scene = make_scene()
    protocol = scene.presented(scene.everybody[:2])
    confirm(protocol, *scene.everybody[:2])

    refusal = refusal_of(close, scene, protocol)

    protocol.refresh_from_db()
    assert refusal == f"{CANNOT} Obecnych: 2 z 4. Kworum: 3."
    assert protocol.closed_at is None


def test_protocol_with_missing_confirmations_cannot_be_closed_and_names_who_is_missing():
    scene = make_scene()
    protocol = scene.presented(scene.everybody)
    confirm(protocol, scene.chair, scene.members[1])

    refusal = refusal_of(close, scene, protocol)

    assert refusal == f"{CANNOT} Brakuje potwierdzeń: Jan Abacki, Olga Żuk."


def test_everything_that_is_missing_is_said_at_once():
    scene = make_scene()
    StaffMembership.objects.filter(user__in=scene.members[1:]).update(
        ends_on=day_before(TODAY) - timedelta(days=1)
    )
    protocol = scene.presented([scene.chair])

    lacks = lacks_of_protocol(protocol, composition_at(protocol.meeting))

    assert lacks == [
        "W dniu posiedzenia w komisji było osób: 2. Wymagane są 3.",
        "Obecnych: 1 z 2. Kworum: 2.",
        "Brakuje potwierdzeń: Ewa Ćwik.",
    ]


def test_only_the_chair_leads():
    scene = make_scene()
    protocol = scene.presented(scene.everybody)
    confirm(protocol, *scene.everybody)
    sentence = "Posiedzenia i protokoły prowadzi przewodniczący komisji."
    seen = {"meeting": protocol.meeting, "now": NOW, "seen_sha256": protocol.sha256}

    for actor in (scene.head, scene.members[0]):
        assert refusal_of(close_protocol, actor=actor, **seen) == sentence
        assert refusal_of(withdraw_protocol, actor=actor, reason="Błąd.", **seen) == sentence
        assert (
            refusal_of(
                mark_attendance,
                meeting=protocol.meeting,
                present=[],
                actor=actor,
                now=NOW,
                seen_revision=2,
            )
            == sentence
        )


def test_only_who_was_there_confirms_and_only_once():
    scene = make_scene()
    protocol = scene.presented(scene.everybody[:3])
    confirm(protocol, scene.chair)

    assert (
        refusal_of(confirm, protocol, scene.members[2])
        == refusal_of(confirm, protocol, scene.head)
        == "Protokół potwierdzają osoby, które były na posiedzeniu."
    )
    assert refusal_of(confirm, protocol, scene.chair) == (
        "Ten protokół już potwierdzono z Twojego konta."
    )
    assert list(protocol.confirmations.values_list("person", flat=True)) == [scene.chair.pk]


def test_member_whose_child_applies_is_neither_counted_nor_heard():
    scene = make_scene()
    scene.child_of(scene.members[0])
    meeting = scene.meeting()

    with pytest.raises(ValidationError) as refused:
        mark_attendance(
            meeting=meeting,
            present=[scene.chair.pk, scene.members[0].pk],
            actor=scene.chair,
            now=NOW,
            seen_revision=1,
        )

    assert refused.value.messages == [
        "Na liście jest ktoś, kto nie mógł być na posiedzeniu. Odśwież stronę i sprawdź."
    ]
    assert Attendance.objects.count() == 0


def test_child_filed_after_the_meeting_takes_the_member_out_of_the_count():
    scene = make_scene()
    protocol = scene.presented(scene.everybody[:3])
    scene.child_of(scene.members[0])

    assert refusal_of(confirm, protocol, scene.members[0]) == (
        "Nie możesz być w komisji, więc nie potwierdzasz jej protokołu."
    )
    assert lacks_of_protocol(protocol, composition_at(protocol.meeting)) == [
        "Obecnych: 2 z 4. Kworum: 3.",
        "Brakuje potwierdzeń: Ewa Ćwik, Zofia Łęcka.",
    ]


def test_protocol_that_counts_somebody_who_no_longer_counts_is_presented_anew():
    scene = make_scene()
    protocol = scene.presented(scene.everybody)
    confirm(protocol, *scene.everybody)
    scene.child_of(scene.members[0])

    assert refusal_of(close, scene, protocol) == (
        "Po przedstawieniu protokołu zmieniło się to, kto był na posiedzeniu. "
        "Cofnij protokół do projektu i przedstaw go jeszcze raz."
    )


def test_chair_whose_child_applies_leads_nothing():
    scene = make_scene()
    protocol = scene.presented(scene.everybody)
    confirm(protocol, *scene.everybody)
    scene.child_of(scene.chair)

    assert refusal_of(close, scene, protocol) == (
        "Nie możesz być w komisji, bo kandyduje Twoje dziecko. "
        "Dyrektor powoła inną osobę przewodniczącą."
    )


def test_attendance_waits_for_the_day_of_the_meeting():
    scene = make_scene()
    meeting = scene.meeting(NOW + timedelta(days=1))

    refusal = refusal_of(
        mark_attendance,
        meeting=meeting,
        present=[scene.chair.pk],
        actor=scene.chair,
        now=NOW,
        seen_revision=1,
    )

    assert refusal == "Obecność zaznacza się w dniu posiedzenia."


def test_meeting_at_which_nobody_was_has_nothing_to_present():
    scene = make_scene()
    meeting = scene.meeting()

    refusal = refusal_of(
        present_protocol, meeting=meeting, actor=scene.chair, now=NOW, seen_revision=1
    )

    assert refusal == "Najpierw zaznacz, kto był na posiedzeniu."


def test_what_waits_for_confirmations_is_changed_only_after_it_is_taken_back():
    scene = make_scene()
    protocol = scene.presented(scene.everybody)
    fields = {
        "meeting": protocol.meeting,
        "actor": scene.chair,
        "now": NOW,
        "seen_revision": protocol.meeting.revision,
    }
    sentence = "Protokół czeka na potwierdzenia. Aby coś zmienić, najpierw cofnij go do projektu."

    assert refusal_of(write_findings, findings="Nowe.", **fields) == sentence
    assert refusal_of(mark_attendance, present=[], **fields) == sentence
    assert refusal_of(move_meeting, appointment=Appointment(NOW, "aula"), **fields) == sentence


def test_version_that_is_taken_back_stays_on_record_and_its_confirmations_count_no_more():
    scene = make_scene()
    first = scene.presented(scene.everybody)
    confirm(first, scene.chair, scene.members[0])

    withdraw_protocol(
        meeting=first.meeting,
        reason="Błędne miejsce.",
        actor=scene.chair,
        now=NOW,
        seen_sha256=first.sha256,
    )
    meeting = move_meeting(
        meeting=first.meeting,
        appointment=Appointment(NOW - AN_HOUR, "aula"),
        actor=scene.chair,
        now=NOW,
        seen_revision=first.meeting.revision,
    )
    second = present_protocol(
        meeting=meeting, actor=scene.chair, now=NOW, seen_revision=meeting.revision
    )

    first.refresh_from_db()
    assert (first.withdrawn_at, first.withdrawn_by, first.withdrawal_reason) == (
        NOW,
        scene.chair,
        "Błędne miejsce.",
    )
    assert [one.person for one in first.confirmations.all()] == [scene.chair, scene.members[0]]
    assert (second.version, json.loads(second.content)["place"]) == (2, "aula")
    assert lacks_of_protocol(second, composition_at(meeting)) == [
        "Brakuje potwierdzeń: Ewa Ćwik, Jan Abacki, Zofia Łęcka, Olga Żuk."
    ]


def test_page_of_an_older_version_confirms_nothing():
    scene = make_scene()
    first = scene.presented(scene.everybody)
    withdraw_protocol(
        meeting=first.meeting,
        reason="Błąd.",
        actor=scene.chair,
        now=NOW,
        seen_sha256=first.sha256,
    )
    write_findings(
        meeting=first.meeting,
        findings="Uwagi.",
        actor=scene.chair,
        now=NOW,
        seen_revision=first.meeting.revision,
    )
    present_protocol(
        meeting=first.meeting,
        actor=scene.chair,
        now=NOW,
        seen_revision=first.meeting.revision + 1,
    )

    refusal = refusal_of(confirm, first, scene.chair)

    assert refusal == (
        "Protokół zmienił się, odkąd go otwarto. Nic nie zapisano. Przeczytaj go jeszcze raz."
    )
    assert Confirmation.objects.count() == 0


def test_second_of_two_changes_made_at_once_is_refused():
    scene = make_scene()
    meeting = scene.meeting()
    fields = {"meeting": meeting, "actor": scene.chair, "now": NOW, "seen_revision": 1}
    write_findings(findings="Pierwsze.", **fields)

    refusal = refusal_of(write_findings, findings="Drugie.", **fields)

    meeting.refresh_from_db()
    assert refusal == (
        "Ktoś przed chwilą zmienił to posiedzenie. Nic nie zapisano. Odśwież stronę i sprawdź."
    )
    assert meeting.findings == "Pierwsze."


def test_meeting_convened_twice_by_a_double_press_is_one():
    scene = make_scene()

    assert scene.meeting() == scene.meeting()
    assert Meeting.objects.count() == 1


def test_move_to_a_day_before_an_appointment_drops_who_was_not_a_member_then():
    scene = make_scene()
    meeting = scene.attended(scene.everybody)
    StaffMembership.objects.filter(user=scene.members[0]).update(starts_on=TODAY)

    move_meeting(
        meeting=meeting,
        appointment=Appointment(NOW - timedelta(days=2), "aula"),
        actor=scene.chair,
        now=NOW,
        seen_revision=meeting.revision,
    )

    assert [member.name for member in composition_at(Meeting.objects.get()).present] == [
        "Ewa Ćwik",
        "Zofia Łęcka",
        "Olga Żuk",
    ]


def test_services_refuse_every_change_of_a_closed_protocol():
    scene = make_scene()
    protocol = closed(scene)
    changing = {
        "meeting": protocol.meeting,
        "actor": scene.chair,
        "now": NOW,
        "seen_revision": protocol.meeting.revision,
    }
    leading = {
        "meeting": protocol.meeting,
        "actor": scene.chair,
        "now": NOW,
        "seen_sha256": protocol.sha256,
    }
    sentence = "Protokół jest zamknięty. Nie można go już zmienić."

    assert refusal_of(write_findings, findings="Nowe.", **changing) == sentence
    assert refusal_of(mark_attendance, present=[], **changing) == sentence
    assert refusal_of(move_meeting, appointment=Appointment(NOW, "aula"), **changing) == sentence
    assert refusal_of(present_protocol, **changing) == sentence
    assert refusal_of(withdraw_protocol, reason="Błąd.", **leading) == sentence
    assert refusal_of(close_protocol, **leading) == sentence
    assert refusal_of(confirm, protocol, scene.members[2]) == sentence


def test_rows_of_a_closed_protocol_are_neither_saved_nor_deleted():
    scene = make_scene()
    protocol = closed(scene)
    meeting = protocol.meeting
    rows = [protocol, meeting, meeting.attendances.first(), protocol.confirmations.first()]

    for row in rows:
        with pytest.raises(ClosedProtocolError):
            row.save()
        with pytest.raises(ClosedProtocolError):
            row.delete()
    for row in (
        Attendance(meeting=meeting, person=scene.members[2]),
        Confirmation(protocol=protocol, person=scene.members[2], confirmed_at=NOW),
    ):
        with pytest.raises(ClosedProtocolError):
            row.save()
    with pytest.raises(ProtectedError):
        Protocol.objects.all().delete()


@pytest.mark.parametrize(
    "changes",
    [
        {"content": ""},
        {"closed_by": None},
        {"withdrawn_at": NOW},
        {"withdrawn_at": NOW, "withdrawal_reason": "Błąd."},
        {"covers_from_at": NOW + AN_HOUR},
    ],
)
def test_database_refuses_a_protocol_that_contradicts_itself(changes):
    scene = make_scene()
    closed(scene)

    with pytest.raises(IntegrityError), transaction.atomic():
        Protocol.objects.update(**changes)
