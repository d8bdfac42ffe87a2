"""A demo whose lists are out has results, got by the very services of the office."""

from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from accounts.models import User
from allocation.models import AllocationRun, TieDecision
from config.demo.accounts import OFFICE, PARENT
from config.demo.city import DemoPlan, build_demo_city
from config.demo.results import REASON
from recruitment.applications.workflow import Status
from recruitment.decisions.models import Decision
from recruitment.procedures.models import Procedure, StageCode

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Europe/Warsaw"))
# So few families that a build is quick, and so many that equal children meet at a limit.
FAMILIES = 500


def build(stage: StageCode, *, families: int = 5) -> Procedure:
    return build_demo_city(DemoPlan(families, 2027, stage), now=NOW)


def run(*arguments: str, on: datetime = NOW) -> list[str]:
    out = StringIO()
    with time_machine.travel(on, tick=False):
        call_command(*arguments, stdout=out)
    return out.getvalue().splitlines()


@pytest.mark.parametrize(
    ("stage", "is_published"),
    [
        (StageCode.APPLICATION, False),
        (StageCode.VERIFICATION, False),
        (StageCode.ALLOCATION, False),
        (StageCode.QUALIFIED_LISTS, True),
        (StageCode.CONFIRMATION, True),
        (StageCode.ADMITTED_LISTS, True),
    ],
)
def test_results_are_announced_from_the_stage_of_the_lists_on(stage, is_published):
    procedure = build(stage)

    assert procedure.is_published == is_published
    assert Decision.objects.count() == (
        procedure.applications.verified().count() if is_published else 0
    )


def test_every_tie_is_decided_on_record_as_an_example():
    procedure = build(StageCode.QUALIFIED_LISTS, families=FAMILIES)
    orders = TieDecision.objects.filter(procedure=procedure)
    announced = AllocationRun.objects.get(number=procedure.published_run_number)

    assert {(order.reason, order.recorded_by.email) for order in orders} == {(REASON, OFFICE.email)}
    assert (announced.number_of_ties, announced.violations) == (0, [])
    assert announced.number == AllocationRun.objects.count() > 1


def test_what_the_office_did_lies_in_the_stages_meant_for_it():
    procedure = build(StageCode.CONFIRMATION, families=FAMILIES)
    stages = {stage.code: stage for stage in procedure.stages.all()}

    created = AllocationRun.objects.values_list("created_at", flat=True)
    recorded = TieDecision.objects.values_list("recorded_at", flat=True)

    assert all(stages[StageCode.ALLOCATION].is_open(at) for at in [*created, *recorded])
    assert procedure.published_at == stages[StageCode.QUALIFIED_LISTS].starts_at


def test_the_same_seed_gives_the_same_results():
    def results() -> list[tuple[object, ...]]:
        build(StageCode.QUALIFIED_LISTS, families=FAMILIES)
        return list(
            Decision.objects.order_by("application__number").values_list(
                "application__number", "result", "group__code"
            )
        )

    assert results() == results()


def test_the_demo_parent_and_the_office_can_read_the_results():
    procedure = build(StageCode.QUALIFIED_LISTS)
    application = procedure.applications.get(owner__email=PARENT.email, status=Status.VERIFIED)
    pages = [
        (PARENT.email, reverse("result", args=[application.public_id])),
        (OFFICE.email, reverse("run", args=[procedure.published_run_number])),
    ]

    answers = []
    with time_machine.travel(NOW, tick=False):
        for email, address in pages:
            client = Client()
            client.force_login(User.objects.get(email=email))
            answers.append(client.get(address).status_code)

    assert answers == [200, 200]


def test_command_tells_the_stage_and_how_to_move_it():
    run("seed_demo", "--families", "3")

    lines = run("seed_demo", "--if-missing", on=NOW + timedelta(days=1))

    assert lines[-3:] == [
        "Dziś trwa etap: Składanie wniosków (do 30 listopada 2026, 16:00).",
        "Inny etap: make stage STAGE=verification",
        "Etapy: continuation, application, verification, allocation, qualified_lists, "
        "confirmation, admitted_lists",
    ]


def test_command_says_loudly_when_the_timetable_of_the_demo_is_over():
    run("seed_demo", "--families", "3")

    lines = run("seed_demo", "--if-missing", on=NOW + timedelta(days=365))

    assert lines[-3:-1] == [
        "UWAGA: dziś nie trwa żaden etap, więc nic nie jest otwarte.",
        "Inny etap: make stage STAGE=verification",
    ]


def test_walking_to_the_lists_says_that_there_are_no_results_yet():
    build(StageCode.APPLICATION)

    lines = run("demo_stage", "qualified_lists")

    assert lines[1:] == [
        "Wyników jeszcze nie ogłoszono. Miasto z wynikami zbuduje: make seed STAGE=qualified_lists"
    ]


def test_walking_among_announced_results_says_nothing_more():
    build(StageCode.QUALIFIED_LISTS)

    lines = run("demo_stage", "confirmation")

    assert len(lines) == 1


def test_walking_back_before_announced_results_is_refused():
    procedure = build(StageCode.QUALIFIED_LISTS)
    before = list(procedure.stages.values_list("code", "starts_at", "ends_at"))

    with pytest.raises(CommandError, match="make seed STAGE=application"):
        run("demo_stage", "application")

    assert list(procedure.stages.values_list("code", "starts_at", "ends_at")) == before
