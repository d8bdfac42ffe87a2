"""Families by their definition, for problems of a few children: try everything.

Written from the definitions alone: an assignment gives every family one of its joint wishes or
nothing; nobody without siblings may have a group it wants more; a family blocks if it could
have an entry it wants more. Of the assignments that the fewest families block, the best is the
one with most children placed, least sum of positions, most families together, and the smallest
positions child by child.
"""

from collections import Counter
from itertools import groupby, permutations, product

from allocation.engine import TogetherRule

STRICT_FIRST = 10**9


class Town:
    """A problem with `above(group, one, other)`, the order of each group."""

    def __init__(self, problem, lines=None):
        self.problem = problem
        self.places = {group.id: group.capacity for group in problem.groups}
        self.home = {group.id: group.institution or ("alone", group.id) for group in problem.groups}
        self.lists = {c.id: [choice.group for choice in c.choices] for c in problem.children}
        self.keys = {(c.id, w.group): w.key for c in problem.children for w in c.choices}
        self.lines = lines
        self.families = {family.id: family for family in problem.families}
        self.parties = [f.children for f in problem.families]
        self.parties += [(c.id,) for c in problem.children if c.family is None]
        self.entries = [self.wishes_of(family) for family in problem.families]
        self.entries += [
            [(group,) for group in self.lists[c]] for (c,) in self.parties[len(self.entries) :]
        ]

    def position(self, child, group):
        return len(self.lists[child]) if group is None else self.lists[child].index(group)

    def wishes_of(self, family):
        if family.joint:
            return list(family.joint)
        ways = set(product(*([*self.lists[child], None] for child in family.children)))
        ways.discard((None,) * len(family.children))
        if family.rule is TogetherRule.ONLY:
            ways = {way for way in ways if self.is_together(way)}

        def order(way):
            positions = [self.position(c, g) for c, g in zip(family.children, way, strict=True)]
            return (not self.is_together(way), way.count(None), sum(positions), positions)

        return sorted(ways, key=order)

    def is_together(self, way):
        return None not in way and len({self.home[group] for group in way}) == 1

    def is_above(self, group, one, other):
        if self.lines is not None:
            return self.lines[group].index(one) < self.lines[group].index(other)
        return self.keys[one, group] > self.keys[other, group]

    def could_have(self, answer, party, entry):
        for group in set(entry) - {None}:
            coming = [c for c, g in zip(party, entry, strict=True) if g == group]
            above = [
                other
                for other, sits in answer.items()
                if sits == group
                and other not in party
                and any(self.is_above(group, other, child) for child in coming)
            ]
            if len(above) > self.places[group] - len(coming):
                return False
        return True

    def better(self, answer, number):
        """The first entry the party wants more than what it has and could have."""
        party, entries = self.parties[number], self.entries[number]
        got = tuple(answer[child] for child in party)
        wanted = entries[: entries.index(got)] if got in entries else entries
        return next((entry for entry in wanted if self.could_have(answer, party, entry)), None)

    def blocking(self, answer):
        """Family id to entry; None if a child without siblings could have more."""
        number_of_families = len(self.problem.families)
        if any(
            self.better(answer, number) is not None
            for number in range(number_of_families, len(self.parties))
        ):
            return None
        found = [self.better(answer, number) for number in range(number_of_families)]
        return {
            family.id: entry
            for family, entry in zip(self.problem.families, found, strict=True)
            if entry is not None
        }

    def feasible(self):
        """Every assignment that exceeds no places and gives each party an entry or nothing."""

        def extend(number, answer, taken):
            if number == len(self.parties):
                yield dict(answer)
                return
            party = self.parties[number]
            for entry in [*self.entries[number], (None,) * len(party)]:
                more = taken + Counter(group for group in entry if group is not None)
                if all(more[group] <= self.places[group] for group in more):
                    answer.update(zip(party, entry, strict=True))
                    yield from extend(number + 1, answer, more)

        yield from extend(0, {}, Counter())

    def worth(self, answer, blocking):
        positions = [self.position(child, answer[child]) for child in sorted(answer)]
        together = [
            family.id
            for family in self.problem.families
            if self.is_together([answer[child] for child in family.children])
        ]
        unplaced = list(answer.values()).count(None)
        return len(blocking), unplaced, sum(positions), -len(together), positions

    def answers(self):
        """All assignments that nobody without siblings blocks, the best first."""
        found = []
        for answer in self.feasible():
            blocking = self.blocking(answer)
            if blocking is not None:
                found.append((self.worth(answer, blocking), answer, blocking))
        return sorted(found, key=lambda one: one[0])

    def best(self):
        _, answer, blocking = self.answers()[0]
        return answer, blocking


def towns_of_all_orders(problem):
    """One town for each way of ordering equal children, group by group."""
    asking = {group.id: [] for group in problem.groups}
    for child in problem.children:
        for choice in child.choices:
            asking[choice.group].append((choice.key, child.id))
    orders = []
    for group in asking:
        line = sorted(asking[group], reverse=True)
        classes = [
            list(permutations([child for _, child in equals]))
            for _, equals in groupby(line, lambda place: place[0])
        ]
        orders.append([[c for equals in way for c in equals] for way in product(*classes)])
    for lines in product(*orders):
        yield Town(problem, dict(zip(asking, lines, strict=True)))
