"""Two sections of one application saved at the same instant, by two real connections."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from recruitment.applications.models import Application
from recruitment.applications.services.sections import save_address, save_child
from tests.factories import NOW, make_criteria, make_draft, make_procedure
from tests.recruitment.applications.steps import RESIDENCE, child_values

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="only PostgreSQL lets two connections write at once",
    ),
]


@pytest.mark.parametrize("_again", range(10))
def test_neither_of_two_sections_saved_at_once_is_lost(_again: int) -> None:
    procedure = make_procedure()
    make_criteria(procedure)
    draft = make_draft(procedure)
    start = Barrier(2)

    def save(service: object, values: object) -> None:
        start.wait()
        service(application=draft, values=values, actor=draft.owner, now=NOW)
        connection.close()

    tabs = [
        Thread(target=save, args=(save_child, child_values())),
        Thread(target=save, args=(save_address, RESIDENCE)),
    ]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()

    candidate = Application.objects.get(pk=draft.pk).candidate
    assert (candidate.surname, candidate.city, candidate.is_resident) == (
        "Kowalska",
        "Legionowo",
        True,
    )
