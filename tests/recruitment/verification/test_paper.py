"""A paper application: one page, the same rules as for parents, a receipt with a number."""

import json
import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from recruitment.applications.errors import NotAllowed
from recruitment.applications.models import Application, Channel
from recruitment.applications.values import PaperReceipt
from recruitment.applications.workflow import Status
from recruitment.procedures.models import Stage, StageCode
from recruitment.verification.services.paper import enter_paper_application
from schools.models import StaffRole
from tests import factories
from tests.factories import CLOSES_AT, DURING, OPENS_AT, STAGE_DATES, at
from tests.printing import needs_pango, needs_pdftotext, text_of_pdf
from tests.recruitment.verification.paper_page import NOW, PAGE, entered, errors, text_of, typed
from tests.recruitment.verification.scene import PESEL, make_paper, make_scene
from ui.qr import qr_svg

pytestmark = pytest.mark.django_db

ENDS_AT = STAGE_DATES[StageCode.VERIFICATION][1]
TOO_LATE = "Czas na wprowadzanie wniosków papierowych już minął."


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def scene():
    return make_scene()


# --- happy paths ------------------------------------------------------------------------------
@pytest.mark.parametrize("role", StaffRole)
def test_staff_enter_a_paper_application_and_get_a_receipt(client, clock, scene, role):
    person = factories.make_staff(scene.ours, role)
    client.force_login(person)

    response = client.post(PAGE, typed(scene), follow=True)

    application = entered()
    assert (application.status, application.owner, application.channel) == (
        Status.FILED,
        None,
        "paper",
    )
    assert application.filed_at == at(3, 8, 10, 15)
    assert application.candidate.list_name == "Ćwik Ola"
    assert application.candidate.search_key == "cwik ola"
    assert application.candidate.address_lines == ["ul. Łąkowa 7", "05-120 Legionowo"]
    assert [choice.group for choice in application.choices.all()] == [
        scene.our_group,
        scene.their_group,
    ]
    assert {(claim.criterion.code, claim.institution) for claim in application.claims.all()} == {
        ("residence", None),
        ("large-family", None),
        ("sibling", scene.theirs),
    }
    event = application.events.last()
    assert (event.verb, event.actor_role, event.actor) == ("entered_from_paper", "clerk", person)
    snapshot = json.loads(application.submissions.get().content)
    assert (snapshot["channel"], snapshot["child"]["pesel"]) == ("paper", PESEL)
    assert snapshot["paper_receipt"] == {
        "received_at": "2027-03-08T09:15:00+00:00",
        "late_because": "",
        "note": "",
    }
    assert response.redirect_chain == [(f"{PAGE}{application.public_id}/przyjeto/", 302)]
    text = text_of(response)
    assert f"Numer wniosku: {application.number}" in text
    assert "Przyjęcie wniosku 8 marca 2027, godz. 10:15" in text
    assert "1. Przedszkole" in text
    assert PESEL not in text


def test_child_without_a_pesel_and_two_guardians(client, clock, scene):
    client.force_login(scene.chair)

    client.post(
        PAGE,
        typed(
            scene,
            **{
                "child-pesel": "",
                "child-has_no_pesel": "on",
                "child-birth_on_day": "1",
                "child-birth_on_month": "2",
                "child-birth_on_year": "2022",
                "child-document_kind": "passport",
                "child-document_number": "FB 1",
                "guardians-question-exists": "yes",
                "guardians-2-role": "father",
                "guardians-2-first_names": "Piotr",
                "guardians-2-surname": "Ćwik",
                "guardians-2-lives_with_child": "no",
                "guardians-2-house_number": "3",
                "guardians-2-city": "Warszawa",
            },
        ),
    )

    application = entered()
    assert application.candidate.birth_on == date(2022, 2, 1)
    assert application.candidate.document_number == "FB 1"
    assert [guardian.first_names for guardian in application.guardians.all()] == ["Ewa", "Piotr"]
    assert application.guardians.last().address_lines == ["3", "Warszawa"]
    assert application.has_single_guardian is False


def test_page_begins_with_the_present_moment_and_no_criteria(client, clock, scene):
    client.force_login(scene.chair)

    paper = client.get(PAGE).context["paper"]

    assert paper.receipt["received_on"].value() == date(2027, 3, 8)
    assert paper.receipt["received_time"].value().strftime("%H:%M") == "14:45"
    assert paper.criteria["large-family"].value() == "no"
    assert paper.criteria["sibling"].value() == []
    assert "note" not in paper.receipt.fields


def test_second_press_of_the_button_leads_to_the_first_receipt(client, clock, scene):
    client.force_login(scene.chair)
    first = client.post(PAGE, typed(scene))

    second = client.post(PAGE, typed(scene))

    assert second.url == first.url
    assert Application.objects.count() == 1


