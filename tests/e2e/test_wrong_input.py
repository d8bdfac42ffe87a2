"""Wrong input in a browser without JavaScript: told where it is, told how to put right, kept."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from playwright.sync_api import Locator, Page, Response, expect

from accounts.models import User
from recruitment.applications.models import Application
from recruitment.applications.workflow import Status
from schools.models import Group
from tests import factories
from tests.e2e.browsing import Person
from tests.e2e.conftest import City
from tests.e2e.test_pages import signs_in_at_once

pytestmark = pytest.mark.browser

# Where each case is proved for every form; here is what a person sees of the worst of them.
#
# Case                            Parent (tests/recruitment/applications)  Paper (…/verification/test_paper.py)
# PESEL with a bad digit          test_pages_of_draft, and here            WRONG, and here
# birth year outside the range    test_pages_of_draft, and here            WRONG
# the same group twice            test_pages_of_choices, and here          test_repeated_group_is_told_at_…
# more choices than allowed       test_pages_of_choices, and here          as many selects as choices
# an empty list                   test_pages_of_choices                    WRONG
# a name of 10,000 characters     test_pages_of_draft, and here            WRONG, and here
# the stage closed meanwhile      all test_pages_of_…, and here            test_page_sent_after_the_end_…
# a second application            test_pages_of_draft, and here            test_child_with_an_application_is_…

NOW = factories.NOW
PESEL = factories.make_pesel(date(2022, 5, 17), 4821)
BAD_PESEL = f"{PESEL[:-1]}{(int(PESEL[-1]) + 1) % 10}"
LONG_NAME = "Ż" * 10_000
BAD_DIGIT = (
    "Ostatnia cyfra PESEL nie zgadza się z pozostałymi. Sprawdź, czy w numerze nie ma literówki."
)
TOO_LONG = "Skróć tekst do 100 znaków. Teraz ma ich 10000."
TOO_LATE = "Czas na składanie wniosków już minął."
SAVE = "Zapisz i przejdź dalej"


@pytest.fixture
def parent(city: City) -> User:
    return factories.make_user("zaneta@example.org")


@pytest.fixture
def sits_down(clock: Callable[[datetime], None], person: Callable[..., Person]):
    """Give somebody a browser without JavaScript, signed in, on a page."""
    clock(NOW)

    def sit_down(user: User, name: str, *arguments: str) -> Page:
        somebody = person(java_script=False)
        signs_in_at_once(somebody, user)
        return somebody.opens(reverse(name, args=arguments))

    return sit_down


def presses(page: Page, button: str) -> Response:
    """Press a button of the page's form; the answer of the server."""
    with page.expect_navigation() as navigation:
        page.get_by_role("main").get_by_role("button", name=button).click()
    return navigation.value


def adds(page: Page, group: Group) -> Response:
    """Add a group to the ranked list; the answer of the server."""
    page.locator("select[name=group]").select_option(str(group.pk))
    return presses(page, "Dodaj do listy")


def assert_is_told(page: Page, field: Locator, sentence: str) -> None:
    """The sentence stands at the field, belongs to it, and leads to it from the summary."""
    described_by = (field.get_attribute("aria-describedby") or "").split()
    told = [page.locator(f"[id='{part}']").inner_text() for part in described_by]
    assert [text for text in told if sentence in text], told
    expect(field).to_have_attribute("aria-invalid", "true")
    link = page.locator(".govuk-error-summary").get_by_role("link", name=sentence)
    expect(link).to_have_attribute("href", f"#{field.get_attribute('id')}")


