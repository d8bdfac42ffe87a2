"""Synthetic PESEL numbers: right in date, sex and check digit, and belonging to nobody we know."""

from datetime import date, timedelta

from stdnum.pl import pesel

from config.demo.chance import Chance

_FIRST_YEAR_OF_CENTURY = 2000
_MONTHS_OF_THIS_CENTURY = 20


class PeselNumbers:
    """Gives each child a number that no other child of the city has."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance
        self._given: set[str] = set()

    def draw(self, birth_on: date, *, is_female: bool) -> str:
        """A new number for a child born on this day of the 21st century."""
        while True:
            sex = self._chance.randrange(0, 10, 2) + (0 if is_female else 1)
            digits = (
                f"{birth_on.year - _FIRST_YEAR_OF_CENTURY:02d}"
                f"{birth_on.month + _MONTHS_OF_THIS_CENTURY:02d}{birth_on.day:02d}"
                f"{self._chance.randrange(1000):03d}{sex}"
            )
            number = digits + pesel.calc_check_digit(digits)
            if number not in self._given:
                self._given.add(number)
                return number


def draw_birth_date(chance: Chance, year: int) -> date:
    """A day of the year."""
    first = date(year, 1, 1)
    return first + timedelta(days=chance.randrange((date(year + 1, 1, 1) - first).days))
