"""The file format `nabor-explanation/1`: explanations for other programmes. It is only written."""

from collections.abc import Iterable

from allocation.engine.explaining.explanation import Explanation, RefusalExplained
from allocation.engine.formats.result_json import refusal_to_json

EXPLANATION_SCHEMA = "nabor-explanation/1"


def explanations_to_json(
    problem_sha256: str, explanations: Iterable[Explanation]
) -> dict[str, object]:
    """Return one document of explanations by child."""
    return {
        "schema": EXPLANATION_SCHEMA,
        "problem_sha256": problem_sha256,
        "explanations": {
            explanation.child: _explanation(explanation) for explanation in explanations
        },
    }


def _explanation(explanation: Explanation) -> dict[str, object]:
    return {
        "obtained": explanation.obtained,
        "refused": [_refused(refused) for refused in explanation.refused],
        "what_if": [{"name": answer.name, "group": answer.group} for answer in explanation.what_if],
    }


def _refused(refused: RefusalExplained) -> dict[str, object]:
    return {
        **refusal_to_json(refused.refusal),
        "ahead": refused.ahead,
        "equal": refused.equal,
        "enough": list(refused.enough),
        "if_first": refused.if_first,
    }
