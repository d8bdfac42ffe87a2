"""The forms: what is accepted, what is refused and with which words, what is kept as typed."""

from datetime import date

import pytest
from django.http import QueryDict

from recruitment.applications.forms.address import AddressForm
from recruitment.applications.forms.child import ChildForm
from recruitment.applications.forms.criteria import CriteriaForm
from recruitment.applications.forms.filing import DeclarationsForm, StartForm
from recruitment.applications.forms.guardians import GuardiansForm
from recruitment.applications.models import Application
from recruitment.applications.values import (
    AddressValues,
    ChildValues,
    GuardianValues,
    Question,
    ResidenceValues,
)
from recruitment.procedures.models import Procedure
from tests.factories import (
    make_application,
    make_criteria,
    make_draft,
    make_group,
    make_institution,
    make_pesel,
    make_procedure,
)

pytestmark = pytest.mark.django_db

BIRTH_ON = date(2022, 5, 17)
PESEL = make_pesel(BIRTH_ON, serial=4821)
CHILD = {
    "first_names": "Zofia",
    "surname": "Ćwik-Żółć",
    "pesel": f"{PESEL[:6]} {PESEL[6:]}",
    "has_statement": "no",
}
NO_PESEL = {
    **CHILD,
    "pesel": "",
    "has_no_pesel": "on",
    "birth_on_day": "17",
    "birth_on_month": "maja",
    "birth_on_year": "2022",
    "document_kind": "passport",
    "document_number": "FB 123456",
}
ADDRESS = {
    "is_resident": "yes",
    "street": "ul. Łąkowa",
    "house_number": "12",
    "flat_number": "",
    "postcode": "05120",
    "city": "legionowo",
}


@pytest.fixture
def procedure() -> Procedure:
    return make_procedure()


# --- the child --------------------------------------------------------------------------------
def test_child_with_pesel_needs_no_birth_date(procedure: Procedure) -> None:
    form = ChildForm(CHILD, procedure=procedure)

    assert form.is_valid()
    assert form.values == ChildValues(
        "Zofia", "Ćwik-Żółć", BIRTH_ON, has_statement=False, pesel=PESEL
    )


def test_child_without_pesel_gives_a_date_and_a_document(procedure: Procedure) -> None:
    form = ChildForm(NO_PESEL, procedure=procedure)

    assert form.is_valid()
    assert form.values == ChildValues(
        "Zofia",
        "Ćwik-Żółć",
        BIRTH_ON,
        has_statement=False,
        document_kind="passport",
        document_number="FB 123456",
    )


TOO_LONG = "Skróć tekst do 100 znaków. Teraz ma ich 10000."
ONLY_LETTERS = "Wpisz tylko litery, spacje, łączniki i apostrofy. Usuń cyfry i inne znaki."
YEARS = "Ten nabór jest dla dzieci urodzonych w latach 2021–2024."
TOO_YOUNG = f"{YEARS} Młodsze dziecko może wziąć udział w następnym naborze."
TOO_OLD = f"{YEARS} W sprawie starszego dziecka zadzwoń do urzędu."
MAYBE_DEFERRED = f"{YEARS} Jeśli starsze dziecko ma odroczenie, zaznacz to w danych dziecka."
NEEDS_STATEMENT = (
    "Dziecko urodzone w roku 2019 może wziąć udział tylko z odroczeniem i orzeczeniem. "
    "W innej sprawie zadzwoń do urzędu."
)
WRONG_CHILDREN = {
    "bad last digit": (
        {"pesel": PESEL[:-1] + str((int(PESEL[-1]) + 1) % 10)},
        {
            "pesel": [
                "Ostatnia cyfra PESEL nie zgadza się z pozostałymi. Sprawdź, czy w numerze nie ma literówki."
            ]
        },
    ),
    "ten digits": (
        {"pesel": PESEL[:-1]},
        {"pesel": ["Numer PESEL ma 11 cyfr, a wpisano cyfr: 10. Przepisz go z dokumentu."]},
    ),
    "letters": ({"pesel": "2225171234O"}, {"pesel": ["Wpisz w numerze PESEL same cyfry."]}),
    "no such day": (
        {"pesel": "22259912347"},
        {
            "pesel": [
                "Pierwsze sześć cyfr PESEL nie jest datą urodzenia. Sprawdź, czy nie ma literówki."
            ]
        },
    ),
    "too old": ({"pesel": make_pesel(date(2015, 5, 5))}, {"pesel": [TOO_OLD]}),
    "no pesel": (
        {"pesel": ""},
        {"pesel": ["Wpisz PESEL dziecka albo zaznacz, że dziecko go nie ma."]},
    ),
    "long name": ({"first_names": "Ż" * 10_000}, {"first_names": [TOO_LONG]}),
    "a tag for a name": ({"first_names": "<b>Ala</b>"}, {"first_names": [ONLY_LETTERS]}),
    "digits in a name": ({"surname": "Kowalska2"}, {"surname": [ONLY_LETTERS]}),
    "digits for a name": ({"surname": "123"}, {"surname": ["Wpisz imię lub nazwisko literami."]}),
    "nothing": (
        dict.fromkeys(CHILD, ""),
        {
            "first_names": ["Wpisz imię dziecka."],
            "surname": ["Wpisz nazwisko dziecka."],
            "pesel": ["Wpisz PESEL dziecka albo zaznacz, że dziecko go nie ma."],
            "has_statement": ["Zaznacz, czy dziecko ma orzeczenie."],
        },
    ),
}


