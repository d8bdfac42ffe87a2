"""How far each application has come by today: its status, its times, and the committee's word."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from config.demo.chance import Chance
from recruitment.applications.models import Channel, Verdict
from recruitment.applications.workflow import Status
from recruitment.procedures.models import Stage, StageCode

# In hundred applications, so many have this status on a day of this stage.
WHILE_APPLYING = {Status.FILED: 88, Status.DRAFT: 9, Status.WITHDRAWN: 3}
WHILE_VERIFYING = {
    Status.FILED: 32,
    Status.IN_VERIFICATION: 10,
    Status.RETURNED: 5,
    Status.VERIFIED: 45,
    Status.REJECTED: 1,
    Status.WITHDRAWN: 3,
    Status.DRAFT: 4,
}
AFTER_VERIFICATION = {
    Status.VERIFIED: 92,
    Status.FILED: 1,
    Status.REJECTED: 1,
    Status.WITHDRAWN: 3,
    Status.DRAFT: 3,
}
STATUS_MIX = {
    StageCode.APPLICATION: WHILE_APPLYING,
    StageCode.VERIFICATION: WHILE_VERIFYING,
    StageCode.ALLOCATION: AFTER_VERIFICATION,
    StageCode.QUALIFIED_LISTS: AFTER_VERIFICATION,
    StageCode.CONFIRMATION: AFTER_VERIFICATION,
    StageCode.ADMITTED_LISTS: AFTER_VERIFICATION,
}
SEEN_BY_COMMITTEE = frozenset(
    {Status.IN_VERIFICATION, Status.RETURNED, Status.VERIFIED, Status.REJECTED}
)

PAPER_SHARE = 0.03
REFUSED_SHARE = 0.03
REFUSED_REASON = "W dokumentach nie ma potwierdzenia tego kryterium."
TO_COMPLETE_REASON = "Brakuje podpisu na oświadczeniu. Można je donieść do placówki."
FORMAL_REASON = "Wniosek podpisała osoba, która nie jest opiekunem dziecka."
TIME_TO_FILL_IN = timedelta(minutes=35)
TIME_TO_CHECK = timedelta(minutes=20)


@dataclass(frozen=True, slots=True)
class Case:
    """An application's way so far; a time is None while the step has not been made."""

    status: Status
    channel: Channel
    started_at: datetime
    filed_at: datetime | None
    checked_at: datetime | None


class Cases:
    """Draws how far one application after another has come."""

    def __init__(
        self, stages: dict[StageCode, Stage], current: StageCode, today: datetime, chance: Chance
    ) -> None:
        self._mix = STATUS_MIX[current]
        self._filing = _time_until(stages[StageCode.APPLICATION], today)
        self._checking = _time_until(stages[StageCode.VERIFICATION], today)
        self._chance = chance

    def draw(self) -> Case:
        """The next application's case."""
        status = self._chance.weighted(list(self._mix), list(self._mix.values()))
        channel = Channel.ONLINE
        if status != Status.DRAFT and self._chance.happens(PAPER_SHARE):
            channel = Channel.PAPER
        return self.of(status, channel)

    def draft(self) -> Case:
        """A case that is still the parent's own."""
        return self.of(Status.DRAFT)

    def filed(self) -> Case:
        """A case as most filed ones are by now: verified once verification is over."""
        return self.of(Status.VERIFIED if self._mix is AFTER_VERIFICATION else Status.FILED)

    def of(self, status: Status, channel: Channel = Channel.ONLINE) -> Case:
        """A case with this status."""
        filed_at = self._instant(self._filing)
        is_checked = status in SEEN_BY_COMMITTEE
        return Case(
            status=status,
            channel=channel,
            started_at=filed_at - TIME_TO_FILL_IN,
            filed_at=None if status == Status.DRAFT else filed_at,
            checked_at=self._instant(self._checking) if is_checked else None,
        )

    def draw_verdict(self, case: Case, *, is_last: bool) -> tuple[Verdict, str]:
        """What the committee says of a claim, and its reason; `is_last` is the case's last claim.

        A case returned for completion waits for its last claim; one in work has it undecided.
        """
        if case.status not in SEEN_BY_COMMITTEE or case.status == Status.REJECTED:
            return Verdict.PENDING, ""
        if is_last and case.status == Status.RETURNED:
            return Verdict.TO_COMPLETE, TO_COMPLETE_REASON
        if is_last and case.status == Status.IN_VERIFICATION:
            return Verdict.PENDING, ""
        if self._chance.happens(REFUSED_SHARE):
            return Verdict.REJECTED, REFUSED_REASON
        return Verdict.ACCEPTED, ""

    def _instant(self, window: tuple[datetime, datetime]) -> datetime:
        start, end = window
        return start + timedelta(seconds=self._chance.randrange(int((end - start).total_seconds())))


def _time_until(stage: Stage, today: datetime) -> tuple[datetime, datetime]:
    """The part of the stage before the beginning of `today`, less the time that a step takes."""
    end = min(stage.ends_at, max(today, stage.starts_at + TIME_TO_FILL_IN * 3))
    return stage.starts_at + TIME_TO_FILL_IN, end - TIME_TO_CHECK
