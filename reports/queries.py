"""From the placements of a run to the rows of its lists; nothing is computed again, only arranged."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from allocation.models import AllocationRun
from allocation.outcomes import GroupOutcome, RunDocuments
from recruitment.applications.models import Candidate, Choice
from recruitment.decisions.models import Result
from recruitment.decisions.score import Score
from reports.rows import GroupSummaryRow, InstitutionList, ListRow, LowestRow, RunReport
from schools.models import Group, Institution

SECOND = 2


@dataclass(frozen=True, slots=True)
class _Entry:
    """A child on a list, before it is numbered."""

    sort_key: str
    application: int
    surname: str
    first_names: str
    result: Result
    group: str


def run_report(
    run: AllocationRun, *, actor: User, now: datetime, only: Institution | None = None
) -> RunReport:
    """The lists and the summary of a finished run; with `only`, of one institution.

    A constant number of queries. Lists are in Polish alphabetical order of the names.
    """
    groups = [
        group
        for group in Group.objects.for_year(run.procedure.school_year)
        if only is None or group.institution_id == only.pk
    ]
    outcomes = RunDocuments.of(run).group_outcomes()
    groups = [group for group in groups if group.code in outcomes]
    entries = _entries_by_institution(run, {group.pk: group for group in groups})
    return RunReport(
        run_number=run.number,
        is_published=run.published_at is not None,
        information=tuple(_information(run, actor, now)),
        lists=tuple(
            InstitutionList(
                code=institution.code,
                name=institution.name,
                short_name=institution.short_name,
                rows=_numbered(entries[institution.pk]),
                lowest=tuple(
                    _lowest_row(group, outcomes[group.code])
                    for group in groups
                    if group.institution_id == institution.pk
                ),
            )
            for institution in _institutions(groups)
        ),
        summary=tuple(_summary_rows(run, groups, outcomes)),
    )


def _institutions(groups: Iterable[Group]) -> list[Institution]:
    """Each institution once, in the order of its groups."""
    return list({group.institution_id: group.institution for group in groups}.values())


def _entries_by_institution(
    run: AllocationRun, groups: dict[int, Group]
) -> dict[int, list[_Entry]]:
    """On which lists each child stands: qualified where it got a place, not qualified at the
    institutions that it wanted more; a child without a place stands on all of its lists.
    """
    names = {
        application: (sort_key, surname, first_names)
        for application, sort_key, surname, first_names in Candidate.objects.filter(
            application__placements__run=run
        ).values_list("application", "sort_key", "surname", "first_names")
    }
    wanted: dict[int, list[int]] = defaultdict(list)
    for application, group in (
        Choice.objects.filter(application__placements__run=run)
        .order_by("application", "position")
        .values_list("application", "group")
    ):
        wanted[application].append(group)
    entries: dict[int, list[_Entry]] = defaultdict(list)
    for application, obtained in run.placements.values_list("application", "group"):
        sort_key, surname, first_names = names[application]
        listed = _lists_of_child(wanted[application], obtained, groups)
        for institution, (result, named_groups) in listed.items():
            entries[institution].append(
                _Entry(sort_key, application, surname, first_names, result, named_groups)
            )
    return entries


def _lists_of_child(
    wanted: list[int], obtained: int | None, groups: dict[int, Group]
) -> dict[int, tuple[Result, str]]:
    """The institutions on whose lists one child stands, with its result and groups there."""
    refused = wanted if obtained is None else wanted[: wanted.index(obtained)]
    refused_at: dict[int, list[str]] = defaultdict(list)
    for pk in refused:
        if pk in groups:
            refused_at[groups[pk].institution_id].append(groups[pk].name)
    listed = {
        institution: (Result.NOT_QUALIFIED, "; ".join(names))
        for institution, names in refused_at.items()
    }
    if obtained in groups:
        group = groups[obtained]
        listed[group.institution_id] = (Result.QUALIFIED, group.name)
    return listed


def _numbered(entries: Iterable[_Entry]) -> tuple[ListRow, ...]:
    in_order = sorted(entries, key=lambda entry: (entry.sort_key, entry.application))
    return tuple(
        ListRow(
            number=number,
            surname=entry.surname,
            first_names=entry.first_names,
            result=str(entry.result.label),
            group=entry.group,
        )
        for number, entry in enumerate(in_order, start=1)
    )


def _lowest_row(group: Group, outcome: GroupOutcome) -> LowestRow:
    lowest = outcome.lowest
    return LowestRow(
        group=group.name,
        statutory=lowest.statutory if lowest else None,
        municipal=lowest.municipal if lowest else None,
        residence=_residence(lowest),
    )


def _summary_rows(
    run: AllocationRun, groups: Iterable[Group], outcomes: dict[str, GroupOutcome]
) -> Iterator[GroupSummaryRow]:
    ties = Counter(tie["group"] for tie in run.open_ties)
    for group in groups:
        outcome = outcomes[group.code]
        lowest = outcome.lowest
        yield GroupSummaryRow(
            institution=group.institution.short_name,
            group=group.name,
            birth_years=group.birth_years,
            places=outcome.places,
            first=outcome.by_position.get(1, 0),
            second=outcome.by_position.get(SECOND, 0),
            later=sum(n for position, n in outcome.by_position.items() if position > SECOND),
            free=outcome.free,
            statutory=lowest.statutory if lowest else None,
            municipal=lowest.municipal if lowest else None,
            residence=_residence(lowest),
            ties=ties[group.code],
        )


def _residence(lowest: Score | None) -> str:
    if lowest is None:
        return ""
    return _("w gminie") if lowest.resident else _("poza gminą")


def _information(
    run: AllocationRun, actor: User, now: datetime
) -> Iterator[tuple[str, str | int | datetime]]:
    """What the workbook is, for whoever finds it on a shelf."""
    yield _("Nabór"), run.procedure.name
    if run.published_at:
        yield _("Stan"), _("OGŁOSZONO")
        yield _("Data ogłoszenia"), run.published_at
    else:
        yield _("Stan"), _("PROJEKT – wyników nie ogłoszono")
    yield _("Numer przydziału"), run.number
    if run.finished_at:
        yield _("Przydział zakończono"), run.finished_at
    yield _("Plik utworzono"), now
    yield _("Kto utworzył plik"), actor.get_full_name()
    yield _("Skrót danych wejściowych (SHA-256)"), run.problem_sha256
    yield _("Skrót wyniku (SHA-256)"), run.result_sha256
    yield _("Kolejność na listach"), _("alfabetyczna, według polskiego alfabetu")
    yield (
        _("Kto jest na liście placówki"),
        _(
            "Dzieci zakwalifikowane do tej placówki oraz dzieci niezakwalifikowane, "
            "które chciały jej bardziej niż otrzymanego miejsca."
        ),
    )
    yield (
        _("Najniższe punkty"),
        _(
            "Punkty ostatniego zakwalifikowanego dziecka. Kryteria ustawowe liczą się przed "
            "samorządowymi, a mieszkańcy gminy przed innymi."
        ),
    )
