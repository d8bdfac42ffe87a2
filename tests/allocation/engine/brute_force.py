"""The rules by their definition, for problems of a few children: try everything.

A group's choice among the children who ask is the set that gets in under *every* order of equal
children (`committee`) or under *some* order (`all_in`). An assignment keeps the rules when every
group holds exactly its choice among the children who want it at least as much as what they got.
The answer is the one of these that is best for every child. All assignments are looked at, in one
array: five ways for each of eight children are 390 625.
"""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import groupby, permutations, product
from math import prod

import numpy as np

from allocation.engine import LotteryLevel, Problem, ReserveOrder, TieRule, UnfilledReserve

Choose = Callable[[str, frozenset[str]], frozenset[str]]
Answer = dict[str, str | None]


class Definition:
    """A problem with everything the definitions need, looked up by id."""

    def __init__(self, problem: Problem) -> None:
        problem = drawn(problem) if problem.rules.ties is TieRule.LOTTERY else problem
        self.problem = problem
        self.groups = {group.id: group for group in problem.groups}
        self.children = {child.id: child for child in problem.children}
        self.wishes = {child.id: self._wishes(child) for child in problem.children}
        self.keys = {
            (child.id, choice.group): choice.key
            for child in problem.children
            for choice in child.choices
        }
        self._known: dict[tuple[str, frozenset[str]], list[frozenset[str]]] = {}

    def _wishes(self, child):
        listed = [choice.group for choice in child.choices]
        if child.secured is None:
            return listed
        if child.secured in listed:
            return listed[: listed.index(child.secured) + 1]
        return [*listed, child.secured]

    def entitled(self, child: str, group: str) -> bool:
        return bool(
            {reserve.trait for reserve in self.groups[group].reserves} & self.children[child].traits
        )

    def chosen_in_order(self, group: str, line: list[str]) -> frozenset[str]:
        """Fill the places for one strict order of the children without a secured place."""
        rules = self.problem.rules
        seats = ["reserved"] * self.groups[group].reserved_seats
        seats += ["open"] * (self.groups[group].capacity - len(seats))
        reserve_first = rules.reserve_order is ReserveOrder.RESERVE_FIRST
        holders = [c for c in self.children if self.children[c].secured == group and c in line]
        for child in sorted(holders, key=lambda c: self.entitled(c, group) != reserve_first):
            wanted = "reserved" if reserve_first and self.entitled(child, group) else "open"
            seats.remove(wanted if wanted in seats else seats[0])
        seats.sort(reverse=reserve_first)
        line = [child for child in line if child not in holders]
        chosen = set(holders)
        unfilled = []
        for seat in seats:
            fitting = [c for c in line if seat == "open" or self.entitled(c, group)]
            if fitting:
                chosen.add(fitting[0])
                line.remove(fitting[0])
            else:
                unfilled.append(seat)
        if rules.unfilled_reserve is UnfilledReserve.OPEN_TO_ALL:
            chosen.update(line[: len(unfilled)])
        return frozenset(chosen)

    def orders(self, group: str, asking: frozenset[str]) -> Iterator[list[str]]:
        """Every strict order that agrees with the keys."""

        def key(child):
            return self.keys.get((child, group), ())

        line = sorted(asking, key=key, reverse=True)
        classes = [list(permutations(equals)) for _, equals in groupby(line, key)]
        for arrangement in product(*classes):
            yield [child for equals in arrangement for child in equals]

    def choices(self, group: str, asking: frozenset[str]) -> list[frozenset[str]]:
        if (group, asking) not in self._known:
            self._known[group, asking] = [
                self.chosen_in_order(group, line) for line in self.orders(group, asking)
            ]
        return self._known[group, asking]

    def surely(self, group: str, asking: frozenset[str]) -> frozenset[str]:
        return frozenset.intersection(*self.choices(group, asking))

    def possibly(self, group: str, asking: frozenset[str]) -> frozenset[str]:
        return frozenset.union(*self.choices(group, asking))

    def asking(self, answer: Answer, group: str) -> frozenset[str]:
        """The children who want the group at least as much as what they got."""
        return frozenset(
            child
            for child, wishes in self.wishes.items()
            if group in wishes
            and (answer[child] is None or wishes.index(group) <= wishes.index(answer[child]))
        )

    def everything(self) -> np.ndarray:
        """Every assignment, one a column: for each child how many wishes it did not get."""
        ways = [len(wishes) + 1 for wishes in self.wishes.values()]
        return np.indices(ways, np.int8).reshape(len(ways), prod(ways))

    def keeping_the_rules(self, choose: Choose) -> np.ndarray:
        """The assignments in which every group holds exactly its choice."""
        tried = self.everything()
        for group in self.groups:
            asking = np.zeros(tried.shape[1], np.int64)
            holding = asking.copy()
            for number, wishes in enumerate(self.wishes.values()):
                if group in wishes:
                    place = wishes.index(group)
                    asking |= (tried[number] >= place).astype(np.int64) << number
                    holding |= (tried[number] == place).astype(np.int64) << number
            chosen = np.zeros(1 << len(self.wishes), np.int64)
            for asked in np.flatnonzero(np.bincount(asking)).tolist():
                chosen[asked] = self._bits(choose(group, self._of_bits(asked)))
            tried = tried[:, chosen[asking] == holding]
        return tried

    def _bits(self, children: frozenset[str]) -> int:
        return sum(1 << number for number, child in enumerate(self.wishes) if child in children)

    def _of_bits(self, bits: int) -> frozenset[str]:
        return frozenset(child for number, child in enumerate(self.wishes) if bits >> number & 1)

    def best(self, choose: Choose) -> Answer:
        """The answer that keeps the rules and is best for every child; there must be one."""
        allowed = self.keeping_the_rules(choose)
        best = allowed.min(axis=1)
        assert (allowed == best[:, np.newaxis]).all(axis=0).any()
        return {
            child: [*wishes, None][position]
            for (child, wishes), position in zip(self.wishes.items(), best.tolist(), strict=True)
        }

    def answers_of_all_orders(self) -> list[Answer]:
        """The best answer for each way of ordering equal children, group by group."""
        everybody = {
            group: frozenset(c for c, wishes in self.wishes.items() if group in wishes)
            for group in self.groups
        }
        answers: list[Answer] = []
        for lines in product(
            *(list(self.orders(group, everybody[group])) for group in self.groups)
        ):
            places = dict(zip(self.groups, lines, strict=True))

            def choose(group, asking, places=places):
                return self.chosen_in_order(group, [c for c in places[group] if c in asking])

            answer = self.best(choose)
            if answer not in answers:
                answers.append(answer)
        return answers

    def answer(self) -> Answer:
        """The answer under the tie rule of the problem; under `strict` no keys may be equal."""
        if self.problem.rules.ties is TieRule.ALL_IN:
            return self.best(self.possibly)
        return self.best(self.surely)


def drawn(problem: Problem) -> Problem:
    """The same question with what was drawn at the end of every key: nobody is equal any more."""
    lottery = problem.rules.lottery

    def number(text):
        return hashlib.sha256(f"{lottery.seed}:{text}".encode()).hexdigest()

    def draw(child):
        if lottery.ranks:
            return dict(lottery.ranks)[child.id]
        if lottery.level is LotteryLevel.CHILD:
            return number(child.id)
        own = number(f"C/{child.id}")
        return (number(f"F/{child.family}") if child.family else own, own)

    line = [child.id for child in sorted(problem.children, key=draw)]
    children = tuple(
        replace(
            child,
            choices=tuple(
                replace(choice, key=(*choice.key, -line.index(child.id)))
                for choice in child.choices
            ),
        )
        for child in problem.children
    )
    rules = replace(problem.rules, ties=TieRule.STRICT, lottery=None)
    return replace(problem, children=children, rules=rules)
