"""What the office does with runs: start one, record the committee's word on a tie, announce."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.models import User
from allocation.engine import check
from allocation.jobs import execute_run
from allocation.models import AllocationRun, RunStatus, TieDecision
from allocation.outcomes import RunDocuments
from allocation.permissions import (
    check_can_decide_tie,
    check_can_publish,
    check_can_start_run,
    check_is_office_worker,
    check_unverified_are_known,
)
from allocation.ties import OpenTie
from recruitment.applications.canonical import sha256_of
from recruitment.applications.errors import NotAllowed
from recruitment.decisions.services import notify_families, record_qualification
from recruitment.procedures.calendar import stage_of
from recruitment.procedures.models import Procedure, StageCode
from recruitment.procedures.services import set_published_run
from schools.models import Group


@transaction.atomic
def start_run(
    *, procedure: Procedure, actor: User, now: datetime, acknowledged: int = 0
) -> AllocationRun:
    """Queue the next run; a background worker takes it after the commit. Raises NotAllowed.

    `acknowledged` is how many unverified applications the person knows to take no part. A run
    whose worker fell silent is closed as failed. The database allows one active run in a
    procedure, whatever two people press at once.
    """
    check_is_office_worker(actor, now)
    procedure = Procedure.objects.select_for_update().get(pk=procedure.pk)
    check_can_start_run(procedure, now)
    unverified = check_unverified_are_known(procedure, acknowledged)
    _close_stale_runs(procedure, now)
    last = procedure.runs.aggregate(last=Max("number"))["last"] or 0
    try:
        with transaction.atomic():
            run = AllocationRun.objects.create(
                procedure=procedure,
                number=last + 1,
                created_at=now,
                created_by=actor,
                unverified_at_start=unverified,
            )
    except IntegrityError as error:
        raise NotAllowed(_("Inny przydział jeszcze trwa. Poczekaj, aż się zakończy.")) from error
    transaction.on_commit(partial(execute_run.enqueue, run.pk))
    return run


def _close_stale_runs(procedure: Procedure, now: datetime) -> None:
    """What is kept is Polish, whatever language the person reads the pages in."""
    for run in procedure.runs.filter(status__in=[RunStatus.QUEUED, RunStatus.RUNNING]):
        if run.is_stale(now):
            with translation.override(settings.LANGUAGE_CODE):
                reason = _("Przydział został przerwany, bo program w tle przestał odpowiadać.")
            AllocationRun.objects.filter(pk=run.pk, status=run.status).update(
                status=RunStatus.FAILED, finished_at=now, failure=reason
            )


@dataclass(frozen=True, slots=True)
class CommitteeOrder:
    """What the committee said: application numbers, the first goes first; why; and on which day."""

    children: tuple[str, ...]
    reason: str
    decided_on: date


@transaction.atomic
def record_tie_decision(
    *, run: AllocationRun, tie: OpenTie, order: CommitteeOrder, actor: User, now: datetime
) -> TieDecision:
    """Put the committee's order of equal children on record; the next run follows it.

    Everything is asked again under a lock, so nothing is recorded behind an announcement. Raises
    NotAllowed, or ValidationError for an order that does not name every child of the tie once, for
    a missing reason and for a day before the end of taking applications or to come.
    """
    check_is_office_worker(actor, now)
    run = _locked(run)
    check_can_decide_tie(run, tie)
    if sorted(order.children) != sorted(tie.children):
        raise ValidationError(_("Ustaw w kolejności każde dziecko, każde jeden raz."))
    _validate_day(run.procedure, order.decided_on, now)
    decision = TieDecision(
        procedure=run.procedure,
        group=Group.objects.get(school_year=run.procedure.school_year, code=tie.group),
        asked_by_run=run,
        points=list(tie.points),
        order=list(order.children),
        reason=order.reason.strip(),
        decided_on=order.decided_on,
        recorded_at=now,
        recorded_by=actor,
    )
    decision.full_clean()
    decision.save()
    return decision


@transaction.atomic
def publish_run(
    *, run: AllocationRun, actor: User, now: datetime, acknowledged: int = 0, reason: str = ""
) -> None:
    """Announce the run: decisions, the pointer that pages follow, letters to the families.

    One transaction; every condition is asked again under a lock, and the stored texts are proved
    once more by the checker. While there are unverified applications, the person acknowledges how
    many, and the reason is kept. Raises NotAllowed with every reason against it, ValidationError
    for a missing reason.
    """
    check_is_office_worker(actor, now)
    run = _locked(run)
    reasons = check_can_publish(run, now)
    if reasons:
        raise NotAllowed(" ".join(reasons))
    unverified = check_unverified_are_known(run.procedure, acknowledged)
    reason = reason.strip() if unverified else ""
    if unverified and not reason:
        raise ValidationError({"reason": _("Podaj powód ogłoszenia mimo tych wniosków.")})
    documents = _proved_documents(run)
    record_qualification(
        procedure=run.procedure,
        run_number=run.number,
        qualifications=documents.qualifications(),
        now=now,
    )
    set_published_run(procedure=run.procedure, run_number=run.number, now=now)
    notify_families(procedure=run.procedure, now=now)
    run.published_at = now
    run.published_by = actor
    run.unverified_at_publication = unverified
    run.unverified_reason = reason
    run.save(
        update_fields=[
            "published_at",
            "published_by",
            "unverified_at_publication",
            "unverified_reason",
        ]
    )


def _locked(run: AllocationRun) -> AllocationRun:
    """The procedure, then the run, as they are now; nobody changes them until the commit."""
    procedure = Procedure.objects.select_for_update().get(pk=run.procedure_id)
    run = AllocationRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    run.procedure = procedure
    return run


def _validate_day(procedure: Procedure, day: date, now: datetime) -> None:
    """The committee decides between children whose applications it has, and not in the future."""
    stage = stage_of(procedure, StageCode.APPLICATION)
    if stage is not None and day < timezone.localtime(stage.ends_at).date():
        raise ValidationError(
            {"decided_on": _("Data decyzji komisji nie może być przed końcem składania wniosków.")}
        )
    if day > timezone.localtime(now).date():
        raise ValidationError({"decided_on": _("Data decyzji komisji nie może być w przyszłości.")})


def _proved_documents(run: AllocationRun) -> RunDocuments:
    """The stored question and answer, if they are the ones that were stored and hold."""
    hashes = (sha256_of(run.problem), sha256_of(run.result))
    if hashes != (run.problem_sha256, run.result_sha256):
        raise NotAllowed(_("Zapisane dane przydziału zostały zmienione. Uruchom go ponownie."))
    documents = RunDocuments.of(run)
    if check(documents.problem, documents.result):
        raise NotAllowed(_("Zapisany wynik nie przechodzi kontroli. Uruchom przydział ponownie."))
    return documents
