"""A result as tables: what came of each child and of each refused wish; the open ties."""

from collections import Counter
from collections.abc import Callable, Iterator

from allocation.engine.explaining.words import reason_in_words
from allocation.engine.formats.tables.keys import KeyColumns
from allocation.engine.formats.tables.writing import Cell, written
from allocation.engine.problem import Child, Problem
from allocation.engine.result import Refusal, Result, SolveStatus

FACTS = ("child", "result", "position", "group", "reason", "why", "places", "admitted")
FACTS_OF_TIE = ("tie", "group", "places", "child")


def result_tables(
    problem: Problem, result: Result, *, separator: str, translate: Callable[[str], str]
) -> dict[str, bytes]:
    """Return result.csv and ties.csv. Only the column `why` speaks the reader's language."""
    return {
        "result.csv": written(_Outcomes(problem, result, translate).lines(), separator),
        "ties.csv": written(_ties(problem, result), separator),
    }


class _Outcomes:
    """The lines of result.csv."""

    def __init__(self, problem: Problem, result: Result, translate: Callable[[str], str]) -> None:
        self._problem = problem
        self._result = result
        self._translate = translate
        self._keys = KeyColumns(problem)
        self._places = {group.id: group.capacity for group in problem.groups}
        self._admitted = Counter(result.assignment.values())

    def lines(self) -> Iterator[list[Cell]]:
        """Yield for each child a line of what it got, then one for each wish it was refused."""
        yield [*FACTS, *self._keys.headings("own"), *self._keys.headings("last")]
        for child in self._problem.children:
            wishes = {choice.group: number for number, choice in enumerate(child.choices, start=1)}
            yield self._outcome(child, wishes)
            for refusal in self._result.refusals[child.id]:
                yield self._refusal(child, wishes[refusal.group], refusal)

    def _outcome(self, child: Child, wishes: dict[str, int]) -> list[Cell]:
        group = self._result.assignment[child.id]
        if group is None:
            is_decided = self._result.status is SolveStatus.OPTIMAL
            nothing = [None] * (len(FACTS) - 2)
            keys = 2 * self._keys.cells(None, None)
            return [child.id, "not_placed" if is_decided else "undecided", *nothing, *keys]
        own = next((choice.key for choice in child.choices if choice.group == group), None)
        return [
            *(child.id, "placed", wishes.get(group), group, None, None),
            *(self._places[group], self._admitted[group]),
            *self._keys.cells(group, own),
            *self._keys.cells(group, self._result.cutoffs.get(group)),
        ]

    def _refusal(self, child: Child, position: int, refusal: Refusal) -> list[Cell]:
        return [
            *(child.id, "refused", position, refusal.group, refusal.reason.value),
            reason_in_words(refusal.reason, self._translate),
            *(refusal.capacity, refusal.admitted),
            *self._keys.cells(refusal.group, refusal.own),
            *self._keys.cells(refusal.group, refusal.last_admitted),
        ]


def _ties(problem: Problem, result: Result) -> Iterator[list[Cell]]:
    keys = KeyColumns(problem)
    yield [*FACTS_OF_TIE, *keys.headings("key")]
    for number, tie in enumerate(result.ties, start=1):
        for child in tie.children:
            yield [number, tie.group, tie.places, child, *keys.cells(tie.group, tie.key)]