@pytest.mark.parametrize(("changes", "errors"), WRONG_CHILDREN.values(), ids=WRONG_CHILDREN)
def test_child_refuses_and_keeps_what_was_typed(
    procedure: Procedure, changes: dict[str, str], errors: dict[str, list[str]]
) -> None:
    form = ChildForm({**CHILD, **changes}, procedure=procedure)

    assert form.errors == errors
    assert {name: form[name].value() for name in changes} == changes


WRONG_DOCUMENTS = {
    "pesel as well": (
        {"pesel": PESEL},
        {"pesel": ["Usuń PESEL albo odznacz odpowiedź, że dziecko go nie ma."]},
    ),
    "another year": ({"birth_on_year": "2019"}, {"birth_on": [MAYBE_DEFERRED]}),
    "no day": ({"birth_on_day": ""}, {"birth_on": ["W dacie brakuje dnia."]}),
    "nothing": (
        {
            "birth_on_day": "",
            "birth_on_month": "",
            "birth_on_year": "",
            "document_kind": "",
            "document_number": "",
        },
        {
            "birth_on": ["Wpisz datę urodzenia dziecka."],
            "document_kind": ["Wybierz rodzaj dokumentu dziecka."],
            "document_number": ["Wpisz serię i numer dokumentu dziecka."],
        },
    ),
}


@pytest.mark.parametrize(("changes", "errors"), WRONG_DOCUMENTS.values(), ids=WRONG_DOCUMENTS)
def test_child_without_pesel_refuses(
    procedure: Procedure, changes: dict[str, str], errors: dict[str, list[str]]
) -> None:
    assert ChildForm({**NO_PESEL, **changes}, procedure=procedure).errors == errors


def test_child_with_pesel_ignores_what_is_left_in_hidden_fields(procedure: Procedure) -> None:
    left = {"birth_on_day": "31", "birth_on_month": "luty", "document_number": "x" * 200}

    form = ChildForm({**CHILD, **left}, procedure=procedure)

    assert form.is_valid()
    assert (form.values.birth_on, form.values.document_number) == (BIRTH_ON, "")


@pytest.mark.parametrize(
    ("born_in", "answers", "errors"),
    [
        (2025, {}, {"pesel": [TOO_YOUNG]}),
        (2024, {}, {}),
        (2021, {}, {}),
        (2020, {}, {"pesel": [MAYBE_DEFERRED]}),
        (2020, {"is_deferred": "on"}, {}),
        (2019, {}, {"pesel": [MAYBE_DEFERRED]}),
        (2019, {"is_deferred": "on"}, {"pesel": [NEEDS_STATEMENT]}),
        (2019, {"is_deferred": "on", "has_statement": "yes"}, {}),
        (2018, {"is_deferred": "on", "has_statement": "yes"}, {"pesel": [TOO_OLD]}),
        (
            2021,
            {"is_deferred": "on"},
            {
                "is_deferred": [
                    "Odroczenie mają tylko dzieci urodzone przed rokiem 2021. Odznacz tę odpowiedź."
                ]
            },
        ),
    ],
)
def test_older_child_takes_part_only_when_deferred(
    procedure: Procedure, born_in: int, answers: dict[str, str], errors: dict[str, list[str]]
) -> None:
    pesel = make_pesel(date(born_in, 6, 1))

    form = ChildForm({**CHILD, "pesel": pesel, **answers}, procedure=procedure)

    assert form.errors == errors


