"""Which of the children who ask for a group get a place there: the choice rule.

Without reserved places: the best ones, as many as there are places. With reserved places the
places are filled in the declared order (Hafalir, Yenmez, Yildirim 2013; Dur et al. 2018):

* `reserve_first`: reserved places by the best entitled children, then open places by the best
  of all the others;
* `open_first`: open places by the best of all, then reserved places by the best entitled
  children who are left;
* reserved places without an entitled child stay empty (`kept_empty`) or go last, to the best
  children who are left (`open_to_all`).

Children who hold a secured place sit down before anybody else, on places of their own kind as
long as there are any, so that they never push each other out.

Whoever is admitted, it is always *the best so many entitled and the best so many ordinary
children*. Equal keys leave open only who among equals is meant, and, where equals of both kinds
meet at the last open place, how many of each kind. So two line-ups tell everything: one in
which ordinary children stand before their entitled equals, and one the other way round.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from allocation.engine.solving.market import SECURED_RANK, Seats, Standing, Wish

NEVER = 2**63


class Line(NamedTuple):
    """The children of one rank: how many are ordinary, how many entitled."""

    rank: int
    ordinary: int
    entitled: int


class Seated(NamedTuple):
    """How many of the best ordinary and of the best entitled children sit."""

    ordinary: int
    entitled: int


class Decision(NamedTuple):
    """First rank left out, by standing.

    `surely`: admitted however equal children are ordered. `possibly`: admitted in some order.
    `ordinary_first` and `entitled_first` are the seats taken in the two line-ups.
    """

    surely: tuple[int, int]
    possibly: tuple[int, int]
    ordinary_first: Seated
    entitled_first: Seated


def decide(seats: Seats, asking: Iterable[Wish]) -> Decision:
    """Seat the children who ask for one group."""
    lines = line_up(asking)
    ordinary_first = entitled_first = seat(seats, lines, entitled_first=False)
    if seats.reserved:
        entitled_first = seat(seats, lines, entitled_first=True)
    ordinary = [(line.rank, line.ordinary) for line in lines]
    entitled = [(line.rank, line.entitled) for line in lines]
    return Decision(
        surely=(
            _first_not_complete(ordinary, entitled_first.ordinary),
            _first_not_complete(entitled, ordinary_first.entitled),
        ),
        possibly=(
            _first_not_begun(ordinary, ordinary_first.ordinary),
            _first_not_begun(entitled, entitled_first.entitled),
        ),
        ordinary_first=ordinary_first,
        entitled_first=entitled_first,
    )


def line_up(asking: Iterable[Wish]) -> list[Line]:
    """Count the children by rank, the best first."""
    counts = Counter((wish.rank, wish.standing) for wish in asking)
    return [
        Line(rank, counts[rank, Standing.ORDINARY], counts[rank, Standing.ENTITLED])
        for rank in sorted({rank for rank, _ in counts})
    ]


def seat(seats: Seats, lines: list[Line], *, entitled_first: bool) -> Seated:
    """Fill the places in the declared order; `entitled_first` says who leads among equals."""
    secured = [line for line in lines if line.rank == SECURED_RANK]
    competing = lines[len(secured) :]
    sits = Seated(sum(line.ordinary for line in secured), sum(line.entitled for line in secured))
    places = without_secured(seats, sits)
    entitled = sum(line.entitled for line in competing)
    ordinary = sum(line.ordinary for line in competing)

    ahead = min(places.reserved, entitled) if seats.reserve_first else 0
    on_open = _seat_open(competing, places.open, ahead, entitled_first=entitled_first)
    on_reserved = ahead or min(places.reserved, entitled - on_open.entitled)
    opened = 0 if seats.kept_empty else places.reserved - on_reserved
    return Seated(
        sits.ordinary + min(ordinary, on_open.ordinary + opened),
        sits.entitled + on_reserved + on_open.entitled,
    )


def without_secured(seats: Seats, secured: Seated) -> Seats:
    """Return the places left when the children with a secured place sit."""
    everybody = secured.ordinary + secured.entitled
    on_reserved = min(seats.reserved, secured.entitled) if seats.reserve_first else 0
    on_open = min(seats.open, everybody - on_reserved)
    return replace(
        seats,
        places=seats.places - everybody,
        reserved=seats.reserved - (everybody - on_open),
    )


def _seat_open(lines: list[Line], places: int, ahead: int, *, entitled_first: bool) -> Seated:
    """Give open places to the best; the `ahead` best entitled children sit elsewhere already."""
    seated = Seated(0, 0)
    for line in lines:
        elsewhere = min(ahead, line.entitled)
        ahead -= elsewhere
        entitled, ordinary = line.entitled - elsewhere, line.ordinary
        if entitled_first:
            entitled = min(entitled, places)
            ordinary = min(ordinary, places - entitled)
        else:
            ordinary = min(ordinary, places)
            entitled = min(entitled, places - ordinary)
        places -= ordinary + entitled
        seated = Seated(seated.ordinary + ordinary, seated.entitled + entitled)
    return seated


def _first_not_complete(counts: list[tuple[int, int]], seated: int) -> int:
    """Return the best rank whose children do not all sit."""
    for rank, children in counts:
        if children > seated:
            return rank
        seated -= children
    return NEVER


def _first_not_begun(counts: list[tuple[int, int]], seated: int) -> int:
    """Return the best rank with children of whom none sits."""
    for rank, children in counts:
        if children and not seated:
            return rank
        seated = max(0, seated - children)
    return NEVER
