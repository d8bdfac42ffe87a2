"""Tags and filters of {% load ui %}."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.core.paginator import Paginator
from django.core.validators import MaxLengthValidator
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from ui.fields import ThreePartDateField
from ui.templatetags import ui


class WishForm(forms.Form):
    school = forms.ChoiceField(
        choices=[("1", "SP 1")], widget=forms.RadioSelect, error_messages={"required": "Wybierz."}
    )
    born_on = ThreePartDateField(label="Data urodzenia")
    name = forms.CharField(label="Imię")

    def clean(self) -> None:
        self.add_error(None, "Nabór jest zamknięty.")


def test_error_items_lead_to_the_first_control_of_each_field() -> None:
    form = WishForm({"born_on_day": "1", "born_on_month": "", "born_on_year": "2020"})

    assert ui.error_items(form) == [
        {"text": "Nabór jest zamknięty.", "target": ""},
        {"text": "Wybierz.", "target": "id_school_0"},
        {"text": "Data urodzenia: W dacie brakuje miesiąca.", "target": "id_born_on_1"},
        {"text": "Imię: To pole jest wymagane.", "target": "id_name"},
    ]


def test_error_items_of_formset_follow_the_page() -> None:
    class ParentForm(forms.Form):
        phone = forms.CharField(error_messages={"required": "Wpisz telefon."})

    formset = forms.formset_factory(ParentForm, min_num=2, extra=0)(
        {
            "form-TOTAL_FORMS": "2",
            "form-INITIAL_FORMS": "2",
            "form-0-phone": "22",
            "form-1-phone": "",
        }
    )

    assert ui.error_items(formset) == [{"text": "Wpisz telefon.", "target": "id_form-1-phone"}]


def test_error_items_that_say_the_same_name_their_fields() -> None:
    class Questions(forms.Form):
        family = forms.CharField(label="Czy rodzina jest duża?")
        work = forms.CharField(label="Praca")
        name = forms.CharField(label="Imię")

        def clean(self) -> None:
            self.errors.clear()
            self.add_error("family", "Odpowiedz.")
            self.add_error("work", "Odpowiedz.")
            self.add_error("name", "Wpisz imię.")

    assert [item["text"] for item in ui.error_items(Questions({}))] == [
        "Czy rodzina jest duża? Odpowiedz.",
        "Praca: Odpowiedz.",
        "Wpisz imię.",
    ]


def test_error_items_name_the_person_of_a_form() -> None:
    class Person(forms.Form):
        name = forms.CharField(label="Imię", error_messages={"required": "Wpisz imię."})
        town = forms.CharField(label="Miasto", validators=[MaxLengthValidator(3, "Skróć.")])

        def __init__(self, title: str, *arguments: object, **named: object) -> None:
            super().__init__(*arguments, **named)
            self.title = title

    people = [
        Person(title, {f"{title}-town": "Legionowo"}, prefix=title) for title in ("Ojciec", "Matka")
    ]

    assert [item["text"] for item in ui.error_items(people)] == [
        "Ojciec: Wpisz imię.",
        "Ojciec – Miasto: Skróć.",
        "Matka: Wpisz imię.",
        "Matka – Miasto: Skróć.",
    ]


def test_error_items_are_empty_without_forms() -> None:
    assert ui.error_items(None, "", []) == []


@pytest.mark.parametrize(("data", "prefix"), [({}, "Błąd: "), (None, "")])
def test_error_title_warns_in_the_title(data: dict[str, str] | None, prefix: str) -> None:
    context = Context({"form": WishForm(data)})

    assert Template("{% load ui %}{% error_title %}").render(context) == prefix


def test_long_dates_are_polish_and_local() -> None:
    deadline = datetime.datetime(2027, 3, 14, 7, 0, tzinfo=ZoneInfo("UTC"))
    page = Template("{% load ui %}{{ d|long_date }} / {{ d|long_datetime }} / {{ n|long_date }}")

    with translation.override("pl"):
        shown = page.render(Context({"d": deadline, "n": None}))

    assert shown == "14 marca 2027 / 14 marca 2027, godz. 8:00 / "


def test_page_address_keeps_filters() -> None:
    request = RequestFactory().get("/placowka/", {"search": "Ćwik", "page": "2"})
    page = Template("{% load ui %}{% page_address 3 %}")

    assert page.render(Context({"request": request})) == "?search=%C4%86wik&amp;page=3"


def test_page_numbers_leave_out_the_middle() -> None:
    assert ui.page_numbers(Paginator(range(120), 10).page(6)) == [1, "…", 5, 6, 7, "…", 12]


@pytest.mark.parametrize(
    ("number", "address"), [("22 766 40 00", "+48227664000"), ("+48 600 100 200", "+48600100200")]
)
def test_phone_digits_make_a_telephone_address(number: str, address: str) -> None:
    assert ui.phone_digits(number) == address


def test_component_wraps_a_piece_of_page_and_keeps_escaping() -> None:
    page = Template(
        '{% load ui %}{% component "inset" %}<p>{{ name }}</p>{% endcomponent %}'
    ).render(Context({"name": "<b>"}))

    assert '<div class="govuk-inset-text"><p>&lt;b&gt;</p></div>' in page.replace("\n", "").replace(
        "  ", ""
    )
