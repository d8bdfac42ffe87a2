"""The ranked list as a page: with and without htmx, and everything it refuses."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from recruitment.applications.models import Application, SectionDraft
from recruitment.applications.services.choices import set_choices
from recruitment.procedures.models import Procedure
from schools.models import Group, GroupKind
from tests.factories import (
    CLOSES_AT,
    NOW,
    make_application,
    make_draft,
    make_group,
    make_institution,
)
from tests.recruitment.applications.reading import errors, title, words

pytestmark = pytest.mark.django_db

HTMX = {"HTTP_HX_REQUEST": "true"}


def address(application: Application, name: str = "application_choices") -> str:
    return reverse(name, args=[application.public_id])


@pytest.fixture
def groups() -> list[Group]:
    return [make_group(name=name) for name in ("Ale", "Bez", "Cis")]


@pytest.fixture
def draft(procedure: Procedure, parent: User, groups: list[Group]) -> Application:
    """A draft whose list is Ale, Bez."""
    draft = make_draft(procedure, parent)
    set_choices(application=draft, groups=groups[:2], actor=parent, now=NOW)
    return draft


def order(application: Application) -> list[str]:
    return list(application.choices.values_list("group__name", flat=True))


def test_list_tells_the_order_the_places_and_what_the_order_does(
    visit: Client, draft: Application, groups: list[Group]
) -> None:
    seen = words(visit.get(address(draft)))

    place = groups[0].institution
    assert f"1 {place.name}, Ale {place.place} · wolne miejsca: 25" in seen
    assert (
        "Kolejność zmienia punkty: każda grupa placówki z pierwszego miejsca może dać ich więcej o 4."
        in seen
    )
    assert "Na liście jest grup: 2. Może ich być do 3." in seen


def test_places_kept_for_a_statement_are_told_in_the_select_and_on_the_card(
    visit: Client, draft: Application, parent: User
) -> None:
    place = make_institution(short_name="PM nr 2")
    group = make_group(
        place,
        name="Dąb",
        kind=GroupKind.INTEGRATION,
        places_total=20,
        places_for_statement=5,
        birth_year_from=2022,
        birth_year_to=2022,
    )
    told = "wolne miejsca: 20, w tym 5 tylko dla dzieci z orzeczeniem"

    before = words(visit.get(address(draft)))
    visit.post(address(draft), {"add": "1", "group": group.pk})
    after = words(visit.get(address(draft)))

    assert f"PM nr 2: Dąb, rocznik 2022, {told}" in before
    assert f"3 {place.name}, Dąb {place.place} · {told}" in after


def test_edge_buttons_stay_focusable_and_say_which_group(
    visit: Client, draft: Application, groups: list[Group]
) -> None:
    html = visit.get(address(draft)).content.decode()

    up, down = (f'id="s-{groups[0].pk}-up"', f'id="s-{groups[1].pk}-down"')
    for button in (up, down):
        tag = html[html.index(button) : html.index(">", html.index(button))]
        assert 'aria-disabled="true"' in tag
        assert " disabled" not in tag
    assert f"↓ Niżej : {groups[0].institution.name}, Ale" in words(visit.get(address(draft)))


def test_add_form_offers_only_groups_for_the_child(
    visit: Client, procedure: Procedure, parent: User
) -> None:
    application = make_application(procedure, owner=parent, groups=[make_group(name="Wybrana")])
    make_group(name="Dobra")
    make_group(name="Starsza", birth_year_from=2021, birth_year_to=2021)
    make_group(name="Specjalna", kind=GroupKind.SPECIAL)

    html = visit.get(address(application)).content.decode()

    select = html[html.index("<select") : html.index("</select>")]
    assert [
        name for name in ("Wybrana", "Dobra", "Starsza", "Specjalna") if f"{name}, rocz" in select
    ] == ["Dobra"]
    assert "<optgroup" in select


def test_add_puts_the_group_on_the_list_and_says_so(
    visit: Client, draft: Application, groups: list[Group]
) -> None:
    added = groups[2]

    response = visit.post(address(draft), {"add": "1", "group": added.pk})

    assert response.url == f"{address(draft)}?ruch={added.pk}#s-{added.pk}"
    assert order(draft) == ["Ale", "Bez", "Cis"]
    assert f"{added.institution.name}, Cis: miejsce 3 z 3 na Twojej liście." in words(
        visit.get(response.url)
    )


@pytest.mark.parametrize(
    ("button", "moved", "expected", "place"),
    [("up", 1, ["Bez", "Ale"], 1), ("down", 0, ["Bez", "Ale"], 2), ("up", 0, ["Ale", "Bez"], 1)],
)
def test_move_leads_back_to_the_same_button(
    visit: Client,
    draft: Application,
    groups: list[Group],
    button: str,
    moved: int,
    expected: list[str],
    place: int,
) -> None:
    group = groups[moved]

    response = visit.post(address(draft), {button: group.pk})

    assert response.url == f"{address(draft)}?ruch={group.pk}#s-{group.pk}-{button}"
    assert order(draft) == expected
    assert f"{group.name}: miejsce {place} z 2 na Twojej liście." in words(visit.get(response.url))


def test_move_through_htmx_answers_with_the_list_and_the_live_sentence(
    visit: Client, draft: Application, groups: list[Group]
) -> None:
    response = visit.post(address(draft), {"up": groups[1].pk}, **HTMX)

    html = response.content.decode()
    assert response.status_code == 200
    assert html.strip().startswith('<div id="ranking">')
    assert 'id="ranking-status"' in html
    assert "Bez: miejsce 1 z 2 na Twojej liście." in words(response)
    assert order(draft) == ["Bez", "Ale"]


def test_remove_takes_the_group_off(visit: Client, draft: Application, groups: list[Group]) -> None:
    response = visit.post(address(draft), {"remove": groups[0].pk})

    assert order(draft) == ["Bez"]
    assert "Usunięto grupę z listy." in words(visit.get(response.url))


@pytest.mark.parametrize("rubbish", ["", "abc", "-1", "٣", "9" * 5000])
def test_rubbish_instead_of_a_group_changes_nothing(
    visit: Client, draft: Application, rubbish: str
) -> None:
    assert visit.post(address(draft), {"up": rubbish}).status_code == 302
    assert visit.get(f"{address(draft)}?ruch={rubbish}").status_code == 200
    assert order(draft) == ["Ale", "Bez"]


def refused(visit: Client, draft: Application, group: Group | str) -> list[str]:
    """Try to add the group; the list must stay and the page must come back whole."""
    before = order(draft)
    value = group.pk if isinstance(group, Group) else group

    response = visit.post(address(draft), {"add": "1", "group": value})

    assert response.status_code == 422
    assert title(response) == "Błąd: Wybór i kolejność przedszkoli"
    assert order(draft) == before
    for name in before:
        assert f", {name} " in words(response)
    return errors(response)


def test_the_same_group_twice_is_refused(
    visit: Client, draft: Application, groups: list[Group]
) -> None:
    assert refused(visit, draft, groups[1]) == [
        "Grupa „Bez” jest już na liście na miejscu 2. Wybierz inną."
    ]


def test_too_many_groups_are_refused(
    visit: Client, draft: Application, groups: list[Group]
) -> None:
    visit.post(address(draft), {"add": "1", "group": groups[2].pk})

    assert refused(visit, draft, make_group()) == [
        "Na liście może być do 3 grup. Usuń jedną, aby dodać inną."
    ]


def test_a_group_for_another_birth_year_is_refused(
    visit: Client, procedure: Procedure, parent: User
) -> None:
    application = make_application(procedure, owner=parent)
    older = make_group(name="Starsza", birth_year_from=2021, birth_year_to=2021)

    assert refused(visit, application, older) == [
        "Grupa „Starsza” przyjmuje rocznik 2021. Wybierz grupę dla rocznika 2022."
    ]


def test_a_special_group_without_a_statement_is_refused(
    visit: Client, procedure: Procedure, parent: User
) -> None:
    application = make_application(procedure, owner=parent)
    special = make_group(name="Specjalna", kind=GroupKind.SPECIAL)

    assert refused(visit, application, special) == [
        "Grupa „Specjalna” jest dla dzieci z orzeczeniem o potrzebie kształcenia specjalnego. "
        "Wybierz inną grupę albo zaznacz orzeczenie w danych dziecka."
    ]


@pytest.mark.parametrize("value", ["", "999999", "abc"])
def test_no_group_at_all_is_refused(visit: Client, draft: Application, value: str) -> None:
    assert refused(visit, draft, value) == ["Wybierz grupę z listy."]


def test_a_group_of_another_school_year_is_refused(visit: Client, draft: Application) -> None:
    assert refused(visit, draft, make_group(school_year="2026/2027")) == ["Wybierz grupę z listy."]


def test_an_empty_list_cannot_be_saved(visit: Client, procedure: Procedure, parent: User) -> None:
    draft = make_draft(procedure, parent)

    response = visit.post(address(draft))

    assert (response.status_code, errors(response)) == (
        422,
        ["Dodaj do listy co najmniej jedną grupę."],
    )


def test_a_group_left_in_the_select_is_added_by_saving(
    visit: Client, draft: Application, groups: list[Group]
) -> None:
    response = visit.post(address(draft), {"group": groups[2].pk})

    assert response.url == address(draft, "application_criteria")
    assert order(draft) == ["Ale", "Bez", "Cis"]


def test_a_group_left_in_the_select_is_kept_for_later(
    visit: Client, draft: Application, groups: list[Group]
) -> None:
    visit.post(address(draft), {"later": "1", "group": groups[2].pk})

    html = visit.get(address(draft)).content.decode()
    assert SectionDraft.objects.get().answers == {"group": str(groups[2].pk)}
    assert f'<option value="{groups[2].pk}" selected>' in html


def test_a_choice_that_does_not_fit_any_more_is_explained(
    visit: Client, procedure: Procedure, parent: User
) -> None:
    older = make_group(name="Starsza", birth_year_from=2021, birth_year_to=2021)
    application = make_application(procedure, owner=parent, groups=[older])
    explanation = "Grupa „Starsza” przyjmuje rocznik 2021. Wybierz grupę dla rocznika 2022."

    assert explanation in words(visit.get(address(application)))
    assert f"Wybór i kolejność przedszkoli {explanation} W trakcie" in words(
        visit.get(address(application, "application"))
    )


@pytest.mark.parametrize("button", ["up", "down", "remove", "later", "add"])
def test_every_button_after_the_end_gives_the_reason_and_changes_nothing(
    visit: Client,
    draft: Application,
    groups: list[Group],
    travel_to: Callable[[datetime], None],
    button: str,
) -> None:
    travel_to(CLOSES_AT)

    response = visit.post(address(draft), {button: groups[0].pk, "group": groups[2].pk})

    assert (response.status_code, errors(response)) == (
        422,
        ["Czas na składanie wniosków już minął."],
    )
    assert order(draft) == ["Ale", "Bez"]
    assert SectionDraft.objects.count() == 0


def test_htmx_after_the_end_leads_to_the_application_with_the_reason(
    visit: Client,
    draft: Application,
    groups: list[Group],
    travel_to: Callable[[datetime], None],
) -> None:
    travel_to(CLOSES_AT)

    response = visit.post(address(draft), {"up": groups[1].pk}, **HTMX)

    there = response.headers["HX-Redirect"]
    assert there == address(draft, "application")
    assert "Czas na składanie wniosków już minął." in words(visit.get(there))
