"""docs/worked-example.md is true: every table of it is what the engine works out."""

import re
from pathlib import Path

import pytest

from allocation.engine import allocate, check
from tests.allocation.engine.worked_example import AFTER, BEFORE, CHANGES, TABLES

PAGE = (Path(__file__).parents[3] / "docs" / "worked-example.md").read_text("utf-8")


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_the_page_is_what_the_engine_works_out(name):
    assert f"\n{TABLES[name]()}\n" in PAGE


def test_the_page_has_no_other_table():
    tables = re.findall(r"(?:^\|.*\n)+", PAGE, re.MULTILINE)

    assert len(tables) == sum(TABLES[name]().startswith("|") for name in TABLES)
    assert PAGE.count("```") == 2


@pytest.mark.parametrize("town", [BEFORE, AFTER, *CHANGES.values()])
def test_each_run_of_the_page_is_proved_and_seconded(town):
    result = allocate(town, second_opinion=True)

    assert check(town, result) == []
    assert result.second_opinion.agrees


def test_after_the_decision_no_place_waits():
    assert (len(allocate(BEFORE).ties), len(allocate(AFTER).ties)) == (1, 0)
