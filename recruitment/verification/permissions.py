"""Who may do what at an institution's desk, when, and why not.

Each check raises NotAllowed with a sentence; the page shows the same sentence.
"""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from recruitment.applications.errors import NotAllowed
from recruitment.applications.models import Application, MayorAnswer, MayorRequest, Verdict
from recruitment.applications.workflow import WAITING_FOR_COMMITTEE, Actor, Status, transition
from recruitment.procedures.calendar import is_open, stage_of
from recruitment.procedures.models import Procedure, StageCode
from recruitment.verification.queries import claims_to_ask_about, first_choice
from recruitment.verification.validators import Days
from schools.models import StaffMembership, StaffRole
from ui.dates import HOUR

# The secretariat looks at applications and enters those on paper, but decides on none.
DECIDERS = frozenset({StaffRole.DIRECTOR, StaffRole.COMMITTEE_CHAIR, StaffRole.COMMITTEE_MEMBER})


def check_can_decide(user: User, application: Application, now: datetime) -> None:
    """The committee of the first-choice institution decides while the application waits for it."""
    check_is_decider(user, application, now)
    if application.status not in WAITING_FOR_COMMITTEE:
        raise NotAllowed(_why_closed(Status(application.status)))


def check_can_hand_back(user: User, application: Application, now: datetime) -> None:
    """The committee gives an application back while it waits for it, and while that helps."""
    check_can_decide(user, application, now)
    check_family_can_correct(application, now)


def check_family_can_correct(application: Application, now: datetime) -> None:
    """A family corrects what it filed itself, and only while it could still file it again."""
    if application.owner_id is None:
        raise NotAllowed(
            _(
                "Błąd we wniosku z papieru poprawia placówka: zapisuje rezygnację i wprowadza go jeszcze raz."
            )
        )
    if not is_open(application.procedure, StageCode.APPLICATION, now):
        raise NotAllowed(
            _("Czas na składanie wniosków już minął. Rodzina nie złoży już poprawionego wniosku.")
        )


def check_can_unlock(user: User, application: Application, now: datetime) -> None:
    """A verified application may be taken back to verification until verification ends."""
    check_is_decider(user, application, now)
    if application.status != Status.VERIFIED:
        raise NotAllowed(_("Cofnąć do weryfikacji można tylko wniosek zweryfikowany."))


def check_can_withdraw_for_family(user: User, application: Application, now: datetime) -> None:
    """A family that resigns at the institution is written out there until verification ends."""
    check_is_decider(user, application, now)
    if transition(application.status, Status.WITHDRAWN, Actor.COMMITTEE) is None:
        raise NotAllowed(_why_closed(Status(application.status)))


def check_claims_are_settled(application: Application) -> None:
    """An application is verified only when the committee has spoken of each claim."""
    verdicts = [claim.verdict for claim in application.claims.all()]
    pending = verdicts.count(Verdict.PENDING)
    to_complete = verdicts.count(Verdict.TO_COMPLETE)
    if pending:
        raise NotAllowed(
            _("Najpierw oceń wszystkie kryteria. Liczba nieocenionych: %(number)d.")
            % {"number": pending}
        )
    if to_complete:
        raise NotAllowed(
            _("Najpierw rozstrzygnij kryteria do uzupełnienia. Ich liczba: %(number)d.")
            % {"number": to_complete}
        )


def check_mayor_has_answered(application: Application) -> None:
    """An application is verified only when nothing is awaited from the mayor (art. 150 ust. 7)."""
    awaited = MayorRequest.objects.awaited().filter(claim__application=application).count()
    if awaited:
        raise NotAllowed(
            _(
                "Najpierw zapisz odpowiedź prezydenta miasta albo wycofaj zapytanie. Czeka: %(number)d."
            )
            % {"number": awaited}
        )


def check_can_ask_for_completion(user: User, application: Application, now: datetime) -> None:
    """The committee asks the family for what it has named, while it verifies."""
    check_can_decide(user, application, now)
    check_something_is_to_complete(application)


def days_for_completion(procedure: Procedure, now: datetime) -> Days:
    """The days that a family may be given: from today to the last of verification."""
    last = last_day_of_verification(procedure)
    today = timezone.localtime(now).date()
    return Days(today, last or today)


def last_day_of_verification(procedure: Procedure) -> date | None:
    """The last day on which the committee verifies; None while the stage has no dates."""
    closing = stage_of(procedure, StageCode.VERIFICATION)
    if closing is None:
        return None
    return timezone.localtime(closing.ends_at - timedelta(microseconds=1)).date()


