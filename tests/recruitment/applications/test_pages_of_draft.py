"""The parent's list, the task list and the sections, as pages."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from recruitment.applications.models import Application, SectionDraft
from recruitment.applications.workflow import Status
from recruitment.procedures.models import Procedure
from tests.factories import (
    CLOSES_AT,
    NOW,
    OPENS_AT,
    make_application,
    make_draft,
    make_group,
    make_office_worker,
    make_pesel,
    make_staff,
    make_user,
)
from tests.recruitment.applications.reading import errors, title, words
from tests.recruitment.applications.steps import BIRTH_ON, PESEL

pytestmark = pytest.mark.django_db

Travel = Callable[[datetime], None]

CHILD = {"first_names": "Zofia", "surname": "Kowalska", "pesel": PESEL, "has_statement": "no"}
SECTIONS = ("child", "guardians", "address", "choices", "criteria")
PAGES = (
    "application",
    *(f"application_{section}" for section in SECTIONS),
    "application_check",
    "application_filed",
    "application_reopen",
    "application_withdraw",
)


def address(application: Application, name: str = "application") -> str:
    return reverse(name, args=[application.public_id])


# --- the list ---------------------------------------------------------------------------------
def test_list_of_a_new_parent_is_empty_and_offers_to_start(
    visit: Client, procedure: Procedure
) -> None:
    response = visit.get("/wnioski/")

    assert "Nie masz jeszcze żadnego wniosku." in words(response)
    assert "Rozpocznij nowy wniosek" in words(response)


def test_list_of_a_city_without_a_procedure(visit: Client) -> None:
    assert words(visit.get("/wnioski/")) == (
        "Moje wnioski Nie masz jeszcze żadnego wniosku. Nie ma teraz żadnego naboru."
    )
    assert visit.post("/wnioski/nowy/").url == "/wnioski/"


def test_list_says_loudly_what_is_only_a_draft(
    visit: Client, parent: User, procedure: Procedure
) -> None:
    make_application(procedure, owner=parent, status=Status.FILED, child={"first_names": "Jan"})
    make_application(procedure, owner=parent, now=NOW + timedelta(minutes=1))

    seen = words(visit.get("/wnioski/"))

    assert "Szkic – wniosek nie został jeszcze złożony. Zostało 9 dni" in seen
    assert "Wniosek jest złożony i czeka na sprawdzenie przez komisję." in seen
    assert seen.index("Zofia Kowalska") < seen.index("Jan Kowalska")


def test_list_shows_nobody_elses_child(visit: Client, procedure: Procedure) -> None:
    make_application(procedure, child={"first_names": "Cudze"})

    assert "Cudze" not in words(visit.get("/wnioski/"))


@pytest.mark.parametrize("children", [1, 3])
def test_list_takes_the_same_number_of_queries(
    visit: Client,
    parent: User,
    procedure: Procedure,
    django_assert_num_queries: DjangoAssertNumQueries,
    children: int,
) -> None:
    for number in range(children):
        group = make_group()
        make_application(
            procedure,
            owner=parent,
            groups=[group, make_group()],
            claims=["large-family", ("sibling", group.institution)],
            status=Status.FILED if number % 2 else Status.DRAFT,
        )
    visit.get("/wnioski/")

    with django_assert_num_queries(19):
        visit.get("/wnioski/")


# --- starting ---------------------------------------------------------------------------------
def test_start_makes_a_draft_and_leads_to_it(
    visit: Client, parent: User, procedure: Procedure
) -> None:
    response = visit.post("/wnioski/nowy/")

    draft = Application.objects.get()
    assert (draft.owner, draft.status) == (parent, Status.DRAFT)
    assert response.url == address(draft)


@pytest.mark.parametrize(
    ("moment", "reason"),
    [
        (OPENS_AT - timedelta(seconds=1), "Składanie wniosków jeszcze się nie zaczęło."),
        (CLOSES_AT, "Czas na składanie wniosków już minął."),
    ],
)
def test_start_is_refused_outside_the_stage_with_the_reason(
    visit: Client,
    procedure: Procedure,
    travel_to: Travel,
    moment: object,
    reason: str,
) -> None:
    travel_to(moment)

    response = visit.post("/wnioski/nowy/")

    assert (response.status_code, errors(response)) == (422, [reason])
    assert Application.objects.count() == 0
    assert reason in words(visit.get("/wnioski/"))


def test_first_application_begins_with_what_to_prepare(visit: Client, procedure: Procedure) -> None:
    html = visit.get("/wnioski/").content.decode()

    page = words(visit.get("/wnioski/nowy/"))

    assert 'href="/wnioski/nowy/"' in html
    assert "Co przygotować PESEL dziecka albo inny dokument dziecka" in page
    assert "Rozpocznij wniosek" in page
    assert Application.objects.count() == 0


def test_second_child_starts_from_copied_answers(
    visit: Client, parent: User, procedure: Procedure
) -> None:
    first = make_application(procedure, owner=parent)
    unanswered = visit.post("/wnioski/nowy/")

    response = visit.post("/wnioski/nowy/", {"copied_from": first.public_id})

    second = Application.objects.exclude(pk=first.pk).get()
    assert errors(unanswered) == ["Zaznacz, czy skopiować dane."]
    assert response.url == address(second)
    assert "Gotowe części: 2 z 5." in words(visit.get(response.url))


# --- the task list ----------------------------------------------------------------------------
def test_task_list_of_a_new_draft(visit: Client, parent: User, procedure: Procedure) -> None:
    draft = make_draft(procedure, parent)

    seen = words(visit.get(address(draft)))

    assert "Szkic – wniosek nie został jeszcze złożony." in seen
    assert "Zostało 9 dni (do 14 marca 2027, godz. 16:00)." in seen
    assert "Zapisano dziś o 18:42. Gotowe części: 0 z 5." in seen
    assert seen.count("Do zrobienia") == 5
    assert seen.endswith("Sprawdź odpowiedzi i złóż wniosek Jeszcze niedostępne Zrezygnuj z naboru")


@pytest.mark.parametrize(
    ("moment", "left"),
    [
        (CLOSES_AT - timedelta(days=1), "Został 1 dzień (do"),
        (CLOSES_AT - timedelta(seconds=1), "To ostatni dzień (do"),
    ],
)
def test_task_list_counts_the_days(
    visit: Client,
    parent: User,
    procedure: Procedure,
    travel_to: Travel,
    moment: object,
    left: str,
) -> None:
    travel_to(moment)

    seen = words(visit.get(address(make_draft(procedure, parent))))

    assert f"{left} 14 marca 2027, godz. 16:00)." in seen
    assert "Zapisano 5 marca 2027 o 18:42" in seen


def test_task_list_opens_the_last_task_when_all_is_done(
    visit: Client, parent: User, procedure: Procedure
) -> None:
    application = make_application(procedure, owner=parent)

    html = visit.get(address(application)).content.decode()

    assert f'href="{address(application, "application_check")}"' in html
    assert "Gotowe części: 5 z 5." in words(visit.get(address(application)))


def test_task_list_after_the_stage_says_that_nothing_was_filed(
    visit: Client, parent: User, procedure: Procedure, travel_to: Travel
) -> None:
    application = make_application(procedure, owner=parent)
    application.guardians.all().delete()
    travel_to(CLOSES_AT)

    response = visit.get(address(application))

    seen = words(response)
    assert "Szkic nie został złożony. Nie bierze on udziału w naborze." in seen
    assert "Czas na składanie wniosków już minął." in seen
    assert "Odpowiedzi w szkicu Dane dziecka Imię i nazwisko Zofia Kowalska" in seen
    assert "Rodzice lub opiekunowie" not in seen
    assert address(application, "application_child") not in response.content.decode()


@pytest.mark.parametrize("size", [1, 3])
def test_task_list_takes_the_same_number_of_queries(
    visit: Client,
    parent: User,
    procedure: Procedure,
    django_assert_num_queries: DjangoAssertNumQueries,
    size: int,
) -> None:
    groups = [make_group() for _ in range(size)]
    claims = [("sibling", group.institution) for group in groups]
    application = make_application(procedure, owner=parent, groups=groups, claims=claims)

    with django_assert_num_queries(20):
        visit.get(address(application))


# --- who may see ------------------------------------------------------------------------------
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("status", [Status.DRAFT, Status.FILED])
@pytest.mark.parametrize("who", ["another parent", "director", "office"])
def test_the_parents_pages_do_not_exist_for_anybody_else(
    client: Client, procedure: Procedure, name: str, status: Status, who: str
) -> None:
    group = make_group()
    application = make_application(procedure, status=status, groups=[group])
    person = {
        "another parent": make_user,
        "director": lambda: make_staff(group.institution),
        "office": make_office_worker,
    }[who]()
    client.force_login(person)

    assert client.get(address(application, name)).status_code == 404
    assert client.post(address(application, name), CHILD).status_code in {404, 405}
    assert Application.objects.get(pk=application.pk).status == status


@pytest.mark.parametrize("name", PAGES)
def test_a_guest_is_asked_to_sign_in(client: Client, procedure: Procedure, name: str) -> None:
    response = client.get(address(make_application(procedure), name))

    assert response.url.startswith("/konto/login/?next=")


# --- the sections -----------------------------------------------------------------------------
@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_of_a_new_draft_opens_without_errors(
    visit: Client, parent: User, procedure: Procedure, section: str
) -> None:
    response = visit.get(address(make_draft(procedure, parent), f"application_{section}"))

    assert (response.status_code, errors(response)) == (200, [])
    assert "Zapisz i przejdź dalej Zapisz i wróć później" in words(response)


def test_a_right_section_is_stored_and_leads_to_the_next_unfinished_one(
    visit: Client, parent: User, procedure: Procedure
) -> None:
    draft = make_draft(procedure, parent)

    response = visit.post(address(draft, "application_child"), CHILD)

    assert response.url == address(draft, "application_guardians")
    assert Application.objects.get().candidate.full_name == "Zofia Kowalska"


def test_a_wrong_section_comes_back_whole(
    visit: Client, parent: User, procedure: Procedure
) -> None:
    draft = make_draft(procedure, parent)
    typed = {**CHILD, "first_names": "Ż" * 10_000, "pesel": "22 25 17 12 34 6"}

    response = visit.post(address(draft, "application_child"), typed)

    html = response.content.decode()
    assert (response.status_code, title(response)) == (422, "Błąd: Dane dziecka")
    assert errors(response) == [
        "Imię lub imiona dziecka: Skróć tekst do 100 znaków. Teraz ma ich 10000.",
        "Ostatnia cyfra PESEL nie zgadza się z pozostałymi. Sprawdź, czy w numerze nie ma literówki.",
    ]
    assert 'href="#id_pesel"' in html
    assert f'value="{typed["first_names"]}"' in html
    assert 'value="22 25 17 12 34 6"' in html
    assert Application.objects.get().candidate.full_name == ""


def test_unanswered_questions_are_told_one_by_one(
    visit: Client, parent: User, procedure: Procedure
) -> None:
    draft = make_application(procedure, owner=parent)

    response = visit.post(
        address(draft, "application_criteria"), {"both-work": "yes", "one-works": "no"}
    )

    assert errors(response) == [
        "Czy dotyczy Was large-family? Odpowiedz tak albo nie.",
        "Czy dotyczy Was disability? Odpowiedz tak albo nie.",
    ]


def test_errors_of_parents_name_the_parent(
    visit: Client, parent: User, procedure: Procedure
) -> None:
    person = {"role": "mother", "lives_with_child": "yes", "first_names": "", "surname": "Ćwik1"}
    typed = {
        **{f"guardians-1-{name}": value for name, value in person.items()},
        "guardians-question-exists": "yes",
        **{f"guardians-2-{name}": value for name, value in person.items()},
    }

    response = visit.post(address(make_draft(procedure, parent), "application_guardians"), typed)

    only_letters = "Wpisz tylko litery, spacje, łączniki i apostrofy. Usuń cyfry i inne znaki."
    assert errors(response) == [
        "Pierwszy rodzic lub opiekun: Wpisz imię rodzica lub opiekuna.",
        f"Pierwszy rodzic lub opiekun – Nazwisko: {only_letters}",
        "Drugi rodzic lub opiekun: Wpisz imię rodzica lub opiekuna.",
        f"Drugi rodzic lub opiekun – Nazwisko: {only_letters}",
    ]


def test_a_birth_year_outside_the_range_is_told_at_the_pesel(
    visit: Client, parent: User, procedure: Procedure
) -> None:
    old = make_pesel(BIRTH_ON.replace(year=2015))

    response = visit.post(
        address(make_draft(procedure, parent), "application_child"), {**CHILD, "pesel": old}
    )

    assert errors(response) == [
        "Ten nabór jest dla dzieci urodzonych w latach 2021–2024. "
        "W sprawie starszego dziecka zadzwoń do urzędu."
    ]


def test_a_child_filed_by_somebody_else_is_refused_at_the_pesel(
    visit: Client, parent: User, procedure: Procedure
) -> None:
    make_application(procedure, status=Status.FILED, child={"pesel": PESEL, "surname": "Tajny"})

    response = visit.post(address(make_draft(procedure, parent), "application_child"), CHILD)

    assert response.status_code == 422
    assert errors(response) == ["W tym naborze jest już złożony wniosek tego dziecka."]
    assert "Tajny" not in words(response)


def test_wrong_answers_can_be_kept_for_later_and_come_back(
    visit: Client, parent: User, procedure: Procedure
) -> None:
    draft = make_draft(procedure, parent)
    typed = {"first_names": "Zo", "pesel": "12 ab", "later": "1"}

    response = visit.post(address(draft, "application_child"), typed)

    again = visit.get(address(draft, "application_child"))
    assert response.url == address(draft)
    assert "Dane dziecka Odpowiedzi są zapisane, ale jeszcze niesprawdzone." in words(
        visit.get(address(draft))
    )
    assert (errors(again), 'value="12 ab"' in again.content.decode()) == ([], True)


def test_a_section_opened_from_the_check_page_leads_back_to_it(
    visit: Client, parent: User, procedure: Procedure
) -> None:
    application = make_application(procedure, owner=parent)
    where = f"{address(application, 'application_address')}?wroc=sprawdz"
    answers = {
        "is_resident": "yes",
        "house_number": "7",
        "postcode": "05-120",
        "city": "Legionowo",
    }

    response = visit.post(where, answers)

    assert response.url == address(application, "application_check")
    assert Application.objects.get().candidate.house_number == "7"


@pytest.mark.parametrize("sent", [{}, {"later": "1"}, {"surname": "1"}])
def test_a_section_sent_after_the_end_comes_back_with_the_reason_and_is_not_stored(
    visit: Client, parent: User, procedure: Procedure, travel_to: Travel, sent: dict[str, str]
) -> None:
    draft = make_draft(procedure, parent)
    travel_to(CLOSES_AT)

    response = visit.post(address(draft, "application_child"), {**CHILD, **sent})

    assert (response.status_code, errors(response)) == (
        422,
        ["Czas na składanie wniosków już minął."],
    )
    assert f'value="{PESEL}"' in response.content.decode()
    assert (Application.objects.get().candidate.pesel, SectionDraft.objects.count()) == ("", 0)


@pytest.mark.parametrize("section", SECTIONS)
def test_an_empty_section_sent_after_the_end_tells_only_the_end(
    visit: Client, parent: User, procedure: Procedure, travel_to: Travel, section: str
) -> None:
    draft = make_draft(procedure, parent)
    travel_to(CLOSES_AT)

    response = visit.post(address(draft, f"application_{section}"))

    assert (response.status_code, errors(response)) == (
        422,
        ["Czas na składanie wniosków już minął."],
    )


def test_a_section_sent_in_the_last_second_is_stored(
    visit: Client, parent: User, procedure: Procedure, travel_to: Travel
) -> None:
    draft = make_draft(procedure, parent)
    travel_to(CLOSES_AT - timedelta(seconds=1))

    visit.post(address(draft, "application_child"), CHILD)

    assert Application.objects.get().candidate.pesel == PESEL


def test_a_tab_left_open_cannot_change_a_filed_application(
    visit: Client, parent: User, procedure: Procedure
) -> None:
    application = make_application(procedure, owner=parent, status=Status.FILED)

    response = visit.post(address(application, "application_child"), CHILD)

    assert response.status_code == 422
    assert errors(response) == [
        "Ten wniosek jest już złożony. Aby go zmienić, wybierz najpierw „Popraw wniosek”."
    ]
    assert Application.objects.get().candidate.pesel != PESEL


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_of_a_filed_application_leads_away_with_the_reason(
    visit: Client, parent: User, procedure: Procedure, section: str
) -> None:
    application = make_application(procedure, owner=parent, status=Status.FILED)

    response = visit.get(address(application, f"application_{section}"), follow=True)

    assert response.redirect_chain == [(address(application), 302)]
    assert "Ten wniosek jest już złożony. Aby go zmienić" in words(response)


def test_criteria_without_choices_say_what_to_do_first(
    visit: Client, parent: User, procedure: Procedure
) -> None:
    response = visit.get(address(make_draft(procedure, parent), "application_criteria"))

    assert "To pytanie dotyczy każdej placówki osobno. Najpierw wybierz przedszkola." in words(
        response
    )
