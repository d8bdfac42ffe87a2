"""The page of one case: who may open it, verdicts with their errors, steps, and what it tells."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from recruitment.applications.models import Channel, Verdict
from recruitment.applications.values import PaperReceipt
from recruitment.applications.workflow import Status, Verb
from recruitment.procedures.models import StageCode
from recruitment.verification.services.paper import enter_paper_application
from schools.models import StaffRole
from tests import factories
from tests.factories import DURING, STAGE_DATES, at
from tests.recruitment.verification.scene import (
    history,
    last_event,
    make_paper,
    make_scene,
    verdicts,
)

pytestmark = pytest.mark.django_db

ENDS_AT = STAGE_DATES[StageCode.VERIFICATION][1]
CHANGED = "Ktoś przed chwilą zmienił ten wniosek. Nic nie zapisano. Odśwież stronę i sprawdź."


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(DURING[StageCode.VERIFICATION], tick=False)
    return time_machine


def url(application, name="case"):
    return reverse(name, args=[application.public_id])


def text_of(response) -> str:
    return re.sub(r"\s+", " ", strip_tags(response.content.decode()))


def answers(application, *typed, **more):
    """What the form of the page sends: verdict and reason of each claim in their order."""
    data = {"seen_event": last_event(application), **more}
    for claim, (verdict, reason) in zip(application.claims.all(), typed, strict=True):
        data[f"claim-{claim.pk}-reason"] = reason
        if verdict:
            data[f"claim-{claim.pk}-verdict"] = verdict
    return data


def told(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


# --- who opens it -----------------------------------------------------------------------------
NAMES = [
    "case",
    "case_return",
    "case_ask_mayor",
    "case_hand_back",
    "case_reject",
    "case_unlock",
    "case_withdraw",
]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("role", StaffRole)
def test_case_does_not_exist_for_the_institution_of_second_choice(client, clock, role, name):
    scene = make_scene()
    application = scene.application()
    client.force_login(factories.make_staff(scene.theirs, role))

    response = client.post(url(application, name), {"seen_event": last_event(application)})

    application.refresh_from_db()
    assert (response.status_code, application.status) == (404, Status.FILED)
    assert client.get(url(application)).status_code == 404


def test_case_does_not_exist_for_parents_not_even_for_the_owner(client, clock):
    scene = make_scene()
    owner = factories.make_user()
    application = scene.application(owner=owner)

    for person in (owner, factories.make_user()):
        client.force_login(person)
        assert client.get(url(application)).status_code == 404


def test_guest_is_asked_to_sign_in(client, clock):
    application = make_scene().application()

    response = client.get(url(application))

    assert response.url == f"/konto/login/?next={url(application)}"


@pytest.mark.parametrize(
    "make_person", [lambda scene: scene.chair, lambda _: factories.make_office_worker()]
)
def test_draft_is_nobodys_case(client, clock, make_person):
    scene = make_scene()
    client.force_login(make_person(scene))

    assert client.get(url(scene.application(Status.DRAFT))).status_code == 404


def test_office_reads_every_case_without_forms(client, clock):
    application = make_scene().application(claims=["large-family"])
    client.force_login(factories.make_office_worker())

    response = client.get(url(application))

    assert response.status_code == 200
    assert "Wniosek ocenia tylko komisja placówki pierwszego wyboru." in text_of(response)
    assert 'type="radio"' not in response.content.decode()
    assert "Zatwierdź" not in text_of(response)


def test_clerk_reads_the_case_without_forms(client, clock):
    scene = make_scene()
    application = scene.application(claims=["large-family"])
    client.force_login(factories.make_staff(scene.ours, StaffRole.CLERK))

    response = client.get(url(application))

    assert "Sekretariat przegląda wnioski, a ocenia je komisja." in text_of(response)
    assert 'type="radio"' not in response.content.decode()


@pytest.mark.parametrize("name", NAMES)
def test_after_verification_nothing_is_changed(client, time_machine, name):
    scene = make_scene()
    application = scene.application(claims=["large-family"])
    time_machine.move_to(ENDS_AT, tick=False)
    client.force_login(scene.chair)
    data = answers(application, ("accepted", ""), reason="Powód.")

    response = client.post(url(application, name), data, follow=True)

    application.refresh_from_db()
    sentence = "Weryfikacja skończyła się 26 marca 2027 o godz. 16:00."
    assert sentence in text_of(response)
    assert (application.status, verdicts(application)) == (
        Status.FILED,
        [("large-family", "pending", "")],
    )
    assert "Zapisz ocenę" not in text_of(client.get(url(application)))


# --- what it tells ----------------------------------------------------------------------------
def test_case_tells_the_answers_the_points_and_the_history(client, clock):
    scene = make_scene()
    application = scene.application(
        claims=["residence", "large-family", ("sibling", scene.ours)],
    )
    application.claims.filter(criterion__code="large-family").update(
        verdict=Verdict.ACCEPTED, decided_at=factories.NOW, decided_by=scene.chair
    )
    client.force_login(scene.chair)

    text = text_of(client.get(url(application)))

    for expected in (
        f"Wniosek {application.number}, na liście 1 z 1 Zofia Kowalska",
        "Złożenie 5 marca 2027, godz. 18:42, przez internet",
        f"PESEL {application.candidate.pesel}",
        "ul. Łąkowa 12/305-120 Legionowo",
        "Anna Kowalska",
        "+48 601 602 603",
        "Kryterium sibling – PM nr 1",
        "Punkty: 20. Potwierdza: dokument do sibling",
        "Ostatnia ocena: uznano, 5 marca 2027, godz. 18:42, Maria Łoś.",
        "I etap: uznane punkty 100, najwyżej 100. II etap: uznane punkty 4, najwyżej 24.",
        "Kryterium sibling komisja jeszcze nie potwierdziła 0",
        "Złożono wniosek 5 marca 2027, godz. 18:42, rodzic",
    ):
        assert expected in text


def test_what_comes_before_points_is_shown_without_a_number(client, clock):
    scene = make_scene()
    application = scene.application(claims=("residence",), verdict=Verdict.ACCEPTED)
    client.force_login(scene.chair)

    text = text_of(client.get(url(application)))

    assert "Potwierdza: dokument do residence" in text
    assert "Punkty: 1." not in text
    assert "Kryterium residence liczy się –" in text


def test_history_keeps_the_work_on_the_draft_to_the_family(client, clock):
    scene = make_scene()
    application = scene.application()
    for verb in (Verb.STARTED, Verb.SECTION_SAVED):
        application.events.create(happened_at=factories.NOW, actor_role="parent", verb=verb)
    client.force_login(scene.chair)

    response = client.get(url(application))

    assert [event.verb for event in response.context["history"]] == [Verb.SUBMITTED]


def test_paper_case_tells_when_the_paper_came_and_why_it_was_typed_in_late(client, clock):
    scene = make_scene()
    application = enter_paper_application(
        procedure=scene.procedure,
        paper=make_paper(
            scene, receipt=PaperReceipt(at(3, 12, 8, 30), "outage", "Nie było prądu.")
        ),
        actor=scene.chair,
        now=at(3, 16, 9),
        idempotency_key="klucz",
    )
    client.force_login(scene.chair)

    text = text_of(client.get(url(application)))

    for expected in (
        "Przyjęcie na papierze 12 marca 2027, godz. 8:30",
        "Wprowadzenie 16 marca 2027, godz. 9:00, Maria Łoś",
        "Dlaczego wprowadzono po terminie awaria systemu: Nie było prądu.",
    ):
        assert expected in text


def test_paper_case_reminds_to_call_the_family(client, clock):
    scene = make_scene()
    application = scene.application(channel=Channel.PAPER)
    client.force_login(scene.chair)

    text = text_of(client.get(url(application)))

    assert "O uzupełnieniu powiadom rodzinę telefonicznie albo listem." in text


@pytest.mark.parametrize("number_of_claims", [1, 3])
def test_number_of_queries_does_not_follow_the_number_of_claims(
    client, clock, django_assert_num_queries, number_of_claims
):
    scene = make_scene()
    claims = [("sibling", scene.ours), ("near", scene.ours), "large-family"][:number_of_claims]
    application = scene.application(claims=claims, verdict=Verdict.ACCEPTED)
    client.force_login(scene.chair)

    with django_assert_num_queries(44):
        client.get(url(application))


# --- verdicts ---------------------------------------------------------------------------------
def test_verdicts_are_saved_and_told(client, clock):
    scene = make_scene()
    application = scene.application(claims=["large-family", "both-work"])
    client.force_login(scene.chair)

    response = client.post(
        url(application),
        answers(application, ("accepted", ""), ("to_complete", "Brak podpisu.")),
        follow=True,
    )

    application.refresh_from_db()
    assert application.status == Status.IN_VERIFICATION
    assert verdicts(application) == [
        ("large-family", "accepted", ""),
        ("both-work", "to_complete", "Brak podpisu."),
    ]
    assert response.redirect_chain == [(f"{url(application)}#main-content", 302)]
    assert told(response) == ["Ocena zapisana."]


def test_claim_left_without_a_verdict_stays_pending(client, clock):
    scene = make_scene()
    application = scene.application(claims=["large-family", "both-work"])
    client.force_login(scene.chair)

    client.post(url(application), answers(application, ("accepted", ""), ("", "")))

    assert verdicts(application) == [("large-family", "accepted", ""), ("both-work", "pending", "")]


def test_form_without_any_verdict_changes_nothing_and_says_so(client, clock):
    scene = make_scene()
    application = scene.application(claims=["large-family"])
    client.force_login(scene.chair)

    response = client.post(url(application), answers(application, ("", "")), follow=True)

    application.refresh_from_db()
    assert application.status == Status.FILED
    assert told(response) == ["Nie zaznaczono żadnej nowej oceny, więc nic się nie zmieniło."]


def test_verdicts_and_the_approval_are_saved_by_one_press(client, clock):
    scene = make_scene()
    application = scene.application(claims=["residence", "large-family", "both-work"])
    client.force_login(scene.chair)

    response = client.post(
        url(application),
        answers(
            application, ("accepted", ""), ("rejected", "Brak."), ("seen_only", ""), verify="1"
        ),
        follow=True,
    )

    application.refresh_from_db()
    assert application.status == Status.VERIFIED
    assert verdicts(application) == [
        ("residence", "accepted", ""),
        ("large-family", "rejected", "Brak."),
        ("both-work", "accepted", ""),
    ]
    assert application.claims.get(criterion__code="both-work").is_seen_only
    assert told(response) == [
        "Wniosek jest zweryfikowany. Na liście nie ma już wniosków do sprawdzenia."
    ]


@pytest.mark.parametrize(
    ("second", "message"),
    [
        (("", ""), "Oceń to kryterium."),
        (
            ("to_complete", "Brak podpisu."),
            "To kryterium czeka na uzupełnienie. Wniosku nie można jeszcze zatwierdzić.",
        ),
    ],
)
def test_approval_with_a_claim_that_nobody_has_settled_saves_nothing(
    client, clock, second, message
):
    scene = make_scene()
    application = scene.application(claims=["large-family", "both-work"])
    client.force_login(scene.chair)

    response = client.post(
        url(application), answers(application, ("accepted", ""), second, verify="1")
    )

    application.refresh_from_db()
    first, wrong = response.context["forms"]
    assert (response.status_code, first.errors, wrong.errors) == (422, {}, {"verdict": [message]})
    assert (first["verdict"].value(), wrong["reason"].value()) == ("accepted", second[1])
    assert (application.status, history(application)) == (Status.FILED, [])


@pytest.mark.parametrize(
    ("verdict", "reason", "message", "field"),
    [
        ("rejected", "", "Napisz, dlaczego kryterium nie jest uznane.", "reason"),
        ("rejected", "   ", "Napisz, dlaczego kryterium nie jest uznane.", "reason"),
        ("to_complete", "", "Napisz, co trzeba uzupełnić.", "reason"),
        ("", "Coś.", "Zaznacz ocenę, do której napisano powód.", "verdict"),
        ("rejected", "x" * 501, "Skróć tekst do 500 znaków. Teraz ma ich 501.", "reason"),
        ("pending", "", "Wybierz ocenę z listy.", "verdict"),
    ],
)
def test_wrong_verdict_is_shown_at_its_field_and_nothing_typed_is_lost(
    client, clock, verdict, reason, message, field
):
    scene = make_scene()
    application = scene.application(claims=["large-family", "both-work", "disability"])
    client.force_login(scene.chair)

    response = client.post(
        url(application),
        answers(
            application,
            ("rejected", "Inny powód, już wpisany."),
            (verdict, reason),
            ("", ""),
        ),
    )

    first, wrong, last = response.context["forms"]
    assert "&lt;span" not in response.text
    application.refresh_from_db()
    assert response.status_code == 422
    assert (first.errors, wrong.errors, last.errors) == ({}, {field: [message]}, {})
    assert response.content.decode().count(message) == 2
    assert "Inny powód, już wpisany.</textarea>" in response.content.decode()
    assert (wrong["verdict"].value(), wrong["reason"].value()) == (verdict or None, reason)
    assert "<title>Błąd: " in response.content.decode()
    assert (application.status, history(application)) == (Status.FILED, [])


def test_stale_verdict_is_refused_with_a_sentence_and_stays_typed(client, clock):
    scene = make_scene()
    application = scene.application(claims=["large-family"])
    colleague = factories.make_staff(scene.ours, StaffRole.COMMITTEE_MEMBER)
    stale = answers(application, ("rejected", "Mój powód."))
    client.force_login(colleague)
    client.post(url(application), answers(application, ("accepted", "")))
    client.force_login(scene.chair)

    first = client.post(url(application), stale)
    again = client.post(url(application), stale)

    for response in (first, again):
        assert response.status_code == 409
        assert told(response)[-1] == CHANGED
        assert "Mój powód.</textarea>" in response.content.decode()
    assert verdicts(application) == [("large-family", "accepted", "")]


@pytest.mark.parametrize("seen", [{}, {"seen_event": ""}, {"seen_event": "x"}])
def test_verdict_from_a_page_that_saw_nothing_is_refused(client, clock, seen):
    scene = make_scene()
    application = scene.application(claims=["large-family"])
    client.force_login(scene.chair)
    data = answers(application, ("accepted", ""))
    del data["seen_event"]

    response = client.post(url(application), data | seen)

    assert response.status_code == 409
    assert verdicts(application) == [("large-family", "pending", "")]


def test_verdict_on_a_claim_of_another_case_is_not_read(client, clock):
    scene = make_scene()
    application = scene.application(claims=["large-family"])
    other = scene.application(claims=["large-family"])
    client.force_login(scene.chair)
    data = answers(application, ("accepted", "")) | answers(other, ("accepted", ""))
    data["seen_event"] = last_event(application)

    client.post(url(application), data)

    assert verdicts(application) == [("large-family", "accepted", "")]
    assert verdicts(other) == [("large-family", "pending", "")]


# --- steps ------------------------------------------------------------------------------------
def test_step_that_is_not_open_yet_says_why(client, clock):
    scene = make_scene()
    application = scene.application(claims=["large-family"])
    client.force_login(scene.chair)

    response = client.get(url(application))

    assert (
        "Prośba o uzupełnienie: "
        "Najpierw oceń choć jedno kryterium jako „do uzupełnienia” i zapisz ocenę."
    ) in text_of(response)


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (Status.WITHDRAWN, "Rodzina zrezygnowała z naboru. Wniosek nie bierze w nim udziału."),
        (
            Status.VERIFIED,
            "Wniosek jest zweryfikowany. Aby zmienić ocenę, najpierw cofnij go do weryfikacji.",
        ),
    ],
)
def test_approval_that_is_closed_is_refused_with_the_reason(client, clock, status, sentence):
    scene = make_scene()
    application = scene.application(status, claims=["large-family"], verdict=Verdict.ACCEPTED)
    client.force_login(scene.chair)

    response = client.post(url(application), answers(application, ("accepted", ""), verify="1"))

    application.refresh_from_db()
    assert (response.status_code, told(response)) == (409, [sentence])
    assert (application.status, history(application)) == (status, [])


def test_family_is_asked_to_complete_until_a_day_that_the_committee_sets(client, clock):
    scene = make_scene()
    application = scene.application(
        Status.IN_VERIFICATION, claims=["large-family"], verdict=Verdict.TO_COMPLETE
    )
    client.force_login(scene.chair)
    form = client.get(url(application, "case_return")).context["form"]
    sent = {"seen_event": last_event(application), "due_on_month": "marca", "due_on_year": "2027"}

    past, late, right = (
        client.post(url(application, "case_return"), {**sent, "due_on_day": day}, follow=True)
        for day in ("1", "27", "25")
    )

    application.refresh_from_db()
    assert form["due_on"].value() == date(2027, 3, 26)
    assert past.context["form"].errors == {"due_on": ["Ten dzień już minął. Podaj późniejszy."]}
    assert late.context["form"].errors == {
        "due_on": ["Ostatni dzień weryfikacji to 26 marca 2027. Podaj wcześniejszy termin."]
    }
    assert told(right) == ["Wniosek czeka na uzupełnienie przez rodzinę."]
    assert (application.status, application.completion_due_on) == (
        Status.RETURNED,
        date(2027, 3, 25),
    )
    assert history(application) == [("returned", "committee", "termin: 25 marca 2027", "")]


REASON_STEPS = [
    ("case_reject", Status.FILED, Status.REJECTED, "Napisz, dlaczego wniosek jest odrzucony."),
    (
        "case_unlock",
        Status.VERIFIED,
        Status.IN_VERIFICATION,
        "Napisz, dlaczego wniosek wraca do weryfikacji.",
    ),
    *(
        (
            "case_withdraw",
            status,
            Status.WITHDRAWN,
            "Napisz, jak rodzina zgłosiła rezygnację.",
        )
        for status in (Status.FILED, Status.IN_VERIFICATION, Status.RETURNED, Status.VERIFIED)
    ),
]


@pytest.mark.parametrize(("name", "before", "after", "_message"), REASON_STEPS)
def test_step_with_a_reason(client, clock, name, before, after, _message):
    scene = make_scene()
    application = scene.application(before)
    client.force_login(scene.chair)
    form = client.get(url(application, name)).context["form"]

    client.post(
        url(application, name), {"seen_event": form["seen_event"].value(), "reason": "Powód."}
    )

    application.refresh_from_db()
    assert application.status == after
    assert history(application)[-1][3] == "Powód."


@pytest.mark.parametrize(("name", "before", "_after", "message"), REASON_STEPS)
@pytest.mark.parametrize("typed", ["", "   ", "x" * 501])
def test_step_without_a_right_reason_is_not_taken(
    client, clock, name, before, _after, message, typed
):
    scene = make_scene()
    application = scene.application(before)
    client.force_login(scene.chair)

    response = client.post(
        url(application, name), {"seen_event": last_event(application), "reason": typed}
    )

    application.refresh_from_db()
    expected = message if not typed.strip() else "Skróć tekst do 500 znaków. Teraz ma ich 501."
    assert response.status_code == 422
    assert response.context["form"].errors == {"reason": [expected]}
    assert response.context["form"]["reason"].value() == typed
    assert (application.status, history(application)) == (before, [])


@pytest.mark.parametrize(
    ("name", "status", "sentence"),
    [
        ("case_unlock", Status.FILED, "Cofnąć do weryfikacji można tylko wniosek zweryfikowany."),
        (
            "case_withdraw",
            Status.WITHDRAWN,
            "Rodzina zrezygnowała z naboru. Wniosek nie bierze w nim udziału.",
        ),
        (
            "case_reject",
            Status.VERIFIED,
            "Wniosek jest zweryfikowany. Aby zmienić ocenę, najpierw cofnij go do weryfikacji.",
        ),
    ],
)
def test_step_that_is_closed_leads_back_with_the_reason(client, clock, name, status, sentence):
    scene = make_scene()
    application = scene.application(status)
    client.force_login(scene.chair)

    response = client.get(url(application, name), follow=True)

    assert response.redirect_chain == [(f"{url(application)}#main-content", 302)]
    assert told(response) == [sentence]


@pytest.mark.parametrize(("name", "before", "_after", "_message"), REASON_STEPS)
def test_stale_step_with_a_reason_is_refused(client, clock, name, before, _after, _message):
    scene = make_scene()
    application = scene.application(before)
    client.force_login(scene.chair)

    response = client.post(url(application, name), {"seen_event": 0, "reason": "x"}, follow=True)

    application.refresh_from_db()
    assert (application.status, told(response)) == (before, [CHANGED])


def test_member_cannot_decide_on_the_own_child(client, clock):
    scene = make_scene()
    application = scene.application(owner=scene.chair, claims=["large-family"])
    client.force_login(scene.chair)

    page = client.get(url(application))
    response = client.post(url(application), answers(application, ("accepted", "")))

    assert "To wniosek Twojego dziecka. Oceni go inna osoba z komisji." in text_of(page)
    assert response.status_code == 409
    assert verdicts(application) == [("large-family", "pending", "")]
