"""A round of asking to which children can be added, and from which they can be taken again.

Asking in order ends the same whatever the order (`solving.deferred`). So a child can come last:
what changes is one chain of refusals, and undoing the steps of the chain takes the child out.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from allocation.engine.solving.market import Market, Seats, Wish
from allocation.engine.solving.seating import NEVER, decide

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
            position = self._position[asker]
            if position == len(self.wishes[asker]):
                continue
            wish = self.wishes[asker][position]
            refused = self._groups[wish.group].ask(asker, wish)
            for leaver in refused:
                self._position[leaver] += 1
            if refused:
                self._steps.append(_step_back(self._position, refused))
                asking += refused

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
    """Yield for each of the children the round with everybody else in it.

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
        if part:
            with state.for_a_while():
                for child in others:
                    state.let_in(child)
                yield from _halved(state, part)


def _step_back(position: list[int], children: list[int]) -> Undo:
    def undo() -> None:
        for child in children:
            position[child] -= 1

    return undo


class _PlainLine:
    """A group without reserved places: who sits there, the best rank first."""

    def __init__(self, seats: Seats, steps: list[Undo], *, equals_stay: bool) -> None:
        self._places = seats.places
        self._steps = steps
        self._equals_stay = equals_stay
        self._line: list[tuple[int, int]] = []
        self._refused_from = NEVER

    def ask(self, child: int, wish: Wish) -> list[int]:
        """Return the children who cannot stay now that this one asks."""
        if wish.rank >= self._refused_from:
            return [child]
        line, before = self._line, self._refused_from
        seat = (wish.rank, child)
        insort(line, seat)
        refused: list[tuple[int, int]] = []
        if len(line) > self._places:
            self._refused_from = self._new_limit()
            first = bisect_left(line, (self._refused_from,))
            refused = line[first:]
            del line[first:]

        def undo() -> None:
            self._refused_from = before
            line.extend(refused)
            del line[bisect_left(line, seat)]

        self._steps.append(undo)
        return [leaver for _, leaver in refused]

    def _new_limit(self) -> int:
        if not self._equals_stay:
            return self._line[self._places][0]
        return self._line[self._places - 1][0] + 1 if self._places else self._line[0][0]


class _ReservingLine:
    """A group with reserved places: everybody who has asked, decided anew each time."""

    def __init__(self, seats: Seats, steps: list[Undo], *, equals_stay: bool) -> None:
        self._seats = seats
        self._steps = steps
        self._equals_stay = equals_stay
        self._asked: list[Wish] = []
        self._kept: dict[int, Wish] = {}

    def ask(self, child: int, wish: Wish) -> list[int]:
        """Return the children who cannot stay now that this one asks."""
        asked, kept = self._asked, self._kept
        asked.append(wish)
        kept[child] = wish
        decision = decide(self._seats, asked)
        limits = decision.possibly if self._equals_stay else decision.surely
        refused = {
            leaver: sitting
            for leaver, sitting in kept.items()
            if sitting.rank >= limits[sitting.standing]
        }
        for leaver in refused:
            del kept[leaver]

        def undo() -> None:
            asked.pop()
            kept.update(refused)
            del kept[child]

        self._steps.append(undo)
        return list(refused)
