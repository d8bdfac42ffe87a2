"""The variables of the CP-SAT model with families, asked for by question."""

from itertools import pairwise

from ortools.sat.python import cp_model

from allocation.engine.solving.families.town import Demand, JointWish, Town
from allocation.engine.solving.variables import Variables


class JointVariables(Variables):
    """What the model decides about a town.

    `takes[family][entry]`: the family gets that entry. `blocks[family]`: it could have a better
    one; only where some families may. The variables of every child stand as without families.
    """

    def __init__(self, town: Town, *, may_block: bool) -> None:
        super().__init__(town.market)
        self.town = town
        self.takes = [[self.cp.new_bool_var("") for _ in f.entries] for f in town.families]
        self.blocks = [self.cp.new_bool_var("") for _ in town.families] if may_block else []
        self.siblings = town.in_families()
        self._above: dict[tuple[int, int], cp_model.IntVar] = {}
        self._no_room: dict[tuple[int, Demand], cp_model.LiteralT] = {}
        self._count_children_above(town)

    def places(self, group: int) -> int:
        return self.seats[group].places

    def has_no_room(self, family: int, demand: Demand) -> cp_model.LiteralT:
        """Return a literal that may be true only if the group would not have what is asked.

        That is so when more than `places - children` children of other families, or without
        siblings, sit there above the lowest child asked for.
        """
        if (family, demand) not in self._no_room:
            literal = self.cp.new_bool_var("")
            above = self._above[demand.group, demand.lowest_rank]
            siblings = self._siblings_above(self.town.families[family], demand)
            needed = self.places(demand.group) - demand.children + 1
            self.cp.add(above - siblings >= needed).only_enforce_if(literal)
            self._no_room[family, demand] = literal
        return self._no_room[family, demand]

    def _siblings_above(self, family: JointWish, demand: Demand) -> cp_model.LinearExpr:
        return cp_model.LinearExpr.sum(
            [
                self.gets[child][position]
                for child in family.children
                for position, wish in enumerate(self.market.wishes[child])
                if wish.group == demand.group and wish.rank < demand.lowest_rank
            ]
        )

    def _count_children_above(self, town: Town) -> None:
        """Count in each group the children who sit above each rank that a family asks for.

        One counter goes on where the counter of the rank above ends.
        """
        asked = {
            (demand.group, demand.lowest_rank)
            for family in town.families
            for entry in family.entries
            for demand in entry.demands()
        }
        for group in {group for group, _ in asked}:
            ranks = sorted(rank for asked_group, rank in asked if asked_group == group)
            total: cp_model.LinearExprT = 0
            for above, rank in pairwise([-1, *ranks]):
                between = [
                    self.gets[child][position]
                    for better, rows in self.asking[group].items()
                    if above <= better < rank
                    for child, position in rows
                ]
                counter = self.cp.new_int_var(0, self.places(group), "")
                self.cp.add(counter == cp_model.LinearExpr.sum([total, *between]))
                self._above[group, rank] = counter
                total = counter
