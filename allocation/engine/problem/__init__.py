"""What the engine is asked, as frozen values that cannot be built wrongly."""

from allocation.engine.problem.children import (
    Child,
    Choice,
    Distance,
    Family,
    JointEntry,
    Key,
    TogetherRule,
)
from allocation.engine.problem.places import Group, Reserve
from allocation.engine.problem.problem import Problem
from allocation.engine.problem.rules import (
    ClosingRule,
    Drawn,
    Lottery,
    LotteryLevel,
    Mechanism,
    ReserveOrder,
    Rules,
    TieRule,
    UnfilledReserve,
)

__all__ = [
    "Child",
    "Choice",
    "ClosingRule",
    "Distance",
    "Drawn",
    "Family",
    "Group",
    "JointEntry",
    "Key",
    "Lottery",
    "LotteryLevel",
    "Mechanism",
    "Problem",
    "Reserve",
    "ReserveOrder",
    "Rules",
    "TieRule",
    "TogetherRule",
    "UnfilledReserve",
]
