"""Families of the demo city: who they are and where they live, as plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

from django.conf import settings

from config.demo import facts
from config.demo.chance import Chance
from config.demo.institutions import OpenGroup
from config.demo.names import Surname, draw_first_name, draw_surname
from config.demo.numbers import PeselNumbers, draw_birth_date
from config.demo.school_year import SchoolYear

AGES = (3, 4, 5, 6)
AGE_WEIGHTS = (78, 7, 5, 10)
NON_RESIDENT_SHARE = 0.04
TWINS_SHARE = 0.015
SIBLING_STAYS_SHARE = 0.2
SIBLING_FIRST_SHARE = 0.85
SINGLE_PARENT_SHARE = 0.1
WITHOUT_PESEL_SHARE = 0.3  # of Ukrainian families
STATEMENT_SHARE = 0.035
FOSTER_SHARE = 0.007
_FIRST_PASSPORT = 100_001
# How often the criterion with this code is true of a family.
CIRCUMSTANCE_SHARES = {
    "S1": 0.14,
    "S3": 0.02,
    "S4": 0.003,
    "S5": 0.025,
    "G3": 0.72,
    "G4": 0.8,
    "G5": 0.05,
}


@dataclass(frozen=True, slots=True)
class Home:
    """A family's address; the house numbers are invented."""

    street: str
    house_number: str
    flat_number: str
    postcode: str
    city: str


@dataclass(frozen=True, slots=True)
class Child:
    """A child that applies; without a PESEL it has a passport."""

    first_name: str
    surname: str
    birth_on: date
    is_female: bool
    pesel: str
    passport: str
    has_statement: bool


@dataclass(frozen=True, slots=True)
class Parent:
    """A parent or guardian."""

    role: str
    first_name: str
    surname: str


@dataclass(frozen=True, slots=True)
class Household:
    """A family that applies; `circumstances` are the codes of the criteria that it meets.

    `favourite` is the code of the institution that it puts first whatever others think of it.
    """

    number: int
    district: int
    home: Home
    is_resident: bool
    parents: tuple[Parent, ...]
    children: tuple[Child, ...]
    circumstances: tuple[str, ...]
    sibling_at: str
    favourite: str

    @property
    def email(self) -> str:
        """The address of the family's account, in a domain that no mail can reach."""
        return f"rodzina-{self.number:05d}@demo.example.org"


@dataclass(frozen=True, slots=True)
class StayingChild:
    """A child that continues in its group, and its family's name."""

    first_name: str
    surname: Surname
    is_female: bool
    birth_on: date
    has_statement: bool
    open_group: OpenGroup


def draw_staying_children(
    open_groups: Sequence[OpenGroup], year: SchoolYear, chance: Chance
) -> list[StayingChild]:
    """Every child that continues, group by group."""
    children = []
    for open_group in open_groups:
        for number in range(open_group.continuing):
            surname = draw_surname(chance)
            is_female = chance.happens(0.5)
            birth_year = min(open_group.group.birth_year_to, year.birth_year(AGES[1]))
            children.append(
                StayingChild(
                    first_name=draw_first_name(
                        chance, "child", language=surname.language, is_female=is_female
                    ),
                    surname=surname,
                    is_female=is_female,
                    birth_on=draw_birth_date(chance, birth_year),
                    has_statement=number < open_group.continuing_with_statement,
                    open_group=open_group,
                )
            )
    return children


