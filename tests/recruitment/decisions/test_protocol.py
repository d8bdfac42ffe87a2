"""What a committee's protocol says of the announced lists."""

import hashlib
from datetime import timedelta

import pytest

from recruitment.applications.workflow import Status
from recruitment.committee.sections import Scope, Section
from recruitment.decisions.models import ChoiceReason, ChoiceResult
from recruitment.decisions.protocol import lists
from recruitment.decisions.score import Score
from recruitment.decisions.services import ChoiceOutcome, Qualification, record_qualification
from tests.factories import NOW, make_application, make_group, make_procedure

pytestmark = pytest.mark.django_db

SCORE = Score(True, 100, 20)


@pytest.fixture
def procedure():
    return make_procedure()


@pytest.fixture
def group():
    return make_group(name="Pszczółki")


def announce(procedure, group, results) -> list[str]:
    """An application for each result, at this group; their numbers."""
    numbers = [
        make_application(procedure, status=Status.VERIFIED, groups=[group]).number for _ in results
    ]
    record_qualification(
        procedure=procedure,
        run_number=1,
        qualifications=[
            Qualification(
                number,
                (
                    ChoiceOutcome(
                        1,
                        group.code,
                        result,
                        SCORE,
                        None if result == ChoiceResult.QUALIFIED else ChoiceReason.HIGHER_POINTS,
                    ),
                ),
            )
            for number, result in zip(numbers, results, strict=True)
        ],
        now=NOW,
    )
    return numbers


def test_lists_are_told_by_their_lengths_and_the_hash_of_their_numbers(procedure, group):
    first, second, refused = announce(
        procedure,
        group,
        [ChoiceResult.QUALIFIED, ChoiceResult.QUALIFIED, ChoiceResult.NOT_QUALIFIED],
    )

    section = lists(Scope(group.institution, procedure, None, NOW))

    qualified = ",".join(f'"{number}"' for number in sorted([first, second]))
    text = f'{{"group":"Pszczółki","not_qualified":["{refused}"],"qualified":[{qualified}]}}'
    assert section == Section(
        title="Załączone listy",
        columns=("Grupa", "Zakwalifikowani", "Niezakwalifikowani", "Skrót listy"),
        rows=(("Pszczółki", "2", "1", hashlib.sha256(text.encode()).hexdigest()),),
        note="Skrót (sha256) liczy się z numerów wniosków na liście. Nazwiska są na listach w placówce.",
    )


def test_lists_of_others_and_of_other_times_are_left_out(procedure, group):
    announce(procedure, group, [ChoiceResult.QUALIFIED])
    later, elsewhere = NOW + timedelta(days=1), make_group().institution

    assert lists(Scope(elsewhere, procedure, None, NOW)) is None
    assert lists(Scope(group.institution, procedure, NOW, later)) is None
    assert lists(Scope(group.institution, procedure, None, NOW - timedelta(days=1))) is None
