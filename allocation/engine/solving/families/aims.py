"""What is aimed at among the assignments that keep the rules, one aim after another."""

from collections.abc import Callable

from ortools.sat.python import cp_model

from allocation.engine.solving.families.variables import JointVariables

Aim = Callable[[JointVariables], cp_model.LinearExprT]


def fewest_families_block(x: JointVariables) -> cp_model.LinearExprT:
    """As few families as possible could have an entry they want more."""
    return cp_model.LinearExpr.sum(x.blocks)


def most_children_are_placed(x: JointVariables) -> cp_model.LinearExprT:
    """As few children as possible are without a place."""
    placed = [literal for gets in x.gets for literal in gets]
    return len(x.gets) - cp_model.LinearExpr.sum(placed)


def wishes_are_met_best(x: JointVariables) -> cp_model.LinearExprT:
    """The least sum of positions; a child without a place counts the length of its list."""
    literals, gains, nobody_placed = [], [], 0
    for gets, (*positions, without) in zip(x.gets, x.town.positions, strict=True):
        literals += gets
        gains += [position - without for position in positions]
        nobody_placed += without
    return nobody_placed + cp_model.LinearExpr.weighted_sum(literals, gains)


def most_families_are_together(x: JointVariables) -> cp_model.LinearExprT:
    """As few families as possible are not placed in one institution."""
    together = [
        literal
        for family, takes in zip(x.town.families, x.takes, strict=True)
        for entry, literal in zip(family.entries, takes, strict=True)
        if entry.is_together
    ]
    return len(x.town.families) - cp_model.LinearExpr.sum(together)


AIMS: tuple[Aim, ...] = (
    fewest_families_block,
    most_children_are_placed,
    wishes_are_met_best,
    most_families_are_together,
)
