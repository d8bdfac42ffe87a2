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

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from allocation.engine.solving.market import SECURED_RANK, Seats, Wish

NEVER = 2**63

Ranks = list[int]
"""Where the asking children of one standing stand, the best first."""


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
    ranks: tuple[Ranks, Ranks] = ([], [])
    for wish in asking:
        ranks[wish.standing].append(wish.rank)
    for one_standing in ranks:
        one_standing.sort()
    return decide_in_line(seats, *ranks)


def decide_in_line(seats: Seats, ordinary: Ranks, entitled: Ranks) -> Decision:
    """Seat the children who ask for one group, given by their ranks."""
    ordinary_first = entitled_first = _seat(seats, ordinary, entitled, entitled_first=False)
    if seats.reserved:
        entitled_first = _seat(seats, ordinary, entitled, entitled_first=True)
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


def _seat(seats: Seats, ordinary: Ranks, entitled: Ranks, *, entitled_first: bool) -> Seated:
    """Fill the places in the declared order; `entitled_first` says who leads among equals."""
    sits = Seated(bisect_right(ordinary, SECURED_RANK), bisect_right(entitled, SECURED_RANK))
    if any(sits):
        seats = without_secured(seats, sits)
        ordinary, entitled = ordinary[sits.ordinary :], entitled[sits.entitled :]
    ahead = min(seats.reserved, len(entitled)) if seats.reserve_first else 0
    on_open = _seat_open(seats.open, ordinary, entitled[ahead:], entitled_first=entitled_first)
    on_reserved = ahead or min(seats.reserved, len(entitled) - on_open.entitled)
    opened = 0 if seats.kept_empty else seats.reserved - on_reserved
    return Seated(
        sits.ordinary + min(len(ordinary), on_open.ordinary + opened),
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


def _seat_open(places: int, ordinary: Ranks, entitled: Ranks, *, entitled_first: bool) -> Seated:
    """Give open places to the best: an ordinary child sits if few enough stand before it."""
    before = bisect_right if entitled_first else bisect_left

    def stands_too_far(number: int) -> bool:
        return number + before(entitled, ordinary[number]) >= places

    sitting = bisect_left(range(len(ordinary)), True, key=stands_too_far)
    return Seated(sitting, min(len(entitled), places - sitting))


def _first_not_complete(ranks: Ranks, seated: int) -> int:
    """Return the best rank whose children do not all sit."""
    return ranks[seated] if seated < len(ranks) else NEVER


def _first_not_begun(ranks: Ranks, seated: int) -> int:
    """Return the best rank with children of whom none sits."""
    following = bisect_right(ranks, ranks[seated - 1]) if seated else 0
    return ranks[following] if following < len(ranks) else NEVER
