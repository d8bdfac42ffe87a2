"""The page of a committee, and the headteacher's acts about who sits in it."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest
from recruitment.applications.permissions import reason_against
from recruitment.committee import queries
from recruitment.committee.forms.composition import ActForm, AppointForm, EndForm
from recruitment.committee.permissions import check_can_compose, check_can_lead
from recruitment.committee.services.composition import appoint, end_membership, make_chair
from recruitment.committee.views.loading import own_institution, sent
from recruitment.committee.wording import faults_of, state_of
from recruitment.procedures.queries import current_procedure
from schools.models import Institution


@require_safe
def committees(request: SignedInRequest) -> HttpResponse:
    """Lead on to the committee of one's own institution; who has several chooses."""
    own = list(Institution.objects.of_staff(request.user, timezone.localdate()))
    if not own:
        raise Http404
    if len(own) == 1:
        return redirect("committee", own[0].code)
    return render(request, "committee/committees.html", {"institutions": own})


@require_safe
def committee(request: SignedInRequest, code: str) -> HttpResponse:
    """Who sits in the committee, what is wrong with that, and its meetings."""
    institution = own_institution(request, code)
    procedure = current_procedure()
    now, today = timezone.now(), timezone.localdate()
    meetings = queries.meetings_with_protocol(institution, procedure) if procedure else []
    may_compose = not reason_against(check_can_compose, request.user, institution, now)
    may_lead = procedure is not None and not reason_against(
        check_can_lead, request.user, institution, procedure, now
    )
    faults = faults_of(queries.composition_on(institution, procedure, today))
    context = {
        "institution": institution,
        "procedure": procedure,
        "seats": queries.seats_from(institution, procedure, today),
        # Whose child applies is told to those who have to do something about it.
        "faults": faults if may_compose or may_lead else [],
        "changes": queries.changes_of(institution),
        "meetings": [(meeting, state_of(standing)) for meeting, standing in meetings],
        "may_compose": may_compose,
        "may_lead": may_lead,
    }
    return render(request, "committee/committee.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def committee_appoint(request: SignedInRequest, code: str) -> HttpResponse:
    """Appoint a person who has an account."""
    institution = own_institution(request, code)
    now = timezone.now()
    if reason := reason_against(check_can_compose, request.user, institution, now):
        return _refused(request, institution, reason)
    form = AppointForm(sent(request), today=timezone.localdate(now))
    if form.is_valid():
        try:
            person = appoint(
                institution=institution,
                appointee=form.appointee,
                act=form.values,
                actor=request.user,
                now=now,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("W komisji: %(name)s.") % {"name": person.get_full_name()})
            return redirect("committee", code)
    return render(
        request,
        "committee/appoint.html",
        {"institution": institution, "form": form},
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK,
    )


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one person's seat: its form, its service and its words."""

    form_class: type[ActForm]
    service: Callable[..., None]
    title: str
    consequence: str
    button: str
    done: str


@require_http_methods(["GET", "HEAD", "POST"])
def committee_chair(request: SignedInRequest, code: str, person: int) -> HttpResponse:
    """Give the chair to a member."""
    change = Change(
        form_class=ActForm,
        service=make_chair,
        title=_("Powierz przewodniczenie komisji"),
        consequence=_("Dotychczasowy przewodniczący zostanie w komisji jako jej członek."),
        button=_("Powierz przewodniczenie"),
        done=_("Nowy przewodniczący komisji: %(name)s."),
    )
    return _change_seat(request, code, person, change)


@require_http_methods(["GET", "HEAD", "POST"])
def committee_end(request: SignedInRequest, code: str, person: int) -> HttpResponse:
    """Take a person out of the committee."""
    change = Change(
        form_class=EndForm,
        service=end_membership,
        title=_("Odwołaj z komisji"),
        consequence=_(
            "Po tym dniu ta osoba nie zobaczy wniosków. "
            "Protokoły posiedzeń, na których była, nadal może potwierdzić."
        ),
        button=_("Odwołaj z komisji"),
        done=_("Zapisano odwołanie z komisji: %(name)s."),
    )
    return _change_seat(request, code, person, change)


def _change_seat(request: SignedInRequest, code: str, key: int, change: Change) -> HttpResponse:
    institution = own_institution(request, code)
    now, today = timezone.now(), timezone.localdate()
    if reason := reason_against(check_can_compose, request.user, institution, now):
        return _refused(request, institution, reason)
    seats = queries.seats_from(institution, current_procedure(), today)
    person = next((seat.person for seat in seats if seat.person.pk == key), None)
    if person is None:
        raise Http404
    form = change.form_class(sent(request), today=today)
    if form.is_valid():
        try:
            change.service(
                institution=institution,
                person=person,
                act=form.values,
                actor=request.user,
                now=now,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, change.done % {"name": person.get_full_name()})
            return redirect("committee", code)
    return render(
        request,
        "committee/change_seat.html",
        {"institution": institution, "person": person, "form": form, "change": change},
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK,
    )


def _refused(request: SignedInRequest, institution: Institution, reason: str) -> HttpResponse:
    messages.error(request, reason)
    return redirect("committee", institution.code)
