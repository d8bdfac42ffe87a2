"""The door: why each child was refused, and what would have changed it."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from allocation.engine.errors import InputError, quoted
from allocation.engine.explaining.explanation import (
    Explanation,
    RefusalExplained,
    WhatIf,
    WhatIfAnswer,
)
from allocation.engine.explaining.rerun import Rerun, reruns
from allocation.engine.problem import Child, Choice, Key, Problem
from allocation.engine.problem.values import LARGEST
from allocation.engine.result import Refusal, Result
from allocation.engine.solving.market import competing_keys

NO_QUESTIONS: Mapping[str, Sequence[WhatIf]] = {}


def explain(
    problem: Problem,
    result: Result,
    *,
    children: Sequence[str] | None = None,
    what_if: Mapping[str, Sequence[WhatIf]] = NO_QUESTIONS,
) -> Iterator[Explanation]:
    """Yield explanations of these children, or of all who were refused something.

    The order is not that of the children. `what_if` are further questions by child. Nothing is
    estimated: every answer is the outcome of a round that was run again with the one change.
    Raise `InputError` about a child that the problem does not have.
    """
    known = {child.id: child for child in problem.children}
    wanted = children
    if wanted is None:
        wanted = [child for child in known if result.refusals[child] or what_if.get(child)]
    for child in (*wanted, *what_if):
        if child not in known:
            raise InputError("", f"the problem has no child {quoted(child)}")
    crowd = _Crowd(problem, result)
    for child, rerun in reruns(problem, wanted):
        questions = _Questions(known[child], rerun)
        yield Explanation(
            child=child,
            obtained=result.assignment[child],
            refused=tuple(
                _refusal_explained(refusal, crowd, questions) for refusal in result.refusals[child]
            ),
            what_if=tuple(map(questions.answer, what_if.get(child, ()))),
        )


def _refusal_explained(
    refusal: Refusal, crowd: "_Crowd", questions: "_Questions"
) -> RefusalExplained:
    others = crowd.keys_wanting[refusal.group]
    return RefusalExplained(
        refusal=refusal,
        ahead=sum(1 for key in others if key > refusal.own),
        equal=sum(1 for key in others if key == refusal.own) - 1,
        enough=questions.enough(refusal, crowd),
        if_first=questions.if_first(refusal.group),
    )


class _Crowd:
    """The keys met in each group: of all who still wanted it, and of all who compete for it."""

    def __init__(self, problem: Problem, result: Result) -> None:
        self.keys_wanting: dict[str, list[Key]] = defaultdict(list)
        listed: dict[str, set[Key]] = defaultdict(set)
        for child, own in zip(problem.children, competing_keys(problem), strict=True):
            got = result.assignment[child.id]
            is_wanted = True
            for group, key in own.items():
                if key:
                    listed[group].add(key)
                if is_wanted:
                    self.keys_wanting[group].append(key)
                is_wanted = is_wanted and group != got
        self._listed = {group: sorted(keys) for group, keys in listed.items()}

    def values_met(self, group: str, own: Key, element: int) -> range:
        """Return the values with which the element alone could change who stands where.

        No key goes higher than the largest whole number of a problem.
        """
        alike = self._alike(group, own, element)
        return range(own[element] + 1, min(alike[-1][element] + 1, LARGEST) + 1)

    def steps(self, group: str, own: Key, element: int) -> list[int]:
        """Those of the values met with which the child would stand beside or above more others."""
        met = {key[element] for key in self._alike(group, own, element)}
        above = met | {value + 1 for value in met}
        return sorted(value for value in above if own[element] < value <= LARGEST)

    def _alike(self, group: str, own: Key, element: int) -> list[Key]:
        """The keys that differ from the own one in the element or after it, in order."""
        keys, prefix = self._listed[group], own[:element]
        first = bisect_left(keys, True, key=lambda key: key[:element] >= prefix)
        last = bisect_left(keys, True, key=lambda key: key[:element] > prefix)
        return keys[first:last]


class _Questions:
    """What is asked about one child."""

    def __init__(self, child: Child, rerun: Rerun) -> None:
        self._child = child
        self._rerun = rerun
        self._own = {choice.group: choice.key for choice in child.choices}

    def answer(self, question: WhatIf) -> WhatIfAnswer:
        return WhatIfAnswer(question.name, self._rerun.obtained(self._with_keys(question.keys)))

    def if_first(self, group: str) -> bool:
        """Would the child have got the group, had it put it first?"""
        in_order = sorted(self._child.choices, key=lambda choice: choice.group != group)
        return self._rerun.obtained(in_order) == group

    def enough(self, refusal: Refusal, crowd: _Crowd) -> tuple[int | None, ...]:
        """Find for each element of the key the least value that would have been enough.

        What a child drew in a lottery is no element of its key.
        """
        look = self._by_halving if self._rerun.more_never_hurts else self._one_by_one
        return tuple(
            look(refusal, element, crowd) for element in range(len(self._own[refusal.group]))
        )

    def _one_by_one(self, refusal: Refusal, element: int, crowd: _Crowd) -> int | None:
        steps = crowd.steps(refusal.group, refusal.own, element)
        return next((step for step in steps if self._is_enough(refusal, element, step)), None)

    def _by_halving(self, refusal: Refusal, element: int, crowd: _Crowd) -> int | None:
        """Look first where the last admitted child stands, then wherever somebody stands."""
        values = crowd.values_met(refusal.group, refusal.own, element)
        is_enough = partial(self._is_enough, refusal, element)
        guess = _next_to(refusal.last_admitted, refusal.own, element)
        if guess is not None and guess in values and is_enough(guess):
            values = range(values.start, guess + 1)
            if guess == values.start or not is_enough(guess - 1):
                return guess
        if not values or not is_enough(values[-1]):
            return None
        return values[bisect_left(values, True, key=is_enough)]

    def _is_enough(self, refusal: Refusal, element: int, value: int) -> bool:
        changed = self._with_value(refusal.group, element, value)
        return self._rerun.obtained(changed) == refusal.group

    def _with_value(self, group: str, element: int, value: int) -> list[Choice]:
        own = self._own[group]
        return self._with_keys({group: (*own[:element], value, *own[element + 1 :])})

    def _with_keys(self, keys: Mapping[str, Key]) -> list[Choice]:
        return [
            replace(choice, key=keys[choice.group]) if choice.group in keys else choice
            for choice in self._child.choices
        ]


def _next_to(last: Key | None, own: Key, element: int) -> int | None:
    """Return the least value of the element with which the own key is above the last."""
    if last is None or last[:element] != own[:element]:
        return None
    return last[element] + (own[element + 1 :] <= last[element + 1 :])
