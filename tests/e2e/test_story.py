"""The main job in a browser: from a draft to the spreadsheet in which the child is found."""

import io
from datetime import date, timedelta

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from recruitment.applications.models import Application
from recruitment.applications.workflow import Status
from recruitment.procedures.models import StageCode
from tests import factories
from tests.e2e import parent as mother
from tests.e2e.browsing import Person
from tests.e2e.conftest import EMAIL, City

pytestmark = pytest.mark.browser

BORN_ON = date(2022, 5, 17)


def fills_in_and_files(page: Page) -> str:
    """The whole form, a task at a time; the application's number."""
    mother.starts_an_application(page)
    mother.opens_task(page, "Dane dziecka")
    mother.fills_child(page, pesel=factories.make_pesel(BORN_ON, 4321))
    mother.saves(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Rodzice lub opiekunowie")
    mother.fills_guardians(page)
    mother.saves(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Adres zamieszkania")
    mother.fills_address(page)
    mother.saves(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Wybór i kolejność przedszkoli")
    ranks_the_groups(page)
    mother.saves(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Kryteria")
    mother.answers_criteria(page, yes="large-family")
    mother.saves(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Sprawdź odpowiedzi i złóż wniosek")
    expect(page.get_by_role("main")).to_contain_text("Przedszkole Słoneczne")
    return mother.files(page)


def ranks_the_groups(page: Page) -> None:
    """Add both groups in the wrong order, then put them right with the buttons."""
    mother.adds_choice(page, "Skrzaty")
    mother.adds_choice(page, "Krasnale")
    mother.moves_up(page, "Krasnale")


def test_a_parent_applies_without_javascript(city: City, clock, person) -> None:
    clock(factories.DURING[StageCode.APPLICATION])
    parent = person(java_script=False)

    mother.signs_up(parent, "zaneta@example.org")
    number = fills_in_and_files(parent.page)

    application = Application.objects.get()
    assert (application.number, application.status) == (number, Status.FILED)
    assert [choice.group for choice in application.choices.all()] == [city.crowded, city.roomy]
    assert [claim.criterion.code for claim in application.claims.all()] == [
        "residence",
        "large-family",
    ]


def test_the_whole_story(city: City, clock, person) -> None:
    passer_by_looks_around(person())

    clock(factories.DURING[StageCode.APPLICATION])
    parent = person()
    mother.signs_up(parent, "zaneta@example.org")
    number = fills_in_and_files(parent.page)
    rival = factories.make_application(
        city.procedure,
        status=Status.VERIFIED,
        groups=[city.crowded],
        claims=["residence", "large-family"],
        child={"first_names": "Olek", "surname": "Zając"},
    )

    clock(factories.DURING[StageCode.VERIFICATION])
    committee_verifies(person(desk=True), number)

    clock(factories.DURING[StageCode.ALLOCATION])
    office = person(desk=True)
    office.signs_in(EMAIL["office"], factories.PASSWORD)
    office_runs(office.page)
    expect(office.page.get_by_role("main")).to_contain_text("Remisy do rozstrzygnięcia")
    expect(office.page.get_by_role("button", name="Ogłoś wyniki")).to_have_count(0)
    office_records_the_order(office.page, first=rival.number, second=number)
    office_runs(office.page)
    expect(office.page.get_by_text("Remisy do rozstrzygnięcia")).to_have_count(0)
    sheets = office_downloads(office.page)
    expect(office.page.get_by_role("main")).to_contain_text(
        "Początek: 5 kwietnia 2027, godz. 12:00"
    )
    expect(office.page.get_by_role("button", name="Ogłoś wyniki")).to_have_count(0)

    clock(factories.DURING[StageCode.QUALIFIED_LISTS])
    office.signs_in(EMAIL["office"], factories.PASSWORD)
    office.opens("/urzad/przydzial/2/")
    office_publishes(office.page)

    assert where_child_stands(sheets, "PM nr 2") == ["Ćwik", "Łucja", "zakwalifikowany"]
    assert where_child_stands(sheets, "PM nr 1") == ["Ćwik", "Łucja", "niezakwalifikowany"]
    parent_reads_the_result(parent)
    passer_by_sees_no_names(person())


def passer_by_looks_around(passer_by: Person) -> None:
    """Everything public, without an account."""
    for path in (
        "/",
        "/oferta/",
        "/oferta/pm1/",
        "/kryteria/",
        "/terminy/",
        "/dostepnosc/",
        "/rodo/",
    ):
        page = passer_by.opens(path)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)


def committee_verifies(member: Person, number: str) -> None:
    """Find the application on the desk, accept what is claimed, approve."""
    member.signs_in(EMAIL["member"], factories.PASSWORD)
    page = member.page
    page.get_by_role("main").get_by_role("link", name="Ćwik Łucja").click()
    expect(page.get_by_role("main")).to_contain_text(number)
    for answer in page.get_by_label("uznano", exact=True).all():
        answer.check()
    page.get_by_role("button", name="Zapisz i zatwierdź wniosek").click()
    expect(page.get_by_role("main")).to_contain_text("Wniosek jest zweryfikowany.")


def office_runs(page: Page) -> None:
    """Start a run from the desk; ends on the page of the run."""
    page.goto(page.url.split("/urzad/")[0] + "/urzad/")
    page.get_by_role("button", name="Uruchom przydział").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Przydział nr")


def office_records_the_order(page: Page, *, first: str, second: str) -> None:
    """Type the committee's order of the two equal children."""
    page.get_by_role("link", name="Wpisz kolejność").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kolejność dzieci z równymi punktami")
    for number, place in ((first, "1"), (second, "2")):
        field = page.get_by_label(number)
        expect(field).to_have_value("")
        field.fill(place)
    page.get_by_label("Uzasadnienie komisji").fill("Protokół nr 3: rodzeństwo w tym samym budynku.")
    decided_on = factories.DURING[StageCode.ALLOCATION].date() - timedelta(days=1)
    decision_day = page.get_by_role("group", name="Kiedy komisja zdecydowała?")
    decision_day.get_by_label("Dzień").fill(str(decided_on.day))
    decision_day.get_by_label("Miesiąc").fill(str(decided_on.month))
    decision_day.get_by_label("Rok").fill(str(decided_on.year))
    page.get_by_role("button", name="Zapisz kolejność").click()
    expect(page.get_by_role("main")).to_contain_text("Kolejność zapisana")


def office_downloads(page: Page) -> openpyxl.Workbook:
    """The lists to be posted, opened."""
    with page.expect_download() as download:
        page.get_by_role("link", name="Listy do wywieszenia w placówkach").click()
    return openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))


def office_publishes(page: Page) -> None:
    """Announce the results."""
    page.get_by_role("button", name="Ogłoś wyniki").click()
    page.get_by_role("button", name="Ogłoś wyniki").click()
    expect(page.get_by_role("main")).to_contain_text("Wyniki ogłoszono")


def where_child_stands(sheets: openpyxl.Workbook, institution: str) -> list[str]:
    """The surname, first name and result of Ćwik in the sheet of an institution."""
    rows = [[cell.value for cell in row] for row in sheets[institution].iter_rows()]
    header = next(row for row in rows if "Nazwisko" in row)
    child = next(row for row in rows if "Ćwik" in row)
    return [child[header.index(name)] for name in ("Nazwisko", "Imię (imiona)", "Wynik")]


def parent_reads_the_result(parent: Person) -> None:
    """Weeks later: the outcome, the institution, and why the first choice was not obtained."""
    parent.signs_in("zaneta@example.org", mother.PASSWORD)
    page = parent.opens("/wnioski/")
    expect(page.get_by_role("main")).to_contain_text("Dziecko zakwalifikowane: PM nr 2, Skrzaty.")
    page.get_by_role("link", name="Zobacz wynik").click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("PM nr 2, Skrzaty")
    expect(main).to_contain_text("O kolejności zdecydowała komisja")


def passer_by_sees_no_names(passer_by: Person) -> None:
    """What is announced to everybody holds points and places, and nobody's name."""
    page = passer_by.opens("/wyniki/")
    expect(page.get_by_role("main")).to_contain_text("Krasnale")
    assert "Ćwik" not in page.content()
    assert "Zając" not in page.content()
