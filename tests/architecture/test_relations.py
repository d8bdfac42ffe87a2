"""What each page tells of a child, by what the reader is to it: a reviewed table, and the service.

The child's first choice is PM nr 1, its second PM nr 2; PM nr 3 is not on its list.
"""

import io
import zipfile

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from recruitment.applications.models import Application
from schools.models import StaffMembership, StaffRole
from tests import factories
from tests.architecture.routes import our_routes
from tests.architecture.test_roles import undone
from tests.architecture.town import STAFF, SURNAME, Moment, Town, make_town

pytestmark = pytest.mark.django_db

# Who stands in which relation to the child. Everybody in a column is told the same.
COLUMNS = {
    "decides": ["first director", "first member"],
    "chair": ["first chair"],
    "clerk": ["first clerk"],
    "further": [f"second {role}" for role in STAFF],
    "unlisted": [f"elsewhere {role}" for role in STAFF],
    "office": ["office"],
    "owner": ["owner"],
    "works1st": ["owner who works at the first choice"],
    "works2nd": ["owner who works at the second choice"],
}
# N: the child's name, #: the number, P: PESEL, G: how to reach the parents, C: what is claimed,
# O: the other institutions on the list. "-": a page without the child; a number: no page at all.
TABLE = """
# page                application     decides chair  clerk  further unlisted office owner  works1st works2nd
desk                  filed           N#      N#     N#     -       -        404    404    N#       -
desk                  verified        N#      N#     N#     -       -        404    404    N#       -
desk                  draft           -       -      -      -       -        404    404    -        -
further_choices       filed           -       -      -      -       -        404    404    -        -
further_choices       in_verification -       -      -      -       -        404    404    -        -
further_choices       verified        -       -      -      N       -        404    404    -        N
further_choices       rejected        -       -      -      -       -        404    404    -        -
further_choices       withdrawn       -       -      -      -       -        404    404    -        -
case                  draft           404     404    404    404     404      404    404    404      404
case                  filed           N#PGCO  N#PGCO N#PGCO 404     404      N#PGCO 404    N#PGCO   404
case                  verified        N#PGCO  N#PGCO N#PGCO 404     404      N#PGCO 404    N#PGCO   404
case_return           in_verification N       N      302    404     404      302    404    302      404
case_ask_mayor        in_verification 302     NC     302    404     404      302    404    302      404
case_mayor_answer     in_verification N       N      302    404     404      302    404    302      404
case_hand_back        in_verification N       N      302    404     404      302    404    302      404
case_reject           in_verification N       N      302    404     404      302    404    302      404
case_unlock           verified        N       N      302    404     404      302    404    302      404
case_withdraw         verified        N       N      302    404     404      302    404    302      404
paper_receipt         paper           N#CO    N#CO   N#CO   404     404      N#CO   404    N#CO     404
paper_application     -               -       -      -      -       -        404    404    -        -
application           filed           404     404    404    404     404      404    N#PGCO N#PGCO   N#PGCO
application           verified        404     404    404    404     404      404    N#PGCO N#PGCO   N#PGCO
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()[1:]]
DESK_PAGES = {
    route.name
    for route in our_routes()
    if route.path.startswith("placowka/")
    and route.pattern.callback.__module__.startswith(("recruitment.verification.", "reports."))
}
# The files of an institution come after the announcement: below.
FILES = {"institution_workbook", "institution_summary"}
# It tells what the page of the receipt tells: tests/recruitment/verification/test_paper.py.
PRINTS = {"paper_receipt_pdf"}


def who_reads(town: Town, person: str) -> str:
    """The key of the account; a parent who also works somewhere is given that work here."""
    for place, institution in (
        ("first", town.first.institution),
        ("second", town.second.institution),
    ):
        if person == f"owner who works at the {place} choice":
            StaffMembership.objects.create(
                user=town.people["owner"],
                institution=institution,
                role=StaffRole.COMMITTEE_MEMBER,
                starts_on=factories.OPENS_AT.date(),
            )
            return "owner"
    return person


def own_institution(town: Town, person: str) -> int | None:
    """Where the person works: its own name tells nothing of a child's list."""
    return (
        StaffMembership.objects.filter(user=town.people[person])
        .values_list("institution", flat=True)
        .first()
    )


def facts_of(application: Application, own: int | None) -> dict[str, list[str]]:
    """What gives each fact away, by its letter."""
    others = {choice.group.institution for choice in application.choices.all()}
    return {
        "N": [application.candidate.first_names],
        "#": [application.number],
        "P": [application.candidate.pesel],
        "G": [application.guardians.first().email],
        "C": ["large-family"],
        "O": [name for one in others if one.pk != own for name in (one.name, one.short_name)],
    }


def told(town: Town, name: str, about: Application | None, person: str) -> str:
    """The letters of what the page tells this person, or the status when there is no page."""
    person = who_reads(town, person)
    browser = Client()
    browser.force_login(town.people[person])
    route = next(route for route in our_routes() if route.name == name)
    response = browser.get(town.address(route, about))
    if response.status_code != 200:
        return str(response.status_code)
    facts = facts_of(about, own_institution(town, person)) if about else {}
    found = [letter for letter, signs in facts.items() if any(s in response.text for s in signs)]
    return "".join(found) or "-"


def test_every_page_of_a_desk_is_in_the_table():
    assert {name for name, *_ in ROWS} - {"application"} | FILES | PRINTS == DESK_PAGES


@pytest.mark.parametrize(("name", "application", "expected"), [(n, a, e) for n, a, *e in ROWS])
def test_each_relation_is_told_what_the_table_says(name, application, expected):
    got = {}
    with time_machine.travel(Moment.APPLYING.clock, tick=False):
        town = make_town()
        about = town.applications.get(application)
        for column, people in COLUMNS.items():
            for person in people:
                with undone():
                    got[column, person] = told(town, name, about, person)

    assert got == {
        (column, person): cell
        for (column, people), cell in zip(COLUMNS.items(), expected, strict=True)
        for person in people
    }


@pytest.mark.parametrize("file", sorted(FILES))
def test_a_file_names_only_children_that_the_institution_considered(file):
    with time_machine.travel(Moment.ANNOUNCED.clock, tick=False):
        town = make_town(Moment.ANNOUNCED)

        named = {
            person: children_named_in(town, file, person)
            for person in ("first director", "second clerk", "elsewhere chair")
        }

    placed_at_second = town.newest_run.placements.filter(group=town.second)
    assert named == {
        "first director": {SURNAME, "Zając"},
        "second clerk": set(
            placed_at_second.values_list("application__candidate__surname", flat=True)
        ),
        "elsewhere chair": set(),
    }


def children_named_in(town: Town, file: str, person: str) -> set[str]:
    browser = Client()
    browser.force_login(town.people[person])
    text = text_of(browser.get(reverse(file)))
    return {surname for surname in (SURNAME, "Zając") if surname in text}


def text_of(workbook: HttpResponse) -> str:
    with zipfile.ZipFile(io.BytesIO(workbook.content)) as parts:
        return "".join(parts.read(name).decode() for name in parts.namelist())
