"""Dates and hours in words, and a date typed by hand in three boxes; no Django forms here."""

import datetime
import re
from functools import cache

from django.core.exceptions import ValidationError
from django.utils import translation
from django.utils.dates import MONTHS, MONTHS_3, MONTHS_ALT
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ui.folding import fold

HOUR = "G:i"
PART_NAMES = ("day", "month", "year")
MONTHS_IN_YEAR = 12
LAST_DAY = 31
LANGUAGES_OF_MONTHS = ("pl", "en", "uk")
ROMAN_MONTHS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")

MISSING_MESSAGES = {
    ("day",): _("W dacie brakuje dnia."),
    ("month",): _("W dacie brakuje miesiąca."),
    ("year",): _("W dacie brakuje roku."),
    ("day", "month"): _("W dacie brakuje dnia i miesiąca."),
    ("day", "year"): _("W dacie brakuje dnia i roku."),
    ("month", "year"): _("W dacie brakuje miesiąca i roku."),
}


def day_and_hour(moment: datetime.datetime) -> str:
    """14 marca 2027, godz. 8:00"""
    local = localtime(moment)
    return gettext("%(date)s, godz. %(time)s") % {
        "date": date_format(local, "j E Y"),
        "time": date_format(local, HOUR),
    }


def _month_key(name: str) -> str:
    """A name of a month, however written: "Marzec", "MAR." and "paz" for październik."""
    return fold(name.strip().strip("."))


@cache
def month_numbers() -> dict[str, int]:
    """Every accepted spelling of a month: number, Roman number, name and short name."""
    numbers = {roman: number for number, roman in enumerate(ROMAN_MONTHS, start=1)}
    for language in LANGUAGES_OF_MONTHS:
        with translation.override(language):
            for names in (MONTHS, MONTHS_3, MONTHS_ALT):
                numbers |= {_month_key(str(name)): number for number, name in names.items()}
    return numbers


def parse_day(text: str) -> int | None:
    text = text.strip()
    return int(text) if re.fullmatch(r"\d{1,2}", text) and 1 <= int(text) <= LAST_DAY else None


def parse_month(text: str) -> int | None:
    text = text.strip()
    if re.fullmatch(r"\d{1,2}", text):
        return int(text) if 1 <= int(text) <= MONTHS_IN_YEAR else None
    return month_numbers().get(_month_key(text))


def parse_year(text: str) -> int | None:
    text = text.strip()
    return int(text) if re.fullmatch(r"[12]\d{3}", text) else None


PARSERS = {"day": parse_day, "month": parse_month, "year": parse_year}


def wrong_parts(texts: list[str]) -> list[str]:
    """The boxes to point at: the ones that cannot be right on their own, else all three."""
    by_part = dict(zip(PART_NAMES, texts, strict=True))
    wrong = [part for part in PART_NAMES if PARSERS[part](by_part[part]) is None]
    return wrong or list(PART_NAMES)


def parse_date(day: str, month: str, year: str) -> datetime.date:
    """The date, or a ValidationError which says which box to correct."""
    texts = {"day": day, "month": month, "year": year}
    missing = tuple(part for part, text in texts.items() if not text.strip())
    if missing:
        raise ValidationError(MISSING_MESSAGES[missing], code="incomplete")
    numbers = {part: PARSERS[part](text) for part, text in texts.items()}
    if numbers["day"] is None:
        raise ValidationError(_("Dzień wpisz liczbą od 1 do 31."), code="day")
    if numbers["month"] is None:
        raise ValidationError(
            _("Miesiąc wpisz liczbą od 1 do 12 albo słowem, na przykład „marzec”."), code="month"
        )
    if numbers["year"] is None:
        raise ValidationError(_("Rok wpisz czterema cyframi."), code="year")
    try:
        return datetime.date(numbers["year"], numbers["month"], numbers["day"])
    except ValueError:
        raise ValidationError(
            _("Takiego dnia nie ma w kalendarzu. Sprawdź dzień i miesiąc."), code="no_such_day"
        ) from None
