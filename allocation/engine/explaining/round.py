"""A round of asking to which children can be added, and from which they can be taken again.

Asking in order ends the same whatever the order (`solving.deferred`). So a child can come last:
what changes is one chain of refusals, and undoing the steps of the chain takes the child out.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial

from allocation.engine.solving.market import Market, Seats, Wish
from allocation.engine.solving.seating import NEVER, Ranks, decide_in_line

Undo = Callable[[], None]


class Round:
    """Who has got what among the children who have been let in so far.

    `wishes[child]` may be changed while the child is not in. `equals_stay` as in
    `solving.deferred.ask_in_order`.
    """

    def __init__(self, market: Market, *, equals_stay: bool) -> None:
        self.wishes: list[Sequence[Wish]] = list(market.wishes)
        self.equals_stay = equals_stay
        self._position = [0] * len(market.wishes)
        self._steps: list[Undo] = []
        self._groups = [
            (_ReservingLine if seats.reserved else _PlainLine)(
                seats, self._steps, equals_stay=equals_stay
            )
            for seats in market.seats
        ]

    def let_in(self, child: int) -> None:
        """Let the child ask in its order of wish, and everybody who has to leave because of it."""
        asking = [child]
        while asking:
            asker = asking.pop()
            wish = self._next_wish(asker)
            if wish is not None:
                refused = self._groups[wish.group].ask(asker, wish)
                if refused:
                    for leaver in refused:
                        self._position[leaver] += 1
                    self._steps.append(partial(self._step_back, refused))
                    asking += refused

    def _next_wish(self, child: int) -> Wish | None:
        """Pass over the wishes without hope; return the one that comes next, if any."""
        wishes, position = self.wishes[child], self._position[child]
        for place in range(position, len(wishes)):
            wish = wishes[place]
            if wish.rank < self._groups[wish.group].hopeless_from[wish.standing]:
                break
        else:
            place, wish = len(wishes), None
        if place > position:
            self._position[child] = place
            self._steps.append(partial(self._position.__setitem__, child, position))
        return wish

    def _step_back(self, children: list[int]) -> None:
        for child in children:
            self._position[child] -= 1

    def obtained(self, child: int) -> int | None:
        """Return the group the child has got, if any."""
        position = self._position[child]
        wishes = self.wishes[child]
        return None if position == len(wishes) else wishes[position].group

    @contextmanager
    def for_a_while(self) -> Iterator[None]:
        """Take everybody out again who is let in inside the block."""
        mark = len(self._steps)
        yield
        while len(self._steps) > mark:
            self._steps.pop()()


def without_each(
    market: Market, children: Sequence[int], *, equals_stay: bool
) -> Iterator[tuple[int, Round]]:
    """Yield for each of the children, one at least, the round with everybody else in it.

    The children are left out by halves, so each is let in and taken out only as often as the
    list can be halved. The round is the same object each time: use it before going on.
    """
    everybody = Round(market, equals_stay=equals_stay)
    left_out = set(children)
    for child in range(len(market.wishes)):
        if child not in left_out:
            everybody.let_in(child)
    yield from _halved(everybody, children)


def _halved(state: Round, children: Sequence[int]) -> Iterator[tuple[int, Round]]:
    if len(children) == 1:
        yield children[0], state
        return
    middle = len(children) // 2
    for part, others in (
        (children[:middle], children[middle:]),
        (children[middle:], children[:middle]),
    ):
        with state.for_a_while():
            for child in others:
                state.let_in(child)
            yield from _halved(state, part)


class _PlainLine:
    """A group without reserved places: who sits there, the best rank first.

    `hopeless_from`, by standing: from this rank on a child is refused and changes nothing.
    """

    def __init__(self, seats: Seats, steps: list[Undo], *, equals_stay: bool) -> None:
        self.hopeless_from = (NEVER, NEVER)
        self._places = seats.places
        self._steps = steps
        self._equals_stay = equals_stay
        self._line: list[tuple[int, int]] = []

    def ask(self, child: int, wish: Wish) -> list[int]:
        """Return the children who cannot stay now that this one asks."""
        line, before = self._line, self.hopeless_from
        seat = (wish.rank, child)
        insort(line, seat)
        refused: list[tuple[int, int]] = []
        if len(line) > self._places:
            limit = self._new_limit()
            self.hopeless_from = (limit, limit)
            first = bisect_left(line, (limit,))
            refused = line[first:]
            del line[first:]

        def undo() -> None:
            self.hopeless_from = before
            line.extend(refused)
            del line[bisect_left(line, seat)]

        self._steps.append(undo)
        return [leaver for _, leaver in refused]

    def _new_limit(self) -> int:
        if not self._equals_stay:
            return self._line[self._places][0]
        return self._line[self._places - 1][0] + 1 if self._places else self._line[0][0]


class _ReservingLine:
    """A group with reserved places: who has asked with any hope, decided anew each time.

    `hopeless_from` is just below the best refused child, by standing: nobody else's place
    depends on the children there (a property in the tests).
    """

    def __init__(self, seats: Seats, steps: list[Undo], *, equals_stay: bool) -> None:
        self.hopeless_from = (NEVER, NEVER)
        self._seats = seats
        self._steps = steps
        self._equals_stay = equals_stay
        self._asked: tuple[Ranks, Ranks] = ([], [])
        self._kept: dict[int, Wish] = {}

    def ask(self, child: int, wish: Wish) -> list[int]:
        """Return the children who cannot stay now that this one asks."""
        asked, kept, before = self._asked[wish.standing], self._kept, self.hopeless_from
        insort(asked, wish.rank)
        kept[child] = wish
        decision = decide_in_line(self._seats, *self._asked)
        limits = decision.possibly if self._equals_stay else decision.surely
        self.hopeless_from = (limits[0] + 1, limits[1] + 1)
        refused = {
            leaver: sitting
            for leaver, sitting in kept.items()
            if sitting.rank >= limits[sitting.standing]
        }
        for leaver in refused:
            del kept[leaver]

        def undo() -> None:
            self.hopeless_from = before
            del asked[bisect_left(asked, wish.rank)]
            kept.update(refused)
            del kept[child]

        self._steps.append(undo)
        return list(refused)
