"""What people ask with `--with-key`: what if the child had other keys?"""

import re
from collections.abc import Sequence

from allocation.engine import Child, InputError, Key
from allocation.engine.errors import quoted
from allocation.engine.explaining.explanation import WhatIf
from allocation.engine.problem.values import require_integer

WITH_KEY = re.compile(r"(?P<group>.+)=(?P<key>[+-]?[0-9]{1,20}(,[+-]?[0-9]{1,20})*)", re.DOTALL)


def question(child: Child, arguments: Sequence[str]) -> WhatIf:
    """Return the one question that all arguments ask. Raise `InputError` naming the wrong one."""
    keys: dict[str, Key] = {}
    for argument in arguments:
        place = f"--with-key {quoted(argument)}"
        group, key = _parsed(argument, place)
        if group in keys:
            raise InputError(place, f"group {quoted(group)} has a key already")
        keys[group] = _fitting(child, group, key, place)
    return WhatIf(" ".join(arguments), keys)


def _parsed(argument: str, place: str) -> tuple[str, Key]:
    match = WITH_KEY.fullmatch(argument)
    if match is None:
        raise InputError(place, "must be GROUP=NUMBER,NUMBER…")
    key = tuple(map(int, match["key"].split(",")))
    for element in key:
        require_integer(element, place)
    return match["group"], key


def _fitting(child: Child, group: str, key: Key, place: str) -> Key:
    own = next((choice.key for choice in child.choices if choice.group == group), None)
    if own is None:
        raise InputError(place, f"child {quoted(child.id)} did not list group {quoted(group)}")
    if len(key) != len(own):
        raise InputError(place, f"has {len(key)} elements, but the child's key has {len(own)}")
    return key
