"""What a parent does on the pages, step by step; nothing here needs JavaScript."""

import re

from django.core import mail
from playwright.sync_api import Page, expect

from tests.e2e.browsing import Person

PASSWORD = "trzy-zielone-dinozaury"


def signs_up(parent: Person, email: str) -> None:
    """Open an account, starting from the home page; ends on the (empty) list of applications."""
    page = asks_for_an_account(parent, email)
    confirms_the_address(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Moje wnioski")


def asks_for_an_account(parent: Person, email: str) -> Page:
    """Fill in the page of a new account; ends where the code from the message is asked for."""
    page = parent.opens("/")
    page.get_by_role("link", name="Zaloguj się").first.click()
    page.get_by_role("main").get_by_role("link", name="Załóż konto").click()
    page.get_by_label("Adres e-mail").fill(email)
    for password in page.locator("input[type=password]").all():
        password.fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Załóż konto").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wpisz kod z wiadomości")
    return page


def confirms_the_address(page: Page) -> None:
    """Copy the code from the newest message, where it stands alone in its line."""
    code = re.findall(r"^[A-Z0-9]{4}-[A-Z0-9]{4}$", mail.outbox[-1].body, re.MULTILINE)[0]
    page.get_by_label("Kod z wiadomości").fill(code)
    page.get_by_role("main").get_by_role("button", name="Potwierdź").click()


def starts_an_application(page: Page) -> None:
    """Begin the first application: the list of tasks."""
    page.get_by_role("button", name="Rozpocznij nowy wniosek").click()
    expect(page.get_by_role("heading", level=2, name="Co przygotować")).to_be_visible()
    page.get_by_role("button", name="Rozpocznij wniosek").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wniosek o przyjęcie do przedszkola")


def opens_task(page: Page, name: str) -> None:
    """Follow a task of the list."""
    page.get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def saves(page: Page) -> None:
    """Save the section; a page of the next one, or of the list, follows."""
    page.get_by_role("button", name="Zapisz i przejdź dalej").click()


def fills_child(page: Page, *, pesel: str) -> None:
    """Łucja Ćwik, with a PESEL and without a statement."""
    page.get_by_label("Imię lub imiona dziecka").fill("Łucja")
    page.get_by_label("Nazwisko dziecka").fill("Ćwik")
    page.get_by_label("PESEL dziecka").fill(pesel)
    page.get_by_role("radiogroup", name="Czy dziecko ma orzeczenie").get_by_label("Nie").check()


def fills_guardians(page: Page) -> None:
    """One mother, who lives with the child."""
    mother = page.get_by_role("region", name="Pierwszy rodzic lub opiekun")
    mother.get_by_role("radiogroup", name="Kim jest dla dziecka?").get_by_label("matka").check()
    mother.get_by_label("Imię lub imiona").fill("Żaneta")
    mother.get_by_label("Nazwisko").fill("Ćwik")
    mother.get_by_role("radiogroup", name="Czy mieszka pod adresem dziecka?").get_by_label(
        "Tak"
    ).check()
    second = page.get_by_role("radiogroup", name="Czy dziecko ma drugiego rodzica lub opiekuna?")
    second.get_by_label("Nie").check()


def fills_address(page: Page) -> None:
    """A home in the municipality."""
    residence = page.get_by_role("radiogroup", name="Czy dziecko mieszka w gminie Legionowo?")
    residence.get_by_label("Tak").check()
    page.get_by_label("Ulica").fill("ul. Łąkowa")
    page.get_by_label("Numer domu").fill("12")
    page.get_by_label("Kod pocztowy").fill("05120")
    page.get_by_label("Miejscowość").fill("Legionowo")


def adds_choice(page: Page, group: str) -> None:
    """Put a group at the end of the ranked list."""
    picker = page.locator("select[name=group]")
    picker.select_option(picker.locator("option", has_text=group).get_attribute("value"))
    page.get_by_role("button", name="Dodaj do listy").click()
    expect(page.get_by_role("list").filter(has_text=group)).to_be_visible()


def moves_up(page: Page, group: str) -> None:
    """Press "Wyżej" on the card of a group; it is the first one then."""
    card = page.locator("ol.nb-ranking > li").filter(has_text=group)
    card.get_by_role("button", name="Wyżej").click()
    expect(page.locator("ol.nb-ranking > li").first).to_contain_text(group)


def answers_criteria(page: Page, *, yes: str) -> None:
    """Say yes to the question that holds `yes`, no to every other question."""
    for question in page.get_by_role("radiogroup").all():
        question.get_by_label("Tak" if yes in question.inner_text() else "Nie").check()


def files(page: Page) -> str:
    """Confirm the declarations and file; the number of the application."""
    page.get_by_label("Jestem świadomy odpowiedzialności karnej").check()
    page.get_by_label("Znam informację o przetwarzaniu danych").check()
    page.get_by_role("button", name="Złóż wniosek").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Wniosek został złożony")
    return page.locator(".govuk-panel strong").inner_text()