def test_example_of_a_birth_date_is_one_that_the_procedure_takes(procedure: Procedure) -> None:
    assert ChildForm(procedure=procedure)["birth_on"].help_text == "Na przykład 14 marca 2024."


@pytest.mark.parametrize(
    "name",
    ["Ćwik-Żółć", "O’Brien", "D'Angelo", "Марʼяна Шевченко", "Nguyễn Văn A", "معتز", "st. Jan"],
)
def test_a_name_of_any_alphabet_is_kept(procedure: Procedure, name: str) -> None:
    form = ChildForm({**CHILD, "surname": name}, procedure=procedure)

    assert form.is_valid()
    assert form.values.surname == name


# --- the address ------------------------------------------------------------------------------
def test_address_of_a_resident(procedure: Procedure) -> None:
    form = AddressForm(ADDRESS, procedure=procedure)

    assert form.is_valid()
    assert form.values == ResidenceValues(
        True, AddressValues("ul. Łąkowa", "12", "", "05-120", "legionowo")
    )


@pytest.mark.parametrize("typed", ["05-120", "05120", "05 120", " 05 – 120 "])
def test_a_postcode_is_kept_in_one_shape(procedure: Procedure, typed: str) -> None:
    form = AddressForm({**ADDRESS, "postcode": typed}, procedure=procedure)

    assert form.is_valid()
    assert form.values.address.postcode == "05-120"


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        (
            {"city": "Warszawa"},
            {
                "city": [
                    "Zaznaczono, że dziecko mieszka w gminie Legionowo. Popraw miejscowość albo odpowiedź."
                ]
            },
        ),
        (
            {"is_resident": "no"},
            {
                "city": [
                    "Zaznaczono, że dziecko nie mieszka w gminie Legionowo. "
                    "Popraw miejscowość albo odpowiedź."
                ]
            },
        ),
        (
            {"postcode": "5120"},
            {"postcode": ["Wpisz kod pocztowy jak w przykładzie: 05-120."]},
        ),
        (
            dict.fromkeys(ADDRESS, ""),
            {
                "is_resident": ["Zaznacz, gdzie mieszka dziecko."],
                "house_number": ["Wpisz numer domu."],
                "postcode": ["Wpisz kod pocztowy."],
                "city": ["Wpisz miejscowość."],
            },
        ),
        (
            {"street": "x" * 10_000},
            {"street": ["Skróć tekst do 120 znaków. Teraz ma ich 10000."]},
        ),
    ],
)
def test_address_refuses(
    procedure: Procedure, changes: dict[str, str], errors: dict[str, list[str]]
) -> None:
    assert AddressForm({**ADDRESS, **changes}, procedure=procedure).errors == errors


# --- the guardians ----------------------------------------------------------------------------
def guardian(prefix: str, **changes: str) -> dict[str, str]:
    answers = {
        "role": "mother",
        "first_names": "Anna",
        "surname": "Kowalska",
        "email": "",
        "phone": "",
        "lives_with_child": "yes",
    }
    return {f"guardians-{prefix}-{name}": value for name, value in {**answers, **changes}.items()}


ONE = {**guardian("1"), "guardians-question-exists": "no"}
APART = {"lives_with_child": "no", "house_number": "1", "city": "Łódź"}


def errors_of(form: GuardiansForm) -> list[dict[str, list[str]]]:
    return [dict(part.errors) for part in form]


def test_one_guardian_needs_neither_email_nor_phone(procedure: Procedure) -> None:
    form = GuardiansForm(ONE, procedure=procedure)

    assert form.is_valid()
    assert form.values == [GuardianValues("mother", "Anna", "Kowalska")]


