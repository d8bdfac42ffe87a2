"""Groups with reserved places in the CP-SAT model: the choice rule as inequalities.

Let E and O count the entitled and the ordinary children of a rank or better who want the group,
N both together; `open` and `reserved` are its places. A child who holds a secured place counts
with the best rank. Then, however equal children are ordered,

* `reserve_first`: entitled children fit when E <= reserved or N <= places; ordinary ones when
  N <= places and O <= open, or, with reserved places opened to all, N <= places and all entitled
  children and these O fit together;
* `open_first`: everybody fits on open places when N <= open; entitled children also when those
  among them who surely cannot sit on open places are at most `reserved`; ordinary ones also, with
  reserved places opened to all, when all entitled children and these O fit together.

`seating` reaches the same by filling places one after another.
"""

from collections.abc import Iterable

from ortools.sat.python import cp_model

from allocation.engine.market import SECURED_RANK, Standing
from allocation.engine.variables import Row, Variables


def reserved_places_follow_the_declared_order(x: Variables) -> None:
    """Reserved and open places are filled in the declared order; unfilled ones as declared."""
    for group, by_rank in x.asking.items():
        if x.market.seats[group].reserved:
            _ReservingGroup(x, group, by_rank).follow_the_rule()


class _ReservingGroup:
    def __init__(self, x: Variables, group: int, by_rank: dict[int, list[Row]]) -> None:
        self.x = x
        self.seats = x.market.seats[group]
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
        self.secured_ordinary = self.ordinary.get(SECURED_RANK, 0)

    def follow_the_rule(self) -> None:
        if not self.seats.reserve_first:
            self.surely_on_open = self._entitled_surely_on_open_places()
        for rank, by_standing in self.by_rank.items():
            for standing, rows in by_standing.items():
                if rows and rank != SECURED_RANK:
                    self._admit_exactly_if(rows, self._fits(rank, standing))

    def _counters(self, standing: Standing) -> Iterable[tuple[int, cp_model.LinearExprT]]:
        """Count by rank the children of the rank or better who want the group."""
        total: cp_model.LinearExprT = 0
        asking = 0
        for rank, by_standing in self.by_rank.items():
            asking += len(by_standing[standing])
            counter = self.x.cp.new_int_var(0, asking, "")
            self.x.cp.add(counter == total + self.x.wanting(by_standing[standing]))
            total = counter
            yield rank, counter

    def _fits(self, rank: int, standing: Standing) -> cp_model.LiteralT:
        x, seats = self.x, self.seats
        ordinary, entitled = self.ordinary[rank], self.entitled[rank]
        all_fit = x.is_at_most(ordinary + entitled, seats.places)
        all_fit_on_open = x.is_at_most(ordinary + entitled, seats.open)
        if standing is Standing.ENTITLED:
            beside_secured = x.is_at_most(entitled + self.secured_ordinary, seats.places)
            if seats.reserve_first:
                fit_on_reserved = x.is_at_most(entitled, seats.reserved)
                return x.is_any([x.is_every([fit_on_reserved, beside_secured]), all_fit])
            fit_on_reserved = x.is_at_most(entitled - self.surely_on_open, seats.reserved)
            return x.is_any([x.is_every([fit_on_reserved, beside_secured]), all_fit_on_open])
        ways = [x.is_at_most(ordinary, seats.open) if seats.reserve_first else all_fit_on_open]
        if not seats.kept_empty:
            ways.append(x.is_at_most(ordinary + self.all_entitled, seats.places))
        return x.is_every([x.is_any(ways), all_fit])

    def _entitled_surely_on_open_places(self) -> cp_model.IntVar:
        """Count entitled children who sit on open places even behind their ordinary equals."""
        cp, places = self.x.cp, self.seats.open
        number = cp.new_int_var(0, places, "")
        was_reached: cp_model.LiteralT = cp.new_constant(0)
        better: cp_model.LinearExprT = 0
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
