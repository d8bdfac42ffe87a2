"""The whole demo city."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime

from accounts.models import User
from config.demo.accounts import CHAIR, PARENT, build_chairs, build_logins
from config.demo.applications import ApplicationWriter, Wish
from config.demo.cases import Case, Cases
from config.demo.chance import Chance
from config.demo.clearing import clear_demo_city
from config.demo.committee import hold_meetings
from config.demo.criteria import build_criteria
from config.demo.declarations import save_declarations
from config.demo.households import Household, Households, draw_staying_children
from config.demo.institutions import build_groups, build_institutions, districts_for
from config.demo.procedure import build_procedure
from config.demo.results import announce_results, has_results
from config.demo.school_year import SchoolYear
from config.demo.timetable import Period, build_stages
from config.demo.wishes import Wishes
from recruitment.procedures.models import Procedure, Stage, StageCode

_FAMILIES_AT_ONCE = 500
Watch = Callable[[Iterable[int]], Iterable[int]]


@dataclass(frozen=True, slots=True)
class DemoPlan:
    """What to build: how many families, from which seed, and in which stage today is."""

    families: int
    seed: int
    stage: StageCode


def build_demo_city(plan: DemoPlan, *, now: datetime, watch: Watch = iter) -> Procedure:
    """Replace the demo data by a new city; the same plan on the same day gives the same one.

    `watch` sees the number of each family as it is made. The city is built in one transaction,
    then its results are announced where the stage comes after that. Raises RealDataError.
    """
    procedure = _build(plan, now, watch)
    hold_meetings(procedure, now=now)
    if has_results(plan.stage):
        announce_results(procedure, chance=Chance.of(plan.seed, "orders"))
        procedure.refresh_from_db()
    return procedure


@transaction.atomic
def _build(plan: DemoPlan, now: datetime, watch: Watch) -> Procedure:
    clear_demo_city()
    now = localtime(now)
    year = SchoolYear.next_after(now.date())
    districts = districts_for(plan.families)
    institutions = build_institutions(districts)
    open_groups = build_groups(institutions, year, districts)
    procedure = build_procedure(year)
    stages = build_stages(procedure, plan.stage, now)
    criteria = build_criteria(procedure, now)
    staying = draw_staying_children(open_groups, year, Chance.of(plan.seed, "staying"))
    save_declarations(
        procedure,
        staying,
        period=_up_to(now, stages[StageCode.CONTINUATION]),
        chance=Chance.of(plan.seed, "declarations"),
    )
    logins = build_logins(institutions, now.date())
    chairs = build_chairs(institutions, logins, now.date())
    if plan.stage == StageCode.CONTINUATION:
        return procedure
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    cases = Cases(stages, plan.stage, midnight, Chance.of(plan.seed, "cases"))
    _build_applications(
        households=Households(year, staying, districts, Chance.of(plan.seed, "households")),
        wishes=Wishes(procedure, open_groups, criteria, Chance.of(plan.seed, "wishes")),
        cases=cases,
        writer=ApplicationWriter(procedure, chairs, cases, Chance.of(plan.seed, "rows")),
        demo_parent=logins[PARENT.name],
        numbers=watch(range(1, plan.families + 1)),
    )
    return procedure


def _up_to(now: datetime, stage: Stage) -> Period:
    """As much of the stage as has passed."""
    return Period(stage.starts_at, min(stage.ends_at, now))


def _build_applications(
    *,
    households: Households,
    wishes: Wishes,
    cases: Cases,
    writer: ApplicationWriter,
    demo_parent: User,
    numbers: Iterable[int],
) -> None:
    """The family of the demo login, then every other one; saved in portions to spare memory."""
    family = households.draw_demo_parent(favourite=CHAIR.institution)
    writer.add(_wishes_of(family, [cases.filed(), cases.draft()], wishes), owner=demo_parent)
    for number in numbers:
        household = households.draw(number)
        writer.add(_wishes_of(household, [cases.draw() for _ in household.children], wishes))
        if number % _FAMILIES_AT_ONCE == 0:
            writer.save()
    writer.save()


def _wishes_of(household: Household, cases: list[Case], wishes: Wishes) -> list[Wish]:
    """What the family asks for each of its children."""
    result = []
    for child, case in zip(household.children, cases, strict=True):
        choices = wishes.draw_choices(household, child)
        claims = wishes.draw_claims(household, child, choices)
        result.append(Wish(household, child, choices, claims, case))
    return result