def test_page_that_the_browser_kept_enters_the_next_child(client, clock, scene):
    client.force_login(scene.chair)
    first = client.post(PAGE, typed(scene))
    sibling = {"child-first_names": "Jan", "child-pesel": factories.make_pesel(date(2023, 1, 9))}

    second = client.post(PAGE, typed(scene, **sibling))

    assert second.url != first.url
    assert [one.candidate.first_names for one in Application.objects.order_by("pk")] == [
        "Ola",
        "Jan",
    ]


@pytest.mark.parametrize("position", [1, 2, 3])
def test_every_group_of_the_list_is_told_with_its_institution(client, clock, scene, position):
    client.force_login(scene.chair)

    paper = client.get(PAGE).context["paper"]

    assert paper.choices.fields[f"position_{position}"].choices[1:] == [
        (
            institution.name,
            [(group.pk, f"{institution.short_name}, {group.name}, roczniki 2021–2024")],
        )
        for institution, group in (
            (scene.ours, scene.our_group),
            (scene.theirs, scene.their_group),
        )
    ]


def test_paper_case_is_in_the_list_of_the_institution(client, clock, scene):
    client.force_login(scene.chair)
    client.post(PAGE, typed(scene))

    response = client.get("/placowka/", {"q": "cwik", "channel": "paper"})

    assert "Ćwik Ola" in text_of(response)


# --- when -------------------------------------------------------------------------------------
def test_application_received_in_time_is_entered_late_with_a_reason(client, time_machine, scene):
    time_machine.move_to(CLOSES_AT, tick=False)
    client.force_login(scene.chair)
    late = {
        "receipt-late_because": "outage",
        "receipt-note": "Złożono w terminie, awaria łącza.",
    }

    without = client.post(PAGE, typed(scene))
    too_long = client.post(PAGE, typed(scene, **{**late, "receipt-note": "x" * 501}))
    unknown = client.post(PAGE, typed(scene, **{**late, "receipt-late_because": "sen"}))
    client.post(PAGE, typed(scene, **late))

    assert errors(without) == {
        "receipt-late_because": ["Termin już minął. Wybierz, dlaczego wprowadzasz to teraz."],
        "receipt-note": ["Termin już minął. Napisz, co się stało."],
    }
    assert errors(too_long) == {"receipt-note": ["Skróć tekst do 500 znaków. Teraz ma ich 501."]}
    assert list(errors(unknown)) == ["receipt-late_because"]
    application = entered()
    assert application.filed_at == at(3, 8, 10, 15)
    assert (application.late_because, application.filing_note) == (
        "outage",
        "Złożono w terminie, awaria łącza.",
    )
    assert json.loads(application.submissions.get().content)["paper_receipt"] == {
        "received_at": "2027-03-08T09:15:00+00:00",
        "late_because": "outage",
        "note": "Złożono w terminie, awaria łącza.",
    }


@pytest.mark.parametrize(("because", "note"), [("outage", ""), ("", "Awaria."), ("sen", "Awaria.")])
def test_the_database_keeps_a_late_reason_whole(scene, because, note):
    application = scene.application(channel=Channel.PAPER)

    with (
        pytest.raises(IntegrityError, match="application_late_reason_whole"),
        transaction.atomic(),
    ):
        Application.objects.filter(pk=application.pk).update(late_because=because, filing_note=note)


def test_application_received_after_the_closing_is_not_taken(client, time_machine, scene):
    time_machine.move_to(DURING[StageCode.VERIFICATION], tick=False)
    client.force_login(scene.chair)

    response = client.post(
        PAGE,
        typed(
            scene,
            receipt__late_because="other",
            receipt__note="Rodzina się spóźniła.",
            **{"receipt-received_on_day": "14", "receipt-received_time": "16:00"},
        ),
    )

    assert (response.status_code, errors(response)) == (
        422,
        {
            "receipt-received_on": [
                "Wtedy termin już się skończył. Popraw dzień lub godzinę przyjęcia."
            ]
        },
    )
    assert entered() is None


def test_after_the_closing_the_time_of_receipt_is_asked_and_not_guessed(
    client, time_machine, scene
):
    time_machine.move_to(DURING[StageCode.VERIFICATION], tick=False)
    client.force_login(scene.chair)

    receipt = client.get(PAGE).context["paper"].receipt

    assert (receipt["received_on"].value(), receipt["received_time"].value()) == (None, None)


@pytest.mark.parametrize(
    ("now", "sentence"),
    [
        (at(3, 1, 11, 59), "Składanie wniosków jeszcze się nie zaczęło."),
        (ENDS_AT, TOO_LATE),
    ],
)
def test_page_is_closed_before_and_after(client, time_machine, scene, now, sentence):
    time_machine.move_to(now, tick=False)
    client.force_login(scene.chair)

    response = client.get(PAGE, follow=True)

    assert response.redirect_chain == [("/placowka/", 302)]
    assert [str(message) for message in response.context["messages"]] == [sentence]


