"""The CP-SAT model of siblings and their rivals: all placements with detours up to a margin."""

from collections import defaultdict

from ortools.sat.python import cp_model

from allocation.engine.solving.placement.map import NOWHERE
from allocation.engine.solving.placement.rivals import Rivals, Siblings
from allocation.engine.solving.placement.tolls import Costs, Tolls


class Detours:
    """`together[family][home]`: all of it is there; only for homes worth trying, by id.

    `number` is that of families together, if it is given; without a `margin` all placements are
    in the model. The rows are kept for whoever wants tolls from them.
    """

    def __init__(
        self, rivals: Rivals, tolls: Tolls, *, number: int | None = None, margin: int | None = None
    ) -> None:
        self.cp = cp_model.CpModel()
        self.together: list[dict[frozenset[int], cp_model.IntVar]] = []
        self._tolls = tolls
        self._margin = margin
        self._detours: list[tuple[cp_model.IntVar, int]] = []
        self._coming: dict[int, list[cp_model.IntVar]] = defaultdict(list)
        for child in rivals.without_siblings():
            self._goes_somewhere(tolls.costs_with_nowhere(rivals.metres[child]), 1, margin)
        for family in rivals.families:
            self._goes_together_or_apart(rivals, family)
        self.rows_of_groups = {
            group: self._places_are_not_exceeded(group, places).index
            for group, places in rivals.places.items()
        }
        everybody = [literal for coming in self._coming.values() for literal in coming]
        placed = self.cp.add(cp_model.LinearExpr.sum(everybody) == rivals.placed)
        self.row_of_placed = placed.index
        self.rows_of_together = []
        if number is not None:
            self.rows_of_together.append(self.cp.add(self.families_together() == number).index)
        self.cp.minimize(self.total())

    def total(self) -> cp_model.LinearExprT:
        """Return all detours together."""
        return cp_model.LinearExpr.weighted_sum(*zip(*self._detours, strict=True))

    def families_together(self) -> cp_model.LinearExprT:
        """Count the families together."""
        return cp_model.LinearExpr.sum(
            [is_here for homes in self.together for is_here in homes.values()]
        )

    def _goes_somewhere(
        self, costs: Costs, chosen: cp_model.LinearExprT, margin: int | None
    ) -> None:
        """A child goes to one of the places if the choice of its family says so."""
        cheapest = min(costs.values())
        literals = []
        for place, cost in costs.items():
            literal = self._worth_trying(cost - cheapest, margin)
            if literal is not None:
                literals.append(literal)
                if place != NOWHERE:
                    self._coming[place].append(literal)
        self.cp.add(cp_model.LinearExpr.sum(literals) == chosen)

    def _goes_together_or_apart(self, rivals: Rivals, family: Siblings) -> None:
        ways = [rivals.metres[child] for child in family.children]
        choices = [
            [
                self._tolls.costs({group: far for group, far in metres.items() if group in home})
                for metres in ways
            ]
            for home in family.homes
        ]
        costs = [_cheapest(choice) - self._tolls.bonus for choice in choices]
        choices.append([self._tolls.costs_with_nowhere(metres) for metres in ways])
        costs.append(_cheapest(choices[-1]))
        literals = []
        for choice, cost in zip(choices, costs, strict=True):
            detour = cost - min(costs)
            literal = self._worth_trying(detour, self._margin)
            literals.append(literal)
            if literal is not None:
                left = None if self._margin is None else self._margin - detour
                for of_child in choice:
                    self._goes_somewhere(of_child, literal, left)
        self.together.append(
            {
                home: literal
                for home, literal in zip(family.homes, literals, strict=False)
                if literal is not None
            }
        )
        chosen = [literal for literal in literals if literal is not None]
        self.cp.add(cp_model.LinearExpr.sum(chosen) == 1)

    def _worth_trying(self, detour: int, margin: int | None) -> cp_model.IntVar | None:
        if margin is not None and detour > margin:
            return None
        literal = self.cp.new_bool_var("")
        self._detours.append((literal, detour))
        return literal

    def _places_are_not_exceeded(self, group: int, places: int) -> cp_model.Constraint:
        toll = self._tolls.groups.get(group, 0)
        coming = cp_model.LinearExpr.sum(self._coming[group])
        if not toll:
            return self.cp.add(coming <= places)
        most = places if self._margin is None else min(places, self._margin // toll)
        empty = self.cp.new_int_var(0, most, "")
        self._detours.append((empty, toll))
        return self.cp.add(coming + empty == places)


def _cheapest(costs: list[Costs]) -> int:
    return sum(min(of_child.values()) for of_child in costs)
