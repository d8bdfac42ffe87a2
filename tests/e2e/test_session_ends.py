"""A session that ends during a form, in a browser with JavaScript and in one without."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from recruitment.procedures.models import StageCode
from tests import factories
from tests.e2e import parent as mother
from tests.e2e.browsing import assert_page_is_sound
from tests.e2e.conftest import City

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("java_script", [True, False])
def test_a_long_form_survives_the_end_of_the_session(
    city: City, clock, person, java_script
) -> None:
    clock(factories.DURING[StageCode.APPLICATION])
    owner = factories.make_user("zaneta@example.org")
    application = factories.make_application(city.procedure, owner=owner)
    application.guardians.all().delete()
    parent = person(java_script=java_script)
    parent.signs_in(owner.email, factories.PASSWORD)
    page = parent.opens("/wnioski/")
    page.get_by_role("main").get_by_role("link", name="Dokończ wniosek").click()
    mother.opens_task(page, "Rodzice lub opiekunowie")
    mother.fills_guardians(page)

    Session.objects.all().delete()
    mother.saves(page)

    expect(page.get_by_role("main")).to_contain_text("Sesja się skończyła.")
    if java_script:
        assert_page_is_sound(page)
    page.get_by_label("Adres e-mail").fill(owner.email)
    page.get_by_label("Hasło", exact=True).fill(factories.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Zaloguj").click()
    expect(page.get_by_role("main")).to_contain_text("Przywróciliśmy wpisane dane.")
    first = page.get_by_role("region", name="Pierwszy rodzic lub opiekun")
    expect(first.get_by_label("Imię lub imiona")).to_have_value("Żaneta")
    if java_script:
        assert_page_is_sound(page)
    assert not application.guardians.exists()

    mother.saves(page)

    expect(page.get_by_role("main")).not_to_contain_text("Przywróciliśmy wpisane dane.")
    assert application.guardians.get().first_names == "Żaneta"
    parent.leaves()


def test_the_end_is_announced_two_minutes_before_and_one_press_prolongs_it(
    city: City, person
) -> None:
    owner = factories.make_user("zaneta@example.org")
    parent = person()
    parent.page.clock.install()
    parent.signs_in(owner.email, factories.PASSWORD)
    page = parent.opens("/wnioski/")
    dialog = page.get_by_role("dialog", name="Za chwilę nastąpi wylogowanie")
    expect(dialog).to_be_hidden()

    page.clock.fast_forward("28:10")

    expect(dialog).to_be_visible()
    stay = dialog.get_by_role("button", name="Nie wylogowuj mnie")
    expect(stay).to_be_focused()
    assert_page_is_sound(page)

    stay.click()

    expect(dialog).to_be_hidden()
    page.clock.fast_forward("28:10")
    expect(dialog).to_be_visible()
    page.clock.fast_forward("02:00")
    ended = page.get_by_role("dialog", name="Sesja się skończyła")
    expect(ended).to_contain_text("Wpisane dane nie zginą.")
    expect(stay).to_be_hidden()
    assert_page_is_sound(page)
    ended.get_by_role("button", name="Wróć do strony").click()
    expect(ended).to_be_hidden()
    parent.leaves()
