"""What a parent reads about the state of an application: what it means, what to do, what comes."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from recruitment.applications.models import Application, Channel
from recruitment.applications.workflow import WAITING_FOR_COMMITTEE, Status
from recruitment.procedures.calendar import days_left
from recruitment.procedures.models import Procedure, Stage, StageCode
from ui.dates import HOUR, day_and_hour

Stages = dict[str, Stage]


@dataclass(frozen=True, slots=True)
class Meaning:
    """One sentence each: what the state means, and what the parent should do."""

    title: str
    means: str
    to_do: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the timeline; `state` is `done`, `current` or `next`."""

    title: str
    date: str
    state: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """Until when applications are taken, and how many days are left (0 on the last one)."""

    ends_at: datetime
    days_left: int


def deadline_of(stages: Stages, now: datetime) -> Deadline | None:
    """The end of the stage of applications while it is open, else None."""
    stage = stages.get(StageCode.APPLICATION)
    if stage is None or not stage.is_open(now):
        return None
    return Deadline(stage.ends_at, days_left(stage.ends_at, now))


def missed(application: Application, stages: Stages, now: datetime) -> bool:
    """Has the time passed in which this application could have been verified?"""
    verification = stages.get(StageCode.VERIFICATION)
    return (
        application.status in WAITING_FOR_COMMITTEE
        and verification is not None
        and verification.is_over(now)
    )


def _meaning_of_status(status: Status) -> Meaning:
    return {
        Status.DRAFT: draft_meaning(None),
        Status.FILED: Meaning(
            _("Złożony"),
            _("Wniosek jest złożony i czeka na sprawdzenie przez komisję."),
            _("Zanieś dokumenty do placówki pierwszego wyboru."),
            "blue",
        ),
        Status.IN_VERIFICATION: Meaning(
            _("W weryfikacji"),
            _("Komisja sprawdza wniosek i dokumenty."),
            _("Teraz nie trzeba nic robić. Zaglądaj tu, bo komisja może o coś poprosić."),
            "blue",
        ),
        Status.RETURNED: Meaning(
            _("Do uzupełnienia"),
            _("Komisja prosi o uzupełnienie. Bez tego nie dokończy sprawdzania."),
            _("Zanieś brakujące dokumenty do placówki pierwszego wyboru."),
            "yellow",
        ),
        Status.VERIFIED: Meaning(
            _("Zweryfikowany"),
            _("Komisja sprawdziła wniosek. Bierze on udział w naborze."),
            _("Teraz nie trzeba nic robić. Czekaj na ogłoszenie list."),
            "green",
        ),
        Status.REJECTED: Meaning(
            _("Odrzucony"),
            _("Komisja odrzuciła wniosek z przyczyn formalnych. Nie bierze on udziału."),
            _("Zapytaj o szczegóły w placówce pierwszego wyboru."),
            "red",
        ),
        Status.WITHDRAWN: Meaning(
            _("Rezygnacja z naboru"),
            _("Zrezygnowano z naboru. Ten wniosek nie bierze w nim udziału."),
            _("Nie trzeba nic robić."),
            "grey",
        ),
    }[status]


def meaning_of(application: Application, stages: Stages, now: datetime) -> Meaning:
    """What the status of a filed application means today."""
    if missed(application, stages, now):
        return Meaning(
            _("Nie bierze udziału"),
            _("Komisja nie potwierdziła wniosku na czas. Wniosek nie bierze udziału w naborze."),
            _("Zadzwoń do urzędu i zapytaj o wolne miejsca po naborze."),
            "red",
        )
    if application.status == Status.VERIFIED and application.procedure.is_published:
        return Meaning(
            _("Wynik ogłoszony"),
            _("Wniosek wziął udział w naborze. Wynik jest już ogłoszony."),
            _("Zobacz wynik. Jeśli dziecko ma miejsce, potwierdź wolę przyjęcia w terminie."),
            "green",
        )
    return _meaning_of_status(Status(application.status))


