"""Checking, filing, the receipt, the status page and taking an application back, as pages."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from accounts.models import User
from recruitment.applications.models import Application, CaseEvent, Submission, Verdict
from recruitment.applications.services.history import record
from recruitment.applications.workflow import Actor, Status, Verb
from recruitment.procedures.models import Procedure, StageCode
from recruitment.procedures.services import set_published_run
from schools.models import Group
from tests.factories import (
    CLOSES_AT,
    DURING,
    NOW,
    make_application,
    make_draft,
    make_group,
    make_institution,
)
from tests.recruitment.applications.reading import errors, title, words

pytestmark = pytest.mark.django_db

Travel = Callable[[datetime], None]
CONFIRMED = {"liability": "on", "information": "on", "idempotency_key": "klucz"}


def address(application: Application, name: str = "application") -> str:
    return reverse(name, args=[application.public_id])


@pytest.fixture
def group() -> Group:
    return make_group(make_institution(name="Przedszkole Pod Sosną"), name="Misie")


@pytest.fixture
def whole(procedure: Procedure, parent: User, group: Group) -> Application:
    """A draft ready to be filed, with a claim to large family."""
    return make_application(
        procedure, owner=parent, groups=[group], claims=["residence", "large-family"]
    )


# --- checking and filing ----------------------------------------------------------------------
def test_check_page_shows_every_answer_and_the_points(visit: Client, whole: Application) -> None:
    response = visit.get(address(whole, "application_check"))

    seen = words(response)
    for answer in (
        "Imię i nazwisko Zofia Kowalska",
        "Data urodzenia 17 maja 2022",
        "Matka Anna Kowalska anna@example.org +48 601 602 603 mieszka pod adresem dziecka",
        "Adres dziecka ul. Łąkowa 12/3 05-120 Legionowo",
        "Miejsce 1 Przedszkole Pod Sosną, Misie",
        "Kryterium large-family tak",
        "I etap: 100 II etap: 4",
        "Kryterium large-family – I etap – kryteria ustawowe: punkty: 100 (liczy się)",
    ):
        assert answer in seen
    links = re.findall(r'href="([^"]+\?wroc=sprawdz)"', response.content.decode())
    assert links == [
        f"{address(whole, f'application_{section}')}?wroc=sprawdz"
        for section in ("child", "guardians", "address", "choices", "criteria")
    ]


def test_check_page_of_an_unfinished_draft_leads_to_the_task_list(
    visit: Client, procedure: Procedure, parent: User
) -> None:
    draft = make_draft(procedure, parent)

    assert visit.get(address(draft, "application_check")).url == address(draft)


def test_filing_without_declarations_is_refused(visit: Client, whole: Application) -> None:
    response = visit.post(address(whole, "application_check"), {"idempotency_key": "klucz"})

    assert (response.status_code, title(response)) == (
        422,
        "Błąd: Sprawdź odpowiedzi i złóż wniosek",
    )
    assert errors(response) == [
        "Zaznacz oświadczenie o odpowiedzialności karnej.",
        "Zaznacz, że znasz informację o danych osobowych.",
    ]
    assert 'value="klucz"' in response.content.decode()
    assert Submission.objects.count() == 0


def test_filing_leads_to_a_receipt_that_says_what_next(
    visit: Client,
    whole: Application,
    django_capture_on_commit_callbacks: object,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = visit.post(address(whole, "application_check"), CONFIRMED)

    seen = words(visit.get(response.url))
    assert response.url == address(whole, "application_filed")
    assert f"Wniosek został złożony Numer wniosku {whole.number}" in seen
    assert "Złożono 5 marca 2027, godz. 18:42." in seen
    assert (
        "Sprawdzenie przez komisję – od 15 marca 2027, godz. 8:00 do 26 marca 2027, godz. 16:00 "
        "(przed Tobą)" in seen
    )
    assert "Przynieś je do placówki pierwszego wyboru: Przedszkole Pod Sosną" in seen
    assert "dokument do large-family – Kryterium large-family" in seen
    assert [message.to for message in mail.outbox] == [["rodzic@example.org"]]
    submission = Submission.objects.get()
    assert "Jestem świadomy odpowiedzialności karnej" in submission.content


def test_a_second_press_gives_the_same_receipt(visit: Client, whole: Application) -> None:
    first = visit.post(address(whole, "application_check"), CONFIRMED)
    second = visit.post(address(whole, "application_check"), CONFIRMED)

    assert first.url == second.url
    assert Submission.objects.count() == 1


def test_filing_after_the_end_is_refused_with_the_reason(
    visit: Client, whole: Application, travel_to: Travel
) -> None:
    travel_to(CLOSES_AT)

    response = visit.post(address(whole, "application_check"), CONFIRMED)

    assert (response.status_code, errors(response)) == (
        422,
        ["Czas na składanie wniosków już minął."],
    )
    assert Application.objects.get().status == Status.DRAFT


def test_filing_after_the_end_without_declarations_tells_the_end_first(
    visit: Client, whole: Application, travel_to: Travel
) -> None:
    travel_to(CLOSES_AT)

    response = visit.post(address(whole, "application_check"), {"idempotency_key": "klucz"})

    assert errors(response)[0] == "Czas na składanie wniosków już minął."


def test_filing_in_the_last_second_succeeds(
    visit: Client, whole: Application, travel_to: Travel
) -> None:
    travel_to(CLOSES_AT - timedelta(seconds=1))

    visit.post(address(whole, "application_check"), CONFIRMED)

    assert Application.objects.get().status == Status.FILED


def test_filing_a_child_filed_meanwhile_is_refused(
    visit: Client, whole: Application, procedure: Procedure
) -> None:
    pesel = whole.candidate.pesel
    make_application(procedure, status=Status.FILED, child={"pesel": pesel})

    response = visit.post(address(whole, "application_check"), CONFIRMED)

    assert (response.status_code, errors(response)) == (
        422,
        ["W tym naborze jest już złożony wniosek tego dziecka."],
    )


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN])
def test_there_is_no_receipt_of_what_is_not_filed(
    visit: Client, procedure: Procedure, parent: User, status: Status
) -> None:
    application = make_application(procedure, owner=parent, status=status)

    assert visit.get(address(application, "application_filed")).url == address(application)


# --- the status page --------------------------------------------------------------------------
MEANINGS = {
    Status.FILED: "Wniosek jest złożony i czeka na sprawdzenie przez komisję.",
    Status.IN_VERIFICATION: "Komisja sprawdza wniosek i dokumenty.",
    Status.RETURNED: "Komisja prosi o uzupełnienie. Bez tego nie dokończy sprawdzania.",
    Status.VERIFIED: "Komisja sprawdziła wniosek. Bierze on udział w naborze.",
    Status.REJECTED: "Komisja odrzuciła wniosek z przyczyn formalnych. Nie bierze on udziału.",
    Status.WITHDRAWN: "Zrezygnowano z naboru. Ten wniosek nie bierze w nim udziału.",
}
MISSED = "Komisja nie potwierdziła wniosku na czas. Wniosek nie bierze udziału w naborze."


@pytest.mark.parametrize("status", MEANINGS)
def test_status_page_says_what_the_state_means(
    visit: Client, procedure: Procedure, parent: User, status: Status
) -> None:
    application = make_application(procedure, owner=parent, status=status)

    seen = words(visit.get(address(application)))

    assert f"Co to znaczy {MEANINGS[status]} Co mam zrobić " in seen


@pytest.mark.parametrize("status", MEANINGS)
def test_status_page_after_verification_says_who_does_not_take_part(
    visit: Client, procedure: Procedure, parent: User, travel_to: Travel, status: Status
) -> None:
    application = make_application(procedure, owner=parent, status=status)
    travel_to(DURING[StageCode.ALLOCATION])

    seen = words(visit.get(address(application)))

    waiting = {Status.FILED, Status.IN_VERIFICATION, Status.RETURNED}
    assert (MISSED in seen, MEANINGS[status] in seen) == (status in waiting, status not in waiting)
    assert "Dokumenty przyjmuje" not in seen
    assert ("Poprawka albo rezygnacja" in seen) == (status in {Status.VERIFIED, Status.REJECTED})


def test_status_page_shows_verdicts_reasons_and_points(
    visit: Client, procedure: Procedure, parent: User, group: Group
) -> None:
    application = make_application(
        procedure,
        owner=parent,
        status=Status.RETURNED,
        groups=[group],
        claims=["large-family"],
        verdict=Verdict.TO_COMPLETE,
    )

    seen = words(visit.get(address(application)))

    assert (
        "Kryterium large-family do uzupełnienia Brakuje zaświadczenia. "
        "Potwierdza: dokument do large-family" in seen
    )
    assert "Komisja sprawdza wnioski do 26 marca 2027, godz. 16:00." in seen
    assert "I etap: 100 (potwierdzone: 0) II etap: 4 (potwierdzone: 4)" in seen


def test_status_page_tells_the_reason_of_a_rejection(
    visit: Client, procedure: Procedure, parent: User
) -> None:
    application = make_application(procedure, owner=parent, status=Status.REJECTED)
    record(
        application,
        Verb.REJECTED,
        actor=None,
        actor_role=Actor.COMMITTEE,
        now=NOW,
        reason="Brak podpisu.",
    )

    assert "Powód: Brak podpisu." in words(visit.get(address(application)))


CHECK, LISTS, WILL, ADMITTED = (
    "Sprawdzenie przez komisję",
    "Ogłoszenie list zakwalifikowanych",
    "Potwierdzanie woli przyjęcia",
    "Ogłoszenie list przyjętych",
)


@pytest.mark.parametrize(
    ("status", "moment", "is_published", "done", "current"),
    [
        (Status.FILED, DURING[StageCode.APPLICATION], False, [], []),
        (Status.IN_VERIFICATION, DURING[StageCode.APPLICATION], False, [], [CHECK]),
        (Status.FILED, CLOSES_AT, False, [], []),
        (Status.FILED, DURING[StageCode.VERIFICATION], False, [], [CHECK]),
        (Status.RETURNED, DURING[StageCode.VERIFICATION], False, [], [CHECK]),
        (Status.VERIFIED, DURING[StageCode.VERIFICATION], False, [CHECK], []),
        (Status.VERIFIED, DURING[StageCode.ALLOCATION], False, [CHECK], []),
        (Status.VERIFIED, DURING[StageCode.QUALIFIED_LISTS], False, [CHECK], [LISTS]),
        (Status.VERIFIED, DURING[StageCode.CONFIRMATION], False, [CHECK], [LISTS]),
        (Status.VERIFIED, DURING[StageCode.CONFIRMATION], True, [CHECK, LISTS], [WILL]),
        (Status.VERIFIED, DURING[StageCode.ADMITTED_LISTS], True, [CHECK, LISTS, WILL], [ADMITTED]),
    ],
)
def test_timeline_follows_the_calendar_and_the_state(
    visit: Client,
    procedure: Procedure,
    parent: User,
    travel_to: Travel,
    status: Status,
    moment: datetime,
    is_published: bool,
    done: list[str],
    current: list[str],
) -> None:
    application = make_application(procedure, owner=parent, status=status)
    if is_published:
        set_published_run(procedure=procedure, run_number=1, now=NOW)
    travel_to(moment)

    html = visit.get(address(application)).content.decode()

    steps = re.findall(r'nb-timeline__step--(\w+)"[^>]*>\s*([^–<]+) –', html)
    told = {
        state: [" ".join(title.split()) for s, title in steps if s == state] for state, _ in steps
    }
    assert told["done"] == ["Wniosek złożony", *done]
    assert told.get("current", []) == current


@pytest.mark.parametrize(
    ("status", "is_published", "shows"),
    [
        (Status.VERIFIED, True, True),
        (Status.VERIFIED, False, False),
        (Status.FILED, True, False),
    ],
)
def test_result_is_linked_once_published_and_only_for_who_takes_part(
    visit: Client,
    procedure: Procedure,
    parent: User,
    status: Status,
    is_published: bool,
    shows: bool,
) -> None:
    application = make_application(procedure, owner=parent, status=status)
    if is_published:
        procedure.published_run_number, procedure.published_at = 1, NOW
        procedure.save()

    assert ("Zobacz wynik" in words(visit.get(address(application)))) == shows


def test_nobody_is_told_to_wait_for_announced_results(
    visit: Client, procedure: Procedure, parent: User
) -> None:
    application = make_application(procedure, owner=parent, status=Status.VERIFIED)
    set_published_run(procedure=procedure, run_number=1, now=NOW)

    page = words(visit.get(address(application)))

    assert "Jeśli dziecko ma miejsce, potwierdź wolę przyjęcia w terminie." in page
    assert "Czekaj na ogłoszenie list." not in page


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (Status.FILED, "Popraw wniosek Zrezygnuj z naboru"),
        (
            Status.IN_VERIFICATION,
            "Ten wniosek jest już u komisji. O poprawkę poproś placówkę pierwszego wyboru. "
            "Ten wniosek jest już u komisji. Rezygnację zgłoś w placówce pierwszego wyboru.",
        ),
    ],
)
def test_status_page_offers_what_is_allowed_or_says_why_not(
    visit: Client, procedure: Procedure, parent: User, status: Status, sentence: str
) -> None:
    application = make_application(procedure, owner=parent, status=status)

    assert f"Poprawka albo rezygnacja {sentence}" in words(visit.get(address(application)))


# --- taking back ------------------------------------------------------------------------------
def test_reopening_asks_first_and_then_makes_a_loud_draft(
    visit: Client, procedure: Procedure, parent: User
) -> None:
    application = make_application(procedure, owner=parent, status=Status.FILED)
    asked = visit.get(address(application, "application_reopen"))
    status_when_asked = Application.objects.get().status

    response = visit.post(address(application, "application_reopen"), follow=True)

    assert "Po poprawce trzeba go złożyć jeszcze raz" in words(asked)
    assert "Popraw wniosek Nie, zostaw złożony" in words(asked)
    assert status_when_asked == Status.FILED
    assert Application.objects.get().status == Status.DRAFT
    assert (
        "Ten wniosek był już złożony, a teraz jest otwarty do poprawy. Trzeba go złożyć jeszcze raz."
        in words(response)
    )


@pytest.mark.parametrize("status", [Status.DRAFT, Status.FILED, Status.RETURNED])
def test_withdrawing_asks_first(
    visit: Client, procedure: Procedure, parent: User, status: Status
) -> None:
    application = make_application(procedure, owner=parent, status=status)
    asked = visit.get(address(application, "application_withdraw"))

    visit.post(address(application, "application_withdraw"))

    assert "Po rezygnacji wniosek nie bierze udziału w naborze" in words(asked)
    assert "Zrezygnuj z naboru Nie, wróć do wniosku" in words(asked)
    assert Application.objects.get().status == Status.WITHDRAWN
    assert CaseEvent.objects.last().get_verb_display() == "zrezygnowano z naboru"


@pytest.mark.parametrize("name", ["application_reopen", "application_withdraw"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_taking_back_after_the_end_is_refused_with_the_reason(
    visit: Client,
    procedure: Procedure,
    parent: User,
    travel_to: Travel,
    name: str,
    method: str,
) -> None:
    application = make_application(procedure, owner=parent, status=Status.FILED)
    travel_to(CLOSES_AT)

    response = getattr(visit, method)(address(application, name), follow=True)

    assert response.redirect_chain == [(address(application), 302)]
    assert "Czas na składanie wniosków już minął." in words(response)
    assert Application.objects.get().status == Status.FILED
