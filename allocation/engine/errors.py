"""The errors a caller can meet; each is one line that names the place and the reason."""

import json
from typing import Self

LONGEST_QUOTE = 60
NAMES_SHOWN = 10


class InputError(ValueError):
    """The problem or result is not understood; `place` is a path such as `children[3].id`."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(place, reason)
        self.place = place
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}" if self.place else self.reason

    def inside(self, outer: str) -> Self:
        """Return the same error, told by somebody who knows where the thing itself stands."""
        separator = "" if not self.place or self.place.startswith("[") else "."
        return type(self)(f"{outer}{separator}{self.place}", self.reason)


class UnsupportedError(InputError):
    """The problem asks for a rule this engine does not know; it is refused, never ignored."""


class EqualKeysError(InputError):
    """Rule `strict` met equal keys that may decide which of the `children` the `group` admits."""

    @classmethod
    def among(
        cls, group: str, key: tuple[int, ...], children: tuple[str, ...], *, why: str
    ) -> Self:
        """Name the group, the key and the children; `why` ends the sentence."""
        names = ", ".join(quoted(child) for child in children[:NAMES_SHOWN])
        if len(children) > NAMES_SHOWN:
            names += f" and {len(children) - NAMES_SHOWN} more"
        reason = f"children {names} have equal keys {list(key)}, {why}"
        return cls(f"group {quoted(group)}", reason, group=group, children=children)

    def __init__(
        self, place: str, reason: str, *, group: str = "", children: tuple[str, ...] = ()
    ) -> None:
        super().__init__(place, reason)
        self.group = group
        self.children = children


def _short(value: object) -> str:
    """Leave out what a list or an object holds; it may be endless."""
    if isinstance(value, list):
        return "[…]" if value else "[]"
    if isinstance(value, dict):
        return "{…}" if value else "{}"
    return str(value)


def quoted(text: object) -> str:
    """Show text from a file on one line, shortened, whatever characters it holds."""
    shown = _short(text)
    if len(shown) > LONGEST_QUOTE:
        shown = shown[: LONGEST_QUOTE - 1] + "…"
    return json.dumps(shown.encode("utf-8", "replace").decode("utf-8"), ensure_ascii=False)
