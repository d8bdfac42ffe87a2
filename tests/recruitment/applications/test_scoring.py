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

    lines = [row.declared_lines[-1] for row in points_of(application, Scoring.of(procedure))]

    name = "Kryterium first-choice"
    assert [(line.name, line.points, line.why) for line in lines] == [
        (name, 4, "liczy się"),
        (name, 0, "tylko w placówce pierwszego wyboru"),
        (name, 4, "liczy się"),
    ]
