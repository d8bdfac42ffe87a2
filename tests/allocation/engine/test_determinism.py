"""The same problem gives the same bytes; `make prove` tries more orders, in several processes."""

import pytest

from allocation.engine import SolveStatus, allocate, canonical_json, result_to_json
from benchmarks.determinism import fingerprints
from benchmarks.every_rule import towns

TOWNS = towns()


@pytest.mark.parametrize("name", TOWNS)
def test_neither_the_order_of_input_nor_the_workers_change_a_byte(name):
    alone = fingerprints(TOWNS[name], workers=1, orders=[0])

    assert fingerprints(TOWNS[name], workers=2, orders=[1]) == alone
    assert len(alone) == 1


@pytest.mark.parametrize(
    "name",
    [
        "families with several equally good answers",
        "families without an answer",
        "equally good open sets",
        "final placement, siblings",
    ],
)
@pytest.mark.parametrize("deterministic_time", [0, 1e-5])
def test_what_the_work_allowed_did_not_prove_is_not_told(name, deterministic_time):
    texts = set()

    for workers in (1, 2):
        result = allocate(TOWNS[name], deterministic_time=deterministic_time, workers=workers)
        if result.status is SolveStatus.UNPROVEN:
            texts.add(canonical_json(result_to_json(result)))

    assert len(texts) == 1
