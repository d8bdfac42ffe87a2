"""A stored run read again: what came of every group and of every choice. Pure: no database."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Self

from allocation.engine import Child, Problem, Refusal, Result
from allocation.engine.formats.problem_json import problem_from_json
from allocation.engine.formats.result_json import result_from_json
from allocation.engine.formats.text import parse_json
from allocation.engine.problem import Key
from allocation.engine.result import Reason
from allocation.keys import BASE_LENGTH
from allocation.models import AllocationRun
from recruitment.decisions.models import ChoiceReason, ChoiceResult
from recruitment.decisions.score import Score
from recruitment.decisions.services import ChoiceOutcome, Qualification

REASONS = {
    Reason.GROUP_CLOSED: ChoiceReason.GROUP_CLOSED,
    Reason.NO_PLACES: ChoiceReason.NO_PLACES,
    Reason.PLACES_SECURED: ChoiceReason.NO_PLACES,
    Reason.RESERVED_KEPT_EMPTY: ChoiceReason.RESERVED,
    Reason.OPEN_PLACES_FULL: ChoiceReason.HIGHER_POINTS,
    Reason.FULL_HIGHER_KEYS: ChoiceReason.HIGHER_POINTS,
}
"""The engine's reasons in the words of a decision; an open tie has none, it is decided first."""


@dataclass(frozen=True, slots=True)
class GroupOutcome:
    """What the run proposes for one group.

    `by_position[n]` counts the children who put the group n-th; `lowest` is the score of the last
    child on the places that are open to everybody, or of the last child when nobody was refused.
    """

    group: str
    places: int
    placed: int
    by_position: dict[int, int]
    lowest: Score | None
    refused: int

    @property
    def free(self) -> int:
        """Places that stay empty."""
        return max(self.places - self.placed, 0)


