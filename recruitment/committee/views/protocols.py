"""A protocol: read, presented, confirmed, taken back, closed, printed."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import SignedInRequest
from recruitment.applications.canonical import sha256_of
from recruitment.applications.errors import NotAllowed
from recruitment.applications.permissions import reason_against
from recruitment.committee import queries
from recruitment.committee.document import content_of, period_of, read
from recruitment.committee.forms.meetings import (
    FindingsForm,
    SeenProtocolForm,
    SeenRevisionForm,
    WithdrawForm,
)
from recruitment.committee.models import Meeting, Protocol
from recruitment.committee.permissions import (
    check_can_change,
    check_can_confirm,
    check_can_lead,
    check_can_present,
    check_can_withdraw,
)
from recruitment.committee.services.meetings import write_findings
from recruitment.committee.services.protocols import (
    close_protocol,
    confirm_protocol,
    present_protocol,
    withdraw_protocol,
)
from recruitment.committee.views.loading import (
    own_meeting,
    page_of_meeting,
    record_told,
    sent,
)
from recruitment.committee.wording import lacks_of_meeting, lacks_of_protocol, state_of
from ui.pdf import PdfUnavailableError, pdf_of


@require_safe
def protocol(request: SignedInRequest, meeting: int) -> HttpResponse:
    """The draft as the data now say, or the frozen version with who has confirmed it."""
    found, now, user = own_meeting(request, meeting), timezone.now(), request.user
    standing = queries.standing_protocol(found)
    composition = queries.composition_at(found)
    context = {
        **_document(found, standing),
        "state": state_of(standing),
        "may_lead": not reason_against(
            check_can_lead, user, found.institution, found.procedure, now
        ),
        "may_change": not reason_against(check_can_change, user, found, now),
        "withdrawn": queries.withdrawn_protocols(found),
    }
    if standing is None:
        context["lacks"] = lacks_of_meeting(composition)
        context["against_presenting"] = reason_against(check_can_present, user, found, now)
    else:
        context["lacks"] = lacks_of_protocol(standing, composition)
        context["against_confirming"] = reason_against(
            check_can_confirm, user, standing, composition
        )
    return page_of_meeting(request, found, "committee/protocol.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def protocol_findings(request: SignedInRequest, meeting: int) -> HttpResponse:
    """The chair's own words in the protocol."""
    found, now = own_meeting(request, meeting), timezone.now()
    if reason := reason_against(check_can_change, request.user, found, now):
        return _back(request, found, error=reason)
    initial = {"findings": found.findings, "seen_revision": found.revision}
    form = FindingsForm(sent(request), initial=initial)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    if form.is_valid():
        try:
            write_findings(meeting=found, actor=request.user, now=now, **form.cleaned_data)
        except NotAllowed as refusal:
            messages.error(request, refusal.reason)
            status = HTTPStatus.CONFLICT
        else:
            messages.success(request, _("Ustalenia są zapisane."))
            return redirect("protocol", found.pk)
    return page_of_meeting(request, found, "committee/findings.html", {"form": form}, status)


@require_POST
def protocol_present(request: SignedInRequest, meeting: int) -> HttpResponse:
    return _press(
        request,
        meeting,
        present_protocol,
        SeenRevisionForm(request.POST),
        done=_("Protokół czeka na potwierdzenia osób, które były na posiedzeniu."),
    )


@require_POST
def protocol_confirm(request: SignedInRequest, meeting: int) -> HttpResponse:
    return _press(
        request,
        meeting,
        confirm_protocol,
        SeenProtocolForm(request.POST),
        done=_("Potwierdzenie jest zapisane."),
    )


@require_POST
def protocol_close(request: SignedInRequest, meeting: int) -> HttpResponse:
    return _press(
        request,
        meeting,
        close_protocol,
        SeenProtocolForm(request.POST),
        done=_("Protokół jest zamknięty. Nikt go już nie zmieni."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def protocol_withdraw(request: SignedInRequest, meeting: int) -> HttpResponse:
    """Ask for the reason, then take the protocol back to a draft."""
    found = own_meeting(request, meeting)
    standing = queries.standing_protocol(found)
    if standing is None:
        return _back(request, found, error=_("Protokół jest projektem. Można go od razu zmieniać."))
    if reason := reason_against(check_can_withdraw, request.user, standing, timezone.now()):
        return _back(request, found, error=reason)
    form = WithdrawForm(sent(request), initial={"seen_sha256": standing.sha256})
    if form.is_valid():
        done = _("Protokół jest znowu projektem. Potwierdzenia już się nie liczą.")
        return _take(request, found, withdraw_protocol, form, done=done)
    return page_of_meeting(
        request,
        found,
        "committee/withdraw.html",
        {"form": form, "number_confirmed": standing.confirmations.count()},
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK,
    )


@require_safe
def protocol_pdf(request: SignedInRequest, meeting: int) -> HttpResponse:
    """The same document as on the page, to be printed; always in the language of the office."""
    found = own_meeting(request, meeting)
    with translation.override(settings.LANGUAGE_CODE):
        context = _document(found, queries.standing_protocol(found))
        html = render_to_string("committee/protocol_print.html", context)
    try:
        content = pdf_of(html)
    except PdfUnavailableError:
        sentence = _(
            "Na serwerze brakuje biblioteki Pango, więc plik PDF nie powstał. "
            "Protokół można wydrukować z tej strony."
        )
        return _back(request, found, error=sentence)
    record_told(html, found, user=request.user, now=timezone.now())
    name = f"protokol-{found.institution.code.lower()}-{found.number}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _document(found: Meeting, standing: Protocol | None) -> dict[str, Any]:
    """What the page and the print show alike."""
    if standing is None:
        content = content_of(found, period_of(found, timezone.now()))
    else:
        content = read(standing.content)
    return {
        "meeting": found,
        "protocol": standing,
        "content": content,
        "confirmations": standing.confirmations.all() if standing else [],
        "is_intact": standing is None or sha256_of(standing.content) == standing.sha256,
        "office_language": settings.LANGUAGE_CODE,
    }


def _press(
    request: SignedInRequest,
    key: int,
    service: Callable[..., Any],
    form: forms.Form,
    *,
    done: str,
) -> HttpResponse:
    """A step of one press; without what the page showed, nothing has been seen."""
    found = own_meeting(request, key)
    if not form.is_valid():
        return _back(request, found, error=_("Odśwież stronę i spróbuj jeszcze raz."))
    return _take(request, found, service, form, done=done)


def _take(
    request: SignedInRequest,
    found: Meeting,
    service: Callable[..., Any],
    form: forms.Form,
    *,
    done: str,
) -> HttpResponse:
    try:
        service(meeting=found, actor=request.user, now=timezone.now(), **form.cleaned_data)
    except NotAllowed as refusal:
        return _back(request, found, error=refusal.reason)
    messages.success(request, done)
    return redirect("protocol", found.pk)


def _back(request: SignedInRequest, found: Meeting, *, error: str) -> HttpResponse:
    messages.error(request, error)
    return redirect("protocol", found.pk)
