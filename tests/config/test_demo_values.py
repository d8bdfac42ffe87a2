"""The demo's values that need no database: dates, numbers, data files."""

from datetime import date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from stdnum.pl import pesel

from config.demo import facts
from config.demo.chance import Chance
from config.demo.institutions import districts_for
from config.demo.numbers import PeselNumbers, draw_birth_date
from config.demo.school_year import SchoolYear
from config.demo.timetable import Period, model_timetable, shift_into
from recruitment.procedures.models import STAGE_ORDER, StageCode

WARSAW = ZoneInfo("Europe/Warsaw")
TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=WARSAW)


@pytest.mark.parametrize(
    ("today", "begins_in"),
    [(date(2026, 11, 24), 2027), (date(2027, 8, 31), 2027), (date(2027, 9, 1), 2028)],
)
def test_school_year_begins_in_the_next_september(today, begins_in):
    assert SchoolYear.next_after(today).begins_in == begins_in


def test_model_timetable_keeps_the_order_of_stages_without_overlaps():
    periods = model_timetable()

    assert list(periods) == STAGE_ORDER
    ordered = list(periods.values())
    assert all(earlier.ends_at <= later.starts_at for earlier, later in pairwise(ordered))


@pytest.mark.parametrize("code", STAGE_ORDER)
@pytest.mark.parametrize("days", range(7))
def test_a_shifted_stage_holds_now_on_any_day_of_the_week(code, days):
    now = TUESDAY + timedelta(days=days)
    period = model_timetable()[code]

    moved = period.moved(shift_into(period, now))

    assert moved.holds(now)


def test_a_long_stage_is_shifted_by_whole_weeks_and_keeps_its_hours_over_the_clock_change():
    period = model_timetable()[StageCode.APPLICATION]

    moved = period.moved(shift_into(period, TUESDAY))

    assert moved == Period(
        datetime(2026, 11, 16, 12, 0, tzinfo=WARSAW), datetime(2026, 11, 30, 16, 0, tzinfo=WARSAW)
    )


def test_a_stage_shorter_than_a_day_cannot_be_shifted_into_every_hour():
    period = Period(TUESDAY, TUESDAY + timedelta(hours=1))

    with pytest.raises(ValueError, match="shorter than a day"):
        shift_into(period, TUESDAY + timedelta(hours=12))


def test_synthetic_pesel_tells_the_birth_date_and_the_sex_and_is_never_given_twice():
    chance = Chance.of(1, "test")
    numbers = PeselNumbers(chance)
    born = date(2024, 2, 29)

    girls = [numbers.draw(born, is_female=True) for _ in range(200)]
    boy = numbers.draw(born, is_female=False)

    assert len(set(girls)) == 200
    assert {(pesel.get_birth_date(n), pesel.get_gender(n)) for n in girls} == {(born, "F")}
    assert (pesel.get_birth_date(boy), pesel.get_gender(boy)) == (born, "M")


def test_birth_date_lies_in_the_year():
    chance = Chance.of(1, "test")

    assert {draw_birth_date(chance, 2024).year for _ in range(500)} == {2024}


def test_continuing_children_are_as_many_as_in_the_round_of_2021():
    assert sum(int(row["continuing"]) for row in facts.rows("groups")) == 1294


def test_units_are_not_larger_than_the_law_allows():
    largest = {"general": 25, "preschool_class": 25, "integration": 20, "special": 4}

    for row in facts.rows("groups"):
        assert int(row["places_per_unit"]) <= largest[row["kind"]]
        if row["kind"] == "integration":
            assert 3 <= int(row["statement_places_per_unit"]) <= 5


def test_no_group_has_more_continuing_children_than_places():
    for row in facts.rows("groups"):
        places = int(row["units"]) * int(row["places_per_unit"])
        reserved = int(row["units"]) * int(row["statement_places_per_unit"])
        assert int(row["continuing"]) <= places
        assert int(row["continuing_with_statement"]) <= reserved


@pytest.mark.parametrize(("families", "districts"), [(1, 1), (620, 1), (1300, 2), (20_000, 32)])
def test_a_larger_city_has_more_institutions(families, districts):
    assert districts_for(families) == districts
