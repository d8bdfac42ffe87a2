"""The variables of the CP-SAT model, asked for by question."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace

from ortools.sat.python import cp_model

from allocation.engine.solving.market import Market, Seats

Row = tuple[int, int]
"""A child and the position of one of its wishes."""


class Variables:
    """What the model decides; nothing is asked about groups a child did not list.

    `gets[child][position]`: the child gets that wish. `refuses[group][rank]`: the group, which
    has no reserved places, admits nobody of that rank. `taken[group]`: number admitted.
    `is_open[group]`: the group, one of those that may close, opens. `seats` are the places, but
    no more than matter, so that the solver's sums stay small.
    """

    def __init__(self, market: Market, may_close: Collection[int] = ()) -> None:
        self.market = market
        self.seats = [_as_many_as_matter(seats, len(market.wishes)) for seats in market.seats]
        self.cp = cp_model.CpModel()
        self.gets = [[self.cp.new_bool_var("") for _ in wishes] for wishes in market.wishes]
        self.asking: dict[int, dict[int, list[Row]]] = defaultdict(lambda: defaultdict(list))
        for child, wishes in enumerate(market.wishes):
            for position, wish in enumerate(wishes):
                self.asking[wish.group][wish.rank].append((child, position))
        self.refuses = {
            group: {rank: self.cp.new_bool_var("") for rank in sorted(by_rank)}
            for group, by_rank in self.asking.items()
            if not self.seats[group].reserved
        }
        self.taken = {
            group: self.cp.new_int_var(
                0, min(self.seats[group].places, sum(map(len, by_rank.values()))), ""
            )
            for group, by_rank in self.asking.items()
        }
        self.is_open = {
            group: self.cp.new_bool_var("") for group in self.asking if group in may_close
        }

    def if_open(self, group: int) -> list[cp_model.IntVar]:
        """Return the literal that a group opens; none when it cannot but open."""
        return [self.is_open[group]] if group in self.is_open else []

    def neighbours(self, group: int) -> list[tuple[int | None, int]]:
        """Return each rank of a group with the next better one, the best rank with none."""
        ranks = list(self.refuses[group])
        return list(zip([None, *ranks], ranks, strict=False))

    def refused(self, group: int, rank: int | None) -> list[cp_model.IntVar]:
        """Return the literal that a rank is refused; none when there is no such rank."""
        return [] if rank is None else [self.refuses[group][rank]]

    def wanting(self, rows: list[Row]) -> cp_model.LinearExpr:
        """Count the children who get this wish or nothing better."""
        better = [literal for child, position in rows for literal in self.gets[child][:position]]
        return cp_model.LinearExpr.sum([len(rows), -cp_model.LinearExpr.sum(better)])

    def is_at_most(self, number: cp_model.LinearExpr, bound: int) -> cp_model.LiteralT:
        """Return a literal that is true exactly when the number is at most the bound."""
        literal = self.cp.new_bool_var("")
        self.cp.add(number <= bound).only_enforce_if(literal)
        self.cp.add(number > bound).only_enforce_if(~literal)
        return literal

    def is_every(self, literals: list[cp_model.LiteralT]) -> cp_model.LiteralT:
        """Return a literal that is true exactly when all the others are."""
        every = self.cp.new_bool_var("")
        self.cp.add_bool_and(*literals).only_enforce_if(every)
        self.cp.add_bool_or(*[~literal for literal in literals], every)
        return every

    def is_any(self, literals: list[cp_model.LiteralT]) -> cp_model.LiteralT:
        """Return a literal that is true exactly when one of the others is."""
        return ~self.is_every([~literal for literal in literals])


def _as_many_as_matter(seats: Seats, children: int) -> Seats:
    reserved = min(seats.reserved, children + 1)
    return replace(seats, reserved=reserved, places=reserved + min(seats.open, children + 1))
