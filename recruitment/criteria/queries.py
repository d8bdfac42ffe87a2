"""What the pages read about criteria."""

from recruitment.criteria.models import CriteriaSet
from recruitment.procedures.models import Procedure


def set_in_force(procedure: Procedure) -> CriteriaSet | None:
    """The criteria by which the procedure counts points, with the criteria rows."""
    return CriteriaSet.objects.in_force(procedure).prefetch_related("criteria").first()
