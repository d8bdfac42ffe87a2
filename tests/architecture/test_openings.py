"""Nobody of a desk or of the office is shown a child unseen: every answer is read for names.

The addresses come from the resolver, so a page that is new is read here without being listed.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from recruitment.applications.models import Application, ListOpening, Opening
from recruitment.applications.workflow import Status
from recruitment.continuations.models import ContinuationEvent, Done
from recruitment.procedures.models import Continuation
from recruitment.verification.views import loading
from tests.architecture.routes import Route, our_routes
from tests.architecture.test_roles import undone
from tests.architecture.town import PAPER, STAFF, Moment, Town, make_town, plausible_answers
from tests.printing import needs_pango, needs_pdftotext, text_of_pdf

pytestmark = pytest.mark.django_db

# Every role that may be shown a child; who may not is met at every address by test_strangers.py.
READERS = {
    Moment.APPLYING: [
        *(f"{place} {role}" for place in ("first", "second") for role in STAFF),
        "elsewhere director",
        "office",
    ],
    Moment.TIED: ["office"],
    Moment.ORDERED: ["office"],
    Moment.ANNOUNCED: ["first director", "first clerk", "second chair", "office"],
}
STATUSES = (Status.FILED, Status.IN_VERIFICATION, Status.VERIFIED, PAPER)
XLSX, PDF = "spreadsheetml", "application/pdf"

# Lists of names, each of which leads to a file: how many children one showed is an event of its own.
LISTS = {"desk", "unverified", "continuations"}
# Where staff is told of a child. A name that is missing here is a page that somebody has to review.
STEPS = {
    "case_return",
    "case_ask_mayor",
    "case_mayor_answer",
    "case_hand_back",
    "case_reject",
    "case_unlock",
    "case_withdraw",
}
ALWAYS = {"case", "paper_receipt", "paper_receipt_pdf", "unverified"}
RUN_FILES = {"run_file", "run_workbook", "run_summary"}
PROTOCOLS = {"protocol", "protocol_pdf"}
# Whose points a new version of the criteria would change.
CRITERIA = {"criteria_set"}
DECLARATIONS = {"continuations", "continuation", "continuation_pdf"}
TELLING = {
    Moment.APPLYING: {
        *ALWAYS,
        *STEPS,
        *PROTOCOLS,
        *CRITERIA,
        *DECLARATIONS,
        "continuation_withdraw",
        "desk",
        "further_choices",
    },
    Moment.TIED: {*ALWAYS, *RUN_FILES, *CRITERIA, "tie"},
    Moment.ORDERED: {*ALWAYS, *RUN_FILES, *CRITERIA, "order_correction"},
    Moment.ANNOUNCED: {
        *ALWAYS,
        *RUN_FILES,
        *PROTOCOLS,
        *CRITERIA,
        *DECLARATIONS,
        "desk",
        "further_choices",
        "institution_workbook",
        "institution_summary",
    },
}


@dataclass(frozen=True)
class Told:
    """An answer that named children to somebody, and those of them of whom no event tells."""

    route: str
    person: str
    method: str
    unseen: frozenset[str]


def body_of(response: HttpResponse) -> str:
    """What a person reads in the answer, also in a spreadsheet and in print.

    A file of a kind that nobody has taught this test to read is an error.
    """
    kind = response.get("Content-Type", "")
    if kind == PDF:
        return text_of_pdf(response.content)
    if XLSX not in kind:
        return response.content.decode()
    with zipfile.ZipFile(io.BytesIO(response.content)) as workbook:
        return "".join(workbook.read(name).decode() for name in workbook.namelist())


def children_in(body: str) -> set[str]:
    """The numbers of applications and declarations that the text names, or whose child it names."""
    names = [
        *Application.objects.values_list("number", "candidate__first_names"),
        *Continuation.objects.values_list("number", "first_names"),
    ]
    return {number for number, name in names if number in body or (name and name in body)}


def unseen_children(route: str, children: set[str]) -> set[str]:
    """The children whom no event tells of; the request was the only one since the town was made."""
    if route in LISTS:
        counted = list(ListOpening.objects.values_list("number_of_children", flat=True))
        return set() if counted == [len(children)] else children
    opened = ContinuationEvent.objects.filter(done=Done.OPENED)
    return (
        children
        - set(Opening.objects.values_list("application__number", flat=True))
        - set(opened.values_list("continuation__number", flat=True))
    )


def read_everything(town: Town, person: str) -> Iterator[Told]:
    """Every answer that names a child to this person, at every address, by GET and by POST."""
    browser = Client()
    browser.force_login(town.people[person])
    for route, about in every_address(town):
        address, answers = town.address(route, about), plausible_answers(town, about)
        for method, sent in (("get", None), ("post", answers)):
            with undone():
                response = getattr(browser, method)(address, sent)
                children = children_in(body_of(response)) if response.content else set()
                if children:
                    unseen = unseen_children(route.name, children)
                    yield Told(route.name, person, method, frozenset(unseen))
            if response.status_code == HTTPStatus.NOT_FOUND:
                break


def every_address(town: Town) -> Iterator[tuple[Route, Application | None]]:
    """Each address for staff with each application that it may name; of parents' pages one of each."""
    for route in our_routes():
        if not route.is_about_one_child or route.is_about_a_declaration:
            yield route, None
            continue
        for status in [Status.FILED] if route.is_for_parents_only else STATUSES:
            yield route, town.applications[status]


@needs_pango
@needs_pdftotext
@pytest.mark.parametrize("moment", Moment, ids=lambda moment: moment.name)
def test_every_answer_that_names_a_child_to_staff_leaves_an_event(moment):
    with time_machine.travel(moment.clock, tick=False):
        town = make_town(moment)

        told = [one for person in READERS[moment] for one in read_everything(town, person)]

    assert [one for one in told if one.unseen] == []
    assert {one.route for one in told} == TELLING[moment]


@needs_pango
@needs_pdftotext
def test_an_answer_without_its_event_would_be_noticed(monkeypatch):
    monkeypatch.setattr(loading, "record_openings", lambda *_arguments, **_options: None)
    with time_machine.travel(Moment.APPLYING.clock, tick=False):
        town = make_town()

        told = list(read_everything(town, "first clerk"))

    assert {one.route for one in told if one.unseen} == {
        "case",
        "paper_receipt",
        "paper_receipt_pdf",
    }


@pytest.mark.parametrize("method", ["get", "head"])
def test_asking_for_the_head_of_a_page_is_recorded_like_reading_it(method):
    with time_machine.travel(Moment.APPLYING.clock, tick=False):
        town = make_town()
        browser = Client()
        browser.force_login(town.people["first member"])

        getattr(browser, method)(f"/placowka/wniosek/{town.applications[Status.FILED].public_id}/")

    assert list(Opening.objects.values_list("application", "opened_by", "role", "what")) == [
        (town.applications[Status.FILED].pk, town.people["first member"].pk, "member", "case")
    ]


def test_an_answer_that_only_leads_on_is_no_opening():
    with time_machine.travel(Moment.APPLYING.clock, tick=False):
        town = make_town()
        browser = Client()
        browser.force_login(town.people["first clerk"])
        address = f"/placowka/wniosek/{town.applications[Status.FILED].public_id}/odrzuc/"

        assert browser.get(address).status_code == 302

    assert list(Opening.objects.all()) == []
