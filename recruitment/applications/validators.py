"""The rules of an application, each written once: plain values in, ValidationError with a code out.

Forms, services and imports call these; a message says what to do, in plain Polish.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from stdnum.exceptions import InvalidChecksum, InvalidComponent
from stdnum.exceptions import ValidationError as NumberError
from stdnum.pl import pesel as pesel_number

from schools.models import Group, GroupKind
from ui.messages import TOO_LONG

PESEL_LENGTH = 11
MAX_NAME_LENGTH = 100
YEARS_DEFERRED_WITHOUT_STATEMENT = 1
MOST_YEARS_DEFERRED = 2
# Control, surrogate, private and unassigned characters.
_NOT_WRITTEN = frozenset({"Cc", "Cs", "Co", "Cn"})
_IN_NAMES = frozenset(" -–'’.")
_POSTCODE = re.compile(r"([0-9]{2})[\s–-]*([0-9]{3})")


def clean_pesel(value: str) -> str:
    """The eleven digits of a PESEL typed with or without spaces and hyphens.

    Raises ValidationError that tells which rule the number breaks.
    """
    digits = re.sub(r"[\s-]", "", value)
    if not digits.isascii() or not digits.isdigit():
        raise ValidationError(_("Wpisz w numerze PESEL same cyfry."), code="pesel_digits")
    if len(digits) != PESEL_LENGTH:
        raise ValidationError(
            ngettext_lazy(
                "Numer PESEL ma 11 cyfr, a wpisano %(count)d cyfrę. Przepisz go z dokumentu.",
                "Numer PESEL ma 11 cyfr, a wpisano cyfr: %(count)d. Przepisz go z dokumentu.",
                "count",
            ),
            code="pesel_length",
            params={"count": len(digits)},
        )
    try:
        pesel_number.validate(digits)
    except InvalidChecksum as error:
        raise ValidationError(
            _(
                "Ostatnia cyfra PESEL nie zgadza się z pozostałymi. Sprawdź, czy w numerze nie ma literówki."
            ),
            code="pesel_checksum",
        ) from error
    except InvalidComponent as error:
        raise ValidationError(
            _("Pierwsze sześć cyfr PESEL nie jest datą urodzenia. Sprawdź, czy nie ma literówki."),
            code="pesel_date",
        ) from error
    except NumberError as error:
        raise ValidationError(
            _("To nie jest numer PESEL. Przepisz go z dokumentu."), code="pesel"
        ) from error
    return digits


def birth_date_of(pesel: str) -> date:
    """The date of birth that a correct PESEL tells."""
    return pesel_number.get_birth_date(pesel)


def clean_postcode(value: str) -> str:
    """A Polish postcode as `05-120`, typed with a hyphen, a space or nothing between."""
    parts = _POSTCODE.fullmatch(value.strip())
    if parts is None:
        raise ValidationError(_("Wpisz kod pocztowy jak w przykładzie: 05-120."), code="postcode")
    return f"{parts[1]}-{parts[2]}"


def validate_birth_year(
    birth_on: date, *, first: int, last: int, is_deferred: bool, has_statement: bool
) -> None:
    """The procedure is for children born from the year `first` to the year `last`, and older ones
    whose compulsory schooling is deferred (art. 31 ust. 2): by a year, with a statement by two.
    """
    years_older = first - birth_on.year
    if years_older <= 0 and birth_on.year <= last:
        return
    if birth_on.year > last:
        message = _(
            "Ten nabór jest dla dzieci urodzonych w latach %(first)s–%(last)s. "
            "Młodsze dziecko może wziąć udział w następnym naborze."
        )
    elif years_older > MOST_YEARS_DEFERRED:
        message = _(
            "Ten nabór jest dla dzieci urodzonych w latach %(first)s–%(last)s. "
            "W sprawie starszego dziecka zadzwoń do urzędu."
        )
    elif not is_deferred:
        message = _(
            "Ten nabór jest dla dzieci urodzonych w latach %(first)s–%(last)s. "
            "Jeśli starsze dziecko ma odroczenie, zaznacz to w danych dziecka."
        )
    elif years_older > YEARS_DEFERRED_WITHOUT_STATEMENT and not has_statement:
        message = _(
            "Dziecko urodzone w roku %(year)s może wziąć udział tylko z odroczeniem i orzeczeniem. "
            "W innej sprawie zadzwoń do urzędu."
        )
    else:
        return
    raise ValidationError(
        message,
        code="birth_year",
        params={"first": str(first), "last": str(last), "year": str(birth_on.year)},
    )


def validate_deferral(birth_on: date, *, first: int, is_deferred: bool) -> None:
    """Only a child older than those of the procedure can have its schooling deferred."""
    if is_deferred and birth_on.year >= first:
        raise ValidationError(
            _(
                "Odroczenie mają tylko dzieci urodzone przed rokiem %(first)s. Odznacz tę odpowiedź."
            ),
            code="deferral",
            params={"first": str(first)},
        )


def validate_written(value: str) -> None:
    """A line of text holds nothing that cannot be written or printed (control characters)."""
    if any(unicodedata.category(character) in _NOT_WRITTEN for character in value):
        raise ValidationError(
            _("W tekście jest znak, którego nie można wydrukować. Wpisz tekst jeszcze raz."),
            code="characters",
        )


def validate_name(value: str) -> None:
    """A name or surname is written in letters of any alphabet and fits in its column."""
    validate_written(value)
    if len(value) > MAX_NAME_LENGTH:
        raise ValidationError(
            TOO_LONG,
            code="max_length",
            params={"limit_value": MAX_NAME_LENGTH, "show_value": len(value)},
        )
    if not any(character.isalpha() for character in value):
        raise ValidationError(_("Wpisz imię lub nazwisko literami."), code="characters")
    if not all(_belongs_in_name(character) for character in value):
        raise ValidationError(
            _("Wpisz tylko litery, spacje, łączniki i apostrofy. Usuń cyfry i inne znaki."),
            code="characters",
        )


def _belongs_in_name(character: str) -> bool:
    """A letter, a mark over or under one, or what stands between the parts of a name."""
    return character in _IN_NAMES or unicodedata.category(character)[0] in "LM"


def validate_residence(city: str, *, is_resident: bool, municipality: str) -> None:
    """The town of the address and the answer about living in the municipality must agree.

    Residents come before others (art. 131 ust. 1), so a slip of the hand here would cost a place.
    """
    is_here = " ".join(city.split()).casefold() == municipality.casefold()
    if is_resident and not is_here:
        raise ValidationError(
            _(
                "Zaznaczono, że dziecko mieszka w gminie %(city)s. Popraw miejscowość albo odpowiedź."
            ),
            code="residence_elsewhere",
            params={"city": municipality},
        )
    if not is_resident and is_here:
        raise ValidationError(
            _(
                "Zaznaczono, że dziecko nie mieszka w gminie %(city)s. Popraw miejscowość albo odpowiedź."
            ),
            code="residence_here",
            params={"city": municipality},
        )


@dataclass(frozen=True, slots=True)
class ChoosingChild:
    """What decides which groups a child may choose; `birth_year` is None while not known."""

    birth_year: int | None
    has_statement: bool


def validate_group_for_child(group: Group, child: ChoosingChild) -> None:
    """A group takes its birth years; a special group takes children with a statement."""
    if child.birth_year is not None and not (
        group.birth_year_from <= child.birth_year <= group.birth_year_to
    ):
        raise ValidationError(
            _("Grupa „%(group)s” przyjmuje %(years)s. Wybierz grupę dla rocznika %(year)s."),
            code="group_birth_year",
            params={
                "group": group.name,
                "years": group.for_birth_years,
                "year": str(child.birth_year),
            },
        )
    if group.kind == GroupKind.SPECIAL and not child.has_statement:
        raise ValidationError(
            _(
                "Grupa „%(group)s” jest dla dzieci z orzeczeniem o potrzebie kształcenia specjalnego. "
                "Wybierz inną grupę albo zaznacz orzeczenie w danych dziecka."
            ),
            code="group_statement",
            params={"group": group.name},
        )


def suits_child(group: Group, child: ChoosingChild) -> bool:
    """May this child choose the group? The question behind `validate_group_for_child`."""
    try:
        validate_group_for_child(group, child)
    except ValidationError:
        return False
    return True


def validate_choices(groups: Sequence[Group], *, child: ChoosingChild, max_choices: int) -> None:
    """The whole ranked list: not empty, no group twice, not too long, each group for this child.

    `max_choices` is the most that the procedure allows (art. 156 and the municipality's decision).
    """
    if not groups:
        raise ValidationError(_("Dodaj do listy co najmniej jedną grupę."), code="choices_empty")
    if len(groups) > max_choices:
        raise ValidationError(
            ngettext_lazy(
                "Na liście może być tylko %(most)d grupa. Usuń ją, aby dodać inną.",
                "Na liście może być do %(most)d grup. Usuń jedną, aby dodać inną.",
                "most",
            ),
            code="choices_too_many",
            params={"most": max_choices},
        )
    seen: dict[int, int] = {}
    for position, group in enumerate(groups, start=1):
        if group.pk in seen:
            raise ValidationError(
                _("Grupa „%(group)s” jest już na liście na miejscu %(first)s. Wybierz inną."),
                code="choices_repeated",
                params={"group": group.name, "first": str(seen[group.pk])},
            )
        seen[group.pk] = position
        validate_group_for_child(group, child)
