"""The declarations of the children who stay."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from config.demo.chance import Chance
from config.demo.households import StayingChild
from config.demo.numbers import PeselNumbers
from config.demo.timetable import Period
from recruitment.applications.identity import identity_key
from recruitment.continuations.numbers import new_declaration_number
from recruitment.procedures.models import Continuation, Procedure

_AT_ONCE = 500
_MINUTES_OF_WORK = 8 * 60


def save_declarations(
    procedure: Procedure, staying: Sequence[StayingChild], *, period: Period, chance: Chance
) -> None:
    """One of each child, brought while the period ran."""
    pesels, numbers = PeselNumbers(chance), _numbers(chance)
    Continuation.objects.bulk_create(
        (
            Continuation(
                procedure=procedure,
                group=child.open_group.group,
                number=next(numbers),
                first_names=child.first_name,
                surname=child.surname.form(is_female=child.is_female),
                birth_on=child.birth_on,
                identity_key=identity_key(
                    pesel=pesels.draw(child.birth_on, is_female=child.is_female)
                ),
                has_statement=child.has_statement,
                received_at=_draw_moment(period, chance),
            )
            for child in staying
        ),
        batch_size=_AT_ONCE,
    )


def _draw_moment(period: Period, chance: Chance) -> datetime:
    """A minute of the period, of one of its days the hours in which the secretariat works."""
    days = (period.ends_at - period.starts_at).days
    opened_at = period.starts_at + timedelta(days=chance.randrange(days + 1))
    moment = opened_at + timedelta(minutes=chance.randrange(_MINUTES_OF_WORK))
    return moment if period.holds(moment) else period.starts_at


def _numbers(chance: Chance) -> Iterator[str]:
    """Numbers of declarations, no two of them the same."""
    given: set[str] = set()
    while True:
        number = new_declaration_number(chance)
        if number not in given:
            given.add(number)
            yield number
