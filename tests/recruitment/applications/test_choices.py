"""The ranked list: its order, its edges, and every rule that refuses."""

import pytest
from django.core.exceptions import ValidationError

from recruitment.applications.models import Application
from recruitment.applications.services.choices import (
    add_choice,
    move_choice,
    remove_choice,
    set_choices,
)
from recruitment.applications.services.sections import save_child
from schools.models import Group, GroupKind
from tests.factories import NOW, make_draft, make_group, make_procedure
from tests.recruitment.applications.steps import child_values

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Application:
    return make_draft(make_procedure())


def list_of(application: Application) -> list[tuple[int, str]]:
    return list(application.choices.values_list("position", "group__name"))


def three_groups() -> list[Group]:
    return [make_group(name=name) for name in ("A", "B", "C")]


def test_add_choice_puts_the_group_at_the_end(draft: Application) -> None:
    for group in three_groups():
        add_choice(application=draft, group=group, actor=draft.owner, now=NOW)

    assert list_of(draft) == [(1, "A"), (2, "B"), (3, "C")]


@pytest.mark.parametrize(
    ("moved", "places", "order"),
    [
        ("A", 1, "BAC"),
        ("C", -1, "ACB"),
        ("B", -1, "BAC"),
        ("A", -1, "ABC"),
        ("C", 1, "ABC"),
    ],
)
def test_move_choice(draft: Application, moved: str, places: int, order: str) -> None:
    groups = {group.name: group for group in three_groups()}
    set_choices(application=draft, groups=list(groups.values()), actor=draft.owner, now=NOW)

    move_choice(
        application=draft, group_id=groups[moved].pk, places=places, actor=draft.owner, now=NOW
    )

    assert list_of(draft) == list(enumerate(order, start=1))


def test_remove_choice_closes_the_gap(draft: Application) -> None:
    first, second, third = three_groups()
    set_choices(application=draft, groups=[first, second, third], actor=draft.owner, now=NOW)

    remove_choice(application=draft, group_id=first.pk, actor=draft.owner, now=NOW)

    assert list_of(draft) == [(1, "B"), (2, "C")]


def test_a_group_that_another_tab_removed_changes_nothing(draft: Application) -> None:
    first, second, third = three_groups()
    set_choices(application=draft, groups=[first, second], actor=draft.owner, now=NOW)

    move_choice(application=draft, group_id=third.pk, places=-1, actor=draft.owner, now=NOW)
    remove_choice(application=draft, group_id=third.pk, actor=draft.owner, now=NOW)

    assert list_of(draft) == [(1, "A"), (2, "B")]
    assert draft.events.count() == 1


def test_add_choice_refuses_a_group_twice(draft: Application) -> None:
    first, second, _ = three_groups()
    set_choices(application=draft, groups=[first, second], actor=draft.owner, now=NOW)

    with pytest.raises(ValidationError) as refusal:
        add_choice(application=draft, group=first, actor=draft.owner, now=NOW)

    assert refusal.value.messages == ["Grupa „A” jest już na liście na miejscu 1. Wybierz inną."]
    assert list_of(draft) == [(1, "A"), (2, "B")]


def test_add_choice_refuses_more_than_the_procedure_allows(draft: Application) -> None:
    set_choices(application=draft, groups=three_groups(), actor=draft.owner, now=NOW)

    with pytest.raises(ValidationError) as refusal:
        add_choice(application=draft, group=make_group(), actor=draft.owner, now=NOW)

    assert refusal.value.messages == ["Na liście może być do 3 grup. Usuń jedną, aby dodać inną."]
    assert len(list_of(draft)) == 3


def test_add_choice_refuses_another_birth_year(draft: Application) -> None:
    save_child(application=draft, values=child_values(), actor=draft.owner, now=NOW)
    group = make_group(name="Starszaki", birth_year_from=2021, birth_year_to=2021)

    with pytest.raises(ValidationError) as refusal:
        add_choice(application=draft, group=group, actor=draft.owner, now=NOW)

    assert refusal.value.messages == [
        "Grupa „Starszaki” przyjmuje rocznik 2021. Wybierz grupę dla rocznika 2022."
    ]


@pytest.mark.parametrize("has_statement", [True, False])
def test_a_special_group_is_for_children_with_a_statement(
    draft: Application, has_statement: bool
) -> None:
    values = child_values(has_statement=has_statement)
    save_child(application=draft, values=values, actor=draft.owner, now=NOW)
    group = make_group(name="Specjalna", kind=GroupKind.SPECIAL)

    if has_statement:
        add_choice(application=draft, group=group, actor=draft.owner, now=NOW)
    else:
        with pytest.raises(ValidationError, match="jest dla dzieci z orzeczeniem"):
            add_choice(application=draft, group=group, actor=draft.owner, now=NOW)

    assert list_of(draft) == ([(1, "Specjalna")] if has_statement else [])


def test_set_choices_refuses_an_empty_list(draft: Application) -> None:
    with pytest.raises(ValidationError) as refusal:
        set_choices(application=draft, groups=[], actor=draft.owner, now=NOW)

    assert refusal.value.messages == ["Dodaj do listy co najmniej jedną grupę."]
