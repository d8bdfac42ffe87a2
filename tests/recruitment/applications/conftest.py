"""A parent at the pages, at a fixed moment inside the stage of applications."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from recruitment.procedures.models import Procedure
from tests.factories import NOW, make_criteria, make_procedure, make_user


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """The server's clock stands at NOW; `clock.move_to` moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def parent(clock: time_machine.Traveller) -> User:
    return make_user("rodzic@example.org")


@pytest.fixture
def visit(client: Client, parent: User) -> Client:
    """The browser of the signed-in parent."""
    client.force_login(parent)
    return client


@pytest.fixture
def travel_to(
    clock: time_machine.Traveller, visit: Client, parent: User
) -> Callable[[datetime], None]:
    """Move the server's clock; the parent, whose session would be over, signs in again."""

    def travel(moment: datetime) -> None:
        clock.move_to(moment)
        visit.force_login(parent)

    return travel


@pytest.fixture
def procedure(clock: time_machine.Traveller) -> Procedure:
    """The current procedure, with criteria of every kind."""
    procedure = make_procedure()
    make_criteria(procedure)
    return procedure