def check_can_ask_mayor(user: User, application: Application, now: datetime) -> None:
    """The chair asks the mayor (art. 150 ust. 7) about claims of which nothing is awaited yet."""
    check_can_decide(user, application, now)
    _check_is_chair(user, application, now)
    if not claims_to_ask_about(application):
        raise NotAllowed(_("Nie ma kryterium, o które można jeszcze zapytać prezydenta miasta."))


def check_can_close_request(
    user: User, application: Application, request: MayorRequest, now: datetime
) -> None:
    """Whoever decides on claims records what the mayor has answered, and only once."""
    check_can_decide(user, application, now)
    if request.answer != MayorAnswer.AWAITED:
        raise NotAllowed(_("Odpowiedź na to zapytanie jest już zapisana."))


def check_can_withdraw_request(
    user: User, application: Application, request: MayorRequest, now: datetime
) -> None:
    """Who may ask the mayor may also take the question back."""
    check_can_close_request(user, application, request, now)
    _check_is_chair(user, application, now)


def _check_is_chair(user: User, application: Application, now: datetime) -> None:
    if StaffRole.COMMITTEE_CHAIR not in _roles(user, application, now):
        raise NotAllowed(_("Prezydenta miasta pyta tylko przewodniczący komisji."))


def check_something_is_to_complete(application: Application) -> None:
    """A family is asked once, and for something that the committee has named."""
    if application.status == Status.RETURNED:
        raise NotAllowed(_("Rodzina już dostała prośbę o uzupełnienie."))
    if all(claim.verdict != Verdict.TO_COMPLETE for claim in application.claims.all()):
        raise NotAllowed(
            _("Najpierw oceń choć jedno kryterium jako „do uzupełnienia” i zapisz ocenę.")
        )


def check_is_decider(user: User, application: Application, now: datetime) -> None:
    """Is this a person who may decide here, and is it the time? The status is another question."""
    _check_is_impartial(user, application)
    _check_role_decides(user, application, now)
    check_desk_is_open(application.procedure, now)


def check_desk_is_open(procedure: Procedure, now: datetime) -> None:
    """The desk works from the opening of applications to the end of verification (art. 154).

    After the announcement a case is only read: a decision stands on it.
    """
    if procedure.is_published:
        raise NotAllowed(_("Wyniki są ogłoszone. Wniosek można tylko przeglądać."))
    opening = stage_of(procedure, StageCode.APPLICATION)
    closing = stage_of(procedure, StageCode.VERIFICATION)
    if opening is None or closing is None:
        raise NotAllowed(_("Urząd nie podał jeszcze terminów składania i weryfikacji wniosków."))
    if now < opening.starts_at:
        raise NotAllowed(_("Składanie wniosków jeszcze się nie zaczęło."))
    if closing.is_over(now):
        ended_at = timezone.localtime(closing.ends_at)
        raise NotAllowed(
            _(
                "Weryfikacja skończyła się %(date)s o godz. %(time)s. Wniosek można tylko przeglądać."
            )
            % {"date": date_format(ended_at, "j E Y"), "time": date_format(ended_at, HOUR)}
        )


def _check_is_impartial(user: User, application: Application) -> None:
    """Nobody decides on one's own child, known by the account or by a guardian's address."""
    addresses = {guardian.email.lower() for guardian in application.guardians.all()}
    if application.owner_id == user.pk or user.email.lower() in addresses:
        raise NotAllowed(_("To wniosek Twojego dziecka. Oceni go inna osoba z komisji."))


def _check_role_decides(user: User, application: Application, now: datetime) -> None:
    roles = _roles(user, application, now)
    if roles & DECIDERS:
        return
    if roles:
        raise NotAllowed(_("Sekretariat przegląda wnioski, a ocenia je komisja."))
    raise NotAllowed(_("Wniosek ocenia tylko komisja placówki pierwszego wyboru."))


def _roles(user: User, application: Application, now: datetime) -> set[StaffRole]:
    """What the person is today at the institution of first choice."""
    choice = first_choice(application)
    held = StaffMembership.objects.current(timezone.localtime(now).date()).filter(
        user=user, institution=choice.group.institution if choice else None
    )
    return {StaffRole(membership.role) for membership in held}


def _why_closed(status: Status) -> str:
    sentences = {
        Status.DRAFT: _("Ten wniosek nie jest jeszcze złożony."),
        Status.VERIFIED: _(
            "Wniosek jest zweryfikowany. Aby zmienić ocenę, najpierw cofnij go do weryfikacji."
        ),
        Status.REJECTED: _("Wniosek jest odrzucony i nie bierze udziału w naborze."),
        Status.WITHDRAWN: _("Rodzina zrezygnowała z naboru. Wniosek nie bierze w nim udziału."),
    }
    return sentences[status]
