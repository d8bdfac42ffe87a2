"""Two ways to ask what a changed child would have got; both run the round again."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from allocation.engine.allocate import allocate
from allocation.engine.errors import EqualKeysError
from allocation.engine.explaining.round import Round, without_each
from allocation.engine.problem import Choice, Key, Problem, TieRule
from allocation.engine.result import SolveStatus
from allocation.engine.solving.market import Market, Wish, build_market, competing_keys


class Rerun(Protocol):
    """The round without one child, ready to let it in with other wishes or keys."""

    more_never_hurts: bool
    """Does a child who gets a group with some key also get it with every higher one?"""

    def obtained(self, choices: Sequence[Choice]) -> str | None:
        """Return the group the child gets with these choices, all others asking as they did.

        They name the groups that the child listed, in any order and with any keys.
        """


def reruns(problem: Problem, children: Sequence[str]) -> Iterator[tuple[str, Rerun]]:
    """Yield for each of the children a way to ask about it; use it before going on.

    Where children decide only for themselves each question costs one chain of refusals; joint
    wishes and minimum sizes are allocated anew as a whole.
    """
    if problem.families or any(group.min_size for group in problem.groups):
        for child in children:
            yield child, _WholeRound(problem, child)
    elif children:
        yield from _chains(problem, children)


class _WholeRound:
    """Allocates the whole problem again, with the child as it is asked about.

    Where only an order of equal children would let the child in, it gets no place. A higher key
    can bring back a sibling of somebody else, or let another group close.
    """

    more_never_hurts = False

    def __init__(self, problem: Problem, child: str) -> None:
        self._problem = problem
        self._child = child

    def obtained(self, choices: Sequence[Choice]) -> str | None:
        children = tuple(
            replace(child, choices=tuple(choices)) if child.id == self._child else child
            for child in self._problem.children
        )
        try:
            result = allocate(replace(self._problem, children=children))
        except EqualKeysError:
            return None
        is_answer = result.status is SolveStatus.OPTIMAL
        return result.assignment[self._child] if is_answer else None


def _chains(problem: Problem, children: Sequence[str]) -> Iterator[tuple[str, Rerun]]:
    number = {child.id: index for index, child in enumerate(problem.children)}
    keys = competing_keys(problem)
    scale = _Scale(problem, keys)
    equals_stay = problem.rules.ties is TieRule.ALL_IN
    chosen = [number[child] for child in children]
    for index, state in without_each(scale.market, chosen, equals_stay=equals_stay):
        yield problem.children[index].id, _Chain(scale, state, index, keys[index])


class _Scale:
    """Ranks with room between them: 2r + 1 for the r-th key of a group, 2r for just above it."""

    def __init__(self, problem: Problem, keys: list[dict[str, Key]]) -> None:
        self.groups = problem.groups
        self.number = {group.id: index for index, group in enumerate(problem.groups)}
        market = build_market(problem)
        self.market = Market(
            market.seats,
            tuple(
                tuple(wish._replace(rank=_spread(wish.rank)) for wish in wishes)
                for wishes in market.wishes
            ),
        )
        different: list[set[Key]] = [set() for _ in problem.groups]
        for own in keys:
            for group, key in own.items():
                if key:
                    different[self.number[group]].add(key)
        self._keys = [sorted(group_keys) for group_keys in different]

    def rank(self, group: int, key: Key) -> int:
        """Return where a key stands in a group, whether or not anybody has it."""
        known = self._keys[group]
        place = bisect_left(known, key)
        if place < len(known) and known[place] == key:
            return _spread(len(known) - 1 - place)
        return 2 * (len(known) - place)


def _spread(rank: int) -> int:
    return rank if rank < 0 else 2 * rank + 1


class _Chain:
    """Lets the child in last and takes it out again. What it drew in a lottery it keeps.

    Under `all_in` a child just equal to another leaves it where it is; one above it sends it
    away, and whom that one sends away may hold a secured place where the first would like to be.
    """

    def __init__(self, scale: _Scale, state: Round, number: int, own: dict[str, Key]) -> None:
        self.more_never_hurts = not state.equals_stay
        self._scale = scale
        self._state = state
        self._child = number
        self._own = own
        self._usual = {wish.group: wish for wish in scale.market.wishes[number]}
        self._secured = [wish for wish in scale.market.wishes[number] if wish.rank < 0]

    def obtained(self, choices: Sequence[Choice]) -> str | None:
        state, child = self._state, self._child
        usual = state.wishes[child]
        state.wishes[child] = self._wishes(choices)
        with state.for_a_while():
            state.let_in(child)
            group = state.obtained(child)
        state.wishes[child] = usual
        return None if group is None else self._scale.groups[group].id

    def _wishes(self, choices: Sequence[Choice]) -> list[Wish]:
        """Put the choices in numbers; a secured place stands last, whatever was asked after it."""
        wishes = []
        for choice in choices:
            wish = self._usual.get(self._scale.number[choice.group])
            if wish is not None and wish.rank >= 0:
                own = self._own[choice.group]
                key = choice.key + own[len(choice.key) :]
                if key != own:
                    wish = Wish(wish.group, self._scale.rank(wish.group, key), wish.standing)
                wishes.append(wish)
        return wishes + self._secured
