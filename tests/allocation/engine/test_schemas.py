"""The published schemas describe exactly what the engine reads and writes."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from allocation.command_line.main import main
from allocation.engine import (
    Blocking,
    ClosingRule,
    Displaced,
    InputError,
    Reason,
    ReserveOrder,
    SolveStatus,
    TieRule,
    UnfilledReserve,
    allocate,
    problem_from_json,
    problem_to_json,
    result_from_json,
    result_to_json,
)
from allocation.engine.formats.schemas import FORMATS, schema_text
from tests.allocation.engine.examples import examples
from tests.allocation.engine.problems import child, group, problem
from tests.allocation.engine.schemas import complaints
from tests.allocation.engine.strategies import problems
from tests.allocation.engine.test_bad_input import BAD_PROBLEMS, BAD_RESULTS, GOOD, RESULT, changed
from tests.allocation.engine.test_files import EVERY
from tests.allocation.engine.test_instances import INSTANCES, read

INSTANCE_NAMES = sorted(path.stem for path in INSTANCES.iterdir())

NOT_ABOUT_SHAPE = re.compile(
    r"holds a broken Unicode character"
    r"|id: .* is used twice$|group .* is listed twice$|does not name|unknown (child|group)"
    r"|was not drawn|must be given, because|but the capacity is|but children hold"
    r"|places, but \d+ children|names \d+ groups for|, but other keys|but there are \d+ key_names"
    r"|must be empty for final placement|are for final placement only"
)
"""What is wrong between two parts of a problem; no schema can say it."""

WRITTEN_WITH_A_POINT = "groups[0].capacity: must be an integer"


def is_about_shape(value: object, line: str) -> bool:
    if line == WRITTEN_WITH_A_POINT and repr(value) == "1.0":
        return False
    return not NOT_ABOUT_SHAPE.search(line)


def with_rules_chosen(instance):
    """The instance with one of the rules it leaves open."""
    for rule, members in (("reserve_order", ReserveOrder), ("unfilled_reserve", UnfilledReserve)):
        if instance["rules"].get(rule) == "*":
            instance["rules"][rule] = next(iter(members)).value
    if any(group.get("min_size") for group in instance["groups"]):
        instance["rules"]["closing"] = ClosingRule.SEQUENTIAL.value
    return instance


@pytest.mark.parametrize("file_format", FORMATS)
def test_a_schema_is_a_schema_and_explains_itself(file_format):
    schema = json.loads(schema_text(file_format))

    Draft202012Validator.check_schema(schema)
    assert [name for name in ("title", "description") if not schema.get(name)] == []
    unexplained = [
        name
        for name, part in schema["properties"].items()
        if "title" not in part and "$ref" not in part
    ]
    assert unexplained == []


@pytest.mark.parametrize("file_format", FORMATS)
def test_the_command_line_prints_a_schema(file_format, capsysbinary):
    assert main(["schema", file_format]) == 0

    assert capsysbinary.readouterr().out.decode() == schema_text(file_format)


@pytest.mark.parametrize("name", INSTANCE_NAMES)
def test_every_instance_is_described_by_the_schema(name):
    town = problem_from_json(with_rules_chosen(read(name)))

    assert complaints("problem", problem_to_json(town)) == []


@pytest.mark.parametrize("town", EVERY)
def test_every_kind_of_rule_is_described_by_the_schema(town):
    assert complaints("problem", problem_to_json(town)) == []


@examples(80)
@given(problems(reserves=True))
def test_whatever_is_asked_and_answered_is_described_by_the_schemas(town):
    assert complaints("problem", problem_to_json(town)) == []
    assert complaints("result", result_to_json(allocate(town))) == []


def test_what_only_some_rules_answer_is_described_by_the_schema():
    result = replace(
        allocate(problem([group("P", 1)], [child("ala", P=1)])),
        status=SolveStatus.NO_STABLE,
        closed=("P",),
        placed=1,
        total_distance=120,
        blocking=(Blocking("F", ("P", None)),),
        proposal={"ala": None},
        displaced=(Displaced("ala", "P"),),
    )

    assert complaints("result", result_to_json(result)) == []


@pytest.mark.parametrize(("path", "value", "line"), BAD_PROBLEMS)
def test_a_badly_shaped_problem_is_refused_by_schema_and_reader_alike(path, value, line):
    bad = changed(GOOD, path, value)

    with pytest.raises(InputError):
        problem_from_json(bad)
    assert bool(complaints("problem", bad)) is is_about_shape(value, line)


@pytest.mark.parametrize(("path", "value", "line"), BAD_RESULTS)
def test_a_badly_shaped_result_is_refused_by_schema_and_reader_alike(path, value, line):
    bad = changed(RESULT, path, value)

    with pytest.raises(InputError):
        result_from_json(bad)
    assert complaints("result", bad)


def test_the_good_problem_and_its_result_are_described_by_the_schemas():
    assert complaints("problem", GOOD) == []
    assert complaints("result", RESULT) == []


def test_the_schema_knows_every_reason_status_and_tie_rule():
    problem_schema = json.loads(schema_text("problem"))
    result_schema = json.loads(schema_text("result"))

    rules = problem_schema["$defs"]["rules"]["properties"]
    assert rules["ties"]["enum"] == list(TieRule)
    assert result_schema["properties"]["status"]["enum"] == list(SolveStatus)
    assert result_schema["$defs"]["refusal"]["properties"]["reason"]["enum"] == list(Reason)
