"""The allocation engine: values in, values out, no database.

`allocate(problem)` answers, `check(problem, result)` proves the answer without the solver.
"""

from allocation.engine.allocate import SECOND_OPINION_UP_TO, allocate
from allocation.engine.checking.check import check
from allocation.engine.errors import EqualKeysError, InputError, UnsupportedError
from allocation.engine.formats.files import (
    canonical_json,
    parse_json,
    problem_from_json,
    problem_sha256,
    problem_to_json,
    result_from_json,
    result_to_json,
)
from allocation.engine.problem import (
    Child,
    Choice,
    Group,
    Problem,
    Reserve,
    ReserveOrder,
    Rules,
    TieRule,
    UnfilledReserve,
)
from allocation.engine.result import (
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
    "Child",
    "Choice",
    "EqualKeysError",
    "Group",
    "InputError",
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
    "UnfilledReserve",
    "UnsupportedError",
    "Violation",
    "allocate",
    "canonical_json",
    "check",
    "parse_json",
    "problem_from_json",
    "problem_sha256",
    "problem_to_json",
    "result_from_json",
    "result_to_json",
]
