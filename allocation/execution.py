"""Carrying out a run: claim it, compute it outside of transactions, store everything at once.

The ledger row decides. A worker owns a run only while its status is RUNNING; whatever it stores
goes through a conditional update, so a worker that was given up for lost stores nothing.
"""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from allocation.engine import (
    SECOND_OPINION_UP_TO,
    EqualKeysError,
    Problem,
    Result,
    allocate,
    check,
)
from allocation.engine.formats.result_json import result_to_json
from allocation.engine.formats.text import canonical_json
from allocation.engine.result import SolveStatus
from allocation.explanations import explanations_of
from allocation.models import AllocationRun, Placement, RunStatus, SecondOpinion
from allocation.outcomes import position_on_list
from allocation.snapshot import Snapshot, as_of_one_moment, take_snapshot
from allocation.ties import open_ties
from recruitment.applications.canonical import sha256_of
from recruitment.applications.models import Application
from schools.models import Group

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]

STEPS = (
    gettext_lazy("przygotowanie danych"),
    gettext_lazy("przydział miejsc"),
    gettext_lazy("sprawdzenie drugą metodą"),
    gettext_lazy("kontrola wyniku"),
    gettext_lazy("wyjaśnienia dla rodzin"),
    gettext_lazy("zapis"),
)
BATCH = 500

NUMBERS_TOLD = 10
"""With so many the sentence about equal children always fits into `AllocationRun.failure`."""


class RunLostError(Exception):
    """The run was given up for lost while this worker was still busy with it."""


