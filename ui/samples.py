"""Invented content of the component gallery."""

import django_tables2 as tables
from django import forms

from ui.fields import ThreePartDateField
from ui.tables import NaborTable, NumberColumn
from ui.widgets import (
    AutocompleteSelect,
    CheckboxesWithHints,
    RadioSelectWithHints,
    ThreePartDateWidget,
)

SAVED = "Odpowiedzi zostały zapisane."
YES_NO = [("yes", "Tak"), ("no", "Nie")]
STREETS = ["Jana Pawła II", "Łąkowa", "Piłsudskiego", "Szkolna", "Zegrzyńska"]
SCHOOL_NAMES = ["Szkoła Podstawowa nr 1", "Szkoła Podstawowa nr 2", "Szkoła Podstawowa nr 8"]

TASKS = [
    {"title": "Dane dziecka", "href": "#dane", "status": "Gotowe", "tone": "plain"},
    {"title": "Wybór i kolejność szkół", "href": "#szkoly", "status": "W trakcie"},
    {
        "title": "Kryteria i dokumenty",
        "href": "#kryteria",
        "status": "Do zrobienia",
        "hint": "Przygotuj zaświadczenia i oświadczenia.",
    },
    {"title": "Sprawdź odpowiedzi i wyślij", "status": "Jeszcze niedostępne"},
]
ANSWERS = [
    {
        "key": "Imię i nazwisko",
        "value": "Zofia Kowalska",
        "href": "#imie",
        "what": "imię i nazwisko",
    },
    {"key": "Adres", "value": "ul. Łąkowa 12\n05-120 Legionowo", "href": "#adres", "what": "adres"},
    {"key": "Data urodzenia", "value": "14 marca 2020"},
]
STEPS = [
    {"title": "Wniosek wysłany", "date": "3 marca 2027", "state": "done"},
    {"title": "Wniosek sprawdzony", "date": "10 marca 2027", "state": "done"},
    {
        "title": "Wynik ogłoszony",
        "date": "5 kwietnia 2027",
        "state": "current",
        "text": "Teraz potwierdź wolę przyjęcia dziecka.",
    },
    {"title": "Potwierdzenie woli", "date": "do 12 kwietnia 2027", "state": "next"},
]
COLUMNS = [{"label": "Szkoła"}, {"label": "Wynik"}, {"label": "Punkty", "numeric": True}]
ROWS = [
    ["1. SP nr 2", "Zabrakło miejsc. Ostatnie przyjęte dziecko miało 31 punktów.", 24],
    ["2. SP nr 1", "Przyjęta.", 24],
]
SCHOOLS = [
    {"id": 2, "name": SCHOOL_NAMES[1], "address": "ul. Jana Pawła I 2", "detail": "0,6 km"},
    {"id": 1, "name": SCHOOL_NAMES[0], "address": "ul. Zakopiańska 4", "detail": "1,2 km"},
    {"id": 8, "name": SCHOOL_NAMES[2], "address": "ul. Zegrzyńska 3", "detail": "2,9 km"},
]
APPLICATIONS = [
    {
        "number": f"LEG-2027-{number:04d}",
        "name": f"Kowalska Zofia {number}",
        "school": SCHOOL_NAMES[number % 3],
        "choice": number % 3 + 1,
        "points": 20 + number,
        "status": "Do weryfikacji",
        "sent": "3 marca 2027, godz. 18:42",
    }
    for number in range(1, 26)
]


class SampleForm(forms.Form):
    first_name = forms.CharField(
        label="Imię dziecka",
        help_text="Tak jak w akcie urodzenia.",
        error_messages={"required": "Wpisz imię dziecka."},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    pesel = forms.RegexField(
        r"^\d{11}$",
        label="PESEL dziecka",
        help_text="11 cyfr.",
        error_messages={
            "required": "Wpisz PESEL dziecka.",
            "invalid": "PESEL ma 11 cyfr. Sprawdź numer.",
        },
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-10"}),
    )
    born_on = ThreePartDateField(
        label="Data urodzenia",
        help_text="Na przykład 14 marca 2020.",
        widget=ThreePartDateWidget(birth_date=True),
    )
    email = forms.EmailField(label="Adres e-mail", required=False)
    phone = forms.CharField(
        label="Telefon",
        required=False,
        widget=forms.TextInput({"type": "tel", "autocomplete": "tel"}),
    )
    siblings = forms.IntegerField(
        label="Liczba rodzeństwa", widget=forms.NumberInput({"class": "govuk-input--width-2"})
    )
    street = forms.ChoiceField(
        label="Ulica",
        choices=[("", "Wybierz ulicę"), *((name, name) for name in STREETS)],
        widget=AutocompleteSelect,
        error_messages={"required": "Wybierz ulicę z listy."},
    )
    kind = forms.ChoiceField(
        label="Rodzaj placówki", choices=[("sp", "Szkoła"), ("mp", "Przedszkole")]
    )
    sibling = forms.ChoiceField(
        label="Czy rodzeństwo chodzi do jednej z wybranych szkół?",
        choices=YES_NO,
        widget=RadioSelectWithHints(
            hints={"yes": "Za tę odpowiedź można dostać 16 punktów."},
        ),
        error_messages={"required": "Zaznacz, czy rodzeństwo chodzi do jednej z wybranych szkół."},
    )
    twin = forms.ChoiceField(
        label="Czy składasz wniosek także dla bliźniaka?",
        choices=YES_NO,
        required=False,
        widget=forms.RadioSelect({"class": "govuk-radios--inline"}),
    )
    needs = forms.MultipleChoiceField(
        label="Czego dziecko potrzebuje?",
        choices=[("care", "Świetlica"), ("meals", "Obiady")],
        widget=CheckboxesWithHints(hints={"care": "Od 6:30 do 17:30."}),
        error_messages={"required": "Zaznacz przynajmniej jedną odpowiedź."},
    )
    notes = forms.CharField(label="Uwagi", required=False, widget=forms.Textarea({"rows": 3}))
    scan = forms.FileField(
        label="Dokument",
        required=False,
        widget=forms.FileInput({"accept": "image/jpeg,image/png,application/pdf"}),
    )
    password = forms.CharField(
        label="Hasło",
        required=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    truth = forms.BooleanField(
        label="Oświadczam, że dane są prawdziwe.",
        help_text="Za podanie nieprawdy grozi odpowiedzialność karna.",
        error_messages={"required": "Zaznacz oświadczenie, aby przejść dalej."},
    )


class SampleTable(NaborTable):
    caption = "Wnioski do sprawdzenia"
    row_header = "name"
    number = tables.Column(verbose_name="Numer")
    name = tables.Column(verbose_name="Nazwisko i imię")
    school = tables.Column(verbose_name="Szkoła")
    choice = NumberColumn(verbose_name="Wybór")
    points = NumberColumn(verbose_name="Punkty")
    status = tables.Column(verbose_name="Status", orderable=False)
    sent = tables.Column(verbose_name="Złożony")
