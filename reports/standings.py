"""On whose lists a child stands: qualified, not qualified, or waiting for the committee's word."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from allocation.models import AllocationRun
from recruitment.applications.models import Choice
from recruitment.decisions.models import Result
from schools.models import Group


class Outcome(StrEnum):
    """What came of one choice. Of several choices in one institution the first here is told."""

    QUALIFIED = "qualified"
    WAITING = "waiting"
    NOT_QUALIFIED = "not_qualified"

    @property
    def label(self) -> str:
        """The word on a list; only a draft holds children who wait."""
        if self is Outcome.WAITING:
            return _("czeka na decyzję komisji")
        return str(Result(self.value).label)


@dataclass(frozen=True, slots=True)
class Standing:
    """One choice of one child: it wanted this group at least as much as what it got."""

    application: int
    number: str
    surname: str
    first_names: str
    group: Group
    position: int
    outcome: Outcome


def standings(
    run: AllocationRun, groups: Mapping[int, Group], waiting: Set[tuple[str, str]]
) -> list[Standing]:
    """Every choice of these groups that the run considered, in Polish alphabetical order of names.

    A choice below the place that the child got was not considered. Of one child its dearest choice
    comes first. `waiting`: pairs of a group's code and an application's number. Two queries.
    """
    wanted: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for application, position, group in (
        Choice.objects.filter(application__placements__run=run)
        .order_by("application", "position")
        .values_list("application", "position", "group")
    ):
        wanted[application].append((position, group))
    children = run.placements.order_by(
        "application__candidate__sort_key", "application"
    ).values_list(
        "application",
        "application__number",
        "application__candidate__surname",
        "application__candidate__first_names",
        "group",
    )
    return [
        Standing(
            application,
            number,
            surname,
            first_names,
            groups[pk],
            position,
            _outcome(number, groups[pk], obtained, waiting),
        )
        for application, number, surname, first_names, obtained in children
        for position, pk in _considered(wanted[application], obtained)
        if pk in groups
    ]


def _considered(
    wanted: Iterable[tuple[int, int]], obtained: int | None
) -> Iterator[tuple[int, int]]:
    for position, group in wanted:
        yield position, group
        if group == obtained:
            return


def _outcome(
    number: str, group: Group, obtained: int | None, waiting: Set[tuple[str, str]]
) -> Outcome:
    if group.pk == obtained:
        return Outcome.QUALIFIED
    if (group.code, number) in waiting:
        return Outcome.WAITING
    return Outcome.NOT_QUALIFIED
