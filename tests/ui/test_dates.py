"""A date typed in three boxes."""

import datetime

import pytest
from django import forms
from django.core.exceptions import ValidationError

from ui.dates import parse_date, wrong_parts
from ui.fields import ThreePartDateField


@pytest.mark.parametrize(
    "month", ["3", "03", "marzec", "marca", "Marca", "mar", "mar.", " III ", "March", "березня"]
)
def test_parse_date_accepts_numbers_and_names_of_months(month: str) -> None:
    assert parse_date("14", month, "2020") == datetime.date(2020, 3, 14)


def test_parse_date_accepts_month_without_polish_letters() -> None:
    assert parse_date("1", "pazdziernika", "2020") == datetime.date(2020, 10, 1)


@pytest.mark.parametrize(
    ("day", "month", "year", "message"),
    [
        ("", "3", "2020", "W dacie brakuje dnia."),
        ("14", " ", "2020", "W dacie brakuje miesiąca."),
        ("14", "3", "", "W dacie brakuje roku."),
        ("", "", "2020", "W dacie brakuje dnia i miesiąca."),
        ("", "3", "", "W dacie brakuje dnia i roku."),
        ("14", "", "", "W dacie brakuje miesiąca i roku."),
        ("32", "3", "2020", "Dzień wpisz liczbą od 1 do 31."),
        ("x", "3", "2020", "Dzień wpisz liczbą od 1 do 31."),
        ("14", "13", "2020", "Miesiąc wpisz liczbą od 1 do 12 albo słowem, na przykład „marzec”."),
        (
            "14",
            "mrzec",
            "2020",
            "Miesiąc wpisz liczbą od 1 do 12 albo słowem, na przykład „marzec”.",
        ),
        ("14", "3", "20", "Rok wpisz czterema cyframi."),
        ("29", "2", "2021", "Takiego dnia nie ma w kalendarzu. Sprawdź dzień i miesiąc."),
    ],
)
def test_parse_date_says_what_to_correct(day: str, month: str, year: str, message: str) -> None:
    with pytest.raises(ValidationError) as refused:
        parse_date(day, month, year)

    assert refused.value.messages == [message]


@pytest.mark.parametrize(
    ("texts", "parts"),
    [
        (["14", "", "2020"], ["month"]),
        (["40", "3", "20"], ["day", "year"]),
        (["29", "2", "2021"], ["day", "month", "year"]),
    ],
)
def test_wrong_parts_point_at_boxes(texts: list[str], parts: list[str]) -> None:
    assert wrong_parts(texts) == parts


class BirthForm(forms.Form):
    born_on = ThreePartDateField(label="Data urodzenia")


def typed(day: str, month: str, year: str) -> dict[str, str]:
    return {"born_on_day": day, "born_on_month": month, "born_on_year": year}


def test_field_cleans_to_a_date() -> None:
    form = BirthForm(typed("14", "marca", "2020"))

    assert form.is_valid()
    assert form.cleaned_data == {"born_on": datetime.date(2020, 3, 14)}


def test_empty_required_field_asks_for_the_date() -> None:
    assert BirthForm({}).errors == {"born_on": ["Wpisz datę."]}


def test_field_keeps_what_was_typed() -> None:
    html = BirthForm(typed("31", "lutego", ""))["born_on"].as_field_group()

    assert 'name="born_on_day" value="31"' in html
    assert 'name="born_on_month" value="lutego"' in html


def test_field_marks_only_the_wrong_box() -> None:
    html = BirthForm(typed("31", "lutego", ""))["born_on"].as_field_group()

    assert html.count("govuk-input--error") == 1
    assert html.count('aria-invalid="true"') == 1
    assert html.index("govuk-input--error") > html.index('name="born_on_year"')


def test_field_shows_a_stored_date() -> None:
    form = BirthForm(initial={"born_on": datetime.date(2020, 3, 14)})

    assert [box["value"] for box in boxes(form)] == ["14", "3", "2020"]


def boxes(form: forms.Form) -> list[dict[str, str]]:
    field = form["born_on"]
    return field.field.widget.get_context("born_on", field.value(), {})["widget"]["subwidgets"]


@pytest.mark.parametrize(("month", "is_changed"), [("marca", False), ("4", True), ("x", True)])
def test_field_notices_a_change(month: str, is_changed: bool) -> None:
    form = BirthForm(typed("14", month, "2020"), initial={"born_on": datetime.date(2020, 3, 14)})

    assert form.has_changed() is is_changed
