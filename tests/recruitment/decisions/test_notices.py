"""The letter that tells families that results are out: to whom, in which words, once."""

import logging
from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command

from allocation.services import publish_run
from recruitment.applications.models import Channel
from recruitment.applications.workflow import Status
from recruitment.decisions.models import ResultNotice
from recruitment.decisions.notices import FAILURES_IN_A_ROW, LEASE, queue_notices, send_notices
from recruitment.decisions.queries import number_of_notices
from recruitment.procedures.models import StageCode
from recruitment.procedures.services import set_published_run
from tests.allocation.rounds import finished_run, verified
from tests.factories import (
    NOW,
    make_application,
    make_criteria,
    make_group,
    make_office_worker,
    make_procedure,
    make_user,
)

pytestmark = pytest.mark.django_db

REFUSED = "zepsuta@example.org"


class BrokenServer(EmailBackend):
    """Takes no letter at all."""

    def send_messages(self, messages):
        raise ConnectionRefusedError(messages[0].to[0])


class FussyServer(EmailBackend):
    """Takes every letter but those to one address."""

    def send_messages(self, messages):
        if messages[0].to == [REFUSED]:
            raise OSError(REFUSED)
        return super().send_messages(messages)


@pytest.fixture
def procedure():
    procedure = make_procedure(during=StageCode.QUALIFIED_LISTS)
    make_criteria(procedure)
    return procedure


def queued(procedure, *emails):
    for email in emails:
        verified(procedure, make_group(), owner=make_user(email))
    queue_notices(procedure, NOW)


def send(procedure, now=NOW):
    return send_notices(procedure, clock=lambda: now)


def test_an_announcement_writes_to_each_family_once_and_tells_no_result(
    procedure, django_capture_on_commit_callbacks
):
    owner = make_user("rodzic@example.org")
    group = make_group(name="Pszczółki")
    children = [verified(procedure, group, owner=owner, surname="Źdźbłowska") for _ in range(2)]
    run = finished_run(procedure)

    with django_capture_on_commit_callbacks(execute=True):
        publish_run(run=run, actor=make_office_worker(), now=NOW)

    (letter,) = mail.outbox
    html, kind = letter.alternatives[0]
    assert (letter.subject, letter.to, kind) == (
        "Wyniki naboru są ogłoszone",
        ["rodzic@example.org"],
        "text/html",
    )
    secrets = ["Źdźbłowska", "Zofia", "Pszczółki", "Dziecko", *[child.number for child in children]]
    for text in (letter.subject, letter.body, html):
        assert [secret for secret in secrets if secret in text] == []
    for text in (letter.body, html):
        assert "na stronie „Moje wnioski”" in text
        assert "potwierdzają wolę przyjęcia: od 6 marca 2027, godz. 14:12" in text
    assert number_of_notices(procedure) == {"total": 1, "sent": 1}


@pytest.mark.parametrize(
    ("status", "is_told"),
    [
        (Status.VERIFIED, True),
        (Status.FILED, True),
        (Status.IN_VERIFICATION, True),
        (Status.RETURNED, True),
        (Status.REJECTED, False),
        (Status.WITHDRAWN, False),
        (Status.DRAFT, False),
    ],
)
def test_who_stood_in_the_procedure_to_its_end_is_told(procedure, status, is_told):
    owner = make_application(procedure, status=status).owner
    make_application(make_procedure(school_year="2026/2027"), status=Status.VERIFIED)
    make_application(procedure, status=Status.VERIFIED, channel=Channel.PAPER, owner=None)

    queue_notices(procedure, NOW)

    assert [notice.owner for notice in ResultNotice.objects.all()] == ([owner] if is_told else [])


def test_announcing_or_sending_again_sends_nothing_more(procedure):
    queued(procedure, "anna@example.org", "bartek@example.org")

    first = send(procedure)
    queue_notices(procedure, NOW)
    again = send(procedure)

    assert (first, again, len(mail.outbox)) == (2, 0, 2)


def test_the_letter_is_in_the_language_of_the_family(procedure):
    verified(procedure, make_group(), owner=make_user("anna@example.org", language="uk"))
    queue_notices(procedure, NOW)

    send(procedure)

    assert '<html lang="uk">' in mail.outbox[0].alternatives[0][0]


def test_an_address_that_is_refused_stops_no_other_letter(procedure, settings, caplog):
    settings.EMAIL_BACKEND = f"{__name__}.FussyServer"
    queued(procedure, "anna@example.org", REFUSED, "bartek@example.org")

    with caplog.at_level(logging.WARNING):
        sent = send(procedure)

    refused = ResultNotice.objects.get(owner__email=REFUSED)
    assert (sent, [letter.to for letter in mail.outbox]) == (
        2,
        [["anna@example.org"], ["bartek@example.org"]],
    )
    assert refused.sent_at is None
    assert caplog.messages == [f"Notice {refused.pk} was not sent: OSError."]


def test_a_mail_server_that_is_down_is_left_in_peace_and_the_announcement_stands(
    procedure, settings, django_capture_on_commit_callbacks, caplog
):
    settings.EMAIL_BACKEND = f"{__name__}.BrokenServer"
    for _ in range(FAILURES_IN_A_ROW + 2):
        verified(procedure, make_group())
    run = finished_run(procedure)

    with django_capture_on_commit_callbacks(execute=True):
        publish_run(run=run, actor=make_office_worker(), now=NOW)

    procedure.refresh_from_db()
    assert procedure.published_run_number == run.number
    assert number_of_notices(procedure) == {"total": FAILURES_IN_A_ROW + 2, "sent": 0}
    assert len(caplog.records) == FAILURES_IN_A_ROW
    assert "@" not in caplog.text


def test_a_letter_in_the_hands_of_one_worker_is_not_sent_by_another(procedure):
    queued(procedure, "anna@example.org")
    ResultNotice.objects.update(claimed_at=NOW)

    before, after = (
        send(procedure, NOW + LEASE - timedelta(seconds=1)),
        send(procedure, NOW + LEASE),
    )

    assert (before, after) == (0, 1)


def test_the_command_sends_what_is_left(procedure, settings):
    queued(procedure, "anna@example.org", "bartek@example.org")
    set_published_run(procedure=procedure, run_number=1, now=NOW)
    settings.EMAIL_BACKEND = f"{__name__}.BrokenServer"
    with pytest.raises(CommandError, match="Nie wszystko wysłano"):
        call_command("send_result_notices", stdout=StringIO())
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    out = StringIO()

    call_command("send_result_notices", stdout=out)

    assert out.getvalue() == "Wysłano: 2. Niewysłane: 0.\n"


def test_the_command_sends_nothing_before_the_announcement(procedure):
    queued(procedure, "anna@example.org")

    with pytest.raises(CommandError, match="Wyników jeszcze nie ogłoszono"):
        call_command("send_result_notices")

    assert mail.outbox == []
