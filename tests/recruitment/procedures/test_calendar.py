"""When stages open and close, and how far away that is."""

from datetime import timedelta

import pytest

from recruitment.procedures.calendar import Situation, calendar_rows, days_left
from recruitment.procedures.models import StageCode
from tests import factories
from tests.factories import DURING, STAGE_DATES, at

pytestmark = pytest.mark.django_db


def test_rows_tell_past_current_and_future():
    procedure = factories.make_procedure()

    rows = calendar_rows(procedure, DURING[StageCode.APPLICATION])

    assert [row.state for row in rows] == ["past", "current", *["future"] * 5]


def test_first_instant_of_a_stage_belongs_to_it_and_the_last_does_not():
    procedure = factories.make_procedure()
    opens, closes = STAGE_DATES[StageCode.APPLICATION]
    moment = timedelta(seconds=1)

    states = [
        calendar_rows(procedure, now)[1].state
        for now in (opens - moment, opens, closes - moment, closes)
    ]

    assert states == ["future", "current", "current", "past"]


@pytest.mark.parametrize(
    ("now", "current", "upcoming"),
    [
        (at(1, 1), None, StageCode.CONTINUATION),
        (DURING[StageCode.APPLICATION], StageCode.APPLICATION, StageCode.VERIFICATION),
        (at(3, 28), None, StageCode.ALLOCATION),
        (at(12, 31), None, None),
    ],
)
def test_situation_knows_the_open_stage_and_the_next_one(now, current, upcoming):
    situation = Situation.of(calendar_rows(factories.make_procedure(), now))

    found = [stage.code if stage else None for stage in (situation.current, situation.upcoming)]
    assert found == [current, upcoming]


@pytest.mark.parametrize(
    ("now", "days"),
    [(at(3, 14, 0, 1), 0), (at(3, 13, 23, 59), 1), (at(3, 5, 18), 9), (at(3, 15), -1)],
)
def test_days_left_are_counted_by_midnights_in_the_city(now, days):
    assert days_left(at(3, 14, 16), now) == days
