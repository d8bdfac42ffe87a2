"""Parts of a protocol that other packages add: those above, which this one may not import."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from recruitment.procedures.models import Procedure
from schools.models import Institution


@dataclass(frozen=True, slots=True)
class Scope:
    """What a protocol is about: one committee, after `from_at` (from the beginning) to `to_at`."""

    institution: Institution
    procedure: Procedure
    from_at: datetime | None
    to_at: datetime


@dataclass(frozen=True, slots=True)
class Section:
    """A titled table, in the language of the office."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""

    def as_json(self) -> dict[str, Any]:
        """As the protocol keeps it."""
        return asdict(self)


Provider = Callable[[Scope], Section | None]


def sections_of(scope: Scope) -> list[Section]:
    """What the packages named in settings.PROTOCOL_SECTIONS add; a None adds nothing."""
    providers: list[Provider] = [import_string(path) for path in settings.PROTOCOL_SECTIONS]
    return [section for provider in providers if (section := provider(scope)) is not None]
