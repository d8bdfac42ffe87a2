"""What a protocol says: the committee's actions and points, from the data and nothing else."""

import json
from datetime import date, timedelta

import pytest

from recruitment.applications.canonical import canonical, sha256_of
from recruitment.applications.workflow import Status
from recruitment.committee.document import content_of, period_of
from recruitment.committee.services.protocols import present_protocol, withdraw_protocol
from recruitment.procedures.models import StageCode
from recruitment.verification.services.decisions import hand_back
from tests import factories
from tests.recruitment.committee.scene import AN_HOUR, NOW, Scene, make_scene

pytestmark = pytest.mark.django_db


def draft(scene: Scene, now=NOW) -> dict:
    meeting = scene.attended(scene.everybody[:3])
    return content_of(meeting, period_of(meeting, now))


def test_protocol_tells_the_meeting_the_people_and_the_quorum():
    scene = make_scene()

    content = draft(scene)

    assert content["number"] == 1
    assert content["institution"] == {
        "code": "ours",
        "name": "Przedszkole Słoneczne",
        "place": "ul. Leśna 1, 05-120 Legionowo",
    }
    assert (content["held_at"], content["place"]) == ("2027-03-20T23:00+01:00", "sala nr 4")
    assert content["committee"] == {
        "members": [
            {"name": "Ewa Ćwik", "role": "przewodniczący komisji", "attendance": "obecność"},
            {"name": "Jan Abacki", "role": "członek komisji", "attendance": "obecność"},
            {"name": "Zofia Łęcka", "role": "członek komisji", "attendance": "obecność"},
            {"name": "Olga Żuk", "role": "członek komisji", "attendance": "nieobecność"},
        ],
        "present": 3,
        "quorum": 3,
        "has_quorum": True,
    }


def test_protocol_tells_each_application_by_its_number_with_steps_and_points():
    scene = make_scene()
    application = scene.application(claims=["residence", "large-family"])
    scene.verify(application, now=NOW - AN_HOUR)

    content = draft(scene)

    at = "2027-03-20T23:00+01:00"
    step = {"at": at, "reason": "", "by": "Ewa Ćwik"}
    assert content["applications"] == [
        {
            "number": application.number,
            "steps": [
                {**step, "what": "rozpoczęto weryfikację", "detail": ""},
                {
                    **step,
                    "what": "zmieniono ocenę kryterium",
                    "detail": "Kryterium residence: do sprawdzenia → uznano",
                },
                {
                    **step,
                    "what": "zmieniono ocenę kryterium",
                    "detail": "Kryterium large-family: do sprawdzenia → uznano",
                },
                {**step, "what": "zweryfikowano wniosek", "detail": ""},
            ],
            "points": {
                "group": "Pszczółki",
                "statutory": 100,
                "municipal": 4,
                "lines": [
                    "Kryterium residence: liczy się",
                    "Kryterium large-family: 100 pkt (liczy się)",
                    "Kryterium first-choice: 4 pkt (liczy się)",
                ],
            },
        }
    ]
    assert content["summary"] == [
        {"what": "rozpoczęto weryfikację", "number": 1},
        {"what": "zmieniono ocenę kryterium", "number": 2},
        {"what": "zweryfikowano wniosek", "number": 1},
    ]
    assert application.candidate.surname not in canonical(content)


def test_protocol_leaves_out_what_families_and_other_committees_did():
    scene = make_scene()
    other = factories.make_application(
        scene.procedure, status=Status.FILED, groups=[scene.their_group, scene.our_group]
    )
    their_chair = factories.make_staff(scene.theirs)
    other.events.create(
        happened_at=NOW - AN_HOUR,
        actor=their_chair,
        actor_role="committee",
        verb="verification_started",
    )
    scene.application()

    assert draft(scene)["applications"] == []


def test_application_handed_back_stays_in_the_protocol_but_not_the_familys_new_answers():
    scene = make_scene()
    now = factories.DURING[StageCode.APPLICATION]
    application = scene.application(claims=["large-family"])
    hand_back(
        application=application,
        reason="Popraw adres.",
        actor=scene.chair,
        now=now,
        seen_event=application.events.last().pk,
    )
    application.choices.all().delete()
    application.choices.create(position=1, group=scene.their_group)

    [handled] = draft(scene)["applications"]

    assert (handled["number"], handled["points"]) == (application.number, None)
    assert [(step["what"], step["reason"]) for step in handled["steps"]] == [
        ("rozpoczęto weryfikację", ""),
        ("zwrócono wniosek do poprawy", "Popraw adres."),
    ]


def test_next_protocol_begins_where_the_last_one_ends():
    scene = make_scene()
    early, late = (
        scene.application(child={"pesel": factories.make_pesel(date(2022, 5, 17), number)})
        for number in (11, 12)
    )
    scene.verify(early, now=NOW - timedelta(days=2))
    first = scene.presented(scene.everybody, now=NOW - timedelta(days=1))
    scene.verify(late, now=NOW - 2 * AN_HOUR)
    second = scene.presented(scene.everybody, now=NOW)

    numbers = [
        [one["number"] for one in json.loads(protocol.content)["applications"]]
        for protocol in (first, second)
    ]
    assert numbers == [[early.number], [late.number]]
    assert (first.covers_from_at, second.covers_from_at) == (None, first.covers_to_at)


def test_protocol_taken_back_keeps_its_time_when_the_next_one_already_follows():
    scene = make_scene()
    first = scene.presented(scene.everybody, now=NOW - timedelta(days=1))
    second = scene.presented(scene.everybody, now=NOW - AN_HOUR / 2)
    withdraw_protocol(
        meeting=first.meeting,
        reason="Błąd.",
        actor=scene.chair,
        now=NOW,
        seen_sha256=first.sha256,
    )

    again = present_protocol(
        meeting=first.meeting,
        actor=scene.chair,
        now=NOW,
        seen_revision=first.meeting.revision,
    )

    assert (again.covers_from_at, again.covers_to_at) == (None, second.covers_from_at)


@pytest.mark.parametrize("number", [1, 3])
def test_one_application_is_asked_for_as_often_as_three(number, django_assert_num_queries):
    scene = make_scene()
    for serial in range(number):
        application = scene.application(
            claims=["residence", "large-family"],
            child={"pesel": factories.make_pesel(date(2022, 5, 17), serial + 20)},
        )
        scene.verify(application, now=NOW - AN_HOUR)
    meeting = scene.attended(scene.everybody[:3])
    period = period_of(meeting, NOW)

    with django_assert_num_queries(20):
        content = content_of(meeting, period)

    assert len(content["applications"]) == number


def test_text_of_a_protocol_is_canonical_and_its_hash_known():
    content = {"ż": "Łąka", "a": [1, {"c": None, "b": True}]}

    text = canonical(content)

    assert text == '{"a":[1,{"b":true,"c":null}],"ż":"Łąka"}'
    # As told by sha256sum.
    assert sha256_of(text) == ("0346cfeb611257a2db8396d0909b12f7febf39df9431483adfa2009f147092e5")
