"""One parent in two tabs at the same instant, by two real connections."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from recruitment.applications.models import Application
from recruitment.applications.services.sections import save_address, save_child
from recruitment.applications.services.starting import start_application
from tests.factories import NOW, make_criteria, make_draft, make_procedure, make_user
from tests.recruitment.applications.steps import RESIDENCE, child_values

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="only PostgreSQL lets two connections write at once",
    ),
]


def at_once(*presses: Callable[[], object]) -> None:
    """Each press on a connection of its own, all let go together."""
    start = Barrier(len(presses))

    def press(act: Callable[[], object]) -> None:
        start.wait()
        act()
        connection.close()

    tabs = [Thread(target=press, args=(act,)) for act in presses]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()


@pytest.mark.parametrize("_again", range(10))
def test_two_presses_at_once_start_one_application(_again: int) -> None:
    procedure, parent = make_procedure(), make_user()

    def start() -> None:
        start_application(procedure=procedure, owner=parent, now=NOW)

    at_once(start, start)

    assert list(Application.objects.values_list("owner", flat=True)) == [parent.pk]


@pytest.mark.parametrize("_again", range(10))
def test_neither_of_two_sections_saved_at_once_is_lost(_again: int) -> None:
    procedure = make_procedure()
    make_criteria(procedure)
    draft = make_draft(procedure)
    same = {"application": draft, "actor": draft.owner, "now": NOW}

    at_once(
        lambda: save_child(values=child_values(), **same),
        lambda: save_address(values=RESIDENCE, **same),
    )

    candidate = Application.objects.get(pk=draft.pk).candidate
    assert (candidate.surname, candidate.city, candidate.is_resident) == (
        "Kowalska",
        "Legionowo",
        True,
    )
