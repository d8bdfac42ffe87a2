"""Who may do what to an application, and why not: each check raises NotAllowed with a sentence."""

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from recruitment.applications.errors import NotAllowed
from recruitment.applications.models import Application, Channel
from recruitment.applications.workflow import Actor, Status, transition
from recruitment.procedures.calendar import is_open, stage_of
from recruitment.procedures.models import Procedure, StageCode
from schools.models import Institution


def check_can_start(procedure: Procedure, now: datetime) -> None:
    """A new application may be started while applications are taken, before the results."""
    _check_is_not_announced(procedure)
    if is_open(procedure, StageCode.APPLICATION, now):
        return
    stage = stage_of(procedure, StageCode.APPLICATION)
    if stage is not None and now < stage.starts_at:
        raise NotAllowed(_("Składanie wniosków jeszcze się nie zaczęło."))
    raise NotAllowed(_("Czas na składanie wniosków już minął."))


def _check_is_not_announced(procedure: Procedure) -> None:
    if procedure.is_published:
        raise NotAllowed(_("Wyniki tego naboru są już ogłoszone."))


def check_can_edit(user: User, application: Application, now: datetime) -> None:
    """The parent may change a draft while applications are taken, by the server's clock."""
    _check_is_owner(user, application)
    if application.status == Status.WITHDRAWN:
        raise NotAllowed(_("Z tego wniosku zrezygnowano. Możesz rozpocząć nowy."))
    if not application.is_draft:
        raise NotAllowed(
            _("Ten wniosek jest już złożony. Aby go zmienić, wybierz najpierw „Popraw wniosek”.")
        )
    check_can_start(application.procedure, now)


def check_can_enter_paper(user: User, procedure: Procedure, now: datetime) -> None:
    """Staff of an institution may type in paper applications until verification ends.

    Later than parents, because what was brought in time may wait for somebody to type it in.
    """
    today = timezone.localtime(now).date()
    if not Institution.objects.of_staff(user, today).exists():
        raise NotAllowed(_("Wniosek papierowy może wprowadzić tylko pracownik placówki."))
    _check_is_not_announced(procedure)
    filing = stage_of(procedure, StageCode.APPLICATION)
    verification = stage_of(procedure, StageCode.VERIFICATION)
    if filing is None or now < filing.starts_at:
        raise NotAllowed(_("Składanie wniosków jeszcze się nie zaczęło."))
    if verification is None or verification.is_over(now):
        raise NotAllowed(_("Czas na wprowadzanie wniosków papierowych już minął."))


def check_can_fill(user: User, application: Application, now: datetime) -> None:
    """Who may change the answers: the parent of an online draft, staff of a paper one."""
    if application.channel != Channel.PAPER:
        check_can_edit(user, application, now)
        return
    check_can_enter_paper(user, application.procedure, now)
    if not application.is_draft:
        raise NotAllowed(_("Ten wniosek papierowy jest już wprowadzony."))


def check_can_reopen(user: User, application: Application, now: datetime) -> None:
    """The parent may take a filed application back to correct it, until verification begins."""
    _check_is_owner(user, application)
    if transition(application.status, Status.DRAFT, Actor.PARENT) is None:
        raise _nothing_to_take_back(
            application,
            _("Ten wniosek jest już u komisji. O poprawkę poproś placówkę pierwszego wyboru."),
        )
    check_can_start(application.procedure, now)


def check_can_withdraw(user: User, application: Application, now: datetime) -> None:
    """The parent may withdraw while applications are taken, unless the committee has it."""
    _check_is_owner(user, application)
    if transition(application.status, Status.WITHDRAWN, Actor.PARENT) is None:
        raise _nothing_to_take_back(
            application,
            _("Ten wniosek jest już u komisji. Rezygnację zgłoś w placówce pierwszego wyboru."),
        )
    check_can_start(application.procedure, now)


def _nothing_to_take_back(application: Application, otherwise: str) -> NotAllowed:
    """The refusal for a status from which a parent cannot step back."""
    reasons = {
        Status.DRAFT: _("Ten wniosek jest szkicem. Można go od razu zmieniać."),
        Status.WITHDRAWN: _("Z tego wniosku już zrezygnowano."),
        Status.REJECTED: _("Komisja odrzuciła ten wniosek. Możesz złożyć nowy."),
    }
    return NotAllowed(reasons.get(Status(application.status), otherwise))


def _check_is_owner(user: User, application: Application) -> None:
    if application.owner_id != user.pk:
        raise NotAllowed(_("To może zrobić tylko osoba, która założyła ten wniosek."))


def reason_against(check: Callable[..., None], *arguments: object) -> str:
    """The sentence with which the check refuses, or an empty text when it allows."""
    try:
        check(*arguments)
    except NotAllowed as refusal:
        return refusal.reason
    return ""
