"""The rows of the lists: what a person reads in a column, declared once beside the row."""

from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    """What a column holds: text (also every identifier), whole numbers."""

    TEXT = "text"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: its heading, what it holds, and the field of the row."""

    title: str
    kind: Kind
    name: str


def column(title: Promise, kind: Kind = Kind.TEXT) -> Any:
    """A field of a row that is a column of the sheet."""
    return field(metadata={"title": title, "kind": kind})


def columns_of(row_class: type) -> list[Column]:
    """The columns of a row class, in the order of its fields."""
    return [
        Column(str(found.metadata["title"]), found.metadata["kind"], found.name)
        for found in fields(row_class)
    ]


@dataclass(frozen=True, slots=True)
class PostedRow:
    """One child on the list that hangs on the wall: what the law names, and nothing else.

    Neither a group nor points of one's own (art. 158 ust. 1 i 4): a group for children with a
    statement would tell everybody who has one.
    """

    number: int = column(_("Lp."), Kind.NUMBER)
    surname: str = column(_("Nazwisko"))
    first_names: str = column(_("Imię (imiona)"))
    result: str = column(_("Wynik"))


@dataclass(frozen=True, slots=True)
class CommitteeRow:
    """One choice of one child that was considered, for the committee: never posted.

    A child is known by the number of its application; no PESEL leaves the service.
    """

    surname: str = column(_("Nazwisko"))
    first_names: str = column(_("Imię (imiona)"))
    application: str = column(_("Numer wniosku"))
    group: str = column(_("Grupa"))
    position: int = column(_("Który wybór"), Kind.NUMBER)
    result: str = column(_("Wynik"))
    statutory: int = column(_("Punkty, kryteria ustawowe"), Kind.NUMBER)
    municipal: int = column(_("Punkty, kryteria samorządowe"), Kind.NUMBER)
    residence: str = column(_("Mieszka"))


@dataclass(frozen=True, slots=True)
class GroupSummaryRow:
    """What the run gives in one group, for the summary."""

    institution: str = column(_("Placówka"))
    group: str = column(_("Grupa"))
    birth_years: str = column(_("Roczniki"))
    places: int = column(_("Miejsca"), Kind.NUMBER)
    first: int = column(_("Z 1. wyboru"), Kind.NUMBER)
    second: int = column(_("Z 2. wyboru"), Kind.NUMBER)
    later: int = column(_("Z 3. i dalszego wyboru"), Kind.NUMBER)
    free: int = column(_("Wolne miejsca"), Kind.NUMBER)
    statutory: int | None = column(_("Najniższe punkty, kryteria ustawowe"), Kind.NUMBER)
    municipal: int | None = column(_("Najniższe punkty, kryteria samorządowe"), Kind.NUMBER)
    residence: str = column(_("Ostatnie dziecko mieszka"))
    ties: int = column(_("Nierozstrzygnięte remisy"), Kind.NUMBER)


@dataclass(frozen=True, slots=True)
class InstitutionSummaryRow:
    """What the run gives in one institution, all groups together."""

    institution: str = column(_("Placówka"))
    places: int = column(_("Miejsca"), Kind.NUMBER)
    first: int = column(_("Z 1. wyboru"), Kind.NUMBER)
    second: int = column(_("Z 2. wyboru"), Kind.NUMBER)
    later: int = column(_("Z 3. i dalszego wyboru"), Kind.NUMBER)
    free: int = column(_("Wolne miejsca"), Kind.NUMBER)
    ties: int = column(_("Nierozstrzygnięte remisy"), Kind.NUMBER)


@dataclass(frozen=True, slots=True)
class InstitutionList:
    """The children of one institution, for the wall and for its committee.

    `lowest` is the sentence about the lowest number of points that gave a place.
    """

    name: str
    short_name: str
    posted: tuple[PostedRow, ...]
    lowest: str
    considered: tuple[CommitteeRow, ...]


@dataclass(frozen=True, slots=True)
class RunReport:
    """Everything in the workbooks of one run; `announced_at` is None while it is a draft.

    `children` are the keys of the applications on its lists.
    """

    procedure: str
    school_year: str
    run_number: int
    announced_at: datetime | None
    author: str
    information: tuple[tuple[str, str | int | datetime], ...]
    lists: tuple[InstitutionList, ...]
    summary: tuple[GroupSummaryRow, ...]
    children: frozenset[int]
