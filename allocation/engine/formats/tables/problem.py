"""A folder of CSV files to a problem: the same document as in JSON, read by the same reader."""

from collections.abc import Mapping

from allocation.engine.errors import InputError
from allocation.engine.formats.problem_json import PROBLEM_SCHEMA, problem_from_json
from allocation.engine.formats.tables.children import read_children
from allocation.engine.formats.tables.families import Families, read_families, read_joint
from allocation.engine.formats.tables.groups import groups_sheet, read_groups
from allocation.engine.formats.tables.places import Places
from allocation.engine.formats.tables.rules import read_rules
from allocation.engine.formats.tables.wishes import add_distances, add_wishes
from allocation.engine.problem import Mechanism, Problem

ALWAYS = ("rules.csv", "groups.csv", "children.csv")
SOMETIMES = ("choices.csv", "distances.csv", "families.csv", "joint.csv")
TABLES = (*ALWAYS, *SOMETIMES)
WRITTEN = ("result.csv", "ties.csv")
"""What `solve` puts into a folder; it is no part of the problem."""


def problem_from_tables(tables: Mapping[str, bytes]) -> Problem:
    """Build a problem from CSV files by name. Raise `InputError` naming file, line and column."""
    _require_tables(tables)
    places = Places()
    document = _document(tables, places)
    try:
        return problem_from_json(document)
    except InputError as error:
        raise places.moved(error) from None


def separator_of(tables: Mapping[str, bytes]) -> str:
    """Return what separates the cells, so that an answer can be written alike."""
    return groups_sheet(tables["groups.csv"]).separator


def _require_tables(tables: Mapping[str, bytes]) -> None:
    for name in sorted(tables):
        if name not in TABLES and name not in WRITTEN:
            raise InputError(name, f"unknown table; known are {', '.join(TABLES)}")
    for name in ALWAYS:
        if name not in tables:
            raise InputError(name, "is missing")


def _document(tables: Mapping[str, bytes], places: Places) -> dict[str, object]:
    families = _families(tables, places)
    children = read_children(tables["children.csv"], families.family_of, places)
    rules = read_rules(tables["rules.csv"], children.drawn, places)
    key_names: list[str] = []
    if "choices.csv" in tables:
        key_names = add_wishes(tables["choices.csv"], children, places)
    elif rules.get("mechanism") != Mechanism.FINAL_PLACEMENT:
        raise InputError("choices.csv", "is missing")
    if "distances.csv" in tables:
        add_distances(tables["distances.csv"], children, places)
    return {
        "schema": PROBLEM_SCHEMA,
        "rules": rules,
        "groups": read_groups(tables["groups.csv"], places),
        "children": children.documents,
        "families": families.documents,
        "key_names": key_names,
    }


def _families(tables: Mapping[str, bytes], places: Places) -> Families:
    joint = read_joint(tables["joint.csv"]) if "joint.csv" in tables else {}
    if "families.csv" in tables:
        return read_families(tables["families.csv"], joint, places)
    if joint:
        raise InputError("families.csv", "is missing, but there is joint.csv")
    return Families([], {})
