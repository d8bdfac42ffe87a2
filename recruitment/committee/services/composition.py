"""Who sits in the committee: the headteacher's acts, each with its number on record."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import User
from recruitment.committee.models import ChangeKind, CompositionChange
from recruitment.committee.permissions import check_can_compose
from recruitment.committee.queries import COMMITTEE_ROLES, Bar, who_may_not_sit
from recruitment.committee.services.locking import lock_committee
from recruitment.committee.validators import validate_not_past, validate_same_person
from recruitment.procedures.queries import current_procedure
from schools.models import Institution, StaffMembership, StaffRole

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Act:
    """The headteacher's act: its number, as written, and the day from (or to) which it counts."""

    number: str
    effective_on: date


@dataclass(frozen=True, slots=True)
class Appointee:
    """Who is appointed, and to what."""

    email: str
    first_name: str
    last_name: str
    role: StaffRole


@transaction.atomic
def appoint(
    *, institution: Institution, appointee: Appointee, act: Act, actor: User, now: datetime
) -> User:
    """Put a person who has an account into the committee from a day on.

    An account without a name gets it: protocols name people. Raises NotAllowed for whoever is not
    the headteacher, ValidationError by the name of the field for who may not sit in the committee.
    """
    lock_committee(institution)
    check_can_compose(actor, institution, now)
    _check_day(act, now)
    person = _account_of(appointee)
    _check_may_sit(institution, person, act.effective_on)
    _check_is_free(institution, person, appointee.role, act.effective_on)
    if not (person.first_name or person.last_name):
        person.first_name, person.last_name = appointee.first_name, appointee.last_name
        person.save(update_fields=["first_name", "last_name"])
    StaffMembership.objects.create(
        user=person, institution=institution, role=appointee.role, starts_on=act.effective_on
    )
    _record(institution, person, ChangeKind.APPOINTED, appointee.role, act, actor, now)
    return person


@transaction.atomic
def make_chair(
    *, institution: Institution, person: User, act: Act, actor: User, now: datetime
) -> None:
    """Give the chair to a member from a day on; whoever had it stays in the committee as a member."""
    lock_committee(institution)
    check_can_compose(actor, institution, now)
    _check_day(act, now)
    seats = StaffMembership.objects.current(act.effective_on).filter(
        institution=institution, role__in=COMMITTEE_ROLES
    )
    own = seats.filter(user=person).first()
    if own is None:
        raise _refusal("effective_on", _("W tym dniu tej osoby nie ma w komisji."), "not_member")
    if own.role == StaffRole.COMMITTEE_CHAIR:
        raise _refusal("effective_on", _("Ta osoba już przewodniczy komisji."), "is_chair")
    _check_may_sit(institution, person, act.effective_on)
    for chair in seats.filter(role=StaffRole.COMMITTEE_CHAIR):
        _change_role(chair, StaffRole.COMMITTEE_MEMBER, act.effective_on)
    _change_role(own, StaffRole.COMMITTEE_CHAIR, act.effective_on)
    _record(institution, person, ChangeKind.MADE_CHAIR, StaffRole.COMMITTEE_CHAIR, act, actor, now)


@transaction.atomic
def end_membership(
    *, institution: Institution, person: User, act: Act, actor: User, now: datetime
) -> None:
    """Take a person out of the committee after a day; what was to begin later never begins."""
    lock_committee(institution)
    check_can_compose(actor, institution, now)
    _check_day(act, now)
    seats = list(
        StaffMembership.objects.not_over(act.effective_on + A_DAY)
        .filter(institution=institution, role__in=COMMITTEE_ROLES, user=person)
        .order_by("starts_on")
    )
    if not seats:
        raise _refusal("effective_on", _("Po tym dniu tej osoby już nie ma w komisji."), "ended")
    for seat in seats:
        if seat.starts_on > act.effective_on:
            seat.delete()
        else:
            seat.ends_on = act.effective_on
            seat.save(update_fields=["ends_on"])
    _record(institution, person, ChangeKind.ENDED, StaffRole(seats[0].role), act, actor, now)


def _check_day(act: Act, now: datetime) -> None:
    try:
        validate_not_past(act.effective_on, localtime(now).date())
    except ValidationError as error:
        raise ValidationError({"effective_on": error}) from error


def _account_of(appointee: Appointee) -> User:
    """The account with this confirmed address, if it is of a person of this name."""
    confirmed = EmailAddress.objects.filter(verified=True).values("user")
    person = User.objects.filter(
        email=appointee.email.lower(), is_active=True, pk__in=confirmed
    ).first()
    if person is None:
        raise _refusal(
            "email",
            _(
                "Nie ma konta z tym adresem. Poproś tę osobę, żeby założyła konto "
                "i potwierdziła adres. Potem powołaj ją tutaj."
            ),
            "no_account",
        )
    known = f"{person.first_name} {person.last_name}".strip()
    try:
        validate_same_person(known, f"{appointee.first_name} {appointee.last_name}")
    except ValidationError as error:
        raise ValidationError({"email": error}) from error
    return person


def _check_may_sit(institution: Institution, person: User, day: date) -> None:
    bar = who_may_not_sit(institution, current_procedure(), [person], day).get(person.pk)
    if bar is Bar.HEADTEACHER:
        raise ValidationError(_("Dyrektor placówki nie może być w jej komisji."), bar.value)
    if bar is Bar.OWN_CHILD:
        raise ValidationError(
            _("Ta osoba nie może być w komisji: do placówki kandyduje jej dziecko."), bar.value
        )


def _check_is_free(institution: Institution, person: User, role: StaffRole, day: date) -> None:
    seats = StaffMembership.objects.not_over(day).filter(
        institution=institution, role__in=COMMITTEE_ROLES
    )
    if seats.filter(user=person).exists():
        raise _refusal("email", _("Ta osoba już jest w komisji."), "is_member")
    if role == StaffRole.COMMITTEE_CHAIR and seats.filter(role=role).exists():
        raise _refusal(
            "role",
            _(
                "Komisja ma już przewodniczącego. Powołaj tę osobę jako członka, "
                "a potem powierz jej przewodniczenie."
            ),
            "has_chair",
        )


def _change_role(seat: StaffMembership, role: StaffRole, day: date) -> None:
    """The same seat in another role from this day on; one that begins that day is simply this."""
    if seat.starts_on < day:
        StaffMembership.objects.create(
            user=seat.user,
            institution=seat.institution,
            role=role,
            starts_on=day,
            ends_on=seat.ends_on,
        )
        seat.ends_on = day - A_DAY
    else:
        seat.role = role
    seat.save(update_fields=["role", "ends_on"])


def _record(  # noqa: PLR0913 -- each is a column of the record
    institution: Institution,
    person: User,
    kind: ChangeKind,
    role: StaffRole,
    act: Act,
    actor: User,
    now: datetime,
) -> None:
    CompositionChange.objects.create(
        institution=institution,
        person=person,
        kind=kind,
        role=role,
        effective_on=act.effective_on,
        act=act.number,
        recorded_at=now,
        recorded_by=actor,
    )


def _refusal(field: str, sentence: str, code: str) -> ValidationError:
    return ValidationError({field: ValidationError(sentence, code)})
