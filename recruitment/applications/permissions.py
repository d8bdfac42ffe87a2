"""Who may do what to an application, and why not: each check raises NotAllowed with a sentence."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from recruitment.applications.errors import NotAllowed
from recruitment.applications.models import Application
from recruitment.applications.workflow import Actor, Status, transition
from recruitment.procedures.calendar import is_open, stage_of
from recruitment.procedures.models import Procedure, StageCode


def check_can_start(procedure: Procedure, now: datetime) -> None:
    """A new application may be started while applications are taken."""
    if is_open(procedure, StageCode.APPLICATION, now):
        return
    stage = stage_of(procedure, StageCode.APPLICATION)
    if stage is not None and now < stage.starts_at:
        raise NotAllowed(_("Składanie wniosków jeszcze się nie zaczęło."))
    raise NotAllowed(_("Czas na składanie wniosków już minął."))


def check_can_edit(user: User, application: Application, now: datetime) -> None:
    """The parent may change a draft while applications are taken, by the server's clock."""
    if application.owner_id != user.pk:
        raise NotAllowed(_("Ten wniosek może zmieniać tylko osoba, która go założyła."))
    check_can_start(application.procedure, now)
    if not application.is_draft:
        raise NotAllowed(
            _("Ten wniosek jest już złożony. Aby go zmienić, najpierw wycofaj go do poprawy.")
        )


def check_can_reopen(user: User, application: Application, now: datetime) -> None:
    """The parent may take a filed application back to correct it, until verification begins."""
    if application.owner_id != user.pk:
        raise NotAllowed(_("Ten wniosek może zmieniać tylko osoba, która go założyła."))
    check_can_start(application.procedure, now)
    if transition(application.status, Status.DRAFT, Actor.PARENT) is None:
        raise NotAllowed(
            _("Komisja już sprawdza ten wniosek. O poprawkę poproś placówkę pierwszego wyboru.")
        )


def check_can_withdraw(user: User, application: Application, now: datetime) -> None:
    """The parent may withdraw while applications are taken, unless the committee has it."""
    if application.owner_id != user.pk:
        raise NotAllowed(_("Ten wniosek może wycofać tylko osoba, która go założyła."))
    check_can_start(application.procedure, now)
    if transition(application.status, Status.WITHDRAWN, Actor.PARENT) is None:
        raise NotAllowed(
            _("Komisja już sprawdza ten wniosek. Rezygnację zgłoś w placówce pierwszego wyboru.")
        )


def reason_against(check: Callable[..., None], *arguments: object) -> str:
    """The sentence with which the check refuses, or an empty text when it allows."""
    try:
        check(*arguments)
    except NotAllowed as refusal:
        return refusal.reason
    return ""
