"""A history is only added to: neither code nor the database changes a row of it."""

import pytest
from django.db import IntegrityError, connection, transaction

from recruitment.applications.models import (
    CaseEvent,
    ListOpening,
    Opened,
    OpenedList,
    Opening,
    WrittenOnceError,
)
from recruitment.applications.services.openings import (
    Reader,
    record_list_opening,
    record_openings,
)
from recruitment.applications.workflow import Status
from tests.factories import NOW, make_application, make_office_worker, make_procedure

pytestmark = pytest.mark.django_db

HISTORIES = [CaseEvent, Opening, ListOpening]
CHANGES = {
    "save": lambda row: row.save(),
    "delete": lambda row: row.delete(),
    "update": lambda row: type(row).objects.filter(pk=row.pk).update(what=Opened.TIE),
    "bulk_update": lambda row: type(row).objects.bulk_update([row], ["what"]),
    "delete all": lambda row: type(row).objects.all().delete(),
}


@pytest.fixture
def application():
    """An application with a row in each history."""
    application, office = (
        make_application(make_procedure(), status=Status.FILED),
        make_office_worker(),
    )
    record_openings([application.pk], reader=Reader.of_office(office), what=Opened.CASE, now=NOW)
    record_list_opening(
        application.procedure,
        user=office,
        what=OpenedList.UNVERIFIED,
        number_of_children=1,
        now=NOW,
    )
    return application


def stored():
    return [list(model._base_manager.values_list()) for model in HISTORIES]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("model", HISTORIES)
def test_code_cannot_change_a_history(application, model, change):
    before = stored()

    with pytest.raises(WrittenOnceError):
        CHANGES[change](model.objects.get())

    assert stored() == before


@pytest.mark.parametrize("model", HISTORIES)
def test_the_database_refuses_to_change_a_history(application, model):
    before = stored()

    with (
        pytest.raises(IntegrityError, match="A history is only added to"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE {model._meta.db_table} SET id = id + 1")

    assert stored() == before


def test_a_history_goes_with_its_application(application):
    application.submissions.all().delete()
    application.delete()

    assert [model.objects.count() for model in HISTORIES] == [0, 0, 1]
