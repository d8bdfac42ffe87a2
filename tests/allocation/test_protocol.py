"""What a committee's protocol says of the orders that it has decided."""

from datetime import timedelta

import pytest

from allocation.protocol import orders_of_ties
from recruitment.committee.sections import Scope, Section
from tests.allocation.rounds import order_equals, verified
from tests.factories import NOW, make_criteria, make_group, make_procedure

pytestmark = pytest.mark.django_db


def scope_of(procedure, group, *, to_at=NOW, from_at=None) -> Scope:
    return Scope(group.institution, procedure, from_at, to_at)


def test_order_decided_in_the_time_of_the_protocol_is_told_with_its_reason():
    procedure, group = make_procedure(), make_group(name="Pszczółki")
    make_criteria(procedure)
    children = [verified(procedure, group) for _ in range(2)]
    order_equals(procedure, group, (1, 100, 20), children)

    assert orders_of_ties(scope_of(procedure, group)) == Section(
        title="Kolejność przy równych punktach",
        columns=("Grupa", "Kolejność wniosków", "Uzasadnienie", "Dzień rozstrzygnięcia"),
        rows=(
            (
                "Pszczółki",
                f"{children[0].number}, {children[1].number}",
                "Komisja zważyła sytuację dzieci.",
                "31 marca 2027",
            ),
        ),
    )


def test_orders_of_other_groups_and_of_other_times_are_left_out():
    procedure, ours, theirs = make_procedure(), make_group(), make_group()
    make_criteria(procedure)
    order_equals(procedure, theirs, (1, 100, 20), [verified(procedure, theirs)])
    order_equals(
        procedure, ours, (1, 100, 20), [verified(procedure, ours)], now=NOW - timedelta(days=2)
    )
    yesterday = NOW - timedelta(days=1)

    assert orders_of_ties(scope_of(procedure, ours, from_at=yesterday)) is None
    assert orders_of_ties(scope_of(procedure, ours, to_at=NOW - timedelta(days=3))) is None