@dataclass(frozen=True, slots=True)
class Competition:
    """The children who got a place of a group by their points alone, and their lowest points.

    `lowest` is the pair of statutory and municipal points, whatever the residence; None with nobody.
    """

    placed: int
    lowest: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class RunDocuments:
    """The question, the answer and the points of one run, as they were stored."""

    problem: Problem
    result: Result
    facts: dict[str, Any]
    explanations: dict[str, Any]

    @classmethod
    def of(cls, run: AllocationRun) -> Self:
        """Read a finished run. Raises InputError when the stored texts are damaged."""
        return cls(
            problem=problem_from_json(parse_json(run.problem.encode())),
            result=result_from_json(parse_json(run.result.encode())),
            facts=run.facts,
            explanations=run.explanations,
        )

    def group_outcomes(self) -> dict[str, GroupOutcome]:
        """What came of each group, by its code."""
        positions: dict[str, Counter[int]] = {group.id: Counter() for group in self.problem.groups}
        lowest: dict[str, Key] = {}
        for child in self.problem.children:
            obtained = self.result.assignment[child.id]
            if obtained is None:
                continue
            positions[obtained][position_on_list(self.facts, child.id, obtained) or 0] += 1
            key = _key(child, obtained)
            lowest[obtained] = min(key, lowest.get(obtained, key))
        refused = Counter(
            refusal.group for refusals in self.result.refusals.values() for refusal in refusals
        )
        return {
            group.id: GroupOutcome(
                group=group.id,
                places=group.capacity,
                placed=positions[group.id].total(),
                by_position=dict(positions[group.id]),
                lowest=score_of(self.result.cutoffs.get(group.id) or lowest.get(group.id)),
                refused=refused[group.id],
            )
            for group in self.problem.groups
        }

    def score(self, child: str, position: int) -> Score:
        """The points that the run counted for one choice of a child, by its position on the list."""
        choices = self.facts["applications"][child]
        return _own_score(next(choice for choice in choices if choice["position"] == position))

    def competitions(self) -> dict[str, Competition]:
        """Who got a place of each group, by its code, without the children for whom places are kept.

        Their points are no limit for anybody, and on a posted list they could tell of a statement.
        The last child on the open places counts in any case: the law asks for that number.
        """
        kept_for = {
            group.id: {reserve.trait for reserve in group.reserves} for group in self.problem.groups
        }
        points: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for child in self.problem.children:
            obtained = self.result.assignment[child.id]
            if obtained is not None and not child.traits & kept_for[obtained]:
                points[obtained].append(_points(_key(child, obtained)))
        limits = {group: [_points(limit)] for group, limit in self.result.cutoffs.items() if limit}
        return {
            group.id: Competition(
                placed=len(points[group.id]),
                lowest=min(points[group.id] + limits.get(group.id, []), default=None),
            )
            for group in self.problem.groups
        }

    def qualifications(self) -> Iterator[Qualification]:
        """What is to be announced for every application, with the points and the reasons.

        Raises KeyError for a choice that waits for the committee's word: such a run is not
        announced.
        """
        groups = self.group_outcomes()
        for child in self.problem.children:
            obtained = self.result.assignment[child.id]
            refusals = {refusal.group: refusal for refusal in self.result.refusals[child.id]}
            own_position = position_on_list(self.facts, child.id, obtained)
            yield Qualification(
                application=child.id,
                choices=tuple(
                    replace(
                        self._outcome(choice, own_position, refusals, groups),
                        explanation=self._explanation(child.id, choice["group"]),
                    )
                    for choice in self.facts["applications"][child.id]
                ),
            )

    def _outcome(
        self,
        choice: dict[str, Any],
        obtained: int | None,
        refusals: dict[str, Refusal],
        groups: dict[str, GroupOutcome],
    ) -> ChoiceOutcome:
        result, reason, last = ChoiceResult.NOT_QUALIFIED, None, None
        if choice["position"] == obtained:
            result, last = ChoiceResult.QUALIFIED, groups[choice["group"]].lowest
        elif obtained is not None and choice["position"] > obtained:
            result = ChoiceResult.NOT_CONSIDERED
        elif choice["left_out"]:
            reason = ChoiceReason.NOT_ELIGIBLE
        else:
            refusal = refusals[choice["group"]]
            reason, last = _reason(refusal), score_of(refusal.last_admitted)
        return ChoiceOutcome(
            position=choice["position"],
            group=choice["group"],
            result=result,
            own=_own_score(choice),
            reason=reason,
            last=last,
            lines=[self._line(*line) for line in choice["lines"]],
        )

    def _explanation(self, child: str, group: str) -> dict[str, Any]:
        """What would have changed a refusal, criteria by name; empty where nothing was refused."""
        told = self.explanations.get(child, {}).get(group)
        if told is None:
            return {}
        names = self.facts["criteria"]
        claims = [[names[code]["name"], would] for code, would in told["claims"].items()]
        return {**told, "claims": claims}

    def _line(self, criterion: str, points: int, why: str) -> dict[str, Any]:
        return {**self.facts["criteria"][criterion], "points": points, "why": why}


def position_on_list(facts: dict[str, Any], child: str, group: str | None) -> int | None:
    """Where on the child's own list the group stands, from 1; None without a group."""
    choices = facts["applications"][child]
    return next((choice["position"] for choice in choices if choice["group"] == group), None)


def _own_score(choice: dict[str, Any]) -> Score:
    return Score(choice["resident"], choice["statutory"], choice["municipal"])


def _key(child: Child, group: str) -> Key:
    return next(choice.key for choice in child.choices if choice.group == group)


def _points(key: Key) -> tuple[int, int]:
    _, statutory, municipal = key[:BASE_LENGTH]
    return statutory, municipal


def score_of(key: Key | None) -> Score | None:
    """The points of a key, without the committee's order; None stays None."""
    if not key:
        return None
    resident, statutory, municipal = key[:BASE_LENGTH]
    return Score(bool(resident), statutory, municipal)


def _reason(refusal: Refusal) -> ChoiceReason:
    """Equal points below the last admitted child mean that the committee's order decided."""
    last = refusal.last_admitted
    if last is not None and last[:BASE_LENGTH] == refusal.own[:BASE_LENGTH]:
        return ChoiceReason.COMMITTEE_ORDER
    return REASONS[refusal.reason]
