"""Names of people: common ones, with every Polish letter and some Ukrainian families."""

from dataclasses import dataclass
from functools import cache

from config.demo import facts
from config.demo.chance import Chance

UKRAINIAN_SHARE = 0.04


@dataclass(frozen=True, slots=True)
class NamePair:
    """The two forms of a surname, or a male and a female first name of one line of the list."""

    male: str
    female: str

    def form(self, *, is_female: bool) -> str:
        """The form for this sex."""
        return self.female if is_female else self.male


@dataclass(frozen=True, slots=True)
class Surname(NamePair):
    """A family's name and its language, which decides the first names."""

    language: str


@cache
def _pairs(language: str, role: str) -> tuple[NamePair, ...]:
    return tuple(
        NamePair(row["male"], row["female"])
        for row in facts.rows("names")
        if (row["language"], row["role"]) == (language, role)
    )


def draw_surname(chance: Chance) -> Surname:
    """A family's name."""
    language = "uk" if chance.happens(UKRAINIAN_SHARE) else "pl"
    pair = chance.common(_pairs(language, "surname"))
    return Surname(pair.male, pair.female, language)


def draw_first_name(chance: Chance, role: str, *, language: str, is_female: bool) -> str:
    """A first name; `role` is `child` or `parent`."""
    return chance.common(_pairs(language, role)).form(is_female=is_female)
