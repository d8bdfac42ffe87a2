"""Who may run the allocation and when, and what stands in the way of announcing its result."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User, has_role
from allocation.models import AllocationRun, RunStatus, SecondOpinion
from allocation.queries import number_unverified, undecided_ties
from allocation.snapshot import take_snapshot
from allocation.ties import OpenTie
from recruitment.applications.errors import NotAllowed
from recruitment.procedures.calendar import stage_of
from recruitment.procedures.models import Procedure, StageCode
from ui.templatetags.ui import long_datetime


def is_office_worker(user: object, today: date) -> bool:
    """The allocation is the education office's desk: for others its pages do not exist."""
    return has_role(user, Role.OFFICE, today)


def check_is_office_worker(actor: User, now: datetime) -> None:
    """Raises NotAllowed for anybody but the education office."""
    if not is_office_worker(actor, timezone.localtime(now).date()):
        raise NotAllowed(_("Przydział prowadzi wydział edukacji."))


def check_can_start_run(procedure: Procedure, now: datetime) -> None:
    """A run may be made, as often as wanted, from the end of taking applications to the
    announcement of the result; one at a time.
    """
    stage = stage_of(procedure, StageCode.APPLICATION)
    if stage is None or not stage.is_over(now):
        raise NotAllowed(_("Przydział można uruchomić po zakończeniu składania wniosków."))
    if procedure.is_published:
        raise NotAllowed(_("Wyniki są już ogłoszone, więc przydziału nie można powtórzyć."))
    active = procedure.runs.filter(status__in=[RunStatus.QUEUED, RunStatus.RUNNING]).first()
    if active is not None and not active.is_stale(now):
        raise NotAllowed(_("Inny przydział jeszcze trwa. Poczekaj, aż się zakończy."))


def check_unverified_are_known(procedure: Procedure, acknowledged: int) -> int:
    """How many filed applications take no part, because nobody has verified them.

    Raises NotAllowed unless somebody has acknowledged exactly so many; with none there is nothing
    to acknowledge.
    """
    number = number_unverified(procedure)
    if number not in {0, acknowledged}:
        raise NotAllowed(
            _("Wnioski niezweryfikowane: %(count)s. Potwierdź, że nie biorą udziału.")
            % {"count": number}
        )
    return number


def check_can_decide_ties(run: AllocationRun) -> None:
    """The committee's word is recorded for the newest finished run, before the announcement."""
    if run.procedure.is_published:
        raise NotAllowed(_("Wyniki są już ogłoszone, więc kolejności nie można zmienić."))
    if run.status != RunStatus.DONE or not _is_newest(run):
        raise NotAllowed(_("To nie jest najnowszy przydział. Otwórz najnowszy."))


def check_can_decide_tie(run: AllocationRun, tie: OpenTie) -> None:
    """An order is recorded once after a run; a wrong record is corrected after the next one."""
    check_can_decide_ties(run)
    if run.tie_decisions.filter(group__code=tie.group, points=list(tie.points)).exists():
        raise NotAllowed(_("Kolejność tych dzieci jest już zapisana. Uruchom przydział ponownie."))


def check_can_publish(run: AllocationRun, now: datetime) -> list[str]:
    """Every reason why this run cannot be announced now; empty when it can.

    Whether the data have changed since the run is asked last, and only of a run that nothing else
    stops, because the answer needs a whole new snapshot.
    """
    if run.procedure.is_published:
        return [_("Wyniki tego naboru są już ogłoszone.")]
    if run.status != RunStatus.DONE:
        return [_("Ten przydział nie jest zakończony.")]
    reasons = _against_the_run(run) + _against_the_moment(run.procedure, now)
    if not reasons and not is_current(run):
        reasons = [_("Dane zmieniły się od tego przydziału. Uruchom go ponownie.")]
    return reasons


def is_current(run: AllocationRun) -> bool:
    """Would a run made now be asked exactly the same question, with the same points behind it?"""
    snapshot = take_snapshot(run.procedure)
    return (snapshot.sha256, snapshot.facts) == (run.problem_sha256, run.facts)


def _against_the_run(run: AllocationRun) -> list[str]:
    reasons = []
    if not _is_newest(run):
        reasons.append(_("Istnieje nowszy przydział. Ogłosić można tylko najnowszy."))
    if run.number_of_ties:
        reasons.append(_against_ties(len(undecided_ties(run))))
    if run.violations:
        reasons.append(_("Kontrola wyniku zgłosiła zastrzeżenia."))
    if run.second_opinion == SecondOpinion.DISAGREES:
        reasons.append(_("Druga metoda obliczeń daje inny wynik."))
    return reasons


def _against_ties(undecided: int) -> str:
    """A run with ties is never announced: the one after it follows what the committee has said."""
    if undecided:
        return _("Komisja nie rozstrzygnęła jeszcze wszystkich remisów. Pozostało: %(count)s.") % {
            "count": undecided
        }
    return _("Ten przydział powstał, zanim komisja rozstrzygnęła remisy.")


def _against_the_moment(procedure: Procedure, now: datetime) -> list[str]:
    """Families read the calendar: nothing is announced before the date that it tells (art. 154)."""
    reasons = []
    waiting = number_unverified(procedure)
    verification = stage_of(procedure, StageCode.VERIFICATION)
    if waiting and (verification is None or not verification.is_over(now)):
        reasons.append(
            _("Trwa weryfikacja. Wnioski, które na nią czekają: %(count)s.") % {"count": waiting}
        )
    lists = stage_of(procedure, StageCode.QUALIFIED_LISTS)
    if lists is None:
        reasons.append(_("Nie ma jeszcze terminu ogłoszenia list."))
    elif now < lists.starts_at:
        reasons.append(
            _("Termin ogłoszenia list jeszcze nie nadszedł. Początek: %(moment)s.")
            % {"moment": long_datetime(timezone.localtime(lists.starts_at))}
        )
    return reasons


def _is_newest(run: AllocationRun) -> bool:
    return not AllocationRun.objects.filter(
        procedure=run.procedure_id, number__gt=run.number
    ).exists()
