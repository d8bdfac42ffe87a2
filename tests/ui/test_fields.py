"""Plain Django forms come out as GOV.UK Frontend markup."""

from django import forms
from django.utils.html import escape

from tests.ui.markup import outline
from ui.widgets import AutocompleteSelect, RadioSelectWithHints

YES_NO = [("yes", "Tak"), ("no", "Nie")]


class ChildForm(forms.Form):
    name = forms.CharField(
        label="Imię", help_text="Jak w akcie.", error_messages={"required": "Wpisz imię."}
    )
    sibling = forms.ChoiceField(
        label="Rodzeństwo?",
        choices=YES_NO,
        widget=RadioSelectWithHints(hints={"yes": "16 punktów"}),
        error_messages={"required": "Zaznacz odpowiedź."},
    )
    truth = forms.BooleanField(label="Prawda", error_messages={"required": "Zaznacz oświadczenie."})
    number = forms.IntegerField(
        min_value=0,
        required=False,
        widget=forms.NumberInput({"class": "govuk-input--width-2", "placeholder": "np. 2"}),
    )
    street = forms.ChoiceField(choices=[("1", "Łąkowa")], widget=AutocompleteSelect)
    source = forms.CharField(widget=forms.HiddenInput, required=False)


def test_text_field_ties_label_hint_and_control() -> None:
    assert outline(ChildForm()["name"].as_field_group()) == [
        ("div", {"class": "govuk-form-group"}),
        ("label", {"class": "govuk-label govuk-label--s", "for": "id_name"}),
        "Imię",
        ("div", {"class": "govuk-hint", "id": "id_name_helptext"}),
        "Jak w akcie.",
        (
            "input",
            {
                "aria-describedby": "id_name_helptext",
                "class": "govuk-input",
                "id": "id_name",
                "name": "name",
                "type": "text",
            },
        ),
    ]


def test_long_text_is_counted_and_never_cut_off() -> None:
    class ReasonForm(forms.Form):
        reason = forms.CharField(
            label="Powód", help_text="Krótko.", max_length=1500, widget=forms.Textarea({"rows": 2})
        )

    markup = ReasonForm()["reason"].as_field_group()

    assert "maxlength=" not in markup.replace("data-maxlength", "")
    assert 'data-maxlength="1500"' in markup
    assert 'class="govuk-textarea govuk-js-character-count"' in markup
    assert 'aria-describedby="id_reason_helptext id_reason-info"' in markup
    assert "Najwyżej 1500 znaków." in markup


def test_text_field_with_error_says_it_is_wrong_and_why() -> None:
    assert outline(ChildForm({})["name"].as_field_group()) == [
        ("div", {"class": "govuk-form-group govuk-form-group--error"}),
        ("label", {"class": "govuk-label govuk-label--s", "for": "id_name"}),
        "Imię",
        ("div", {"class": "govuk-hint", "id": "id_name_helptext"}),
        "Jak w akcie.",
        ("p", {"class": "govuk-error-message", "id": "id_name_error"}),
        ("span", {"class": "govuk-visually-hidden"}),
        "Błąd:",
        "Wpisz imię.",
        (
            "input",
            {
                "aria-describedby": "id_name_helptext id_name_error",
                "aria-invalid": "true",
                "class": "govuk-input govuk-input--error",
                "id": "id_name",
                "name": "name",
                "type": "text",
            },
        ),
    ]


def test_radios_stand_in_a_fieldset_with_legend_and_error() -> None:
    assert outline(ChildForm({})["sibling"].as_field_group()) == [
        ("div", {"class": "govuk-form-group govuk-form-group--error"}),
        (
            "fieldset",
            {
                "aria-describedby": "id_sibling_error",
                "aria-invalid": "true",
                "class": "govuk-fieldset",
                "role": "radiogroup",
            },
        ),
        ("legend", {"class": "govuk-fieldset__legend govuk-fieldset__legend--s"}),
        "Rodzeństwo?",
        ("p", {"class": "govuk-error-message", "id": "id_sibling_error"}),
        ("span", {"class": "govuk-visually-hidden"}),
        "Błąd:",
        "Zaznacz odpowiedź.",
        ("div", {"class": "govuk-radios", "data-module": "govuk-radios", "id": "id_sibling"}),
        ("div", {"class": "govuk-radios__item"}),
        (
            "input",
            {
                "aria-describedby": "id_sibling_0_hint",
                "class": "govuk-radios__input",
                "id": "id_sibling_0",
                "name": "sibling",
                "type": "radio",
                "value": "yes",
            },
        ),
        ("label", {"class": "govuk-label govuk-radios__label", "for": "id_sibling_0"}),
        "Tak",
        ("div", {"class": "govuk-hint govuk-radios__hint", "id": "id_sibling_0_hint"}),
        "16 punktów",
        ("div", {"class": "govuk-radios__item"}),
        (
            "input",
            {
                "class": "govuk-radios__input",
                "id": "id_sibling_1",
                "name": "sibling",
                "type": "radio",
                "value": "no",
            },
        ),
        ("label", {"class": "govuk-label govuk-radios__label", "for": "id_sibling_1"}),
        "Nie",
    ]


def test_single_checkbox_has_its_label_beside_it() -> None:
    assert outline(ChildForm({"truth": "on"})["truth"].as_field_group()) == [
        ("div", {"class": "govuk-form-group"}),
        ("div", {"class": "govuk-checkboxes"}),
        ("div", {"class": "govuk-checkboxes__item"}),
        (
            "input",
            {
                "checked": None,
                "class": "govuk-checkboxes__input",
                "id": "id_truth",
                "name": "truth",
                "type": "checkbox",
            },
        ),
        ("label", {"class": "govuk-label govuk-checkboxes__label", "for": "id_truth"}),
        "Prawda",
    ]


def test_number_is_a_text_box_with_a_numeric_keyboard() -> None:
    assert outline(str(ChildForm({"number": "3"})["number"])) == [
        (
            "input",
            {
                "class": "govuk-input govuk-input--width-2",
                "id": "id_number",
                "inputmode": "numeric",
                "name": "number",
                "type": "text",
                "value": "3",
            },
        )
    ]


def test_hidden_field_has_no_look() -> None:
    assert outline(str(ChildForm()["source"])) == [
        ("input", {"id": "id_source", "name": "source", "type": "hidden"})
    ]


def test_autocomplete_without_script_is_a_select() -> None:
    html = str(ChildForm()["street"])

    assert outline(html)[0][0] == "select"
    assert 'class="govuk-select"' in html
    assert " data-autocomplete>" in html


def test_typed_values_are_kept_and_escaped() -> None:
    typed = '"><script>'

    assert f'value="{escape(typed)}"' in str(ChildForm({"name": typed})["name"])


def test_whole_form_shows_fields_in_order_and_hidden_ones_last() -> None:
    names = [
        piece[1]["name"]
        for piece in outline(str(ChildForm()))
        if isinstance(piece, tuple) and "name" in piece[1]
    ]

    assert names == ["name", "sibling", "sibling", "truth", "number", "street", "source"]