def test_second_guardian_may_live_elsewhere(procedure: Procedure) -> None:
    second = guardian("2", role="father", first_names="Adam", phone="601 602 603", **APART)

    form = GuardiansForm({**ONE, **second, "guardians-question-exists": "yes"}, procedure=procedure)

    assert form.is_valid()
    assert form.values[1] == GuardianValues(
        "father",
        "Adam",
        "Kowalska",
        phone="+48601602603",
        lives_with_child=False,
        address=AddressValues("", "1", "", "", "Łódź"),
    )


def test_guardians_tell_every_error_at_its_field(procedure: Procedure) -> None:
    answers = {
        **guardian("1", email="zły", phone="123", lives_with_child="no"),
        "guardians-question-exists": "yes",
    }

    form = GuardiansForm(answers, procedure=procedure)

    assert not form.is_valid()
    assert errors_of(form) == [
        {
            "email": ["Wpisz adres e-mail jak w przykładzie: imie@example.org."],
            "phone": ["Wpisz telefon jak w przykładzie: 601 602 603."],
            "house_number": ["Wpisz numer domu."],
            "city": ["Wpisz miejscowość."],
        },
        {},
        {
            "role": ["Zaznacz, kim ta osoba jest dla dziecka."],
            "first_names": ["Wpisz imię rodzica lub opiekuna."],
            "surname": ["Wpisz nazwisko rodzica lub opiekuna."],
            "lives_with_child": ["Zaznacz, czy ta osoba mieszka pod adresem dziecka."],
        },
    ]


def test_what_is_typed_for_a_second_guardian_who_is_not_is_shown_but_not_checked(
    procedure: Procedure,
) -> None:
    form = GuardiansForm({**ONE, **guardian("2", email="zły")}, procedure=procedure)

    assert form.is_valid()
    assert len(form.values) == 1
    assert form.second["email"].value() == "zły"


def test_the_question_about_the_second_guardian_must_be_answered(procedure: Procedure) -> None:
    form = GuardiansForm(guardian("1"), procedure=procedure)

    assert not form.is_valid()
    assert errors_of(form)[1] == {
        "exists": ["Zaznacz, czy dziecko ma drugiego rodzica lub opiekuna."]
    }


def test_first_guardian_begins_with_the_address_of_the_account(procedure: Procedure) -> None:
    draft = make_draft(procedure)

    form = GuardiansForm(procedure=procedure, application=draft)

    assert form.first["email"].value() == draft.owner.email


# --- the criteria -----------------------------------------------------------------------------
def test_criteria_ask_what_fits_the_child_and_its_institutions(procedure: Procedure) -> None:
    make_criteria(procedure)
    group = make_group()
    application = make_application(procedure, groups=[group])

    form = CriteriaForm(procedure=procedure, application=application)

    assert list(form.fields) == ["large-family", "disability", "both-work", "one-works", "sibling"]
    assert form.fields["sibling"].choices == [(group.institution.code, group.institution.name)]
    assert form.fields["sibling"].help_text == (
        "Punkty: 20. Potwierdza: dokument do sibling. "
        "Zaznacz każdą placówkę, w której odpowiedź brzmi „tak”."
    )


def test_criteria_answers_become_questions_answered_yes(procedure: Procedure) -> None:
    make_criteria(procedure)
    group = make_group()
    application = make_application(procedure, groups=[group])
    answers = QueryDict(
        "large-family=yes&disability=no&both-work=no&one-works=yes"
        f"&sibling={group.institution.code}"
    )

    form = CriteriaForm(answers, procedure=procedure, application=application)

    assert form.is_valid()
    assert form.values == {
        Question("large-family"): {},
        Question("one-works"): {},
        Question("sibling", group.institution.code): {},
    }


def test_criteria_must_all_be_answered(procedure: Procedure) -> None:
    make_criteria(procedure)
    application = make_application(procedure)

    form = CriteriaForm({"large-family": "yes"}, procedure=procedure, application=application)

    assert form.errors == {
        code: ["Odpowiedz tak albo nie."] for code in ("disability", "both-work", "one-works")
    }