def draft_meaning(deadline: Deadline | None, *, is_handed_back: bool = False) -> Meaning:
    """What a draft means: while it can be filed, and after that."""
    if deadline is not None and is_handed_back:
        return Meaning(
            _("Do poprawy"),
            _("Komisja zwróciła wniosek do poprawy. Teraz nie jest on złożony."),
            _("Popraw wniosek i złóż go jeszcze raz przed końcem terminu."),
            "yellow",
        )
    if deadline is not None:
        return Meaning(
            _("Szkic"),
            _("Szkic – wniosek nie został jeszcze złożony."),
            _("Dokończ wniosek i złóż go przed końcem terminu."),
            "yellow",
        )
    return Meaning(
        _("Niezłożony"),
        _("Szkic nie został złożony. Nie bierze on udziału w naborze."),
        _("Odpowiedzi można przeczytać, ale nie można ich już zmienić."),
        "red",
    )


def timeline(application: Application, stages: Stages, now: datetime) -> list[Step]:
    """The road of a filed application, with the dates of the public calendar."""
    filed = Step(
        _("Wniosek wprowadzony z papieru")
        if application.channel == Channel.PAPER
        else _("Wniosek złożony"),
        day_and_hour(application.filed_at) if application.filed_at else "",
        "done",
    )
    steps = [filed, *_check(application, stages, now)]
    if application.status == Status.REJECTED or missed(application, stages, now):
        return steps
    return [*steps, *_announcements(application.procedure, stages, now)]


def _check(application: Application, stages: Stages, now: datetime) -> list[Step]:
    """The committee's check: under way when its stage has begun, or when the committee has."""
    stage = stages.get(StageCode.VERIFICATION)
    if stage is None:
        return []
    until = _("do %(date)s") % {"date": day_and_hour(stage.ends_at)}
    title = _("Sprawdzenie przez komisję")
    if application.status in {Status.VERIFIED, Status.REJECTED} or stage.is_over(now):
        return [Step(title, until, "done")]
    if application.status == Status.FILED and now < stage.starts_at:
        since = _("od %(date)s") % {"date": day_and_hour(stage.starts_at)}
        return [Step(title, f"{since} {until}", "next")]
    return [Step(title, until, "current")]


def _announcements(procedure: Procedure, stages: Stages, now: datetime) -> list[Step]:
    """What comes after verification; nothing of it happens before the results are announced."""
    steps = []
    for code, title in (
        (StageCode.QUALIFIED_LISTS, _("Ogłoszenie list zakwalifikowanych")),
        (StageCode.CONFIRMATION, _("Potwierdzanie woli przyjęcia")),
        (StageCode.ADMITTED_LISTS, _("Ogłoszenie list przyjętych")),
    ):
        if stage := stages.get(code):
            steps.append(Step(title, day_and_hour(stage.starts_at), _state(procedure, stage, now)))
    return steps


def _state(procedure: Procedure, stage: Stage, now: datetime) -> str:
    """An announcement is over when it was made; later stages follow the calendar from then on."""
    if stage.code == StageCode.QUALIFIED_LISTS:
        if procedure.is_published:
            return "done"
        return "current" if now >= stage.starts_at else "next"
    if not procedure.is_published or now < stage.starts_at:
        return "next"
    return "done" if stage.is_over(now) else "current"


def saved_when(saved_at: datetime, now: datetime) -> str:
    """“Zapisano dziś o 18:42”, or with the date when it was another day."""
    saved = timezone.localtime(saved_at)
    hour = date_format(saved, HOUR)
    if saved.date() == timezone.localtime(now).date():
        return _("Zapisano dziś o %(hour)s") % {"hour": hour}
    return _("Zapisano %(date)s o %(hour)s") % {"date": date_format(saved, "j E Y"), "hour": hour}
