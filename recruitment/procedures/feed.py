"""The public calendar as an iCalendar file."""

from datetime import date, datetime

from django.utils.timezone import get_default_timezone, localtime
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from recruitment.procedures.models import Procedure, Stage, StageCode
from recruitment.procedures.words import STAGE_WORDS


def calendar_file(procedure: Procedure, *, address: str, now: datetime) -> bytes:
    """The stages as events. A moved stage keeps its UID, so a subscriber sees the new date.

    `address` is where the calendar can be read.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Otwarty Nabór//terminy//PL")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", procedure.name)
    stages = list(procedure.stages.prefetch_related("changes"))
    for stage in stages:
        calendar.add_component(_event(stage, procedure, address=address, now=now))
    years = [at.year for stage in stages for at in (stage.starts_at, stage.ends_at)]
    if years:
        calendar.add_missing_timezones(
            first_date=date(min(years), 1, 1), last_date=date(max(years) + 1, 1, 1)
        )
    return calendar.to_ical()


def _event(stage: Stage, procedure: Procedure, *, address: str, now: datetime) -> Event:
    words = STAGE_WORDS[StageCode(stage.code)]
    told = [str(words.happens), str(words.to_do)]
    if stage.is_generated:
        told.append(_("To data przykładowa, nie termin ogłoszony przez urząd."))
    event = Event()
    event.add("uid", f"{stage.code}.{procedure.slug}@otwarty-nabor")
    event.add("dtstamp", now)
    event.add("sequence", len(stage.changes.all()))
    event.add("summary", str(stage))
    event.add("description", " ".join(told))
    event.add("dtstart", localtime(stage.starts_at, get_default_timezone()))
    event.add("dtend", localtime(stage.ends_at, get_default_timezone()))
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    return event
