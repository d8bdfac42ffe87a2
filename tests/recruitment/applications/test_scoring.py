"""Points of a stored application, choice by choice."""

import pytest

from recruitment.applications.models import Application
from recruitment.applications.queries import points_of
from recruitment.applications.scoring import Scoring
from tests.factories import (
    make_application,
    make_criteria,
    make_group,
    make_institution,
    make_procedure,
)

pytestmark = pytest.mark.django_db


def test_every_group_of_the_first_choice_institution_has_its_points() -> None:
    procedure = make_procedure()
    make_criteria(procedure)
    pines, oaks = make_institution(), make_institution()
    stored = make_application(
        procedure, groups=[make_group(pines), make_group(oaks), make_group(pines)]
    )
    application = Application.objects.with_answers().get(pk=stored.pk)

    points = [
        (row.declared.municipal, [(line.name, line.why) for line in row.lines])
        for row in points_of(application, Scoring.of(procedure))
    ]

    counted = (4, [("Kryterium first-choice", "liczy się")])
    elsewhere = (0, [("Kryterium first-choice", "tylko w placówce pierwszego wyboru")])
    assert points == [counted, elsewhere, counted]
