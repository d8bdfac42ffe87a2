"""The workflow as a page to read: `docs/workflow.md` is this text, generated and compared by a test."""

from recruitment.applications.workflow import (
    NOT_COMPETING,
    TRANSITIONS,
    WAITING_FOR_COMMITTEE,
    Status,
)

_HEAD = """\
# Statuses of an application

Generated from `recruitment/applications/workflow.py` by `manage.py workflow_diagram`. Do not edit.

"""


def workflow_page() -> str:
    """The whole page: a Mermaid diagram, then the same steps as a table."""
    return _HEAD + "\n".join([*_diagram(), "", *_table(), "", *_groups(), ""])


def _diagram() -> list[str]:
    steps = [
        f"    {step.source} --> {step.target}: {step.verb.label} ({step.actor.label})"
        for step in TRANSITIONS
    ]
    names = [f"    {status}: {status.label}" for status in Status]
    return ["```mermaid", "stateDiagram-v2", *names, f"    [*] --> {Status.DRAFT}", *steps, "```"]


def _table() -> list[str]:
    rows = [
        f"| {step.source.label} | {step.target.label} | {step.actor.label} | `{step.verb}` |"
        for step in TRANSITIONS
    ]
    return ["| from | to | who | event |", "|---|---|---|---|", *rows]


def _groups() -> list[str]:
    return [
        f"* Hold no place of the child in the procedure: {_names(NOT_COMPETING)}.",
        "* Filed, but take part in nothing if left so when verification ends: "
        f"{_names(WAITING_FOR_COMMITTEE)}.",
    ]


def _names(statuses: frozenset[Status]) -> str:
    return ", ".join(str(status.label) for status in Status if status in statuses)
