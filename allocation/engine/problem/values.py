"""What a single value of a problem must be: a text, a whole number, a count."""

from collections.abc import Iterable

from allocation.engine.errors import InputError, quoted

LARGEST = 2**63 - 1
SMALLEST = -(2**63)


def require_text(value: object, place: str) -> None:
    if not isinstance(value, str) or not value:
        raise InputError(place, "must be a non-empty text")
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise InputError(place, "holds a broken Unicode character")


def require_integer(value: object, place: str) -> None:
    if not isinstance(value, int) or isinstance(value, bool):
        raise InputError(place, "must be an integer")
    if not SMALLEST <= value <= LARGEST:
        raise InputError(place, "does not fit into 64 bits")


def require_count(value: object, place: str) -> None:
    require_integer(value, place)
    if isinstance(value, int) and value < 0:
        raise InputError(place, "must not be negative")


def require_unique(ids: Iterable[str], place: str) -> None:
    seen: set[str] = set()
    for index, identifier in enumerate(ids):
        if identifier in seen:
            raise InputError(f"{place}[{index}].id", f"{quoted(identifier)} is used twice")
        seen.add(identifier)
