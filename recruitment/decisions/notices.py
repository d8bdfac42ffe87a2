"""Telling families by e-mail that results are out: never what they are, nor whose.

A mailbox may be shared, or read by others. What is to be sent is written down in the transaction of
the announcement, so nothing is forgotten; sending can be repeated at any time.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from recruitment.applications.workflow import NOT_COMPETING
from recruitment.decisions.models import ResultNotice
from recruitment.procedures.calendar import stage_of
from recruitment.procedures.models import Procedure, Stage, StageCode

logger = logging.getLogger(__name__)

Clock = Callable[[], datetime]

LEASE = timedelta(minutes=10)
"""After so long a letter in hand is given to another worker: the first one must be gone."""

FAILURES_IN_A_ROW = 5
"""So many mean that the mail server is down: the rest waits for the next attempt."""

BATCH = 500


def queue_notices(procedure: Procedure, now: datetime) -> None:
    """Write down a letter to everybody whose application stood in the procedure to its end.

    A person gets one, whatever the number of children and of announcements.
    """
    owners = User.objects.filter(
        pk__in=procedure.applications.exclude(status__in=NOT_COMPETING).values("owner")
    ).order_by("pk")
    ResultNotice.objects.bulk_create(
        [ResultNotice(procedure=procedure, owner=owner, queued_at=now) for owner in owners],
        batch_size=BATCH,
        ignore_conflicts=True,
    )


def send_notices(procedure: Procedure, *, clock: Clock) -> int:
    """Send what has not been sent yet; return how many letters went out.

    A letter that cannot be sent stays for the next attempt and stops no other one.
    """
    confirmation = stage_of(procedure, StageCode.CONFIRMATION)
    connection = get_connection()
    sent = failures = 0
    for pk in list(_unsent(procedure, clock()).order_by("pk").values_list("pk", flat=True)):
        notice = _claim(procedure, pk, clock())
        if notice is None:
            continue
        try:
            connection.open()
            _letter(notice, confirmation, connection).send()
        except (OSError, ValueError) as error:
            # The text of such an error holds the address of the family.
            logger.warning("Notice %s was not sent: %s.", pk, type(error).__name__)
            ResultNotice.objects.filter(pk=pk).update(claimed_at=None)
            connection = _fresh(connection)
            failures += 1
            if failures == FAILURES_IN_A_ROW:
                break
        else:
            ResultNotice.objects.filter(pk=pk).update(sent_at=clock())
            sent += 1
            failures = 0
    connection.close()
    return sent


def _unsent(procedure: Procedure, now: datetime) -> "QuerySet[ResultNotice]":
    """What has not gone out and nobody has in hand."""
    is_free = Q(claimed_at__isnull=True) | Q(claimed_at__lte=now - LEASE)
    return ResultNotice.objects.filter(is_free, procedure=procedure, sent_at__isnull=True)


def _claim(procedure: Procedure, pk: int, now: datetime) -> ResultNotice | None:
    """Take the letter in hand if nobody has it: of two workers only one changes the row."""
    if not _unsent(procedure, now).filter(pk=pk).update(claimed_at=now):
        return None
    return ResultNotice.objects.select_related("owner", "procedure").get(pk=pk)


def _letter(
    notice: ResultNotice, confirmation: Stage | None, connection: BaseEmailBackend
) -> EmailMultiAlternatives:
    """The letter in the language of the family."""
    context = {
        "procedure": notice.procedure,
        "confirmation": confirmation,
        "site": settings.SITE,
    }
    with translation.override(notice.owner.language):
        letter = EmailMultiAlternatives(
            subject=_("Wyniki naboru są ogłoszone"),
            body=render_to_string("decisions/mail/results_announced.txt", context),
            to=[notice.owner.email],
            connection=connection,
        )
        html = render_to_string("decisions/mail/results_announced.html", context)
    letter.attach_alternative(html, "text/html")
    return letter


def _fresh(connection: BaseEmailBackend) -> BaseEmailBackend:
    """A new connection in place of one that may be broken."""
    with suppress(OSError):
        connection.close()
    return get_connection()
