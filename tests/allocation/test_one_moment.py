"""A run sees one moment: what a committee stores while it reads is left to the next run."""

from threading import Thread

import pytest
from django.db import connection

from allocation.engine.formats.text import parse_json
from recruitment.applications.models import Application
from recruitment.applications.workflow import Status
from recruitment.procedures.models import StageCode
from tests.allocation.rounds import finished_run, verified
from tests.factories import make_criteria, make_group, make_institution, make_procedure

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "postgresql",
        reason="only PostgreSQL lets another connection write while this one reads",
    ),
]


def withdraw_elsewhere(application):
    """Another process withdraws the application and commits."""

    def withdraw():
        Application.objects.filter(pk=application.pk).update(status=Status.WITHDRAWN)
        connection.close()

    other = Thread(target=withdraw)
    other.start()
    other.join()


def test_a_run_does_not_see_what_is_stored_while_it_reads():
    procedure = make_procedure(during=StageCode.ALLOCATION)
    make_criteria(procedure)
    group = make_group(make_institution("pm1"), "pszczolki")
    child = verified(procedure, group)

    def while_orders_are_read(execute, sql, parameters, many, context):
        if sql.startswith("SELECT") and "allocation_tiedecision" in sql:
            withdraw_elsewhere(child)
        return execute(sql, parameters, many, context)

    with connection.execute_wrapper(while_orders_are_read):
        run = finished_run(procedure)

    child.refresh_from_db()
    assert child.status == Status.WITHDRAWN
    assert [found["id"] for found in parse_json(run.problem.encode())["children"]] == [child.number]
