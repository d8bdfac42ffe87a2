"""Building the demo city anew, and never in place of real data."""

from collections.abc import Callable
from datetime import date, datetime
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db.models import Model

from accounts.models import Role, RoleGrant, User
from allocation.models import AllocationRun, TieDecision
from config.demo.accounts import OFFICE
from config.demo.city import DemoPlan, build_demo_city
from recruitment.decisions.models import ChoiceResult, Decision, Result
from recruitment.procedures.models import Procedure, StageCode
from schools.models import Group, GroupKind, Institution, StaffMembership, StaffRole

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Europe/Warsaw"))


def build(*, families: int = 5, stage: StageCode = StageCode.APPLICATION) -> Procedure:
    return build_demo_city(DemoPlan(families, 2027, stage), now=NOW)


def seed() -> None:
    with time_machine.travel(NOW, tick=False):
        call_command("seed_demo", "--families", "3", "--noinput", stdout=StringIO())


def rows() -> dict[type[Model], int]:
    """How many rows each table holds."""
    return {model: model._default_manager.count() for model in apps.get_models()}


def real_procedure() -> None:
    Procedure.objects.create(
        slug="prawdziwy",
        name="Nabór",
        school_year="2027/2028",
        birth_year_from=2021,
        birth_year_to=2024,
    )


def real_institution() -> Institution:
    return Institution.objects.create(code="PM2", kind="preschool", name="P2", short_name="P2")


def real_institution_with_staff() -> None:
    StaffMembership.objects.create(
        user=real_user(),
        institution=real_institution(),
        role=StaffRole.DIRECTOR,
        starts_on=date(2026, 9, 1),
    )


def real_user() -> User:
    return User.objects.create_user("ktos@example.org")


def demo_beside_a_real_procedure() -> None:
    build()
    real_procedure()


def demo_beside_another_institution() -> None:
    build()
    Institution.objects.create(code="PM22", kind="preschool", name="P22", short_name="P22")


def demo_beside_groups_of_another_year() -> None:
    build()
    Group.objects.create(
        code="PM2-general-3",
        institution=Institution.objects.get(code="PM2"),
        school_year="2030/2031",
        kind=GroupKind.GENERAL,
        name="3-latki",
        birth_year_from=2027,
        birth_year_to=2027,
        places_total=25,
    )


def demo_beside_a_real_office() -> None:
    build()
    RoleGrant.objects.create(user=real_user(), role=Role.OFFICE, starts_on=date(2026, 9, 1))


def demo_beside_real_staff() -> None:
    build()
    StaffMembership.objects.create(
        user=real_user(),
        institution=Institution.objects.get(code="PM2"),
        role=StaffRole.CLERK,
        starts_on=date(2026, 9, 1),
    )


def demo_beside_an_operator() -> None:
    build()
    User.objects.create_superuser("operator@example.org")


@pytest.mark.parametrize(
    ("prepare", "found"),
    [
        (real_procedure, "nabór, który nie jest pokazem"),
        (real_institution, "placówki"),
        (real_institution_with_staff, "placówki"),
        (real_user, "konta"),
        (demo_beside_a_real_procedure, "nabór, który nie jest pokazem"),
        (demo_beside_another_institution, "placówki spoza pokazu"),
        (demo_beside_groups_of_another_year, "grupy spoza pokazu"),
        (demo_beside_a_real_office, "konta pracowników spoza pokazu"),
        (demo_beside_real_staff, "konta pracowników spoza pokazu"),
        (demo_beside_an_operator, "konta pracowników spoza pokazu"),
    ],
)
def test_nothing_is_touched_where_something_is_real(prepare: Callable[[], object], found: str):
    prepare()
    before = rows()

    with pytest.raises(CommandError) as refusal:
        seed()

    assert str(refusal.value) == (
        f"W bazie są prawdziwe dane: {found}. Dane pokazowe nie mogą stać obok nich. "
        "Nic nie zmieniono."
    )
    assert rows() == before


def test_rebuilding_leaves_nothing_of_the_city_before_behind():
    build()
    once = rows()

    build(families=400, stage=StageCode.ALLOCATION)
    build()

    assert rows() == once
    assert Institution.objects.count() == 15


def test_rebuilding_keeps_the_accounts_of_visitors():
    build()
    visitor = real_user()

    build()

    assert User.objects.filter(pk=visitor.pk).exists()


def test_copies_of_institutions_in_a_larger_city_are_taken_away_too():
    build()
    Institution.objects.create(code="PM2-2", kind="preschool", name="P2", short_name="P2")

    build()

    assert Institution.objects.count() == 15


def test_rebuilding_takes_runs_ties_and_decisions_away():
    procedure = build(families=5, stage=StageCode.ALLOCATION)
    office = User.objects.get(email=OFFICE.email)
    application = procedure.applications.verified().first()
    choice = application.choices.first()
    allocation_run = AllocationRun.objects.create(
        procedure=procedure, number=1, created_at=NOW, created_by=office
    )
    allocation_run.placements.create(application=application, group=choice.group, position=1)
    TieDecision.objects.create(
        procedure=procedure,
        group=choice.group,
        asked_by_run=allocation_run,
        points=[1, 0, 54],
        order=[application.public_id],
        reason="losowanie",
        decided_on=NOW.date(),
        recorded_at=NOW,
        recorded_by=office,
    )
    decision = Decision.objects.create(
        application=application,
        result=Result.QUALIFIED,
        group=choice.group,
        position=1,
        run_number=1,
        decided_at=NOW,
    )
    decision.choices.create(
        position=1,
        group=choice.group,
        result=ChoiceResult.QUALIFIED,
        is_resident=True,
        statutory_points=0,
        municipal_points=54,
    )

    build(families=5)

    assert (AllocationRun.objects.count(), Decision.objects.count()) == (0, 0)
