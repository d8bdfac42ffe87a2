"""What a committee's protocol says of equal children: the orders that it has decided."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from allocation.models import TieDecision
from recruitment.committee.sections import Scope, Section


def orders_of_ties(scope: Scope) -> Section | None:
    """The orders in the institution's groups that were put on record in the time of the protocol."""
    found = TieDecision.objects.filter(
        procedure=scope.procedure,
        group__institution=scope.institution,
        recorded_at__lte=scope.to_at,
    ).select_related("group")
    if scope.from_at is not None:
        found = found.filter(recorded_at__gt=scope.from_at)
    rows = tuple(
        (
            decision.group.name,
            ", ".join(decision.order),
            decision.reason,
            date_format(decision.decided_on, "j E Y"),
        )
        for decision in found
    )
    if not rows:
        return None
    return Section(
        title=_("Kolejność przy równych punktach"),
        columns=(
            _("Grupa"),
            _("Kolejność wniosków"),
            _("Uzasadnienie"),
            _("Dzień rozstrzygnięcia"),
        ),
        rows=rows,
    )
