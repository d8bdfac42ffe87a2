"""Questions to the mayor (art. 150 ust. 7): the clock, the answer, and what waits meanwhile."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from recruitment.applications.errors import NotAllowed
from recruitment.applications.models import Claim, MayorAnswer, MayorRequest, Verdict
from recruitment.applications.workflow import Status
from recruitment.verification.services.decisions import mark_verified
from recruitment.verification.services.mayor import ask_mayor, close_mayor_request
from schools.models import StaffRole
from tests import factories
from tests.factories import at
from tests.recruitment.verification.scene import history, last_event, make_scene

pytestmark = pytest.mark.django_db

NOW = at(3, 15, 23, 30)
STARTED = ("verification_started", "committee", "", "")


@pytest.fixture
def scene(time_machine):
    time_machine.move_to(NOW, tick=False)
    return make_scene()


@pytest.fixture
def application(scene):
    return scene.application(claims=["large-family", "both-work"], verdict=Verdict.ACCEPTED)


def claim_of(application, code):
    return application.claims.get(criterion__code=code)


def ask(scene, application, *codes, actor=None, now=NOW):
    return ask_mayor(
        application=application,
        claims=[claim_of(application, code).pk for code in codes],
        actor=actor or scene.chair,
        now=now,
        seen_event=last_event(application),
    )


def close(scene, question, answer, note="", actor=None):
    return close_mayor_request(
        request=question,
        answer=answer,
        note=note,
        actor=actor or scene.chair,
        now=NOW + timedelta(days=3),
        seen_event=last_event(question.claim.application),
    )


def verify(scene, application):
    return mark_verified(
        application=application,
        actor=scene.chair,
        now=NOW + timedelta(days=4),
        seen_event=last_event(application),
    )


def test_question_has_fourteen_days_after_the_day_on_which_it_was_asked(scene, application):
    ask(scene, application, "large-family", "both-work")

    questions = MayorRequest.objects.values_list(
        "claim__criterion__code", "asked_at", "asked_by", "due_on", "answer"
    )
    assert list(questions) == [
        ("large-family", NOW, scene.chair.pk, date(2027, 3, 29), "awaited"),
        ("both-work", NOW, scene.chair.pk, date(2027, 3, 29), "awaited"),
    ]
    assert history(application) == [
        STARTED,
        (
            "mayor_asked",
            "committee",
            "Kryterium large-family: termin odpowiedzi 29 marca 2027",
            "",
        ),
        ("mayor_asked", "committee", "Kryterium both-work: termin odpowiedzi 29 marca 2027", ""),
    ]


def test_number_of_days_is_a_setting_of_the_procedure(scene, application):
    scene.procedure.mayor_reply_days = 7
    scene.procedure.save()

    [question] = ask(scene, application, "large-family")

    assert question.due_on == date(2027, 3, 22)


def test_application_is_not_verified_while_an_answer_is_awaited(scene, application):
    ask(scene, application, "large-family")

    with pytest.raises(NotAllowed) as refusal:
        verify(scene, application)

    application.refresh_from_db()
    assert application.status == Status.IN_VERIFICATION
    assert refusal.value.reason == (
        "Najpierw zapisz odpowiedź prezydenta miasta albo wycofaj zapytanie. Czeka: 1."
    )


@pytest.mark.parametrize(
    ("answer", "verb", "detail"),
    [
        (MayorAnswer.CONFIRMED, "mayor_answered", "potwierdzono"),
        (MayorAnswer.NOT_CONFIRMED, "mayor_answered", "nie potwierdzono"),
        (MayorAnswer.WITHDRAWN, "mayor_not_asked", "zapytanie wycofano"),
    ],
)
def test_answer_stops_the_clock_and_gives_no_verdict(scene, application, answer, verb, detail):
    [question] = ask(scene, application, "large-family")

    close(scene, question, answer, " Pismo z 18 marca. ")

    question.refresh_from_db()
    assert (question.answer, question.note, question.closed_at, question.closed_by) == (
        answer,
        "Pismo z 18 marca.",
        NOW + timedelta(days=3),
        scene.chair,
    )
    assert history(application)[-1] == (
        verb,
        "committee",
        f"Kryterium large-family: {detail}",
        "Pismo z 18 marca.",
    )
    assert claim_of(application, "large-family").verdict == Verdict.ACCEPTED
    assert verify(scene, application).status == Status.VERIFIED


def test_answer_is_written_down_once(scene, application):
    [question] = ask(scene, application, "large-family")
    close(scene, question, MayorAnswer.CONFIRMED)

    with pytest.raises(NotAllowed, match=r"^Odpowiedź na to zapytanie jest już zapisana\.$"):
        close(scene, question, MayorAnswer.NOT_CONFIRMED)


def test_after_an_answer_the_mayor_may_be_asked_again(scene, application):
    [question] = ask(scene, application, "large-family")
    close(scene, question, MayorAnswer.NOT_CONFIRMED)

    assert len(ask(scene, application, "large-family")) == 1


def test_nothing_is_asked_twice_at_a_time(scene, application):
    ask(scene, application, "large-family")

    with pytest.raises(NotAllowed, match=r"^O to kryterium nie można teraz zapytać"):
        ask(scene, application, "large-family", "both-work")

    assert MayorRequest.objects.count() == 1


def test_claim_of_another_application_is_not_asked_about(scene, application):
    other = scene.application(claims=["large-family"])

    with pytest.raises(NotAllowed, match=r"^O to kryterium nie można teraz zapytać"):
        ask_mayor(
            application=application,
            claims=[claim_of(other, "large-family").pk],
            actor=scene.chair,
            now=NOW,
            seen_event=last_event(application),
        )


@pytest.mark.parametrize("role", [StaffRole.DIRECTOR, StaffRole.COMMITTEE_MEMBER])
def test_only_the_chair_asks_and_withdraws_but_others_write_answers_down(scene, application, role):
    colleague = factories.make_staff(scene.ours, role)
    [question] = ask(scene, application, "large-family")

    for refused in (
        lambda: ask(scene, application, "both-work", actor=colleague),
        lambda: close(scene, question, MayorAnswer.WITHDRAWN, actor=colleague),
    ):
        with pytest.raises(NotAllowed, match=r"^Prezydenta miasta pyta tylko przewodniczący"):
            refused()
    assert close(scene, question, MayorAnswer.CONFIRMED, actor=colleague).closed_by == colleague


def test_clerk_neither_asks_nor_writes_answers_down(scene, application):
    clerk = factories.make_staff(scene.ours, StaffRole.CLERK)
    [question] = ask(scene, application, "large-family")

    for refused in (
        lambda: ask(scene, application, "both-work", actor=clerk),
        lambda: close(scene, question, MayorAnswer.CONFIRMED, actor=clerk),
    ):
        with pytest.raises(NotAllowed, match=r"^Sekretariat"):
            refused()


def test_database_holds_one_awaited_question_of_a_claim(scene, application):
    [question] = ask(scene, application, "large-family")
    same = {"claim": question.claim, "asked_at": NOW, "asked_by": scene.chair}

    with pytest.raises(IntegrityError), transaction.atomic():
        MayorRequest.objects.create(due_on=NOW.date(), **same)


def test_database_refuses_an_answer_of_nobody(scene, application):
    [question] = ask(scene, application, "large-family")

    with pytest.raises(IntegrityError), transaction.atomic():
        MayorRequest.objects.filter(pk=question.pk).update(answer=MayorAnswer.CONFIRMED)


# --- pages ------------------------------------------------------------------------------------
def case_page(client, application):
    return client.get(reverse("case", args=[application.public_id])).text


def test_case_tells_how_the_clock_stands(client, scene, application, time_machine):
    [question] = ask(scene, application, "large-family")
    told = []
    for now in (at(3, 22), at(3, 26, 15)):
        time_machine.move_to(now, tick=False)
        client.force_login(scene.chair)
        told.append(case_page(client, application))
    MayorRequest.objects.filter(pk=question.pk).update(due_on=date(2027, 3, 24))
    told.append(case_page(client, application))

    assert "Pozostało dni: 7." in told[0]
    assert "Pozostało dni: 3." in told[1]
    assert "Termin minął. Dni po terminie: 2." in told[2]


def test_page_asks_about_the_marked_claims(client, scene, application):
    client.force_login(scene.chair)
    address = reverse("case_ask_mayor", args=[application.public_id])
    claim = claim_of(application, "both-work")

    nothing = client.post(address, {"seen_event": last_event(application)})
    client.post(address, {"seen_event": last_event(application), "claims": [claim.pk]})

    assert nothing.status_code == 422
    assert nothing.context["form"].errors == {"claims": ["Zaznacz co najmniej jedno kryterium."]}
    assert MayorRequest.objects.get().claim == claim


def test_page_of_the_answer_offers_to_withdraw_to_the_chair_alone(client, scene, application):
    [question] = ask(scene, application, "large-family")
    address = reverse("case_mayor_answer", args=[application.public_id, question.pk])
    offered = []
    for person in (scene.chair, factories.make_staff(scene.ours, StaffRole.COMMITTEE_MEMBER)):
        client.force_login(person)
        form = client.get(address).context["form"]
        offered.append([value for value, _label in form.fields["answer"].choices])

    assert offered == [
        ["confirmed", "not_confirmed", "withdrawn"],
        ["confirmed", "not_confirmed"],
    ]


def test_question_about_another_application_is_not_found(client, scene, application):
    [question] = ask(scene, application, "large-family")
    other = scene.application(claims=["large-family"])
    client.force_login(scene.chair)

    address = reverse("case_mayor_answer", args=[other.public_id, question.pk])
    assert client.get(address).status_code == 404


def test_desk_finds_and_counts_those_that_wait_for_the_mayor(
    client, scene, application, time_machine
):
    late = scene.application(claims=["large-family"], child={"surname": "Ćwik"})
    scene.application(child={"surname": "Żak"})
    ask(scene, application, "large-family", "both-work")
    [question] = ask(scene, late, "large-family")
    MayorRequest.objects.filter(pk=question.pk).update(due_on=date(2027, 3, 15))
    time_machine.move_to(at(3, 16, 9), tick=False)
    client.force_login(scene.chair)

    pages = [
        client.get("/placowka/", {"status": status} if status else {})
        for status in ("", "mayor", "mayor_overdue")
    ]

    names = [
        [row.get_cell_value("child") for row in page.context["table"].page.object_list]
        for page in pages
    ]
    assert names == [
        ["Ćwik Zofia", "Kowalska Zofia", "Żak Zofia"],
        ["Ćwik Zofia", "Kowalska Zofia"],
        ["Ćwik Zofia"],
    ]
    assert (pages[0].context["awaiting_mayor"], pages[0].context["overdue"]) == (2, 1)
    assert "prezydent miasta do 29.03.2027" in pages[0].text


def test_question_goes_with_a_claim_that_the_family_takes_back(scene, application):
    ask(scene, application, "large-family")

    Claim.objects.filter(application=application).delete()

    assert MayorRequest.objects.count() == 0
