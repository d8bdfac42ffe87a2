"""Filing: the instant, the receipt, the race, and taking an application back."""

import hashlib
import json
from datetime import timedelta
from functools import partial

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import translation

from recruitment.applications.errors import NotAllowed
from recruitment.applications.forms.filing import DeclarationsForm
from recruitment.applications.models import Application, Claim
from recruitment.applications.services import filing
from recruitment.applications.services.filing import submit_application
from recruitment.applications.services.sections import save_address
from recruitment.applications.services.starting import (
    start_application,
    start_paper_application,
)
from recruitment.applications.services.taking_back import (
    reopen_application,
    withdraw_application,
)
from recruitment.applications.snapshot import snapshot
from recruitment.applications.values import Question
from recruitment.applications.workflow import Status
from recruitment.procedures.models import StageCode
from recruitment.procedures.services import set_published_run
from tests.factories import (
    CLOSES_AT,
    DURING,
    NOW,
    OPENS_AT,
    make_application,
    make_criteria,
    make_draft,
    make_group,
    make_procedure,
    make_staff,
    make_user,
)
from tests.recruitment.applications.steps import (
    LIABILITY,
    PESEL,
    RESIDENCE,
    child_values,
    fill,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole_draft() -> Application:
    procedure = make_procedure()
    make_criteria(procedure)
    draft = make_draft(procedure)
    fill(draft, draft.owner, [make_group()], {Question("large-family")})
    return Application.objects.get(pk=draft.pk)


def submit(application: Application, **fields: object) -> object:
    defaults = {"actor": application.owner, "now": NOW, "idempotency_key": "klucz"}
    return submit_application(application=application, **{**defaults, **fields})


def test_submit_files_the_application(whole_draft: Application) -> None:
    submission = submit(whole_draft, declarations=[LIABILITY])

    whole_draft.refresh_from_db()
    assert (whole_draft.status, whole_draft.filed_at) == (Status.FILED, NOW)
    assert (submission.number, submission.filed_at) == (1, NOW)
    assert whole_draft.events.last().verb == "submitted"


def test_submit_keeps_a_hashed_picture_of_the_answers(whole_draft: Application) -> None:
    submission = submit(whole_draft, declarations=[LIABILITY])

    content = json.loads(submission.content)
    group = whole_draft.choices.get().group
    assert submission.sha256 == hashlib.sha256(submission.content.encode()).hexdigest()
    assert content["child"]["pesel"] == PESEL
    assert content["choices"] == [
        {"position": 1, "institution": group.institution.code, "group": group.code}
    ]
    assert content["claims"] == [
        {"criterion": "large-family", "institution": ""},
        {"criterion": "residence", "institution": ""},
    ]
    assert content["declarations"] == [LIABILITY]
    assert content["paper_receipt"] is None


def test_snapshot_is_the_same_text_for_the_same_answers(whole_draft: Application) -> None:
    def picture() -> str:
        return snapshot(Application.objects.with_answers().get(pk=whole_draft.pk))

    before = picture()
    Claim.objects.filter(application=whole_draft).delete()
    without_claims = picture()
    fill(
        whole_draft,
        whole_draft.owner,
        [whole_draft.choices.get().group],
        {Question("large-family")},
    )

    assert picture() == before != without_claims


@pytest.mark.parametrize("language", ["pl", "en", "uk"])
def test_filing_tells_in_which_language_to_write_to_the_family(
    whole_draft: Application, language: str
) -> None:
    with translation.override(language):
        submit(whole_draft)

    whole_draft.owner.refresh_from_db()
    assert whole_draft.owner.language == language


def test_submit_sends_a_receipt_that_names_nobody(
    whole_draft: Application, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        submission = submit(whole_draft)

    message = mail.outbox[0]
    texts = [message.subject, message.body, message.alternatives[0].content]
    assert (len(mail.outbox), message.to) == (1, [whole_draft.owner.email])
    assert message.subject == f"Wniosek {whole_draft.number} został złożony"
    assert submission.sha256 in message.body
    for personal in (PESEL, "Zofia", "Kowalsk", "Anna", "Łąkowa"):
        assert [personal in text for text in texts] == [False, False, False]


def test_submit_twice_with_the_same_key_gives_the_same_receipt(
    whole_draft: Application, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        first = submit(whole_draft)
        second = submit(whole_draft, now=NOW + timedelta(seconds=2))

    assert second == first
    assert (whole_draft.submissions.count(), len(mail.outbox)) == (1, 1)


def test_submit_with_another_key_refuses_a_filed_application(whole_draft: Application) -> None:
    submit(whole_draft)

    with pytest.raises(NotAllowed, match="jest już złożony"):
        submit(whole_draft, idempotency_key="inny")

    assert whole_draft.submissions.count() == 1


@pytest.mark.parametrize(
    ("moment", "reason"),
    [
        (OPENS_AT - timedelta(seconds=1), "Składanie wniosków jeszcze się nie zaczęło."),
        (CLOSES_AT, "Czas na składanie wniosków już minął."),
        (CLOSES_AT + timedelta(days=1), "Czas na składanie wniosków już minął."),
    ],
)
def test_submit_refuses_a_closed_stage(
    whole_draft: Application, moment: object, reason: str
) -> None:
    with pytest.raises(NotAllowed) as refusal:
        submit(whole_draft, now=moment)

    whole_draft.refresh_from_db()
    assert (refusal.value.reason, whole_draft.status) == (reason, Status.DRAFT)
    assert whole_draft.submissions.count() == 0


@pytest.mark.parametrize("moment", [OPENS_AT, CLOSES_AT - timedelta(seconds=1)])
def test_submit_allows_the_first_and_the_last_second(
    whole_draft: Application, moment: object
) -> None:
    submit(whole_draft, now=moment)

    whole_draft.refresh_from_db()
    assert whole_draft.filed_at == moment


def test_submit_refuses_an_unfinished_application_and_names_what_is_missing() -> None:
    draft = make_draft(make_procedure())

    with pytest.raises(ValidationError) as refusal:
        submit(draft)

    assert refusal.value.messages == [
        "Najpierw dokończ części wniosku: Dane dziecka, Rodzice lub opiekunowie, "
        "Adres zamieszkania, Wybór i kolejność przedszkoli, Kryteria."
    ]


def test_submit_refuses_a_child_that_was_filed_meanwhile(whole_draft: Application) -> None:
    make_application(whole_draft.procedure, status=Status.FILED, child={"pesel": PESEL})

    with pytest.raises(ValidationError) as refusal:
        submit(whole_draft)

    assert refusal.value.messages == ["W tym naborze jest już złożony wniosek tego dziecka."]


def test_submit_survives_the_race_of_two_parents(
    whole_draft: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other parent files after our check: the database is the last judge."""
    check = filing.check_can_submit

    def check_and_lose_the_race(application: Application, **arguments: object) -> None:
        check(application, **arguments)
        make_application(application.procedure, status=Status.FILED, child={"pesel": PESEL})

    monkeypatch.setattr(filing, "check_can_submit", check_and_lose_the_race)

    with pytest.raises(ValidationError) as refusal:
        submit(whole_draft)

    assert refusal.value.code == "child_taken"
    assert Application.objects.get(pk=whole_draft.pk).status == Status.DRAFT
    assert whole_draft.submissions.count() == 0


def test_submit_refuses_a_stranger(whole_draft: Application) -> None:
    with pytest.raises(NotAllowed, match="tylko osoba, która założyła"):
        submit(whole_draft, actor=make_user())


def test_the_old_page_of_a_reopened_application_files_nothing_and_says_so(
    whole_draft: Application,
) -> None:
    submit(whole_draft)
    reopen_application(application=whole_draft, actor=whole_draft.owner, now=NOW)

    with pytest.raises(NotAllowed, match="Ta strona jest nieaktualna"):
        submit(whole_draft)

    whole_draft.refresh_from_db()
    assert (whole_draft.status, whole_draft.submissions.count()) == (Status.DRAFT, 1)


def test_a_broken_rule_other_than_one_per_child_is_not_called_that(
    whole_draft: Application,
) -> None:
    Application.objects.filter(pk=whole_draft.pk).update(identity_key="")

    with pytest.raises(IntegrityError, match="application_filed_whole"):
        submit(whole_draft)


def test_what_the_parent_declared_is_kept_in_the_words_of_the_law() -> None:
    with translation.override("uk"):
        assert DeclarationsForm().declarations[0] == LIABILITY


def test_nothing_is_started_or_taken_back_once_results_are_announced(
    whole_draft: Application,
) -> None:
    submit(whole_draft)
    set_published_run(procedure=whole_draft.procedure, run_number=1, now=NOW)
    whole_draft.refresh_from_db()

    with pytest.raises(NotAllowed, match="Wyniki tego naboru są już ogłoszone"):
        start_application(
            procedure=whole_draft.procedure, owner=make_user(), now=DURING[StageCode.APPLICATION]
        )
    with pytest.raises(NotAllowed, match="Wyniki tego naboru są już ogłoszone"):
        reopen_application(application=whole_draft, actor=whole_draft.owner, now=NOW)


def test_a_reopened_application_is_filed_again_as_the_second_submission(
    whole_draft: Application,
) -> None:
    first = submit(whole_draft)
    reopened = reopen_application(application=whole_draft, actor=whole_draft.owner, now=NOW)
    was = (reopened.status, reopened.filed_at)

    second = submit(whole_draft, idempotency_key="drugi")

    assert was == (Status.DRAFT, None)
    assert [first.number, second.number] == [1, 2]
    assert (first.content, first.sha256) == (second.content, second.sha256)


def test_reopening_a_draft_and_withdrawing_twice_change_nothing(whole_draft: Application) -> None:
    same = {"application": whole_draft, "actor": whole_draft.owner, "now": NOW}
    events = whole_draft.events.count()

    reopen_application(**same)
    withdraw_application(**same)
    withdraw_application(**same)

    assert whole_draft.events.count() == events + 1
    assert Application.objects.get(pk=whole_draft.pk).status == Status.WITHDRAWN


def test_a_withdrawn_child_can_be_in_another_application(whole_draft: Application) -> None:
    submit(whole_draft)
    withdraw_application(application=whole_draft, actor=whole_draft.owner, now=NOW)
    again = make_draft(whole_draft.procedure, whole_draft.owner)
    fill(again, again.owner, [make_group()])

    submit(again)

    assert Application.objects.get(pk=again.pk).status == Status.FILED


# --- starting ---------------------------------------------------------------------------------
def test_start_gives_an_empty_draft_with_a_number() -> None:
    parent = make_user()

    application = start_application(procedure=make_procedure(), owner=parent, now=NOW)

    assert (application.status, application.owner) == (Status.DRAFT, parent)
    assert len(application.number) == 11
    assert list(application.events.values_list("verb", flat=True)) == ["started"]


def test_start_twice_gives_the_same_empty_draft() -> None:
    procedure, parent = make_procedure(), make_user()

    first = start_application(procedure=procedure, owner=parent, now=NOW)
    second = start_application(procedure=procedure, owner=parent, now=NOW)

    assert first == second


def test_a_draft_with_copied_answers_is_used_again_until_it_is_touched(
    whole_draft: Application,
) -> None:
    procedure, parent = whole_draft.procedure, whole_draft.owner
    start = partial(start_application, procedure=procedure, owner=parent, now=NOW)

    copied = start(copied_from=whole_draft)
    emptied = start()
    shape = (
        emptied.guardians.count(),
        emptied.claims.count(),
        emptied.candidate.city,
        emptied.candidate.is_resident,
    )
    copied_again = start(copied_from=whole_draft)
    save_address(application=copied_again, values=RESIDENCE, actor=parent, now=NOW)
    another = start()

    assert copied == emptied == copied_again
    assert shape == (0, 0, "", None)
    assert copied_again.guardians.count() == 2
    assert another not in {whole_draft, copied}


@pytest.mark.parametrize("moment", [OPENS_AT - timedelta(seconds=1), CLOSES_AT])
def test_start_refuses_a_closed_stage(moment: object) -> None:
    with pytest.raises(NotAllowed):
        start_application(procedure=make_procedure(), owner=make_user(), now=moment)

    assert Application.objects.count() == 0


def test_a_second_child_starts_from_the_family_of_the_first(whole_draft: Application) -> None:
    second = start_application(
        procedure=whole_draft.procedure,
        owner=whole_draft.owner,
        now=NOW,
        copied_from=whole_draft,
    )

    assert second != whole_draft
    assert [guardian.full_name for guardian in second.guardians.all()] == [
        "Anna Kowalska",
        "Adam Kowalski",
    ]
    assert second.candidate.address_lines == ["ul. Łąkowa 12/3", "05-120 Legionowo"]
    assert (second.candidate.full_name, second.candidate.pesel) == ("", "")
    assert list(second.claims.values_list("criterion__code", flat=True)) == ["residence"]
    assert whole_draft.guardians.count() == 2


# --- paper ------------------------------------------------------------------------------------
def test_staff_of_the_first_choice_file_a_paper_application() -> None:
    procedure, group = make_procedure(), make_group()
    clerk = make_staff(group.institution)
    application = start_paper_application(procedure=procedure, actor=clerk, now=NOW)
    fill(application, clerk, [group])

    submit(application, actor=clerk)

    application.refresh_from_db()
    assert (application.status, application.owner) == (Status.FILED, None)
    assert application.events.last().verb == "entered_from_paper"


def test_staff_of_another_institution_cannot_file_a_paper_application() -> None:
    procedure = make_procedure()
    clerk = make_staff(make_group().institution)
    application = start_paper_application(procedure=procedure, actor=clerk, now=NOW)
    fill(application, clerk, [make_group()])

    with pytest.raises(NotAllowed, match="wprowadza placówka pierwszego wyboru"):
        submit(application, actor=clerk)


def test_a_parent_cannot_start_a_paper_application() -> None:
    with pytest.raises(NotAllowed, match="tylko pracownik placówki"):
        start_paper_application(procedure=make_procedure(), actor=make_user(), now=NOW)


def test_a_paper_application_refuses_a_child_filed_online() -> None:
    procedure, group = make_procedure(), make_group()
    clerk = make_staff(group.institution)
    make_application(procedure, status=Status.FILED, child={"pesel": PESEL})
    application = start_paper_application(procedure=procedure, actor=clerk, now=NOW)

    with pytest.raises(ValidationError, match="jest już złożony wniosek tego dziecka"):
        fill(application, clerk, [group], child=child_values())
