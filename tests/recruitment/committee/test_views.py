"""The pages of a committee: what is told to whom, and what happens to what was typed."""

import re
import sys
import zlib
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from recruitment.applications.models import Opening
from recruitment.applications.workflow import Status
from recruitment.committee.models import Protocol
from recruitment.committee.services.composition import Act, end_membership
from recruitment.committee.services.meetings import write_findings
from recruitment.committee.services.protocols import close_protocol
from schools.models import StaffMembership, StaffRole
from tests.printing import needs_pango
from tests.recruitment.committee.scene import AN_HOUR, NOW, TODAY, Scene, confirm, make_scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    with time_machine.travel(NOW, tick=False):
        yield make_scene()


def browser_of(person) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def told(response) -> list[str]:
    """The messages that the next page shows."""
    return [str(message) for message in response.context["messages"]]


def unpacked(pdf: bytes) -> bytes:
    """Everything in the file, its packed parts unpacked."""
    parts = re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return pdf + b"".join(zlib.decompress(part) for part in parts if part[:1] == b"x")


def openings() -> list[tuple]:
    """Who was shown which child in a protocol, in which role and where."""
    found = Opening.objects.filter(what="protocol")
    return list(found.values_list("application", "opened_by", "role", "institution"))


def closed(scene: Scene) -> Protocol:
    protocol = scene.presented(scene.everybody[:3])
    confirm(protocol, *scene.everybody[:3])
    return close_protocol(
        meeting=protocol.meeting, actor=scene.chair, now=NOW, seen_sha256=protocol.sha256
    )


def test_person_of_one_institution_is_led_to_its_committee(scene):
    response = browser_of(scene.chair).get(reverse("committees"))

    assert response.url == reverse("committee", args=["ours"])


def test_person_of_several_institutions_chooses_one(scene):
    StaffMembership.objects.create(
        user=scene.chair, institution=scene.theirs, role=StaffRole.CLERK, starts_on=TODAY
    )

    page = browser_of(scene.chair).get(reverse("committees")).text

    assert reverse("committee", args=["ours"]) in page
    assert reverse("committee", args=["theirs"]) in page


def test_headteacher_and_chair_alone_are_told_whose_child_applies(scene):
    scene.child_of(scene.members[0])

    pages = [
        browser_of(reader).get(reverse("committee", args=["ours"])).text
        for reader in (scene.head, scene.chair, scene.members[1])
    ]

    reason = "Jan Abacki: dziecko tej osoby kandyduje do placówki."
    assert [reason in page for page in pages] == [True, True, False]
    assert ["nie może być w komisji" in page for page in pages] == [True, True, True]


def test_parent_in_the_committee_files_all_the_same(scene):
    application = scene.child_of(scene.members[0])

    assert application.status == "filed"


@pytest.mark.parametrize("name", ["committee_chair", "committee_end"])
def test_whoever_is_not_in_the_committee_has_no_seat_to_change(scene, name):
    response = browser_of(scene.head).get(reverse(name, args=["ours", scene.head.pk]))

    assert response.status_code == 404


def test_refused_appointment_keeps_what_was_typed(scene):
    answers = {
        "email": scene.head.email,
        "first_name": "Maria",
        "last_name": "Łoś",
        "role": "member",
        "effective_on_day": TODAY.day,
        "effective_on_month": TODAY.month,
        "effective_on_year": TODAY.year,
        "act": "zarządzenie nr 7/2027",
    }

    response = browser_of(scene.head).post(reverse("committee_appoint", args=["ours"]), answers)

    assert response.status_code == 422
    assert "Dyrektor placówki nie może być w jej komisji." in response.text
    assert "zarządzenie nr 7/2027" in response.text


def test_findings_typed_on_an_old_page_are_kept_but_not_saved(scene):
    meeting = scene.attended(scene.everybody)
    address = reverse("protocol_findings", args=[meeting.pk])

    response = browser_of(scene.chair).post(
        address, {"findings": "Długie ustalenia.", "seen_revision": meeting.revision - 1}
    )

    meeting.refresh_from_db()
    assert (response.status_code, meeting.findings) == (409, "")
    assert "Długie ustalenia." in response.text
    assert told(response) == [
        "Ktoś przed chwilą zmienił to posiedzenie. Nic nie zapisano. Odśwież stronę i sprawdź."
    ]


def test_protocol_that_lacks_something_is_not_closed_and_the_page_says_what(scene):
    protocol = scene.presented(scene.everybody[:2])
    confirm(protocol, scene.chair)
    key = protocol.meeting_id

    response = browser_of(scene.chair).post(
        reverse("protocol_close", args=[key]), {"seen_sha256": protocol.sha256}, follow=True
    )

    protocol.refresh_from_db()
    assert protocol.closed_at is None
    assert told(response) == [
        "Protokołu nie można jeszcze zamknąć. "
        "Obecnych: 2 z 4. Kworum: 3. Brakuje potwierdzeń: Jan Abacki."
    ]


def test_closed_protocol_shows_its_hash_and_nothing_to_press(scene):
    protocol = closed(scene)

    page = browser_of(scene.chair).get(reverse("protocol", args=[protocol.meeting_id])).text

    assert f"Skrót treści (sha256): {protocol.sha256}" in page
    assert "Nie można go już zmienić." in page
    assert "Zamknij protokół" not in page
    assert "nie zgadza się" not in page


