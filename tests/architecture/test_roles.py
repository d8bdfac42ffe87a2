"""Who gets which answer at every address: a reviewed table, and the service compared with it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from tests.architecture.routes import our_routes
from tests.architecture.town import STAFF, Moment, Town, make_town, plausible_answers
from tests.printing import needs_pango

pytestmark = pytest.mark.django_db

# Everybody in a column is answered alike. "nobody" may sign in and has no business of their own here.
COLUMNS = {
    "guest": [None],
    "nobody": ["another parent", "former chair", "former director", "former office"],
    "parent": ["owner"],
    "others": [f"{place} {role}" for place in ("second", "elsewhere") for role in STAFF],
    "decides": ["first director", "first chair", "first member"],
    "director": ["first director"],
    "chair": ["first chair"],
    "member": ["first member"],
    "clerk": ["first clerk"],
    "office": ["office"],
}

# Name, moment and application; then GET/POST for each column. 302 is the way to the sign-in for a
# guest, and the way on, or back with a reason, for others. A 404 says that nothing is there.
TABLE = """
# name                moment    application     guest    nobody   parent   others   decides  clerk    office
home                  APPLYING  -               200/405  200/405  200/405  200/405  200/405  200/405  200/405
offer                 APPLYING  -               200/405  200/405  200/405  200/405  200/405  200/405  200/405
institution           APPLYING  -               200/405  200/405  200/405  200/405  200/405  200/405  200/405
calendar              APPLYING  -               200/405  200/405  200/405  200/405  200/405  200/405  200/405
calendar_ics          APPLYING  -               200/405  200/405  200/405  200/405  200/405  200/405  200/405
move_stage            APPLYING  -               302/302  404/404  404/404  404/404  404/404  404/404  200/302
criteria              APPLYING  -               200/405  200/405  200/405  200/405  200/405  200/405  200/405
my_applications       APPLYING  -               302/302  200/405  200/405  200/405  200/405  200/405  200/405
new_application       APPLYING  -               302/302  200/302  200/302  200/302  200/302  200/302  200/302
application           APPLYING  draft           302/302  404/405  200/405  404/405  404/405  404/405  404/405
application_child     APPLYING  draft           302/302  404/404  200/302  404/404  404/404  404/404  404/404
application_guardians APPLYING  draft           302/302  404/404  200/302  404/404  404/404  404/404  404/404
application_address   APPLYING  draft           302/302  404/404  200/302  404/404  404/404  404/404  404/404
application_choices   APPLYING  draft           302/302  404/404  200/302  404/404  404/404  404/404  404/404
application_criteria  APPLYING  draft           302/302  404/404  200/302  404/404  404/404  404/404  404/404
application_check     APPLYING  draft           302/302  404/404  200/302  404/404  404/404  404/404  404/404
application_filed     APPLYING  filed           302/302  404/405  200/405  404/405  404/405  404/405  404/405
application_reopen    APPLYING  filed           302/302  404/404  200/302  404/404  404/404  404/404  404/404
application_withdraw  APPLYING  filed           302/302  404/404  200/302  404/404  404/404  404/404  404/404
desk                  APPLYING  -               302/302  404/405  404/405  200/405  200/405  200/405  404/405
further_choices       APPLYING  -               302/302  404/405  404/405  200/405  200/405  200/405  404/405
case                  APPLYING  filed           302/302  404/404  404/404  404/404  200/302  200/409  200/409
case_return           APPLYING  in_verification 302/302  404/404  404/404  404/404  200/302  302/302  302/302
case_hand_back        APPLYING  in_verification 302/302  404/404  404/404  404/404  200/302  302/302  302/302
case_reject           APPLYING  in_verification 302/302  404/404  404/404  404/404  200/302  302/302  302/302
case_unlock           APPLYING  verified        302/302  404/404  404/404  404/404  200/302  302/302  302/302
case_withdraw         APPLYING  verified        302/302  404/404  404/404  404/404  200/302  302/302  302/302
paper_application     APPLYING  -               302/302  404/404  404/404  200/422  200/302  200/302  404/404
paper_receipt         APPLYING  paper           302/302  404/405  404/405  404/405  200/405  200/405  200/405
paper_receipt_pdf     APPLYING  paper           302/302  404/405  404/405  404/405  200/405  200/405  200/405
continuations         APPLYING  -               302/302  404/405  404/405  200/405  200/405  200/405  404/405
continuation_new      APPLYING  -               302/302  404/404  404/404  200/422  200/302  200/302  404/404
continuation          APPLYING  -               302/302  404/405  404/405  404/405  200/405  200/405  404/405
continuation_pdf      APPLYING  -               302/302  404/405  404/405  404/405  200/405  200/405  404/405
continuation_withdraw APPLYING  -               302/302  404/404  404/404  404/404  200/302  200/302  404/404
continuations_overview APPLYING -               302/302  404/405  404/405  404/405  404/405  404/405  200/405
start                 APPLYING  -               302/302  302/302  302/302  302/302  302/302  302/302  302/302
prolong_session       APPLYING  -               405/403  405/204  405/204  405/204  405/204  405/204  405/204
set_language          APPLYING  -               302/302  302/302  302/302  302/302  302/302  302/302  302/302
accessibility         APPLYING  -               200/405  200/405  200/405  200/405  200/405  200/405  200/405
privacy               APPLYING  -               200/405  200/405  200/405  200/405  200/405  200/405  200/405
office                TIED      -               302/302  404/405  404/405  404/405  404/405  404/405  200/405
unverified            TIED      -               302/302  404/405  404/405  404/405  404/405  404/405  200/405
start_run             TIED      -               302/302  404/404  404/404  404/404  404/404  404/404  200/302
run                   TIED      -               302/302  404/405  404/405  404/405  404/405  404/405  200/405
run_progress          TIED      -               302/302  404/405  404/405  404/405  404/405  404/405  200/405
tie                   TIED      -               302/302  404/404  404/404  404/404  404/404  404/404  200/302
run_file              TIED      -               302/302  404/405  404/405  404/405  404/405  404/405  200/405
run_workbook          TIED      -               302/302  404/405  404/405  404/405  404/405  404/405  200/405
run_summary           TIED      -               302/302  404/405  404/405  404/405  404/405  404/405  200/405
order_correction      ORDERED   -               302/302  404/404  404/404  404/404  404/404  404/404  200/302
publish_run           ORDERED   -               302/302  404/404  404/404  404/404  404/404  404/404  200/302
criteria_sets         APPLYING  -               302/302  404/404  404/404  404/404  404/404  404/404  200/422
criteria_set          APPLYING  -               302/302  404/405  404/405  404/405  404/405  404/405  200/405
criteria_set_activate APPLYING  -               302/302  405/404  405/404  405/404  405/404  405/404  405/302
criteria_set_file     APPLYING  -               302/302  404/405  404/405  404/405  404/405  404/405  200/405
shipped_criteria_file APPLYING  -               302/302  404/405  404/405  404/405  404/405  404/405  200/405
result                ANNOUNCED verified        302/302  404/405  200/405  404/405  404/405  404/405  404/405
results_overview      ANNOUNCED -               200/405  200/405  200/405  200/405  200/405  200/405  200/405
institution_workbook  ANNOUNCED -               302/302  404/405  404/405  200/405  200/405  200/405  404/405
institution_summary   ANNOUNCED -               302/302  404/405  404/405  200/405  200/405  200/405  404/405
# name                moment    application     guest    nobody   parent   others   director chair    member   clerk    office
case_ask_mayor        APPLYING  in_verification 302/302  404/404  404/404  404/404  302/302  200/302  302/302  302/302  302/302
case_mayor_answer     APPLYING  in_verification 302/302  404/404  404/404  404/404  200/302  200/302  200/302  302/302  302/302
committees            APPLYING  -               302/302  404/405  404/405  302/405  302/405  302/405  302/405  302/405  404/405
committee             APPLYING  -               302/302  404/405  404/405  404/405  200/405  200/405  200/405  200/405  404/405
committee_appoint     APPLYING  -               302/302  404/404  404/404  404/404  200/302  302/302  302/302  302/302  404/404
committee_chair       APPLYING  -               302/302  404/404  404/404  404/404  200/302  302/302  302/302  302/302  404/404
committee_end         APPLYING  -               302/302  404/404  404/404  404/404  200/302  302/302  302/302  302/302  404/404
meeting_new           APPLYING  -               302/302  404/404  404/404  404/404  302/302  200/302  302/302  302/302  404/404
meeting               APPLYING  -               302/302  404/404  404/404  404/404  200/302  200/302  200/302  200/302  404/404
meeting_move          APPLYING  -               302/302  404/404  404/404  404/404  302/302  200/302  302/302  302/302  404/404
protocol              APPLYING  -               302/302  404/405  404/405  404/405  200/405  200/405  200/405  200/405  404/405
protocol_findings     APPLYING  -               302/302  404/404  404/404  404/404  302/302  200/302  302/302  302/302  404/404
protocol_present      APPLYING  -               302/302  405/404  405/404  405/404  405/302  405/302  405/302  405/302  405/404
protocol_confirm      TIED      -               302/302  405/404  405/404  405/404  405/302  405/302  405/302  405/302  405/404
protocol_withdraw     TIED      -               302/302  404/404  404/404  404/404  302/302  200/302  302/302  302/302  404/404
protocol_close        TIED      -               302/302  405/404  405/404  405/404  405/302  405/302  405/302  405/302  405/404
protocol_pdf          ANNOUNCED -               302/302  404/405  404/405  404/405  200/405  200/405  200/405  200/405  404/405
"""
ROWS: dict[str, tuple[str, str, dict[str, str]]] = {}
_columns: list[str] = []
for _name, *_cells in map(str.split, TABLE.strip().splitlines()):
    if _name == "#":
        _columns = _cells[3:]
    else:
        ROWS[_name] = (_cells[0], _cells[1], dict(zip(_columns, _cells[2:], strict=True)))
ROUTES = {route.name: route for route in our_routes()}


@contextmanager
def undone() -> Iterator[None]:
    """What is written inside is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def answers(town: Town, name: str, application: str, person: str | None) -> str:
    """The statuses of GET and POST, as the table writes them."""
    about = town.applications.get(application)
    address, sent = town.address(ROUTES[name], about), plausible_answers(town, about)
    browser = Client()
    with undone():
        if person:
            browser.force_login(town.people[person])
        statuses = [browser.get(address).status_code]
        statuses.append(browser.post(address, sent).status_code)
    return "/".join(map(str, statuses))


def test_every_address_of_ours_is_in_the_table():
    assert sorted(ROWS) == sorted(ROUTES)


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=needs_pango) if name.endswith("_pdf") else name for name in ROWS],
)
def test_each_role_gets_the_answer_of_the_table(name):
    moment, application, expected = ROWS[name]
    with time_machine.travel(Moment[moment].clock, tick=False):
        town = make_town(Moment[moment])
        got = {
            (column, person): answers(town, name, application, person)
            for column in expected
            for person in COLUMNS[column]
        }

    assert got == {
        (column, person): status
        for column, status in expected.items()
        for person in COLUMNS[column]
    }
