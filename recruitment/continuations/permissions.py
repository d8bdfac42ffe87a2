"""Who may enter or withdraw a declaration, when, and why not: each check raises NotAllowed."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from recruitment.applications.errors import NotAllowed
from recruitment.procedures.calendar import stage_of
from recruitment.procedures.models import Continuation, Procedure, StageCode
from schools.models import Institution


def check_can_enter(user: User, procedure: Procedure, now: datetime) -> None:
    """Staff type in declarations from the first day on which families bring them (art. 153 ust. 2).

    Until verification ends, because what was brought in time may wait for somebody to type it in,
    and free places are needed only after that.
    """
    if not Institution.objects.of_staff(user, timezone.localtime(now).date()).exists():
        raise NotAllowed(_("Deklarację wprowadza tylko pracownik placówki."))
    _check_places_may_change(procedure, now)


def check_can_withdraw(user: User, declaration: Continuation, now: datetime) -> None:
    """The child's preschool writes out a family that gives its place up."""
    mine = Institution.objects.of_staff(user, timezone.localtime(now).date())
    if not mine.filter(pk=declaration.group.institution_id).exists():
        raise NotAllowed(_("Deklarację wycofuje tylko placówka dziecka."))
    if not declaration.is_standing:
        raise NotAllowed(_("Ta deklaracja jest już wycofana."))
    _check_places_may_change(declaration.procedure, now)


def _check_places_may_change(procedure: Procedure, now: datetime) -> None:
    """Children are placed by the free places: from then on these stay as they are."""
    if procedure.is_published:
        raise NotAllowed(_("Wyniki tego naboru są już ogłoszone."))
    opening = stage_of(procedure, StageCode.CONTINUATION)
    closing = stage_of(procedure, StageCode.VERIFICATION)
    if opening is None or closing is None:
        raise NotAllowed(_("Urząd nie podał jeszcze terminów deklaracji i weryfikacji wniosków."))
    if now < opening.starts_at:
        raise NotAllowed(_("Składanie deklaracji jeszcze się nie zaczęło."))
    if closing.is_over(now):
        raise NotAllowed(
            _("Weryfikacja wniosków się skończyła. Deklaracje można tylko przeglądać.")
        )
