"""Do they agree? Random small problems, answered at least three times: `python -m benchmarks.agree`.

By the engine, by a brute force over all assignments (`tests/allocation/engine/brute_force.py`) and
by `check`; without reserved and secured places, and with nobody equal or a published draw, also by
two libraries of others. Prints how often they agreed. At the first disagreement it writes the
problem and all answers as JSON and ends with 1.
"""

import argparse
import json
import sys
from collections.abc import Callable
from random import Random
from typing import NamedTuple

from allocation.engine import Problem, TieRule, allocate, check, problem_to_json
from benchmarks import peers
from tests.allocation.engine.brute_force import Answer, Definition, drawn
from tests.allocation.engine.small_problems import BYTES_OF_A_PROBLEM, Numbers, read_problem

LARGEST = {"children": 8, "groups": 4}
LARGE = 6

Peer = Callable[[peers.Lists, peers.Lists, dict[int, int]], dict[int, int]]


class Kind(NamedTuple):
    """A sort of problems, and whether others can answer them."""

    name: str
    ties: TieRule
    reserves: bool
    has_peers: bool


KINDS = [
    Kind("strict", TieRule.STRICT, reserves=False, has_peers=True),
    Kind("lottery", TieRule.LOTTERY, reserves=False, has_peers=True),
    Kind("strict, reserved and secured places", TieRule.STRICT, reserves=True, has_peers=False),
    Kind("lottery, reserved and secured places", TieRule.LOTTERY, reserves=True, has_peers=False),
    Kind(
        "committee, reserved and secured places", TieRule.COMMITTEE, reserves=True, has_peers=False
    ),
    Kind("all_in, secured places", TieRule.ALL_IN, reserves=False, has_peers=False),
]


def main() -> None:
    """Answer as many problems of each kind as was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--instances", type=int, default=5_000, help="of each kind")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    for kind in KINDS:
        random = Random(f"{options.seed}:{kind.name}")
        large = refused = 0
        names: list[str] = []
        for _ in range(options.instances):
            problem = _problem(kind, random)
            answers = _answers(kind, problem)
            if any(answer != answers["engine"] for answer in answers.values()):
                document = {"problem": problem_to_json(problem), "answers": answers}
                sys.stdout.write(json.dumps(document, ensure_ascii=False) + "\n")
                sys.exit(1)
            names = list(answers)
            large += len(problem.children) >= LARGE
            refused += None in answers["engine"].values()
        sys.stdout.write(
            f"{kind.name}: {options.instances} problems, {large} of them with {LARGE} to 8 children,"
            f" {refused} with a child without a place: {', '.join(names)} agree\n"
        )
        sys.stdout.flush()


def _problem(kind: Kind, random: Random) -> Problem:
    numbers = Numbers(random.randbytes(BYTES_OF_A_PROBLEM))
    return read_problem(
        numbers, kind.ties, reserves=kind.reserves, secured=not kind.has_peers, **LARGEST
    )


def _answers(kind: Kind, problem: Problem) -> dict[str, Answer | None]:
    result = allocate(problem)
    proven = not check(problem, result)
    answers = {
        "engine": result.assignment,
        "brute force": Definition(problem).answer(),
        "check": result.assignment if proven else None,
    }
    if kind.has_peers:
        strict = drawn(problem) if kind.ties is TieRule.LOTTERY else problem
        for peer in (peers.matching, peers.algmatch):
            answers[peer.__name__] = _by(peer, strict)
    return answers


def _by(peer: Peer, problem: Problem) -> Answer:
    """Ask a library, which knows only places for at least one child that somebody wishes for."""
    wished = {choice.group for child in problem.children for choice in child.choices}
    groups = [group for group in problem.groups if group.capacity and group.id in wished]
    number = {group.id: place for place, group in enumerate(groups, 1)}
    wishes = {
        place: listed
        for place, child in enumerate(problem.children, 1)
        if (listed := [number[wish.group] for wish in child.choices if wish.group in number])
    }
    answer: Answer = dict.fromkeys(child.id for child in problem.children)
    if wishes:
        line = sorted(
            (
                (wish.key, place, number[wish.group])
                for place, child in enumerate(problem.children, 1)
                for wish in child.choices
                if wish.group in number
            ),
            reverse=True,
        )
        orders = {
            group: [child for _, child, wanted in line if wanted == group]
            for group in number.values()
        }
        places = {number[group.id]: group.capacity for group in groups}
        for child, group in peer(wishes, orders, places).items():
            answer[problem.children[child - 1].id] = groups[group - 1].id
    return answer


if __name__ == "__main__":
    main()
