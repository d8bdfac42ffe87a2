"""An explanation in sentences, for the command line, its tables and whoever uses the engine alone.

Families read the same facts in words of `recruitment.decisions.wording`: those know criteria,
claims and scores by name, where the engine knows only elements of a key.
Source texts are Polish. `translate` turns one into the reader's language, for example gettext of
Django or of the standard library. Names of groups and of the elements of a key are the caller's.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from allocation.engine.explaining.explanation import Explanation, RefusalExplained, WhatIfAnswer
from allocation.engine.problem import Key
from allocation.engine.result import Reason

Translate = Callable[[str], str]

UNNAMED: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class RefusalInWords:
    """One refused wish: why, the facts behind it, and what would have changed it."""

    group: str
    why: str
    facts: tuple[str, ...]
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExplanationInWords:
    """What came of a child's wishes, each refused one in order of wish, answers to questions."""

    child: str
    outcome: str
    refused: tuple[RefusalInWords, ...]
    answers: tuple[str, ...]


def explanation_in_words(
    explanation: Explanation,
    *,
    translate: Translate,
    key_names: Sequence[str] = (),
    group_names: Mapping[str, str] = UNNAMED,
) -> ExplanationInWords:
    """Tell an explanation. `key_names` name the elements of every key; without, they are numbered.

    A group without a name is called by its id.
    """
    return _Telling(translate, key_names, group_names).explanation(explanation)


def reason_in_words(reason: Reason, translate: Translate) -> str:
    """Say in a sentence or two why a child was refused."""
    return translate(REASONS[reason])


def gettext_noop(text: str) -> str:
    """Mark a text, so that it is collected for translation."""
    return text


REASONS = {
    Reason.GROUP_CLOSED: gettext_noop(
        "Ta grupa nie powstanie, bo nie spełnia warunku najmniejszej liczby dzieci."
    ),
    Reason.NO_PLACES: gettext_noop("W tej grupie nie było wolnych miejsc."),
    Reason.PLACES_SECURED: gettext_noop(
        "Wszystkie miejsca w tej grupie mają dzieci, którym zapewniono je wcześniej."
    ),
    Reason.TOGETHER: gettext_noop(
        "Samo to dziecko dostałoby tu miejsce, ale życzenia rodziny dla całego rodzeństwa nie dało się spełnić."
    ),
    Reason.CONTESTED_TIE: gettext_noop(
        "Dzieci z równą punktacją jest więcej niż miejsc. Ich kolejność ustali komisja."
    ),
    Reason.BELOW_CONTESTED_TIE: gettext_noop(
        "Wolne miejsca czekają na dzieci stojące wyżej. Ich kolejność ustali komisja."
    ),
    Reason.RESERVED_KEPT_EMPTY: gettext_noop(
        "Wolne miejsca w tej grupie są zastrzeżone dla uprawnionych dzieci."
    ),
    Reason.OPEN_PLACES_FULL: gettext_noop(
        "Miejsca dostępne dla wszystkich są zajęte. Pozostałe są zastrzeżone dla uprawnionych dzieci."
    ),
    Reason.FULL_HIGHER_KEYS: gettext_noop(
        "Zabrakło miejsc. Dostały je dzieci, które w tej grupie stoją wyżej."
    ),
}

PLACED = gettext_noop("Przyznane miejsce: %(group)s.")
NOT_PLACED = gettext_noop("Dziecko nie ma miejsca w żadnej z wybranych grup.")
NOWHERE = gettext_noop("Dziecko nie ma miejsca w żadnej grupie.")
PLACES = gettext_noop("Liczba miejsc: %(places)s. Liczba przyjętych dzieci: %(admitted)s.")
AHEAD = gettext_noop("Liczba dzieci, które stoją tu wyżej: %(number)s.")
EQUAL = gettext_noop("Liczba innych dzieci z taką samą punktacją: %(number)s.")
OWN_KEY = gettext_noop("Punktacja tego dziecka: %(key)s.")
LAST_KEY = gettext_noop("Punktacja ostatniego przyjętego dziecka: %(key)s.")
LAST_BEFORE_IN_LOTTERY = gettext_noop(
    "O kolejności dzieci z równą punktacją zdecydowało losowanie."
)
ENOUGH = gettext_noop("Do przyjęcia wystarczyłoby: %(element)s %(value)s zamiast %(own)s.")
NOTHING_ENOUGH = gettext_noop("Zmiana tylko jednej części punktacji nie dałaby tu miejsca.")
PUT_FIRST = gettext_noop("Miejsce dałoby wpisanie tej grupy na początku listy.")
PUT_FIRST_IN_VAIN = gettext_noop("Wpisanie tej grupy na początku listy nie dałoby tu miejsca.")
ELEMENT = gettext_noop("część %(number)s punktacji")
WOULD_GET = gettext_noop("Przy zmianie „%(change)s” przyznane miejsce: %(group)s.")
WOULD_GET_NOTHING = gettext_noop("Przy zmianie „%(change)s” nie byłoby miejsca w żadnej grupie.")
WOULD_GET_THE_SAME = gettext_noop("Zmiana „%(change)s” nie zmieniłaby wyniku.")


