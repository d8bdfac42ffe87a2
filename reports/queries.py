"""From the placements of a run to the rows of its lists; nothing is computed again, only arranged."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from allocation.models import AllocationRun
from allocation.outcomes import Competition, GroupOutcome, RunDocuments
from allocation.queries import ties_of
from recruitment.decisions.queries import SMALLEST_SHOWN
from reports.rows import CommitteeRow, GroupSummaryRow, InstitutionList, PostedRow, RunReport
from reports.standings import Outcome, Standing, standings
from schools.models import Group, GroupKind, Institution

SECOND = 2


def run_report(
    run: AllocationRun, *, actor: User, now: datetime, only: Institution | None = None
) -> RunReport:
    """The lists and the summary of a finished run; with `only`, of one institution.

    A constant number of queries. Lists are in Polish alphabetical order of the names.
    """
    documents = RunDocuments.of(run)
    outcomes = documents.group_outcomes()
    groups = [
        group
        for group in Group.objects.for_year(run.procedure.school_year)
        if group.code in outcomes and (only is None or group.institution_id == only.pk)
    ]
    ties = ties_of(run)
    waiting = {(tie.group, child) for tie in ties for child in tie.children}
    found = standings(run, {group.pk: group for group in groups}, waiting)
    return RunReport(
        procedure=run.procedure.name,
        school_year=run.procedure.school_year,
        run_number=run.number,
        announced_at=run.published_at,
        author=actor.get_full_name(),
        information=tuple(_information(run, actor, now)),
        lists=tuple(_lists(groups, found, documents)),
        summary=tuple(_summary_rows(groups, outcomes, Counter(tie.group for tie in ties))),
        children=frozenset(standing.application for standing in found),
    )


def _lists(
    groups: list[Group], found: Iterable[Standing], documents: RunDocuments
) -> Iterator[InstitutionList]:
    """A list for each institution, in the order of its groups."""
    competitions = documents.competitions()
    institutions = {group.institution_id: group.institution for group in groups}
    standings_at: dict[int, list[Standing]] = {pk: [] for pk in institutions}
    for standing in found:
        standings_at[standing.group.institution_id].append(standing)
    for pk, institution in institutions.items():
        own_groups = [group for group in groups if group.institution_id == pk]
        yield InstitutionList(
            name=institution.name,
            short_name=institution.short_name,
            posted=tuple(_posted_rows(standings_at[pk])),
            lowest=_lowest_in_words(own_groups, competitions),
            considered=tuple(_committee_rows(standings_at[pk], documents)),
        )


def _posted_rows(found: Iterable[Standing]) -> Iterator[PostedRow]:
    """Each child once, whatever number of groups it wanted in the institution."""
    order = list(Outcome)
    best: dict[int, Standing] = {}
    for standing in found:
        known = best.setdefault(standing.application, standing)
        if order.index(standing.outcome) < order.index(known.outcome):
            best[standing.application] = standing
    for number, standing in enumerate(best.values(), start=1):
        yield PostedRow(number, standing.surname, standing.first_names, standing.outcome.label)


def _lowest_in_words(groups: Iterable[Group], competitions: Mapping[str, Competition]) -> str:
    """The lowest number of points that gave a place in the institution (art. 158 ust. 4).

    Places kept for children with a statement are left out: they are not given for points alone.
    Below `SMALLEST_SHOWN` children the number would be some known child's own.
    """
    found = [
        competitions[group.code]
        for group in groups
        if group.kind != GroupKind.SPECIAL and competitions[group.code].lowest is not None
    ]
    if not found:
        return _("nie ma, bo nikt nie otrzymał miejsca według punktów")
    if sum(competition.placed for competition in found) < SMALLEST_SHOWN:
        return _("nie podaje się, bo dotyczy mniej niż %(count)s dzieci") % {
            "count": SMALLEST_SHOWN
        }
    statutory, municipal = min(
        competition.lowest for competition in found if competition.lowest is not None
    )
    return _("kryteria ustawowe: %(statutory)s pkt, kryteria samorządowe: %(municipal)s pkt") % {
        "statutory": statutory,
        "municipal": municipal,
    }


def _committee_rows(found: Iterable[Standing], documents: RunDocuments) -> Iterator[CommitteeRow]:
    """Each choice with the points that the run counted for it."""
    for standing in found:
        score = documents.score(standing.number, standing.position)
        yield CommitteeRow(
            surname=standing.surname,
            first_names=standing.first_names,
            application=standing.number,
            group=standing.group.name,
            position=standing.position,
            result=standing.outcome.label,
            statutory=score.statutory,
            municipal=score.municipal,
            residence=_residence(resident=score.resident),
        )


def _summary_rows(
    groups: Iterable[Group], outcomes: Mapping[str, GroupOutcome], ties: Mapping[str, int]
) -> Iterator[GroupSummaryRow]:
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
            residence=_residence(resident=lowest.resident) if lowest else "",
            ties=ties[group.code],
        )


def _residence(*, resident: bool) -> str:
    return _("w gminie") if resident else _("poza gminą")


def _information(
    run: AllocationRun, actor: User, now: datetime
) -> Iterator[tuple[str, str | int | datetime]]:
    """What the workbook is, for whoever finds it on a shelf."""
    yield _("Przeznaczenie"), _("Do użytku służbowego. Nie wywieszać i nie przekazywać innym.")
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
    yield _("Plik pobrano z konta"), actor.get_full_name()
    yield _("Skrót danych wejściowych (SHA-256)"), run.problem_sha256
    yield _("Skrót wyniku (SHA-256)"), run.result_sha256
    yield _("Kolejność na listach"), _("alfabetyczna, według polskiego alfabetu")
    yield (
        _("Kto jest na liście placówki"),
        _(
            "Dzieci zakwalifikowane do tej placówki oraz dzieci niezakwalifikowane, "
            "które chciały jej bardziej niż otrzymanego miejsca. Każdy wybór ma osobny wiersz."
        ),
    )
    yield (
        _("Najniższe punkty w grupie"),
        _(
            "Punkty ostatniego zakwalifikowanego dziecka. Kryteria ustawowe liczą się przed "
            "samorządowymi, a mieszkańcy gminy przed innymi."
        ),
    )
    yield (
        _("Najniższe punkty na liście do wywieszenia"),
        _(
            "Najniższe punkty w całej placówce. Nie obejmują miejsc dla dzieci z orzeczeniem. "
            "Poniżej %(count)s dzieci nie podaje się ich."
        )
        % {"count": SMALLEST_SHOWN},
    )
