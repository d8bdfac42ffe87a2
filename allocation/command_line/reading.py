"""Problems and results from files, folders of tables and standard input."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from allocation.engine import InputError, Problem, Result, parse_json, problem_from_json
from allocation.engine.formats.result_json import result_from_json
from allocation.engine.formats.tables.problem import TABLES, problem_from_tables

STANDARD = Path("-")
"""Standard input where something is read, standard output where something is written."""


def read_problem(path: Path) -> Problem:
    """Return the problem of a JSON file or of a folder of tables. Raise `InputError`."""
    if holds_tables(path):
        return _problem_from_folder(path)
    document = _read_json(path)
    with naming(path):
        return problem_from_json(document)


def read_result(path: Path) -> Result:
    """Return the result of a JSON file. Raise `InputError`."""
    document = _read_json(path)
    with naming(path):
        return result_from_json(document)


def holds_tables(path: Path) -> bool:
    """Whether the path is a folder with tables of a problem in it."""
    return is_folder(path) and any(name in TABLES for name in names_in(path))


def tables_in(folder: Path) -> dict[str, bytes]:
    """Return all tables of a folder by name."""
    names = [name for name in names_in(folder) if name.endswith(".csv")]
    return {name: read_bytes(folder / name) for name in names}


def is_folder(path: Path) -> bool:
    """Whether the path is a folder; also answers where looking is not allowed."""
    return os.path.isdir(path)  # noqa: PTH112 -- Path.is_dir may raise


def names_in(folder: Path) -> list[str]:
    """Return the names of all files of a folder, sorted."""
    with readable(folder):
        return sorted(entry.name for entry in folder.iterdir())


def read_bytes(path: Path) -> bytes:
    with readable(path):
        return _read_standard_input() if path == STANDARD else path.read_bytes()


def shown(path: Path) -> str:
    """Return how a file is called in messages."""
    return "standard input" if path == STANDARD else str(path)


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Put the name of the file in front of whatever is wrong inside it."""
    try:
        yield
    except InputError as error:
        raise InputError(shown(path), str(error)) from None


@contextmanager
def readable(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise InputError(shown(path), f"cannot be read: {error.strerror}") from None


def _read_standard_input() -> bytes:
    if sys.stdin is None:
        raise InputError(shown(STANDARD), "is closed")
    return sys.stdin.buffer.read()


def _read_json(path: Path) -> object:
    data = read_bytes(path)
    with naming(path):
        return parse_json(data)


def _problem_from_folder(folder: Path) -> Problem:
    tables = tables_in(folder)
    try:
        return problem_from_tables(tables)
    except InputError as error:
        raise InputError(f"{folder}/{error.place}", error.reason) from None