def test_a_paper_form_asks_every_birth_year_about_the_institutions_given(
    procedure: Procedure,
) -> None:
    make_criteria(procedure)
    institution = make_institution()

    form = CriteriaForm(procedure=procedure, institutions=[institution], prefix="criteria")

    assert list(form.fields)[-2:] == ["sibling", "near"]
    assert form["near"].html_name == "criteria-near"


def test_a_text_from_a_criterion_row_is_escaped(procedure: Procedure) -> None:
    criterion = make_criteria(procedure)["large-family"]
    criterion.evidence = "<b>oświadczenie</b>"
    criterion.save()

    form = CriteriaForm(procedure=procedure, application=make_application(procedure))

    assert "&lt;b&gt;oświadczenie" in form.fields["large-family"].help_text


# --- what is kept for later -------------------------------------------------------------------
ODD = {
    "first_names": "Zo\x00fia",
    "surname": "",
    "pesel": "22 abc",
    "has_no_pesel": "on",
    "birth_on_day": "31",
    "birth_on_month": "luty",
    "birth_on_year": "",
    "document_kind": "nieznany",
    "document_number": "",
}


def test_typed_answers_come_back_exactly_but_for_nul(procedure: Procedure) -> None:
    draft = make_draft(procedure)
    typed = ChildForm(ODD, procedure=procedure).typed_answers()
    draft.section_drafts.create(section="child", answers=typed, saved_at=draft.saved_at)

    form = ChildForm(procedure=procedure, application=Application.objects.get(pk=draft.pk))

    assert {name: form[name].value() for name in form.fields} == {
        "first_names": "Zofia",
        "surname": "",
        "pesel": "22 abc",
        "has_no_pesel": True,
        "birth_on": ["31", "luty", ""],
        "document_kind": "nieznany",
        "document_number": "",
        "has_statement": None,
        "is_deferred": False,
    }
    assert not form.is_bound


def test_typed_answers_of_guardians_come_back(procedure: Procedure) -> None:
    draft = make_draft(procedure)
    answers = {**guardian("1", email="zły"), **guardian("2", phone="12")}
    typed = GuardiansForm(answers, procedure=procedure).typed_answers()
    draft.section_drafts.create(section="guardians", answers=typed, saved_at=draft.saved_at)

    form = GuardiansForm(procedure=procedure, application=draft)

    assert (form.first["email"].value(), form.second["phone"].value()) == ("zły", "12")


def test_saved_answers_come_back(procedure: Procedure) -> None:
    application = make_application(procedure)

    child = ChildForm(procedure=procedure, application=application)
    address = AddressForm(procedure=procedure, application=application)
    guardians = GuardiansForm(procedure=procedure, application=application)

    assert child["first_names"].value() == "Zofia"
    assert child["has_statement"].value() == "no"
    assert address["is_resident"].value() == "yes"
    assert guardians.question["exists"].value() == "yes"
    assert guardians.second["role"].value() == "father"


# --- around filing ----------------------------------------------------------------------------
def test_declarations_are_both_required() -> None:
    form = DeclarationsForm({"idempotency_key": "klucz"})

    assert form.errors == {
        "liability": ["Zaznacz oświadczenie o odpowiedzialności karnej."],
        "information": ["Zaznacz, że znasz informację o danych osobowych."],
    }


def test_declarations_hold_the_clause_of_the_law() -> None:
    assert DeclarationsForm().declarations[0] == (
        "Jestem świadomy odpowiedzialności karnej za złożenie fałszywego oświadczenia."
    )


def test_every_opening_of_the_declarations_has_its_own_key() -> None:
    first, second = DeclarationsForm(), DeclarationsForm()

    assert first["idempotency_key"].value() != second["idempotency_key"].value()


def test_start_asks_nothing_of_a_parent_without_applications() -> None:
    form = StartForm({}, earlier=[])

    assert form.is_valid()
    assert form.source is None


def test_start_offers_the_children_by_name(procedure: Procedure) -> None:
    earlier = make_application(procedure)

    form = StartForm({"copied_from": earlier.public_id}, earlier=[earlier])

    assert form.is_valid()
    assert form.source == earlier
    assert [str(label) for _, label in form.fields["copied_from"].choices] == [
        "Tak, z wniosku: Zofia Kowalska",
        "Nie, zacznij od pustego wniosku",
    ]
