"""How a child's key in a procedure is built: what decides first, what next.

Residence, the statutory points, the municipal points – what the child is worth – and then the
order in which the committee has put equal children (0 where it said nothing).
"""

from allocation.engine.problem import Key
from recruitment.criteria.comparison import COMPARED
from recruitment.criteria.points import Points

STATUTORY, MUNICIPAL = 1, 2
BASE_LENGTH = len(COMPARED)
"""Elements of what the child is worth."""

KEY_NAMES = (
    "zamieszkanie w gminie",
    "kryteria ustawowe",
    "kryteria samorządowe",
    "kolejność ustalona przez komisję",
)
"""What the elements are called in the files that anybody may check."""


def base_key(points: Points) -> Key:
    """What the child is worth at a choice, stage by stage, in whole numbers."""
    return tuple(points.parts.get(stage, 0) for stage in COMPARED)
