"""Groups with reserved places in the CP-SAT model: the choice rule as inequalities.

Let E and O count the entitled and the ordinary children of a rank or better who want the group;
`places` are its `open` and `reserved` ones together. A child with a secured place counts with the
best rank. However equal children are ordered, those of the rank fit

* entitled, `reserve_first`: if E <= reserved, or E + O <= places;
* entitled, `open_first`: if E + O <= open, or all of E but those who surely sit on open places
  fit on the reserved ones;
* ordinary: if E + O <= places, and either O <= open (`reserve_first`), E + O <= open
  (`open_first`), or, with unfilled reserved places opened to all, O and *all* entitled children
  of whatever rank together are at most `places`.

Ordinary children with a secured place may sit on reserved places, so E must also fit beside them.
`seating` reaches the same by filling places one after another.
"""

from collections.abc import Iterable

from ortools.sat.python import cp_model

from allocation.engine.solving.market import SECURED_RANK, Standing
from allocation.engine.solving.variables import Row, Variables


def reserved_places_follow_the_declared_order(x: Variables) -> None:
    """Reserved and open places are filled in the declared order; unfilled ones as declared."""
    for group, by_rank in x.asking.items():
        if x.seats[group].reserved:
            _ReservingGroup(x, group, by_rank).follow_the_rule()


class _ReservingGroup:
    def __init__(self, x: Variables, group: int, by_rank: dict[int, list[Row]]) -> None:
        self.x = x
        self.seats = x.seats[group]
        self.is_open = x.if_open(group)
        self.by_rank = {
            rank: {
                standing: [
                    (child, position)
                    for child, position in by_rank[rank]
                    if x.market.wishes[child][position].standing is standing
                ]
                for standing in Standing
            }
            for rank in sorted(by_rank)
        }
        self.ordinary = dict(self._counters(Standing.ORDINARY))
        self.entitled = dict(self._counters(Standing.ENTITLED))
        self.all_entitled = list(self.entitled.values())[-1]
        self.secured_ordinary = self.ordinary.get(SECURED_RANK, x.cp.new_constant(0))

    def follow_the_rule(self) -> None:
        if not self.seats.reserve_first:
            self.surely_on_open = self._entitled_surely_on_open_places()
        for rank, by_standing in self.by_rank.items():
            for standing, rows in by_standing.items():
                if rows and rank != SECURED_RANK:
                    fits = self.x.is_every([self._fits(rank, standing), *self.is_open])
                    self._admit_exactly_if(rows, fits)

    def _counters(self, standing: Standing) -> Iterable[tuple[int, cp_model.LinearExpr]]:
        """Count by rank the children of the rank or better who want the group."""
        total: cp_model.LinearExpr = self.x.cp.new_constant(0)
        asking = 0
        for rank, by_standing in self.by_rank.items():
            asking += len(by_standing[standing])
            counter = self.x.cp.new_int_var(0, asking, "")
            self.x.cp.add(counter == total + self.x.wanting(by_standing[standing]))
            total = counter
            yield rank, counter

    def _fits(self, rank: int, standing: Standing) -> cp_model.LiteralT:
        if standing is Standing.ENTITLED:
            return self._entitled_fit(self.ordinary[rank], self.entitled[rank])
        return self._ordinary_fit(self.ordinary[rank], self.entitled[rank])

    def _entitled_fit(
        self, ordinary: cp_model.LinearExpr, entitled: cp_model.LinearExpr
    ) -> cp_model.LiteralT:
        x, seats = self.x, self.seats
        beside_secured = x.is_at_most(entitled + self.secured_ordinary, seats.places)
        if seats.reserve_first:
            on_reserved = x.is_at_most(entitled, seats.reserved)
            with_all_others = x.is_at_most(ordinary + entitled, seats.places)
        else:
            on_reserved = x.is_at_most(entitled - self.surely_on_open, seats.reserved)
            with_all_others = x.is_at_most(ordinary + entitled, seats.open)
        return x.is_any([x.is_every([on_reserved, beside_secured]), with_all_others])

    def _ordinary_fit(
        self, ordinary: cp_model.LinearExpr, entitled: cp_model.LinearExpr
    ) -> cp_model.LiteralT:
        x, seats = self.x, self.seats
        with_all_others = x.is_at_most(ordinary + entitled, seats.places)
        if seats.reserve_first:
            ways = [x.is_at_most(ordinary, seats.open)]
        else:
            ways = [x.is_at_most(ordinary + entitled, seats.open)]
        if not seats.kept_empty:
            ways.append(x.is_at_most(ordinary + self.all_entitled, seats.places))
        return x.is_every([x.is_any(ways), with_all_others])

    def _entitled_surely_on_open_places(self) -> cp_model.IntVar:
        """Count entitled children who sit on open places even behind their ordinary equals."""
        cp, places = self.x.cp, self.seats.open
        number = cp.new_int_var(0, places, "")
        was_reached: cp_model.LiteralT = cp.new_constant(0)
        better: cp_model.LinearExpr = cp.new_constant(0)
        for rank, entitled in self.entitled.items():
            ordinary = self.ordinary[rank]
            is_reached = ~self.x.is_at_most(ordinary + entitled, places)
            is_limit = self.x.is_every([is_reached, ~was_reached])
            is_better = cp.new_bool_var("")
            cp.add(number >= better).only_enforce_if(is_limit)
            cp.add(number >= places - ordinary).only_enforce_if(is_limit)
            cp.add(number <= better).only_enforce_if(is_limit, is_better)
            cp.add(number <= places - ordinary).only_enforce_if(is_limit, ~is_better)
            was_reached, better = is_reached, entitled
        return number

    def _admit_exactly_if(self, rows: list[Row], fits: cp_model.LiteralT) -> None:
        for child, position in rows:
            gets = self.x.gets[child]
            self.x.cp.add_implication(gets[position], fits)
            self.x.cp.add_bool_or(*gets[: position + 1], ~fits)