class Households:
    """Draws one family after another."""

    def __init__(
        self, year: SchoolYear, staying: Sequence[StayingChild], districts: int, chance: Chance
    ) -> None:
        self._year = year
        self._chance = chance
        self._districts = districts
        self._pesels = PeselNumbers(chance)
        self._passports = count(_FIRST_PASSPORT)
        self._siblings = list(staying)
        chance.shuffle(self._siblings)

    def draw(self, number: int) -> Household:
        """The next family; one in five has a child that continues in a preschool."""
        chance = self._chance
        is_resident = not chance.happens(NON_RESIDENT_SHARE)
        sibling = None
        if is_resident and self._siblings and chance.happens(SIBLING_STAYS_SHARE):
            sibling = self._siblings.pop()
        surname = sibling.surname if sibling else draw_surname(chance)
        sibling_at = sibling.open_group.group.institution.code if sibling else ""
        district = sibling.open_group.district if sibling else chance.randrange(self._districts) + 1
        parents = _draw_parents(surname, chance)
        return Household(
            number=number,
            district=district,
            home=_draw_home(chance, is_resident=is_resident),
            is_resident=is_resident,
            parents=parents,
            children=self._draw_children(surname),
            circumstances=_draw_circumstances(parents, chance, is_resident=is_resident),
            sibling_at=sibling_at,
            favourite=sibling_at if chance.happens(SIBLING_FIRST_SHARE) else "",
        )

    def draw_demo_parent(self, favourite: str) -> Household:
        """The family of the demo login: a mother and a father with two children of three and four."""
        surname = Surname("Testowy", "Testowa", "pl")
        younger = self._draw_child(surname, self._birth_date(AGES[0]))
        return Household(
            number=0,
            district=1,
            home=_draw_home(self._chance, is_resident=True),
            is_resident=True,
            parents=(
                Parent("mother", "Anna", surname.female),
                Parent("father", "Piotr", surname.male),
            ),
            children=(
                younger,
                self._draw_child(surname, self._birth_date(AGES[1]), other_than=younger.first_name),
            ),
            circumstances=("R0", "G3", "G4"),
            sibling_at="",
            favourite=favourite,
        )

    def _draw_children(self, surname: Surname) -> tuple[Child, ...]:
        birth_on = self._birth_date(self._chance.weighted(AGES, AGE_WEIGHTS))
        with_statement = self._chance.happens(STATEMENT_SHARE)
        first = self._draw_child(surname, birth_on, with_statement=with_statement)
        if not self._chance.happens(TWINS_SHARE):
            return (first,)
        return first, self._draw_child(surname, birth_on, other_than=first.first_name)

    def _birth_date(self, age: int) -> date:
        return draw_birth_date(self._chance, self._year.birth_year(age))

    def _draw_child(
        self,
        surname: Surname,
        birth_on: date,
        *,
        with_statement: bool = False,
        other_than: str = "",
    ) -> Child:
        """A child of the family; its first name is not `other_than`, its sibling's."""
        chance = self._chance
        is_female = chance.happens(0.5)
        has_pesel = surname.language == "pl" or not chance.happens(WITHOUT_PESEL_SHARE)
        first_name = other_than
        while first_name == other_than:
            first_name = draw_first_name(
                chance, "child", language=surname.language, is_female=is_female
            )
        return Child(
            first_name=first_name,
            surname=surname.form(is_female=is_female),
            birth_on=birth_on,
            is_female=is_female,
            pesel=self._pesels.draw(birth_on, is_female=is_female) if has_pesel else "",
            passport="" if has_pesel else f"FX{next(self._passports)}",
            has_statement=with_statement,
        )


def _draw_home(chance: Chance, *, is_resident: bool) -> Home:
    flat = str(chance.randint(1, 60)) if chance.happens(0.6) else ""
    if is_resident:
        street, postcode = chance.common(facts.lines("streets")), "05-120"
        city = settings.SITE["city_name"]
    else:
        neighbour = chance.choice(facts.rows("neighbours"))
        street, postcode, city = "ul. Przykładowa", neighbour["postcode"], neighbour["city"]
    return Home(street, str(chance.randint(1, 98)), flat, postcode, city)


def _draw_parents(surname: Surname, chance: Chance) -> tuple[Parent, ...]:
    """Both parents, one who raises the child alone, or a foster parent."""
    is_single = chance.happens(SINGLE_PARENT_SHARE)
    is_foster = chance.happens(FOSTER_SHARE)
    roles = ("mother",) if is_single else ("mother", "father")
    parents = []
    for role in roles:
        is_female = role == "mother"
        first_name = draw_first_name(
            chance, "parent", language=surname.language, is_female=is_female
        )
        parents.append(
            Parent(
                "foster_parent" if is_foster else role,
                first_name,
                surname.form(is_female=is_female),
            )
        )
    return tuple(parents)


def _draw_circumstances(
    parents: tuple[Parent, ...], chance: Chance, *, is_resident: bool
) -> tuple[str, ...]:
    """The codes of the criteria about the family; what excludes itself is not claimed together."""
    happens = {code: chance.happens(share) for code, share in CIRCUMSTANCE_SHARES.items()}
    is_foster = parents[0].role == "foster_parent"
    has_two_parents = len(parents) > 1
    met = {
        "R0": is_resident,
        "S1": happens["S1"],
        "S3": happens["S3"] and not happens["S4"],
        "S4": happens["S4"] and has_two_parents,
        "S5": happens["S5"],
        "S6": not has_two_parents and not is_foster,
        "S7": is_foster,
        "G3": happens["G3"] and has_two_parents,
        "G4": happens["G4"] and is_resident,
        "G5": happens["G5"],
    }
    return tuple(code for code, is_met in met.items() if is_met)
