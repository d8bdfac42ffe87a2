"""How pages find the procedure that is going on."""

from django.http import Http404

from recruitment.procedures.models import Procedure
from recruitment.procedures.queries import current_procedure


def existing_procedure() -> Procedure:
    """The current procedure, for pages that have nothing to show without one (404)."""
    procedure = current_procedure()
    if procedure is None:
        raise Http404
    return procedure
