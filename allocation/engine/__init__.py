"""The allocation engine: values in, values out, no database.

`allocate(problem)` answers, `check(problem, result)` proves the answer without the solver.
"""

from allocation.engine.allocate import SECOND_OPINION_UP_TO, allocate
from allocation.engine.checking.check import check, not_proved_again
from allocation.engine.errors import EqualKeysError, InputError, UnsupportedError
from allocation.engine.formats.problem_json import (
    problem_from_json,
    problem_sha256,
    problem_to_json,
)
from allocation.engine.formats.result_json import result_from_json, result_to_json
from allocation.engine.formats.text import canonical_json, parse_json
from allocation.engine.problem import (
    Child,
    Choice,
    ClosingRule,
    Distance,
    Drawn,
    Family,
    Group,
    Key,
    Lottery,
    LotteryLevel,
    Mechanism,
    Problem,
    Reserve,
    ReserveOrder,
    Rules,
    TieRule,
    TogetherRule,
    UnfilledReserve,
)
from allocation.engine.result import (
    Blocking,
    Displaced,
    Reason,
    Refusal,
    Result,
    SecondOpinion,
    SolveStatus,
    Tie,
)
from allocation.engine.violation import Violation

__all__ = [
    "SECOND_OPINION_UP_TO",
    "Blocking",
    "Child",
    "Choice",
    "ClosingRule",
    "Displaced",
    "Distance",
    "Drawn",
    "EqualKeysError",
    "Family",
    "Group",
    "InputError",
    "Key",
    "Lottery",
    "LotteryLevel",
    "Mechanism",
    "Problem",
    "Reason",
    "Refusal",
    "Reserve",
    "ReserveOrder",
    "Result",
    "Rules",
    "SecondOpinion",
    "SolveStatus",
    "Tie",
    "TieRule",
    "TogetherRule",
    "UnfilledReserve",
    "UnsupportedError",
    "Violation",
    "allocate",
    "canonical_json",
    "check",
    "not_proved_again",
    "parse_json",
    "problem_from_json",
    "problem_sha256",
    "problem_to_json",
    "result_from_json",
    "result_to_json",
]
