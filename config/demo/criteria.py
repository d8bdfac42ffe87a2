"""The criteria set of the demo: the law's seven and the council's six of 2015."""

from datetime import datetime

from recruitment.criteria.models import Criterion
from recruitment.criteria.resolutions import shipped
from recruitment.criteria.services import add_version, put_in_force
from recruitment.procedures.models import Procedure

RESOLUTION = "legionowo-2015"


def build_criteria(procedure: Procedure, now: datetime) -> dict[str, Criterion]:
    """The procedure's criteria, by code."""
    criteria_set = add_version(
        procedure=procedure, sheets=shipped(RESOLUTION), added_by=None, now=now
    )
    put_in_force(criteria_set=criteria_set, activated_by=None, now=now)
    return {criterion.code: criterion for criterion in criteria_set.criteria.all()}
