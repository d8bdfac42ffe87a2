"""Questions to the mayor about the circumstances that a family stated (PO art. 150 ust. 7).

The chair of the committee asks the mayor of the candidate's place of residence, who has 14 days
(`Procedure.mayor_reply_days`). The day of the question is not counted, and days off do not prolong
the term. Neither the question nor the answer is a verdict: the committee gives it.
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from recruitment.applications.errors import NotAllowed
from recruitment.applications.models import Application, MayorAnswer, MayorRequest
from recruitment.applications.services.history import record
from recruitment.applications.workflow import Actor, Verb
from recruitment.verification.labels import claim_with, in_office_language
from recruitment.verification.permissions import (
    check_can_ask_mayor,
    check_can_close_request,
    check_can_withdraw_request,
)
from recruitment.verification.queries import claims_to_ask_about
from recruitment.verification.services.decisions import lock_case, take_up


@transaction.atomic
def ask_mayor(
    *,
    application: Application,
    claims: Collection[int],
    actor: User,
    now: datetime,
    seen_event: int,
) -> list[MayorRequest]:
    """Record the question about each of these claims (keys of rows), with the last day to answer.

    Raises NotAllowed, also for a claim of which an answer is awaited already.
    """
    application = lock_case(application, seen_event)
    check_can_ask_mayor(actor, application, now)
    open_claims = {claim.pk: claim for claim in claims_to_ask_about(application)}
    if not claims or not set(claims) <= set(open_claims):
        raise NotAllowed(_("O to kryterium nie można teraz zapytać. Odśwież stronę i sprawdź."))
    take_up(application, actor=actor, now=now)
    days = timedelta(days=application.procedure.mayor_reply_days)
    due_on = timezone.localtime(now).date() + days
    asked = []
    for key, claim in open_claims.items():
        if key not in claims:
            continue
        asked.append(
            MayorRequest.objects.create(claim=claim, asked_at=now, asked_by=actor, due_on=due_on)
        )
        until = in_office_language(
            lambda: _("termin odpowiedzi %(day)s") % {"day": date_format(due_on, "j E Y")}
        )
        record(
            application,
            Verb.MAYOR_ASKED,
            actor=actor,
            actor_role=Actor.COMMITTEE,
            now=now,
            detail=claim_with(claim, until),
        )
    return asked


@transaction.atomic
def close_mayor_request(
    *,
    request: MayorRequest,
    answer: MayorAnswer,
    note: str,
    actor: User,
    now: datetime,
    seen_event: int,
) -> MayorRequest:
    """Write down what the mayor answered, or that the question is withdrawn. Raises NotAllowed."""
    application = lock_case(request.claim.application, seen_event)
    request = MayorRequest.objects.select_related("claim__criterion", "claim__institution").get(
        pk=request.pk, claim__application=application
    )
    is_withdrawn = answer == MayorAnswer.WITHDRAWN
    check = check_can_withdraw_request if is_withdrawn else check_can_close_request
    check(actor, application, request, now)
    request.answer, request.note = answer, note.strip()
    request.closed_at, request.closed_by = now, actor
    request.save(update_fields=["answer", "note", "closed_at", "closed_by"])
    record(
        application,
        Verb.MAYOR_NOT_ASKED if is_withdrawn else Verb.MAYOR_ANSWERED,
        actor=actor,
        actor_role=Actor.COMMITTEE,
        now=now,
        detail=claim_with(request.claim, in_office_language(lambda: str(answer.label))),
        reason=request.note,
    )
    return request
