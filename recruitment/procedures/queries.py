"""Which procedure is going on, and what it offers: its groups with the places that are free."""

from django.db.models import Case, Count, F, Q, QuerySet, Value, When
from django.db.models.functions import Greatest, Least

from recruitment.procedures.models import STAGE_ORDER, Procedure, Stage, StageChange
from schools.models import Group, GroupKind, Institution


def current_procedure() -> Procedure | None:
    """The procedure that is going on: the one of the latest school year; None in an empty city."""
    return Procedure.objects.newest_first().first()


def offered_groups(procedure: Procedure) -> "QuerySet[Group]":
    """The groups of the procedure's school year, each with `continuing`, `free_places` and
    `free_for_statement` (how many of the free ones wait for children with a special-education
    statement: all of a special group, the kept ones of an integration group).

    Free places are the places of the organisational plan less the continuing children (art. 153);
    a declaration that was withdrawn takes none.
    """
    stays = Q(continuations__procedure=procedure, continuations__withdrawn_at__isnull=True)
    return (
        Group.objects.for_year(procedure.school_year)
        .annotate(
            continuing=Count("continuations", filter=stays),
            continuing_with_statement=Count(
                "continuations", filter=stays & Q(continuations__has_statement=True)
            ),
        )
        .annotate(
            free_places=Greatest(F("places_total") - F("continuing"), 0),
            unfilled_statement_places=Greatest(
                F("places_for_statement") - F("continuing_with_statement"), 0
            ),
        )
        .annotate(
            free_for_statement=Case(
                When(kind=GroupKind.SPECIAL, then=F("free_places")),
                When(
                    kind=GroupKind.INTEGRATION,
                    then=Least(F("unfilled_statement_places"), F("free_places")),
                ),
                default=Value(0),
            )
        )
    )


def neighbours_of(stage: Stage) -> tuple[Stage | None, Stage | None]:
    """The dated stages that the law puts right before and right after this one."""
    others = {other.code: other for other in stage.procedure.stages.exclude(pk=stage.pk)}
    place = [code.value for code in STAGE_ORDER].index(stage.code)
    before = [others[code] for code in STAGE_ORDER[:place] if code in others]
    after = [others[code] for code in STAGE_ORDER[place + 1 :] if code in others]
    return (before[-1] if before else None), (after[0] if after else None)


def latest_changes(procedure: Procedure) -> list[StageChange]:
    """The last change of each stage whose dates were moved, in the order of the calendar."""
    changes = (
        StageChange.objects.filter(stage__procedure=procedure)
        .select_related("stage")
        .order_by("stage__starts_at", "stage_id", "-changed_at", "-pk")
    )
    latest: dict[int, StageChange] = {}
    for change in changes:
        latest.setdefault(change.stage_id, change)
    return list(latest.values())


def institutions_beside(institution: Institution) -> "QuerySet[Institution]":
    """The other institutions of the same zespół; none when it stands alone."""
    if not institution.complex_code:
        return Institution.objects.none()
    return Institution.objects.filter(complex_code=institution.complex_code).exclude(
        pk=institution.pk
    )
