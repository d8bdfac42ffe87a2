"""What is told about a child, in sentences that people read."""

import re
from dataclasses import replace

import pytest

from allocation.command_line.language import CATALOGUES, LANGUAGES, translator
from allocation.engine import (
    Lottery,
    Reason,
    Refusal,
    Rules,
    TieRule,
    allocate,
)
from allocation.engine.explaining import words
from allocation.engine.explaining.explain import explain
from allocation.engine.explaining.explanation import (
    Explanation,
    RefusalExplained,
    WhatIfAnswer,
)
from allocation.engine.explaining.words import (
    REASONS,
    ExplanationInWords,
    RefusalInWords,
    explanation_in_words,
    reason_in_words,
)
from tests.allocation.engine.problems import child, group, problem

SENTENCES = [
    *REASONS.values(),
    *(text for name, text in vars(words).items() if name.isupper() and isinstance(text, str)),
]
GENDERED = re.compile(r"\w(łem|łam|łeś|łaś)\b|\b(Pan|Pani|Państwo|syn|córka|ucznia|uczennica)\b")
PLACEHOLDERS = re.compile(r"%\((\w+)\)s")


def same(text):
    return text


def refused(**changes):
    """A refused second wish of a child with 75 points, one below the last admitted."""
    facts = {
        "group": "P",
        "own": (1, 75),
        "last_admitted": (1, 76),
        "capacity": 25,
        "admitted": 25,
        "reason": Reason.FULL_HIGHER_KEYS,
    }
    about = {"ahead": 30, "equal": 0, "enough": (None, 77), "if_first": False}
    refusal = Refusal(**{name: changes.get(name, value) for name, value in facts.items()})
    return RefusalExplained(
        refusal, **{name: changes.get(name, value) for name, value in about.items()}
    )


def in_words(*refusals, obtained=None, what_if=(), **names):
    explanation = Explanation("ala", obtained, refusals, what_if)
    return explanation_in_words(explanation, translate=same, **names)


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_its_words(reason):
    assert reason_in_words(reason, same).endswith(".")


def test_the_words_of_reasons_are_different():
    assert len(set(REASONS.values())) == len(Reason)


@pytest.mark.parametrize("text", SENTENCES)
def test_a_text_is_short_plain_and_of_no_gender(text):
    assert not GENDERED.search(text)
    assert "\\" not in text
    for sentence in re.split(r"(?<=[.!?]) ", text):
        assert len(sentence.split()) <= 20


def test_what_is_refused_is_told_with_names():
    told = in_words(
        refused(equal=2),
        refused(group="Q", reason=Reason.NO_PLACES, last_admitted=None, if_first=True, capacity=0),
        key_names=("zamieszkanie", "kryteria gminne"),
        group_names={"P": "Przedszkole nr 5, 3-latki"},
    )

    assert told == ExplanationInWords(
        child="ala",
        outcome="Dziecko nie ma miejsca w żadnej z wybranych grup.",
        refused=(
            RefusalInWords(
                group="Przedszkole nr 5, 3-latki",
                why="Zabrakło miejsc. Dostały je dzieci, które w tej grupie stoją wyżej.",
                facts=(
                    "Liczba miejsc: 25. Liczba przyjętych dzieci: 25.",
                    "Liczba dzieci, które stoją tu wyżej: 30.",
                    "Liczba innych dzieci z taką samą punktacją: 2.",
                    "Punktacja tego dziecka: zamieszkanie 1, kryteria gminne 75.",
                    "Punktacja ostatniego przyjętego dziecka: zamieszkanie 1, kryteria gminne 76.",
                ),
                changes=("Do przyjęcia wystarczyłoby: kryteria gminne 77 zamiast 75.",),
            ),
            RefusalInWords(
                group="Q",
                why="W tej grupie nie było wolnych miejsc.",
                facts=(
                    "Liczba miejsc: 0. Liczba przyjętych dzieci: 25.",
                    "Liczba dzieci, które stoją tu wyżej: 30.",
                    "Punktacja tego dziecka: zamieszkanie 1, kryteria gminne 75.",
                ),
                changes=(
                    "Do przyjęcia wystarczyłoby: kryteria gminne 77 zamiast 75.",
                    "Miejsce dałoby wpisanie tej grupy na początku listy.",
                ),
            ),
        ),
        answers=(),
    )


