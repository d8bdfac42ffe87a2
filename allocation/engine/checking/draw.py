"""Repeats a published draw, for `check`."""

import hashlib

from allocation.engine.problem import Key, LotteryLevel, Problem

FIRST = 1_000_000_000


def drawn_numbers(problem: Problem) -> dict[str, Key]:
    """Return what the draw adds to each child's keys; nothing where nobody draws."""
    lottery = problem.rules.lottery
    if lottery is None:
        return {}
    places = {number.child: number.rank - 1 for number in lottery.ranks}
    if not places:
        line: list[tuple[str, ...]] = []
        for child in problem.children:
            if lottery.level is LotteryLevel.CHILD:
                line.append((_sha256(f"{lottery.seed}:{child.id}"), child.id))
            else:
                own = _sha256(f"{lottery.seed}:C/{child.id}")
                shared = _sha256(f"{lottery.seed}:F/{child.family}") if child.family else own
                line.append((shared, own, child.id))
        places = {draw[-1]: place for place, draw in enumerate(sorted(line))}
    return {child: (FIRST - place,) for child, place in places.items()}


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
