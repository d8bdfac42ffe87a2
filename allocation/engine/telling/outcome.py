"""From wishes obtained to the answer people read: places, limits, open ties, refusals."""

from collections.abc import Collection
from dataclasses import dataclass

from allocation.engine.problem import Key, Problem, TieRule
from allocation.engine.result import Reason, Refusal, Tie
from allocation.engine.solving.market import Market, Wish, competing_keys
from allocation.engine.telling.story import GroupStory, RankTie


@dataclass(frozen=True, slots=True)
class Outcome:
    """The parts of a result that follow from the wishes obtained."""

    assignment: dict[str, str | None]
    cutoffs: dict[str, Key | None]
    ties: tuple[Tie, ...]
    refusals: dict[str, tuple[Refusal, ...]]


def tell(
    problem: Problem, market: Market, positions: list[int], closed: Collection[int] = ()
) -> Outcome:
    """Describe the assignment in which every child gets the wish at its position."""
    return _Telling(problem, market, positions, closed).outcome()


class _Telling:
    """The stories of all groups, told with ids and keys instead of numbers and ranks."""

    def __init__(
        self, problem: Problem, market: Market, positions: list[int], closed: Collection[int]
    ) -> None:
        self._problem = problem
        self._closed = closed
        self._siblings = _siblings(problem)
        self._refused = [
            wishes[:position] for wishes, position in zip(market.wishes, positions, strict=True)
        ]
        self._obtained = [
            wishes[position : position + 1]
            for wishes, position in zip(market.wishes, positions, strict=True)
        ]
        wanting: list[dict[int, Wish]] = [{} for _ in market.seats]
        admitted: list[dict[int, Wish]] = [{} for _ in market.seats]
        for child, (refused, obtained) in enumerate(
            zip(self._refused, self._obtained, strict=True)
        ):
            for wish in obtained if self._siblings[child] else refused + obtained:
                wanting[wish.group][child] = wish
            for wish in obtained:
                admitted[wish.group][child] = wish
        self._stories = [
            GroupStory(*parts) for parts in zip(market.seats, wanting, admitted, strict=True)
        ]
        stay_open = problem.rules.ties is TieRule.COMMITTEE
        self._ties = [
            story.ties() if stay_open and group not in closed else []
            for group, story in enumerate(self._stories)
        ]
        keys = competing_keys(problem)
        self._own_key = [
            {wish.group: keys[child][problem.groups[wish.group].id] for wish in wishes}
            for child, wishes in enumerate(market.wishes)
        ]
        self._key_of_rank = [
            {wish.rank: self._own_key[child][group] for child, wish in story.wanting.items()}
            for group, story in enumerate(self._stories)
        ]

    def outcome(self) -> Outcome:
        groups, children = self._problem.groups, self._problem.children
        return Outcome(
            assignment={
                child.id: groups[obtained[0].group].id if obtained else None
                for child, obtained in zip(children, self._obtained, strict=True)
            },
            cutoffs={
                group.id: self._key_at(number, self._stories[number].cutoff_rank)
                for number, group in enumerate(groups)
            },
            ties=tuple(
                self._tie(number, tie)
                for number in range(len(groups))
                for tie in self._ties[number]
            ),
            refusals={
                child.id: tuple(self._refusal(number, wish) for wish in self._refused[number])
                for number, child in enumerate(children)
            },
        )

    def _key_at(self, group: int, rank: int | None) -> Key | None:
        return None if rank is None else self._key_of_rank[group][rank]

    def _tie(self, group: int, tie: RankTie) -> Tie:
        return Tie(
            group=self._problem.groups[group].id,
            places=tie.places,
            key=self._key_of_rank[group][tie.rank],
            children=tuple(self._problem.children[child].id for child in tie.children),
        )

    def _refusal(self, child: int, wish: Wish) -> Refusal:
        story = self._stories[wish.group]
        return Refusal(
            group=self._problem.groups[wish.group].id,
            own=self._own_key[child][wish.group],
            last_admitted=self._key_at(wish.group, story.last_admitted_rank(wish.standing)),
            capacity=story.seats.places,
            admitted=len(story.admitted),
            reason=self._reason(child, wish),
        )

    def _reason(self, child: int, wish: Wish) -> Reason:
        story, siblings = self._stories[wish.group], self._siblings[child]
        if wish.group in self._closed:
            return Reason.GROUP_CLOSED
        if siblings and story.has_room_beside(siblings, wish):
            return Reason.TOGETHER
        return story.reason(child, wish, self._ties[wish.group])


def _siblings(problem: Problem) -> list[frozenset[int]]:
    """Return by child the children of its family; nobody where it has none."""
    number = {child.id: index for index, child in enumerate(problem.children)}
    families = {
        family.id: frozenset(number[child] for child in family.children)
        for family in problem.families
    }
    nobody: frozenset[int] = frozenset()
    return [
        nobody if child.family is None else families[child.family] for child in problem.children
    ]