def test_without_names_the_elements_of_a_key_are_numbered():
    told = in_words(refused(enough=(2, 77))).refused[0]

    assert told.facts[2] == "Punktacja tego dziecka: 1, 75."
    assert told.changes == (
        "Do przyjęcia wystarczyłoby: część 1 punktacji 2 zamiast 1.",
        "Do przyjęcia wystarczyłoby: część 2 punktacji 77 zamiast 75.",
    )


def test_nothing_that_would_have_been_enough_is_told():
    told = in_words(refused(), refused(enough=(None, None)))

    assert told.refused[1].changes == (
        "Zmiana tylko jednej części punktacji nie dałaby tu miejsca.",
        "Wpisanie tej grupy na początku listy nie dałoby tu miejsca.",
    )


def test_what_was_obtained_is_told_with_its_name():
    assert in_words(obtained="P", group_names={"P": "Żabki"}).outcome == "Przyznane miejsce: Żabki."
    assert in_words(obtained="Q", group_names={"P": "Żabki"}).outcome == "Przyznane miejsce: Q."


def test_a_child_without_wishes_and_place_is_told_so():
    assert in_words().outcome == "Dziecko nie ma miejsca w żadnej grupie."


def test_answers_name_what_was_changed():
    told = in_words(
        obtained="Q",
        what_if=(
            WhatIfAnswer("rodzeństwo", "P"),
            WhatIfAnswer("rodzeństwo", "Q"),
            WhatIfAnswer("100% mniej", None),
        ),
        group_names={"P": "Żabki"},
    )

    assert told.answers == (
        "Przy zmianie „rodzeństwo” przyznane miejsce: Żabki.",
        "Zmiana „rodzeństwo” nie zmieniłaby wyniku.",
        "Przy zmianie „100% mniej” nie byłoby miejsca w żadnej grupie.",
    )


def test_what_was_drawn_is_no_part_of_the_points_but_decides_among_equals():
    town = problem(
        [group("P", 1)],
        [child("ala", P=5), child("jan", P=5), child("ewa", P=4)],
        Rules(TieRule.LOTTERY, lottery=Lottery("Legionowo")),
    )
    result = allocate(town)
    told = {
        explanation.child: explanation_in_words(explanation, translate=same).refused[0].facts
        for explanation in explain(town, result)
    }
    loser = next(name for name in ("ala", "jan") if result.assignment[name] is None)

    assert told == {
        loser: (
            "Liczba miejsc: 1. Liczba przyjętych dzieci: 1.",
            "Liczba dzieci, które stoją tu wyżej: 1.",
            "Punktacja tego dziecka: 5.",
            "Punktacja ostatniego przyjętego dziecka: 5.",
            "O kolejności dzieci z równą punktacją zdecydowało losowanie.",
        ),
        "ewa": (
            "Liczba miejsc: 1. Liczba przyjętych dzieci: 1.",
            "Liczba dzieci, które stoją tu wyżej: 2.",
            "Punktacja tego dziecka: 4.",
            "Punktacja ostatniego przyjętego dziecka: 5.",
        ),
    }


def test_every_text_goes_through_the_translation():
    asked = []

    def ask(text):
        asked.append(text)
        return text

    explanation = Explanation(
        "ala",
        None,
        (refused(equal=1, own=(1, 76, 3), last_admitted=(1, 76, 9)), refused(if_first=True)),
        (WhatIfAnswer("x", "P"), WhatIfAnswer("x", None)),
    )
    explanation_in_words(explanation, translate=ask)
    explanation_in_words(replace(explanation, obtained="Q"), translate=ask)
    explanation_in_words(Explanation("ala", None, ()), translate=ask)
    in_vain = (refused(), refused(enough=(None, None)))
    explanation_in_words(Explanation("ala", None, in_vain), translate=ask)
    for reason in Reason:
        reason_in_words(reason, ask)

    assert set(SENTENCES) == set(asked)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_translated_is_told_in_polish(language):
    assert translator(language)("To zdanie jest tylko tutaj.") == "To zdanie jest tylko tutaj."


@pytest.mark.parametrize("language", ["en", "uk"])
def test_the_catalogue_of_the_project_is_used_where_it_is_compiled(language):
    if not (CATALOGUES / language / "LC_MESSAGES" / "django.mo").exists():
        pytest.skip("the catalogues are not compiled: make setup")

    known = REASONS[Reason.NO_PLACES]
    assert translator(language)(known) != known


def test_translations_have_the_same_places_to_fill_in():
    known = {text: set(PLACEHOLDERS.findall(text)) for text in SENTENCES}

    for language in LANGUAGES:
        translate = translator(language)
        assert {text: set(PLACEHOLDERS.findall(translate(text))) for text in known} == known