class RunFailedError(Exception):
    """The run cannot give a result, for a reason that the office understands."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def execute(run_id: int, *, clock: Clock) -> None:
    """Carry out a queued run to the end; every outcome is a state of the ledger row.

    What is kept of it is Polish, whatever language was in use where the worker started.
    """
    run = _claim(run_id, clock())
    if run is not None:
        with translation.override(settings.LANGUAGE_CODE):
            _carry_out(run, clock)


def _carry_out(run: AllocationRun, clock: Clock) -> None:
    try:
        _compute_and_store(run, clock)
    except RunLostError:
        logger.warning("Run %s was given up for lost; its result is not stored.", run.pk)
    except RunFailedError as failure:
        _fail(run, failure.reason, clock())
    except Exception:
        logger.exception("Run %s failed.", run.pk)
        _fail(
            run,
            _(
                "Program napotkał błąd. Uruchom przydział ponownie albo zgłoś to opiekunowi systemu."
            ),
            clock(),
        )


def _claim(run_id: int, now: datetime) -> AllocationRun | None:
    """Take the run if nobody has it: of two workers only one changes the row."""
    claimed = AllocationRun.objects.filter(pk=run_id, status=RunStatus.QUEUED).update(
        status=RunStatus.RUNNING, heartbeat_at=now, progress_done=0, progress_total=len(STEPS)
    )
    return AllocationRun.objects.select_related("procedure").get(pk=run_id) if claimed else None


def _compute_and_store(run: AllocationRun, clock: Clock) -> None:
    with as_of_one_moment():
        snapshot = take_snapshot(run.procedure)
    _step_is_done(run, 1, clock())
    try:
        result = _allocate(snapshot.problem, lambda step: _engine_is_at(run, step, clock()))
    except EqualKeysError as error:
        raise RunFailedError(_equal_keys(run, error)) from error
    _step_is_done(run, 3, clock())
    violations = [str(violation) for violation in check(snapshot.problem, result)]
    _step_is_done(run, 4, clock())
    explanations = _explained(snapshot, result)
    _step_is_done(run, 5, clock())
    _store(run, snapshot, result, violations, explanations, clock())


def _step_is_done(run: AllocationRun, number: int, now: datetime) -> None:
    """A sign of life. Raises RunLostError when somebody gave the run up meanwhile."""
    _update_owned(run, heartbeat_at=now, progress_done=number)


def _update_owned(run: AllocationRun, **changes: object) -> None:
    changed = AllocationRun.objects.filter(pk=run.pk, status=RunStatus.RUNNING).update(**changes)
    if not changed:
        raise RunLostError


def _engine_is_at(run: AllocationRun, step: str, now: datetime) -> None:
    """The engine computes its second opinion last."""
    _step_is_done(run, 2 if step == "second opinion" else 1, now)


def _allocate(problem: Problem, on_progress: Callable[[str], None]) -> Result:
    """Ask the engine, and for a second opinion where that does not take too long."""
    result = allocate(
        problem,
        second_opinion=len(problem.children) <= SECOND_OPINION_UP_TO,
        on_progress=on_progress,
    )
    if result.status is not SolveStatus.OPTIMAL:
        raise RunFailedError(_("Nie udało się dowieść, że wynik jest najlepszy z możliwych."))
    return result


def _equal_keys(run: AllocationRun, error: EqualKeysError) -> str:
    """What the office has to look at: the group, and the numbers of the equal applications."""
    group = Group.objects.select_related("institution").get(
        school_year=run.procedure.school_year, code=error.group
    )
    numbers = ", ".join(error.children[:NUMBERS_TOLD])
    more = len(error.children) - NUMBERS_TOLD
    if more > 0:
        numbers = _("%(numbers)s i jeszcze %(more)s") % {"numbers": numbers, "more": more}
    return _(
        "Dzieci mają równe punkty na granicy, a zasady naboru tego nie dopuszczają. "
        "Grupa: %(group)s. Wnioski: %(numbers)s."
    ) % {"group": f"{group.institution}, {group}", "numbers": numbers}


def _explained(snapshot: Snapshot, result: Result) -> dict[str, Any]:
    """What families will read; nobody reads it while the committee has yet to decide a tie."""
    if result.ties:
        return {}
    return explanations_of(snapshot.problem, result, snapshot.facts["questions"])


def _second_opinion(result: Result) -> SecondOpinion:
    if result.second_opinion is None:
        return SecondOpinion.NOT_RUN
    return SecondOpinion.AGREES if result.second_opinion.agrees else SecondOpinion.DISAGREES


@transaction.atomic
def _store(
    run: AllocationRun,
    snapshot: Snapshot,
    result: Result,
    violations: list[str],
    explanations: dict[str, Any],
    now: datetime,
) -> None:
    """Results and state in one transaction: a run is DONE with everything, or not at all."""
    ties = open_ties(snapshot.problem, result)
    problem_text = snapshot.text
    result_text = canonical_json(result_to_json(result)).decode()
    _update_owned(
        run,
        status=RunStatus.DONE,
        heartbeat_at=now,
        finished_at=now,
        progress_done=len(STEPS),
        problem=problem_text,
        problem_sha256=sha256_of(problem_text),
        facts=snapshot.facts,
        explanations=explanations,
        result=result_text,
        result_sha256=sha256_of(result_text),
        violations=violations,
        second_opinion=_second_opinion(result),
        number_of_ties=len(ties),
        open_ties=[tie.to_json() for tie in ties],
    )
    Placement.objects.bulk_create(_placements(run, snapshot, result), batch_size=BATCH)


def _placements(run: AllocationRun, snapshot: Snapshot, result: Result) -> list[Placement]:
    applications = dict(
        Application.objects.filter(procedure=run.procedure).values_list("number", "pk")
    )
    groups = dict(
        Group.objects.filter(school_year=run.procedure.school_year).values_list("code", "pk")
    )
    return [
        Placement(
            run=run,
            application_id=applications[child],
            group_id=groups[group] if group else None,
            position=position_on_list(snapshot.facts, child, group),
        )
        for child, group in result.assignment.items()
    ]


def _fail(run: AllocationRun, reason: str, now: datetime) -> None:
    """Close the run with a sentence; a run that was already given up keeps its own."""
    AllocationRun.objects.filter(pk=run.pk, status=RunStatus.RUNNING).update(
        status=RunStatus.FAILED, finished_at=now, failure=reason
    )
