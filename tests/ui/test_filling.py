"""Typed values put back into a finished page: exactly there, and nothing else moves."""

import pytest

from ui.filling import filled

PAGE = """<!DOCTYPE html>
<header><form action="/jezyk/"><input name="city" value="uk"></form></header>
<main class="x" id="main-content"><p>Ład &amp; porządek</p>
<form method="post" action="/inny/"><input name="city" value="Inne"><button name="go">Dalej</button></form>
<form method="post">
  <input type="hidden" name="seen" value="7">
  <input type="text" name="city" id="id_city" autofocus />
  <input type="password" name="secret">
  <input type="checkbox" name="agreed" value="on" checked>
  <input type="radio" name="kind" value="a" checked> <input type="radio" name="kind" value="b">
  <select name="year"><option value="">Wybierz</option><option value="2021" selected>2021</option></select>
  <textarea name="reason">
Był &lt;powód&gt;</textarea>
</form>
</main>"""


def put(fields, action="/strona/"):
    return filled(PAGE, address="/strona/", action=action, fields=fields, note="<p>Uwaga</p>")


@pytest.mark.parametrize(
    ("fields", "before", "after"),
    [
        (
            {"city": ['"Ł" <b>']},
            '<input type="text" name="city" id="id_city" autofocus />',
            '<input type="text" name="city" id="id_city" autofocus'
            ' value="&quot;Ł&quot; &lt;b&gt;">',
        ),
        (
            {"kind": ["b"], "agreed": ["on"]},
            'value="a" checked> <input type="radio" name="kind" value="b">',
            'value="a"> <input type="radio" name="kind" value="b" checked>',
        ),
        (
            {"agreed": ["on"], "kind": ["a"], "year": [""]},
            '<option value="">Wybierz</option><option value="2021" selected>',
            '<option value="" selected>Wybierz</option><option value="2021">',
        ),
        (
            {"agreed": ["on"], "kind": ["a"], "reason": ["Mój </textarea>"]},
            "Był &lt;powód&gt;</textarea>",
            "Mój &lt;/textarea&gt;</textarea>",
        ),
        (
            {"kind": ["a"]},
            '<input type="checkbox" name="agreed" value="on" checked>',
            '<input type="checkbox" name="agreed" value="on">',
        ),
    ],
)
def test_a_control_shows_what_was_typed_and_the_rest_stays_as_it_is(fields, before, after):
    given = {"agreed": ["on"], "kind": ["a"], **fields} if "city" in fields else fields

    assert put(given) == PAGE.replace(before, after).replace(
        'id="main-content">', 'id="main-content"><p>Uwaga</p>'
    )


def test_what_nobody_sees_comes_back_without_a_word():
    fields = {"agreed": ["on"], "kind": ["a"], "seen": ["6"]}

    assert put(fields) == PAGE.replace('value="7"', 'value="6"')


@pytest.mark.parametrize(
    ("fields", "action"),
    [
        ({"secret": ["tajne"], "agreed": ["on"], "kind": ["a"]}, "/strona/"),
        ({"unknown": ["x"]}, "/strona/"),
        ({"city": ["Legionowo"]}, "/jezyk/"),
        ({"city": ["Legionowo"]}, "/obca/"),
    ],
)
def test_a_page_without_a_place_for_it_does_not_change(fields, action):
    assert put(fields, action) == PAGE


def test_of_two_forms_with_the_same_field_the_one_that_was_sent_is_filled():
    assert put({"city": ["Legionowo"]}, "/inny/") == PAGE.replace(
        'value="Inne"', 'value="Legionowo"'
    ).replace('id="main-content">', 'id="main-content"><p>Uwaga</p>')
