"""An IntegrityError is told by the constraint that caused it, on either database."""

import pytest
from django.db import IntegrityError, transaction

from recruitment.applications.constraints import breaks
from recruitment.applications.models import Application
from recruitment.applications.models.application import ONE_PER_CHILD
from recruitment.applications.workflow import Status
from tests.factories import make_application, make_procedure

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("copied", "is_the_child"),
    [("identity_key", True), ("number", False), ("public_id", False)],
)
def test_only_a_second_application_of_a_child_breaks_the_rule_of_one(copied, is_the_child):
    procedure = make_procedure()
    first, second = (make_application(procedure, status=Status.FILED) for _ in range(2))

    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Application.objects.filter(pk=second.pk).update(**{copied: getattr(first, copied)})

    assert breaks(error.value, Application, ONE_PER_CHILD) is is_the_child


def test_a_broken_check_is_not_a_second_application():
    application = make_application(make_procedure(), status=Status.FILED)

    with pytest.raises(IntegrityError) as error, transaction.atomic():
        Application.objects.filter(pk=application.pk).update(filed_at=None)

    assert not breaks(error.value, Application, ONE_PER_CHILD)