class _Telling:
    """Fills in the sentences, in one language and with one set of names."""

    def __init__(
        self, translate: Translate, key_names: Sequence[str], group_names: Mapping[str, str]
    ) -> None:
        self._translate = translate
        self._key_names = key_names
        self._group_names = group_names

    def explanation(self, explanation: Explanation) -> ExplanationInWords:
        return ExplanationInWords(
            child=explanation.child,
            outcome=self._outcome(explanation),
            refused=tuple(
                self._refusal(refused, is_first_wish=position == 0)
                for position, refused in enumerate(explanation.refused)
            ),
            answers=tuple(
                self._answer(answer, explanation.obtained) for answer in explanation.what_if
            ),
        )

    def _outcome(self, explanation: Explanation) -> str:
        if explanation.obtained is not None:
            return self._say(PLACED, group=self._group(explanation.obtained))
        return self._say(NOT_PLACED if explanation.refused else NOWHERE)

    def _refusal(self, refused: RefusalExplained, *, is_first_wish: bool) -> RefusalInWords:
        refusal = refused.refusal
        return RefusalInWords(
            group=self._group(refusal.group),
            why=reason_in_words(refusal.reason, self._translate),
            facts=tuple(self._facts(refused)),
            changes=tuple(self._changes(refused, is_first_wish=is_first_wish)),
        )

    def _facts(self, refused: RefusalExplained) -> list[str]:
        """What stood against what; what a child drew in a lottery is no part of its points."""
        refusal, elements = refused.refusal, len(refused.enough)
        own, last = refusal.own[:elements], (refusal.last_admitted or ())[:elements]
        facts = [
            self._say(PLACES, places=refusal.capacity, admitted=refusal.admitted),
            self._say(AHEAD, number=refused.ahead),
        ]
        if refused.equal:
            facts.append(self._say(EQUAL, number=refused.equal))
        facts.append(self._say(OWN_KEY, key=self._key(own)))
        if last:
            facts.append(self._say(LAST_KEY, key=self._key(last)))
        if own == last and own != refusal.own:
            facts.append(self._say(LAST_BEFORE_IN_LOTTERY))
        return facts

    def _changes(self, refused: RefusalExplained, *, is_first_wish: bool) -> list[str]:
        changes = [
            self._say(ENOUGH, element=self._element(number), value=value, own=own)
            for number, (value, own) in enumerate(
                zip(refused.enough, refused.refusal.own, strict=False)
            )
            if value is not None
        ] or [self._say(NOTHING_ENOUGH)]
        if not is_first_wish:
            changes.append(self._say(PUT_FIRST if refused.if_first else PUT_FIRST_IN_VAIN))
        return changes

    def _answer(self, answer: WhatIfAnswer, obtained: str | None) -> str:
        if answer.group == obtained:
            return self._say(WOULD_GET_THE_SAME, change=answer.name)
        if answer.group is None:
            return self._say(WOULD_GET_NOTHING, change=answer.name)
        return self._say(WOULD_GET, change=answer.name, group=self._group(answer.group))

    def _key(self, key: Key) -> str:
        """List the elements, each with its name where they have names."""
        if not self._key_names:
            return ", ".join(map(str, key))
        return ", ".join(f"{self._element(number)} {value}" for number, value in enumerate(key))

    def _element(self, number: int) -> str:
        if self._key_names:
            return self._key_names[number]
        return self._say(ELEMENT, number=number + 1)

    def _group(self, group: str) -> str:
        return self._group_names.get(group, group)

    def _say(self, sentence: str, **facts: object) -> str:
        return self._translate(sentence) % facts
