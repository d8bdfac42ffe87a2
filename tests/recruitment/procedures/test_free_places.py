"""The free places of a group, and for whom some of them are kept, in words."""

import pytest

from recruitment.procedures.models import UnfilledReserve
from recruitment.procedures.queries import offered_groups
from recruitment.procedures.words import free_places
from schools.models import GroupKind
from tests.factories import at, make_continuation, make_group, make_procedure

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("group", "unfilled", "told"),
    [
        ({"places_total": 25}, UnfilledReserve.KEPT_EMPTY, "wolne miejsca: 24"),
        (
            {"kind": GroupKind.INTEGRATION, "places_total": 20, "places_for_statement": 5},
            UnfilledReserve.KEPT_EMPTY,
            "wolne miejsca: 19, w tym 5 tylko dla dzieci z orzeczeniem",
        ),
        (
            {"kind": GroupKind.INTEGRATION, "places_total": 20, "places_for_statement": 5},
            UnfilledReserve.OPEN_TO_ALL,
            "wolne miejsca: 19, w tym 5 najpierw dla dzieci z orzeczeniem",
        ),
        (
            {"kind": GroupKind.INTEGRATION, "places_total": 4, "places_for_statement": 4},
            UnfilledReserve.KEPT_EMPTY,
            "wolne miejsca: 3, tylko dla dzieci z orzeczeniem",
        ),
        (
            {"kind": GroupKind.SPECIAL, "places_total": 4},
            UnfilledReserve.OPEN_TO_ALL,
            "wolne miejsca: 3, tylko dla dzieci z orzeczeniem",
        ),
        (
            {"kind": GroupKind.INTEGRATION, "places_total": 1, "places_for_statement": 1},
            UnfilledReserve.KEPT_EMPTY,
            "wolne miejsca: 0",
        ),
    ],
)
def test_places_kept_for_children_with_a_statement_are_told_apart(group, unfilled, told):
    procedure = make_procedure(unfilled_reserve=unfilled)
    make_continuation(make_group(**group), procedure)

    assert [free_places(item, procedure) for item in offered_groups(procedure)] == [told]


def test_a_declaration_that_was_withdrawn_takes_no_place():
    procedure = make_procedure()
    group = make_group(places_total=25)
    make_continuation(group, procedure)
    make_continuation(group, procedure, withdrawn_at=at(2, 25))

    counted = [(one.continuing, one.free_places) for one in offered_groups(procedure)]

    assert counted == [(1, 24)]