@pytest.mark.parametrize("is_paper", [False, True], ids=["parent", "paper"])
def test_a_typing_mistake_and_an_endless_name(city: City, parent: User, sits_down, is_paper):
    if is_paper:
        page = sits_down(city.member, "paper_application")
        button, child = "Zapisz i złóż wniosek", "child-"
    else:
        draft = factories.make_draft(city.procedure, parent)
        page = sits_down(parent, "application_child", draft.public_id)
        button, child = SAVE, ""
    names = page.locator(f"input[name={child}first_names]")
    pesel = page.locator(f"input[name={child}pesel]")
    surname = page.locator(f"input[name={child}surname]")
    names.fill(LONG_NAME)
    surname.fill("Ćwik")
    pesel.fill(BAD_PESEL)

    response = presses(page, button)

    assert response.status == 422
    assert page.title().startswith("Błąd: ")
    assert_is_told(page, names, TOO_LONG)
    assert_is_told(page, pesel, BAD_DIGIT)
    assert [field.input_value() for field in (names, surname, pesel)] == [
        LONG_NAME,
        "Ćwik",
        BAD_PESEL,
    ]
    assert not Application.objects.exclude(candidate__surname="").exists()


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (
            factories.make_pesel(date(2015, 5, 17), 4821),
            "Ten nabór jest dla dzieci urodzonych w latach 2021–2024. "
            "W sprawie starszego dziecka zadzwoń do urzędu.",
        ),
        (PESEL, "W tym naborze jest już złożony wniosek tego dziecka."),
    ],
    ids=["born too early", "a second application"],
)
def test_a_child_that_cannot_be_in_this_application(
    city: City, parent: User, sits_down, number, sentence
):
    factories.make_application(
        city.procedure, status=Status.FILED, groups=[city.roomy], child={"pesel": PESEL}
    )
    draft = factories.make_draft(city.procedure, parent)
    page = sits_down(parent, "application_child", draft.public_id)
    pesel = page.locator("input[name=pesel]")
    page.get_by_label("Imię lub imiona dziecka").fill("Łucja")
    page.get_by_label("Nazwisko dziecka").fill("Ćwik")
    pesel.fill(number)
    page.get_by_role("radiogroup", name="Czy dziecko ma orzeczenie").get_by_label("Nie").check()

    response = presses(page, SAVE)

    assert response.status == 422
    assert_is_told(page, pesel, sentence)
    assert pesel.input_value() == number
    expect(page.get_by_label("Imię lub imiona dziecka")).to_have_value("Łucja")


def test_two_tabs_add_to_one_list(city: City, parent: User, sits_down):
    more = [factories.make_group(city.roomy.institution, name=f"Grupa {n}") for n in "AB"]
    draft = factories.make_application(city.procedure, owner=parent, groups=[city.crowded])
    first = sits_down(parent, "application_choices", draft.public_id)
    second, third = (first.context.new_page() for _ in range(2))
    for tab in (second, third):
        tab.goto(first.url)

    answers = [
        adds(first, city.roomy),
        adds(second, city.roomy),
        adds(first, more[0]),
        adds(third, more[1]),
    ]

    assert [answer.status for answer in answers] == [200, 422, 200, 422]
    assert_is_told(
        second,
        second.locator("select[name=group]"),
        "Grupa „Skrzaty” jest już na liście na miejscu 2. Wybierz inną.",
    )
    assert_is_told(
        third,
        third.locator("select[name=group]"),
        "Na liście może być do 3 grup. Usuń jedną, aby dodać inną.",
    )
    expect(third.locator("select[name=group]")).to_have_value(str(more[1].pk))
    assert [choice.group for choice in draft.choices.all()] == [
        city.crowded,
        city.roomy,
        more[0],
    ]


def test_the_stage_closes_while_pages_are_open(city: City, parent: User, sits_down, clock):
    clock(factories.CLOSES_AT - timedelta(minutes=1))
    draft = factories.make_application(
        city.procedure, owner=parent, groups=[city.roomy], claims=["residence"]
    )
    check = sits_down(parent, "application_check", draft.public_id)
    section = check.context.new_page()
    section.goto(check.url.replace("sprawdz", "dziecko"))
    declarations = check.get_by_role("main").get_by_role("checkbox").all()
    for declaration in declarations:
        declaration.check()
    section.get_by_label("Nazwisko dziecka").fill("Ćwik-Nowa")
    clock(factories.CLOSES_AT)

    answers = [presses(check, "Złóż wniosek"), presses(section, SAVE)]

    assert [answer.status for answer in answers] == [422, 422]
    for page in (check, section):
        expect(page.locator(".govuk-error-summary__list li")).to_have_text([TOO_LATE])
    for declaration in declarations:
        expect(declaration).to_be_checked()
    expect(section.get_by_label("Nazwisko dziecka")).to_have_value("Ćwik-Nowa")
    stored = Application.objects.get()
    assert (stored.status, stored.candidate.surname) == (Status.DRAFT, "Kowalska")
