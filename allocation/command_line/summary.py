"""A result in one line."""

from allocation.engine import Result


def summary(result: Result) -> str:
    placed = sum(1 for group in result.assignment.values() if group is not None)
    waiting = len(result.ties)
    text = f"{placed} of {len(result.assignment)} children placed"
    if waiting:
        text += f", {waiting} tie{'s wait' if waiting > 1 else ' waits'} for the committee"
    if result.blocking:
        names = ", ".join(blocking.family for blocking in result.blocking)
        text += f", no answer keeps all the rules: the proposal is blocked by {names}"
    if result.displaced:
        text += f", {len(result.displaced)} displaced by siblings"
    if result.second_opinion is not None:
        text += ", second opinion agrees"
    return text
