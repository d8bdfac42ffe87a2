"""The command `explain`: why children are where they are, and what would have changed it."""

from argparse import Namespace
from collections.abc import Iterator, Sequence

from allocation.command_line.console import say, tell
from allocation.command_line.ending import Ending, ExitCode
from allocation.command_line.language import translator
from allocation.command_line.progress import progress
from allocation.command_line.questions import question
from allocation.command_line.reading import STANDARD, read_problem, read_result, shown
from allocation.command_line.tasks import tasks_to_verify
from allocation.command_line.writing import write_bytes
from allocation.engine import InputError, Problem, Result, SolveStatus, canonical_json, check
from allocation.engine.errors import quoted
from allocation.engine.explaining.explain import explain as explanations_of
from allocation.engine.explaining.explanation import Explanation, WhatIf
from allocation.engine.explaining.words import ExplanationInWords, explanation_in_words
from allocation.engine.formats.explanation_json import explanations_to_json


def explain(options: Namespace) -> ExitCode:
    """Explain these children, or all who were refused something.

    A wrong result is not explained, and neither is one that decides nothing.
    """
    task, *others = tasks_to_verify([options.problem, options.result])
    if others:
        raise InputError(options.problem, "holds several problems; explain one of them")
    problem, result = read_problem(task.problem), read_result(task.result)
    children = _children(problem, options.child, shown(task.problem))
    what_if = _questions(problem, children, options.with_key)
    wrong = [str(violation) for violation in check(problem, result)]
    if result.status is not SolveStatus.OPTIMAL:
        wrong = [f"the result is {result.status}: nothing is decided that could be explained"]
    if wrong:
        lines = tuple(f"{shown(task.result)}: {sentence}" for sentence in wrong)
        return tell(Ending(ExitCode.DISPUTED, lines))
    found = _explanations(problem, result, children, what_if)
    if options.json:
        document = explanations_to_json(result.problem_sha256, found)
        write_bytes(STANDARD, canonical_json(document))
    else:
        translate = translator(options.language)
        for explanation in found:
            words = explanation_in_words(
                explanation, translate=translate, key_names=problem.key_names
            )
            say(_lines(words))
    return ExitCode.DONE


def _children(problem: Problem, wanted: Sequence[str], name: str) -> list[str] | None:
    known = {child.id for child in problem.children}
    for child in wanted:
        if child not in known:
            raise InputError(name, f"has no child {quoted(child)}")
    return list(dict.fromkeys(wanted)) or None


def _questions(
    problem: Problem, children: Sequence[str] | None, arguments: Sequence[str]
) -> dict[str, list[WhatIf]]:
    if not arguments:
        return {}
    if children is None or len(children) > 1:
        raise InputError("--with-key", "needs exactly one --child")
    asked = next(child for child in problem.children if child.id == children[0])
    return {asked.id: [question(asked, arguments)]}


def _explanations(
    problem: Problem,
    result: Result,
    children: Sequence[str] | None,
    what_if: dict[str, list[WhatIf]],
) -> list[Explanation]:
    """Return the explanations in the order of children's ids."""
    number = len(children or [child for child, refused in result.refusals.items() if refused])
    found = explanations_of(problem, result, children=children, what_if=what_if)
    with progress(number, "child") as bar:
        explanations = []
        for explanation in found:
            explanations.append(explanation)
            bar.advance()
    return sorted(explanations, key=lambda explanation: explanation.child)


def _lines(words: ExplanationInWords) -> Iterator[str]:
    yield f"{words.child}: {words.outcome}"
    for refused in words.refused:
        yield f"  {refused.group}: {refused.why}"
        for sentence in (*refused.facts, *refused.changes):
            yield f"    {sentence}"
    for answer in words.answers:
        yield f"  {answer}"
