"""Filing an application: the instant after which it takes part."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import User
from recruitment.applications.canonical import sha256_of
from recruitment.applications.constraints import breaks
from recruitment.applications.errors import NotAllowed
from recruitment.applications.models import Application, Channel, Submission
from recruitment.applications.models.application import ONE_PER_CHILD
from recruitment.applications.permissions import check_can_fill
from recruitment.applications.progress import unfinished_sections
from recruitment.applications.services.history import change_status
from recruitment.applications.services.receipt import send_receipt
from recruitment.applications.services.saving import acts_as, lock
from recruitment.applications.services.sections import check_child_is_free
from recruitment.applications.snapshot import snapshot
from recruitment.applications.values import PaperReceipt
from recruitment.applications.workflow import Status
from schools.models import Institution


@transaction.atomic
def submit_application(
    *,
    application: Application,
    actor: User,
    now: datetime,
    idempotency_key: str,
    declarations: Sequence[str] = (),
    receipt: PaperReceipt | None = None,
) -> Submission:
    """File the application: keep a picture of it, change its status, send the owner a receipt.

    A second call with the same key returns the first receipt and changes nothing, unless the
    application was taken back meanwhile: then the page is out of date. `declarations` are the
    sentences that the parent confirmed, `receipt` says when a paper application was brought: that
    moment, not the one of typing it in, is the time of its filing.

    Raises NotAllowed when the person or the clock says no, ValidationError when sections are
    unfinished or the child has another application.
    """
    application = lock(application)
    filed = application.submissions.filter(idempotency_key=idempotency_key).first()
    if filed is not None and not application.is_draft:
        return filed
    if filed is not None:
        raise NotAllowed(
            _("Ta strona jest nieaktualna. Sprawdź odpowiedzi i złóż wniosek jeszcze raz.")
        )
    check_can_submit(application, actor=actor, now=now)
    application.filed_at = receipt.received_at if receipt else now
    application.late_because = receipt.late_because if receipt else ""
    application.filing_note = receipt.note if receipt else ""
    application.saved_at = now
    application.save(update_fields=["filed_at", "late_because", "filing_note", "saved_at"])
    return _file(application, actor, now, idempotency_key, declarations)


def check_can_submit(application: Application, *, actor: User, now: datetime) -> None:
    """Everything that must hold before filing. Raises NotAllowed or ValidationError."""
    check_can_fill(actor, application, now)
    whole = Application.objects.with_answers().get(pk=application.pk)
    unfinished = unfinished_sections(whole)
    if unfinished:
        names = ", ".join(str(state.section.label) for state in unfinished)
        raise ValidationError(
            _("Najpierw dokończ części wniosku: %(names)s."),
            code="unfinished",
            params={"names": names},
        )
    if application.channel == Channel.PAPER:
        _check_is_for_this_institution(whole, actor, now)
    check_child_is_free(application, application.identity_key)


def _check_is_for_this_institution(application: Application, actor: User, now: datetime) -> None:
    """Papers are brought only to the institution of first choice, and it alone types them in."""
    first_choice = application.choices.all()[0].group.institution
    mine = Institution.objects.of_staff(actor, localtime(now).date())
    if not mine.filter(pk=first_choice.pk).exists():
        raise NotAllowed(
            _("Wniosek papierowy wprowadza placówka pierwszego wyboru: %(institution)s.")
            % {"institution": first_choice.name}
        )


def _file(
    application: Application,
    actor: User,
    now: datetime,
    idempotency_key: str,
    declarations: Sequence[str],
) -> Submission:
    content = snapshot(Application.objects.with_answers().get(pk=application.pk), declarations)
    submission = Submission.objects.create(
        application=application,
        number=application.submissions.count() + 1,
        content=content,
        sha256=sha256_of(content),
        idempotency_key=idempotency_key,
        filed_at=now,
    )
    try:
        with transaction.atomic():
            change_status(
                application, Status.FILED, actor=actor, actor_role=acts_as(application), now=now
            )
    except IntegrityError as error:
        if not breaks(error, Application, ONE_PER_CHILD):
            raise
        # Somebody else filed for the same child between our check and this change.
        raise ValidationError(
            _("W tym naborze jest już złożony wniosek tego dziecka."), code="child_taken"
        ) from error
    if application.owner is not None:
        _remember_language(application.owner)
        transaction.on_commit(partial(send_receipt, submission, application.owner), robust=True)
    return submission


def _remember_language(owner: User) -> None:
    """Later letters come in the language of the receipt."""
    owner.language = get_language() or settings.LANGUAGE_CODE
    owner.save(update_fields=["language"])