@pytest.mark.parametrize("missing", [None, "child-surname", "guardians-question-exists"])
def test_page_sent_after_the_end_comes_back_with_the_reason(client, time_machine, scene, missing):
    time_machine.move_to(ENDS_AT, tick=False)
    client.force_login(scene.chair)

    response = client.post(PAGE, typed(scene, **({missing: None} if missing else {})))

    assert (response.status_code, errors(response)) == (422, {"page": [TOO_LATE]})
    assert f'value="{PESEL}"' in response.text
    assert entered() is None


@pytest.mark.parametrize("now", [OPENS_AT, DURING[StageCode.VERIFICATION]])
def test_page_is_open_from_the_first_minute_to_the_end_of_verification(
    client, time_machine, scene, now
):
    time_machine.move_to(now, tick=False)
    client.force_login(scene.chair)

    assert client.get(PAGE).status_code == 200


# --- who --------------------------------------------------------------------------------------
@pytest.mark.parametrize("make_person", [factories.make_user, factories.make_office_worker])
def test_page_does_not_exist_for_who_works_in_no_institution(client, clock, scene, make_person):
    client.force_login(make_person())

    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, typed(scene)).status_code == 404
    assert entered() is None


def test_first_box_of_a_new_page_has_the_focus_and_of_one_with_errors_the_list_of_them(
    client, clock, scene
):
    client.force_login(scene.chair)

    new, wrong = client.get(PAGE), client.post(PAGE, typed(scene, **{"child-surname": ""}))

    assert [one.text.count(" autofocus") for one in (new, wrong)] == [1, 0]
    assert re.search(r'name="receipt-received_on_day"[^>]* autofocus', new.text)


def test_receipt_leads_to_the_next_application_and_its_code_opens_the_case(client, clock, scene):
    client.force_login(scene.chair)

    receipt = client.post(PAGE, typed(scene), follow=True)

    application = entered()
    address = f"http://testserver/placowka/wniosek/{application.public_id}/"
    assert receipt.context["receipt"].address == address
    assert qr_svg(address, "Kod QR, który otwiera ten wniosek w placówce") in receipt.text
    focused = re.search(r"<a [^>]*autofocus[^>]*>([^<]*)</a>", receipt.text)
    assert PAGE in focused[0]
    assert focused[1] == "Wprowadź następny wniosek papierowy"


@needs_pango
@needs_pdftotext
def test_receipt_is_printed_with_what_the_page_tells(client, clock, scene):
    client.force_login(scene.chair)
    receipt = client.post(PAGE, typed(scene)).url

    response = client.get(receipt.replace("przyjeto/", "potwierdzenie.pdf"))

    application = entered()
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    text = text_of_pdf(response.content)
    for told in (application.number, "Ola Ćwik", "8 marca 2027, godz. 10:15", "Pszczółki"):
        assert told in text
    assert PESEL not in text


def test_receipt_does_not_exist_for_another_institution_nor_for_an_online_case(
    client, clock, scene
):
    client.force_login(scene.chair)
    receipt = client.post(PAGE, typed(scene)).url
    online = scene.application()

    for page in ("przyjeto/", "potwierdzenie.pdf"):
        assert client.get(f"{PAGE}{online.public_id}/{page}").status_code == 404
    client.force_login(factories.make_staff(scene.theirs))
    for page in (receipt, receipt.replace("przyjeto/", "potwierdzenie.pdf")):
        assert client.get(page).status_code == 404


# --- the service ------------------------------------------------------------------------------
def enter(scene, the_paper, *, actor=None, now=NOW):
    return enter_paper_application(
        procedure=scene.procedure,
        paper=the_paper,
        actor=actor or scene.chair,
        now=now,
        idempotency_key="klucz",
    )


@pytest.mark.parametrize("make_person", [factories.make_user, factories.make_office_worker])
def test_service_refuses_who_works_in_no_institution(scene, make_person):
    with pytest.raises(NotAllowed):
        enter(scene, make_paper(scene), actor=make_person())

    assert entered() is None


def test_service_refuses_another_first_choice_and_leaves_no_draft(scene):
    with pytest.raises(NotAllowed):
        enter(scene, make_paper(scene, groups=[scene.their_group]))

    assert entered() is None


@pytest.mark.parametrize("received_at", [at(3, 1, 11, 59), at(3, 8, 14, 46)])
def test_service_refuses_a_wrong_time_of_receipt(scene, received_at):
    with pytest.raises(ValidationError):
        enter(scene, make_paper(scene, receipt=PaperReceipt(received_at)))

    assert entered() is None


def test_service_refuses_when_the_stages_are_not_dated(scene):
    Stage.objects.all().delete()

    with pytest.raises(NotAllowed):
        enter(scene, make_paper(scene))
