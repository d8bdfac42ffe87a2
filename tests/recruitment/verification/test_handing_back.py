"""An application with a mistake goes back to its family, which corrects it and files it again."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils.html import strip_tags

from recruitment.applications.errors import NotAllowed
from recruitment.applications.models import Application, Channel, Verdict
from recruitment.applications.permissions import reason_against
from recruitment.applications.services.filing import submit_application
from recruitment.applications.services.sections import save_address
from recruitment.applications.services.taking_back import reopen_application
from recruitment.applications.values import AddressValues, ResidenceValues
from recruitment.applications.workflow import WAITING_FOR_COMMITTEE, Status
from recruitment.procedures.models import StageCode
from recruitment.verification.permissions import check_can_hand_back
from recruitment.verification.services.decisions import hand_back
from schools.models import StaffRole
from tests import factories
from tests.factories import CLOSES_AT, DURING, NOW, OPENS_AT
from tests.recruitment.verification.scene import history, last_event, make_scene, verdicts

pytestmark = pytest.mark.django_db

REASON = "Popraw kod pocztowy."
PAPER = (
    "Błąd we wniosku z papieru poprawia placówka: zapisuje rezygnację i wprowadza go jeszcze raz."
)
LATE = "Czas na składanie wniosków już minął. Rodzina nie złoży już poprawionego wniosku."
RESIDENCE = ResidenceValues(
    is_resident=True, address=AddressValues("ul. Leśna", "8", "", "05-118", "Legionowo")
)


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def scene():
    return make_scene()


def give_back(scene, application, *, now=NOW, **fields):
    return hand_back(
        application=application,
        actor=scene.chair,
        now=now,
        seen_event=last_event(application),
        **{"reason": REASON, **fields},
    )


def file_again(application, *, now=NOW):
    return submit_application(
        application=application, actor=application.owner, now=now, idempotency_key=f"klucz {now}"
    )


def url(application, name="case_hand_back"):
    return reverse(name, args=[application.public_id])


def text_of(response) -> str:
    return re.sub(r"\s+", " ", strip_tags(response.content.decode()))


# --- the step ---------------------------------------------------------------------------------
@pytest.mark.parametrize("status", sorted(WAITING_FOR_COMMITTEE))
def test_application_that_waits_becomes_a_draft_with_a_reason(scene, status):
    application = scene.application(status)

    give_back(scene, application)

    application.refresh_from_db()
    assert (application.status, application.filed_at) == (Status.DRAFT, None)
    assert history(application)[-1] == ("handed_back", "committee", "", REASON)


def test_no_verdict_stands_on_answers_that_may_change(scene):
    application = scene.application(
        Status.IN_VERIFICATION, claims=["large-family", "disability", "both-work"]
    )
    decided = {"decided_at": NOW, "decided_by": scene.chair}
    application.claims.filter(criterion__code="large-family").update(
        verdict=Verdict.ACCEPTED, **decided
    )
    application.claims.filter(criterion__code="disability").update(
        verdict=Verdict.REJECTED, reason="Inne nazwisko.", **decided
    )

    give_back(scene, application)

    assert verdicts(application) == [
        ("large-family", "pending", ""),
        ("disability", "to_complete", "Inne nazwisko."),
        ("both-work", "pending", ""),
    ]
    assert history(application) == [
        ("claim_decided", "committee", "Kryterium large-family: uznano → do sprawdzenia", ""),
        (
            "claim_decided",
            "committee",
            "Kryterium disability: nie uznano → do uzupełnienia",
            "Inne nazwisko.",
        ),
        ("handed_back", "committee", "", REASON),
    ]


def test_family_is_told_by_a_message_without_the_childs_data_or_the_reason(
    scene, django_capture_on_commit_callbacks
):
    owner = factories.make_user("rodzic@example.org")
    application = scene.application(owner=owner)

    with django_capture_on_commit_callbacks(execute=True):
        give_back(scene, application)

    [message] = mail.outbox
    assert message.to == ["rodzic@example.org"]
    assert message.subject == f"Wniosek {application.number}: ważna wiadomość od komisji"
    assert "Czas na złożenie mija: 14 marca 2027, godz. 16:00." in message.body
    for secret in ("Zofia", "Kowalska", application.candidate.pesel, "kod pocztowy"):
        assert secret not in message.subject + message.body


def test_family_corrects_and_files_again_and_the_committee_has_the_case_back(scene):
    application = scene.application(claims=["residence"], verdict=Verdict.ACCEPTED)
    give_back(scene, application)
    save_address(application=application, values=RESIDENCE, actor=application.owner, now=NOW)
    later = NOW + timedelta(days=1)

    submission = file_again(application, now=later)

    application.refresh_from_db()
    assert (application.status, application.filed_at) == (Status.FILED, later)
    assert (submission.number, '"postcode":"05-118"' in submission.content) == (2, True)
    assert verdicts(application) == [("residence", "pending", "")]


# --- who and when -----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("now", "reason"),
    [(OPENS_AT, ""), (CLOSES_AT - timedelta(seconds=1), ""), (CLOSES_AT, LATE)],
)
def test_application_is_handed_back_only_while_it_can_be_filed_again(scene, now, reason):
    assert reason_against(check_can_hand_back, scene.chair, scene.application(), now) == reason


def test_paper_application_is_not_handed_back(scene):
    application = scene.application(channel=Channel.PAPER)

    with pytest.raises(NotAllowed, match=PAPER):
        give_back(scene, application)


@pytest.mark.parametrize("status", sorted(set(Status) - WAITING_FOR_COMMITTEE - {Status.DRAFT}))
def test_application_that_does_not_wait_is_not_handed_back(scene, status):
    application = scene.application(status)

    with pytest.raises(NotAllowed):
        give_back(scene, application)

    application.refresh_from_db()
    assert application.status == status


# --- the committee's pages --------------------------------------------------------------------
def test_committee_hands_back_from_the_case_and_returns_to_the_desk(client, clock, scene):
    application = scene.application()
    client.force_login(scene.chair)
    case = client.get(url(application, "case"))
    form = client.get(url(application)).context["form"]

    response = client.post(
        url(application),
        {"seen_event": form["seen_event"].value(), "reason": REASON},
        follow=True,
    )

    assert url(application) in case.text
    assert response.redirect_chain == [("/placowka/", 302)]
    assert [str(message) for message in response.context["messages"]] == [
        "Wniosek wrócił do rodziny. Pojawi się tu, gdy rodzina złoży go ponownie."
    ]
    assert (
        f"Kowalska Zofia, wniosek {application.number}, zwrócono 5 marca 2027, godz. 18:42"
        in text_of(response)
    )
    assert client.get(url(application, "case")).status_code == 404


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Napisz, co rodzina ma poprawić."),
        ("  ", "Napisz, co rodzina ma poprawić."),
        ("x" * 501, "Skróć tekst do 500 znaków. Teraz ma ich 501."),
    ],
)
def test_without_a_right_reason_nothing_is_handed_back(client, clock, scene, typed, message):
    application = scene.application()
    client.force_login(scene.chair)

    response = client.post(
        url(application), {"seen_event": last_event(application), "reason": typed}
    )

    application.refresh_from_db()
    assert (response.status_code, application.status) == (422, Status.FILED)
    assert response.context["form"].errors == {"reason": [message]}
    assert response.context["form"]["reason"].value() == typed


def test_reason_of_many_lines_is_as_long_as_the_browser_counted_it(client, clock, scene):
    application = scene.application()
    client.force_login(scene.chair)
    reason = "\r\n".join(["x" * 249, "y" * 250])

    client.post(url(application), {"seen_event": last_event(application), "reason": reason})

    assert history(application)[-1][3] == reason.replace("\r\n", "\n")


@pytest.mark.parametrize("channel", Channel)
def test_after_the_closing_no_case_offers_to_hand_back(client, time_machine, scene, channel):
    time_machine.move_to(DURING[StageCode.VERIFICATION], tick=False)
    application = scene.application(channel=channel)
    client.force_login(scene.chair)

    assert url(application) not in client.get(url(application, "case")).text


@pytest.mark.parametrize("role", StaffRole)
def test_desk_of_another_institution_does_not_tell_of_it(client, clock, scene, role):
    application = scene.application()
    give_back(scene, application)
    client.force_login(factories.make_staff(scene.theirs, role))

    assert application.number not in text_of(client.get("/placowka/"))


@pytest.mark.parametrize("reopens", [False, True])
def test_desk_forgets_it_once_the_family_has_filed_again(client, clock, scene, reopens):
    application = scene.application()
    give_back(scene, application)
    file_again(application)
    if reopens:
        reopen_application(application=application, actor=application.owner, now=NOW)
    client.force_login(scene.chair)

    assert client.get("/placowka/").context["handed_back"] == []


def test_new_case_keeps_the_history_with_the_reason(client, clock, scene):
    application = scene.application()
    give_back(scene, application)
    file_again(application)
    client.force_login(scene.chair)

    assert f"Zwrócono wniosek do poprawy Powód: {REASON}" in text_of(
        client.get(url(application, "case"))
    )


# --- the family's pages -----------------------------------------------------------------------
def test_family_reads_the_reason_and_what_to_do(client, clock, scene):
    application = scene.application()
    give_back(scene, application)
    client.force_login(application.owner)

    page = text_of(client.get(url(application, "application")))
    cards = text_of(client.get("/wnioski/"))

    for expected in (
        "Do poprawy Komisja zwróciła wniosek do poprawy. Teraz nie jest on złożony.",
        f"Co trzeba poprawić: {REASON}",
        "Popraw wniosek i złóż go jeszcze raz przed końcem terminu.",
        "Sprawdź odpowiedzi i złóż wniosek",
    ):
        assert expected in page
    assert "Komisja zwróciła wniosek do poprawy. Teraz nie jest on złożony." in cards


def test_reason_stays_readable_when_the_family_missed_the_closing(client, time_machine, scene):
    application = scene.application()
    give_back(scene, application)
    time_machine.move_to(CLOSES_AT, tick=False)
    client.force_login(application.owner)

    page = text_of(client.get(url(application, "application")))

    assert "Szkic nie został złożony. Nie bierze on udziału w naborze." in page
    assert f"Komisja zwróciła wniosek do poprawy z powodu: {REASON}" in page


def test_reason_is_gone_when_the_family_takes_back_what_it_filed_again(client, clock, scene):
    application = scene.application()
    give_back(scene, application)
    file_again(application)
    reopen_application(application=application, actor=application.owner, now=NOW)
    client.force_login(application.owner)

    page = text_of(client.get(url(application, "application")))

    assert Application.objects.get(pk=application.pk).is_draft
    assert REASON not in page
    assert "Ten wniosek był już złożony, a teraz jest otwarty do poprawy." in page
