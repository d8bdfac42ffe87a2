"""Taking parsed JSON apart: objects, lists, texts, each error naming its place."""

from collections.abc import Callable, Collection
from enum import StrEnum
from typing import TypeVar

from allocation.engine.errors import InputError, quoted

T = TypeVar("T")
D = TypeVar("D")
E = TypeVar("E", bound=StrEnum)


def read_object(
    value: object,
    *,
    required: Collection[str],
    optional: Collection[str] = (),
) -> dict[str, object]:
    """Return the fields of an object that has all `required` and nothing unknown."""
    if not isinstance(value, dict):
        raise InputError("", "must be an object")
    for name in value:
        if name not in required and name not in optional:
            raise InputError(quoted(name)[1:-1], "unknown field")
    for name in required:
        if name not in value:
            raise InputError(name, "missing")
    return value


def read_schema(value: object, *known: str) -> object:
    """Return the schema an object names, which must be one of the known ones."""
    if not isinstance(value, dict):
        raise InputError("", "must be an object")
    if "schema" not in value:
        raise InputError("schema", "missing")
    if value["schema"] not in known:
        raise InputError("schema", f"must be {known[0]}, not {quoted(value['schema'])}")
    return value["schema"]


def read_each(value: object, place: str, build: Callable[[object], T]) -> tuple[T, ...]:
    """Build every element of a list; an error inside names the element."""
    if not isinstance(value, list):
        raise InputError(place, "must be a list")
    return tuple(
        read_inside(element, f"{place}[{index}]", build) for index, element in enumerate(value)
    )


def read_map(value: object, place: str, build: Callable[[object], T]) -> dict[str, T]:
    """Build every value of an object whose names are ids; an error inside names the id."""
    if not isinstance(value, dict):
        raise InputError(place, "must be an object")
    return {
        name: read_inside(element, f"{place}.{quoted(name)[1:-1]}", build)
        for name, element in value.items()
    }


def read_inside(value: object, place: str, build: Callable[[object], T]) -> T:
    """Build one thing; an error inside is told from the place where the thing stands."""
    try:
        return build(value)
    except InputError as error:
        raise error.inside(place) from None


def read_optional(
    fields: dict[str, object], name: str, build: Callable[[object], T], default: D
) -> T | D:
    """Build a field that may be left out."""
    return read_inside(fields[name], name, build) if name in fields else default


def read_text(value: object) -> str:
    if not isinstance(value, str):
        raise InputError("", "must be a text")
    return value


def read_integer(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise InputError("", "must be an integer")
    return value


def read_integers(value: object) -> tuple[int, ...]:
    return read_each(value, "", read_integer)


def read_member(value: object, enum: type[E]) -> E:
    """Return the member of an enum that a text names."""
    if value == "*":
        raise InputError("", '"*" stands for every rule in a test instance; choose one of them')
    if isinstance(value, str) and value in {member.value for member in enum}:
        return enum(value)
    raise InputError("", f"must be one of {', '.join(enum)}, not {quoted(value)}")


def or_none(build: Callable[[object], T]) -> Callable[[object], T | None]:
    """Return a reader that also takes null."""
    return lambda value: None if value is None else build(value)
