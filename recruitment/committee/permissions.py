"""Who may do what with a committee and its papers, and why not: each check raises NotAllowed."""

from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import User
from recruitment.applications.errors import NotAllowed
from recruitment.committee.models import Meeting, Protocol
from recruitment.committee.queries import (
    Composition,
    composition_at,
    composition_on,
    standing_protocol,
)
from recruitment.committee.wording import lacks_of_protocol
from recruitment.procedures.models import Procedure
from schools.models import Institution, StaffMembership, StaffRole


def check_can_compose(user: User, institution: Institution, now: datetime) -> None:
    """The headteacher appoints the committee and its chair."""
    today = localtime(now).date()
    held = StaffMembership.objects.current(today).filter(
        user=user, institution=institution, role=StaffRole.DIRECTOR
    )
    if not held.exists():
        raise NotAllowed(_("Skład komisji zmienia dyrektor placówki."))


def check_can_lead(
    user: User, institution: Institution, procedure: Procedure, now: datetime
) -> None:
    """The chair convenes meetings and leads their protocols, unless barred from the committee."""
    chairs = composition_on(institution, procedure, localtime(now).date()).chairs
    own = next((chair for chair in chairs if chair.person == user), None)
    if own is None:
        raise NotAllowed(_("Posiedzenia i protokoły prowadzi przewodniczący komisji."))
    if own.bar:
        raise NotAllowed(
            _(
                "Nie możesz być w komisji, bo kandyduje Twoje dziecko. "
                "Dyrektor powoła inną osobę przewodniczącą."
            )
        )


def check_can_change(user: User, meeting: Meeting, now: datetime) -> None:
    """A meeting is changed by the chair, while its protocol is a draft."""
    check_can_lead(user, meeting.institution, meeting.procedure, now)
    protocol = standing_protocol(meeting)
    if protocol is None:
        return
    if protocol.closed_at:
        raise NotAllowed(_("Protokół jest zamknięty. Nie można go już zmienić."))
    raise NotAllowed(
        _("Protokół czeka na potwierdzenia. Aby coś zmienić, najpierw cofnij go do projektu.")
    )


def check_can_mark_attendance(user: User, meeting: Meeting, now: datetime) -> None:
    """Who was there is known on the day of the meeting, not before."""
    check_can_change(user, meeting, now)
    if localtime(now).date() < localtime(meeting.held_at).date():
        raise NotAllowed(_("Obecność zaznacza się w dniu posiedzenia."))


def check_can_present(user: User, meeting: Meeting, now: datetime) -> None:
    """The chair presents a protocol after the meeting has begun, to those who were there."""
    check_can_change(user, meeting, now)
    if now < meeting.held_at:
        raise NotAllowed(_("Posiedzenie jeszcze się nie zaczęło."))
    if not composition_at(meeting).present:
        raise NotAllowed(_("Najpierw zaznacz, kto był na posiedzeniu."))


def check_can_withdraw(user: User, protocol: Protocol, now: datetime) -> None:
    """The chair takes a presented protocol back to a draft until it is closed."""
    check_can_lead(user, protocol.meeting.institution, protocol.meeting.procedure, now)
    _check_is_presented(protocol)


def check_can_confirm(user: User, protocol: Protocol, composition: Composition) -> None:
    """Whoever was at the meeting, and may sit in the committee, confirms its protocol once."""
    _check_is_presented(protocol)
    own = next((member for member in composition.members if member.person == user), None)
    if own is not None and own.bar:
        raise NotAllowed(_("Nie możesz być w komisji, więc nie potwierdzasz jej protokołu."))
    if own is None or not own.is_present:
        raise NotAllowed(_("Protokół potwierdzają osoby, które były na posiedzeniu."))
    if any(one.person_id == user.pk for one in protocol.confirmations.all()):
        raise NotAllowed(_("Ten protokół już potwierdzono z Twojego konta."))


def check_can_close(
    user: User, protocol: Protocol, composition: Composition, now: datetime
) -> None:
    """The chair closes a protocol that lacks nothing; otherwise every lack is told."""
    check_can_withdraw(user, protocol, now)
    if lacks := lacks_of_protocol(protocol, composition):
        raise NotAllowed(" ".join([_("Protokołu nie można jeszcze zamknąć."), *lacks]))


def _check_is_presented(protocol: Protocol) -> None:
    if protocol.withdrawn_at:
        raise NotAllowed(_("Ten protokół cofnięto do projektu. Odśwież stronę i sprawdź."))
    if protocol.closed_at:
        raise NotAllowed(_("Protokół jest zamknięty. Nie można go już zmienić."))