def test_changed_text_of_a_protocol_is_told(scene):
    protocol = closed(scene)
    # Past the model: as somebody with access to the database would.
    Protocol.objects.update(content=protocol.content.replace("sala nr 4", "sala nr 5"))

    page = browser_of(scene.chair).get(reverse("protocol", args=[protocol.meeting_id])).text

    assert "Treść protokołu nie zgadza się z jej skrótem." in page


def test_document_stays_in_the_language_of_the_office(scene):
    protocol = closed(scene)
    browser = browser_of(scene.chair)
    browser.cookies["django_language"] = "uk"

    page = browser.get(reverse("protocol", args=[protocol.meeting_id])).text

    assert '<html class="govuk-template" lang="uk">' in page
    assert '<div lang="pl">' in page
    assert "Ewa Ćwik, przewodniczący komisji: obecność" in page


def test_each_child_of_a_protocol_is_told_who_read_it(scene):
    first, second, _ = (scene.application(Status.IN_VERIFICATION) for _ in range(3))
    scene.verify(first, NOW - AN_HOUR)
    scene.verify(second, NOW - AN_HOUR)
    protocol = scene.presented(scene.everybody[:3])

    browser_of(scene.head).get(reverse("protocol", args=[protocol.meeting_id]))

    head = (scene.head.pk, "director", scene.ours.pk)
    assert openings() == [(first.pk, *head), (second.pk, *head)]


def test_number_that_the_chair_wrote_in_the_findings_is_a_look_as_well(scene):
    application = scene.application()
    meeting = scene.attended(scene.everybody)
    write_findings(
        meeting=meeting,
        findings=f"Wniosek {application.number}: czekamy na orzeczenie.",
        actor=scene.chair,
        now=NOW,
        seen_revision=meeting.revision,
    )

    browser_of(scene.chair).get(reverse("protocol_findings", args=[meeting.pk]))

    assert openings() == [(application.pk, scene.chair.pk, "chair", scene.ours.pk)]


def test_print_that_was_not_made_is_no_look(scene, monkeypatch):
    application = scene.application(Status.IN_VERIFICATION)
    scene.verify(application, NOW - AN_HOUR)
    protocol = scene.presented(scene.everybody[:3])
    # An import that fails, as it does where Pango is missing.
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    browser_of(scene.chair).get(reverse("protocol_pdf", args=[protocol.meeting_id]))

    assert openings() == []


@pytest.mark.parametrize("has_seat", [True, False])
def test_former_chair_who_has_still_to_confirm_reads_for_the_institution(scene, has_seat):
    application = scene.application(Status.IN_VERIFICATION)
    scene.verify(application, NOW - AN_HOUR)
    protocol = scene.presented(scene.everybody[:3])
    seats = StaffMembership.objects.filter(user=scene.chair)
    seats.update(ends_on=TODAY) if has_seat else seats.delete()

    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        browser_of(scene.chair).get(reverse("protocol", args=[protocol.meeting_id]))

    role = "chair" if has_seat else "member"
    assert openings() == [(application.pk, scene.chair.pk, role, scene.ours.pk)]


def test_former_member_who_was_there_confirms_until_the_protocol_is_closed(scene):
    protocol = scene.presented(scene.everybody[:3])
    former = scene.members[1]
    end_membership(
        institution=scene.ours,
        person=former,
        act=Act("zarządzenie nr 8/2027", TODAY),
        actor=scene.head,
        now=NOW,
    )
    address = reverse("protocol", args=[protocol.meeting_id])

    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        browser = browser_of(former)
        browser.post(
            reverse("protocol_confirm", args=[protocol.meeting_id]),
            {"seen_sha256": protocol.sha256},
        )
        confirm(protocol, scene.chair, scene.members[0])
        before = browser.get(address).status_code
        close_protocol(
            meeting=protocol.meeting, actor=scene.chair, now=NOW, seen_sha256=protocol.sha256
        )

        assert [before, browser.get(address).status_code] == [200, 404]
        assert browser.get(reverse("committee", args=["ours"])).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_page_of_a_committee_asks_as_often_for_one_meeting_as_for_three(
    scene, number, django_assert_num_queries
):
    for hours in range(number):
        scene.meeting(NOW - timedelta(hours=hours + 1))
    browser = browser_of(scene.head)
    browser.get(reverse("committee", args=["ours"]))

    with django_assert_num_queries(23):
        browser.get(reverse("committee", args=["ours"]))


@needs_pango
def test_print_is_a_tagged_pdf_with_our_letters(scene):
    protocol = closed(scene)

    response = browser_of(scene.chair).get(reverse("protocol_pdf", args=[protocol.meeting_id]))

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="protokol-ours-1.pdf"'
    assert response.content.startswith(b"%PDF-1.7")
    inside = unpacked(response.content)
    assert b"pdfuaid:part>1<" in inside or b'pdfuaid:part="1"' in inside
    assert {b"Nabor-Latin", b"Nabor-Latin-Ext"} <= set(re.findall(rb"\+(Nabor-[A-Za-z-]+)", inside))


def test_page_says_when_the_machine_cannot_print(scene, monkeypatch):
    protocol = closed(scene)
    # An import that fails, as it does where Pango is missing.
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    response = browser_of(scene.chair).get(
        reverse("protocol_pdf", args=[protocol.meeting_id]), follow=True
    )

    assert told(response) == [
        "Na serwerze brakuje biblioteki Pango, więc plik PDF nie powstał. "
        "Protokół można wydrukować z tej strony."
    ]
