"""The values that a parent of the tests enters, section by section."""

from datetime import date, datetime

from accounts.models import User
from recruitment.applications.models import Application, GuardianRole
from recruitment.applications.services.choices import set_choices
from recruitment.applications.services.sections import (
    save_address,
    save_child,
    save_criteria,
    save_guardians,
)
from recruitment.applications.values import (
    AddressValues,
    ChildValues,
    GuardianValues,
    Question,
    ResidenceValues,
)
from schools.models import Group
from tests.factories import NOW, make_pesel

BIRTH_ON = date(2022, 5, 17)
PESEL = make_pesel(BIRTH_ON, serial=4821)
LIABILITY = "Jestem świadomy odpowiedzialności karnej za złożenie fałszywego oświadczenia."
HOME = AddressValues("ul. Łąkowa", "12", "3", "05-120", "Legionowo")
RESIDENCE = ResidenceValues(is_resident=True, address=HOME)
MOTHER = GuardianValues(GuardianRole.MOTHER, "Anna", "Kowalska", "anna@example.org")
FATHER = GuardianValues(
    GuardianRole.FATHER,
    "Adam",
    "Kowalski",
    lives_with_child=False,
    address=AddressValues("ul. Polna", "1", "", "00-001", "Warszawa"),
)


def child_values(**fields: object) -> ChildValues:
    """Zofia Kowalska, born in 2022, with what differs."""
    defaults = {
        "first_names": "Zofia",
        "surname": "Kowalska",
        "birth_on": BIRTH_ON,
        "has_statement": False,
        "pesel": PESEL,
    }
    return ChildValues(**{**defaults, **fields})


def fill(
    application: Application,
    actor: User,
    groups: list[Group],
    claimed: set[Question] = frozenset(),
    now: datetime = NOW,
    child: ChildValues | None = None,
) -> None:
    """Save every section of a draft."""
    same = {"application": application, "actor": actor, "now": now}
    save_child(values=child or child_values(), **same)
    save_guardians(values=[MOTHER, FATHER], **same)
    save_address(values=RESIDENCE, **same)
    set_choices(groups=groups, **same)
    save_criteria(values={question: {} for question in claimed}, **same)
