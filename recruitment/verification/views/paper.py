"""Entering a paper application, and the receipt that the family takes home."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest
from recruitment.applications.errors import NotAllowed
from recruitment.applications.models import Application, Channel, Opened
from recruitment.applications.permissions import check_can_enter_paper, reason_against
from recruitment.procedures.calendar import stage_of
from recruitment.procedures.models import StageCode
from recruitment.procedures.queries import current_procedure, offered_groups
from recruitment.verification.forms.paper import PaperForm
from recruitment.verification.receipts import Receipt, receipt_of
from recruitment.verification.services.paper import enter_paper_application
from recruitment.verification.views.loading import opens_case
from recruitment.verification.views.printing import receipt_pdf
from schools.models import Institution


@require_http_methods(["GET", "HEAD", "POST"])
def paper_application(request: SignedInRequest) -> HttpResponse:
    """One page for everything that stands on the paper."""
    now, today = timezone.now(), timezone.localdate()
    own = list(Institution.objects.of_staff(request.user, today))
    procedure = current_procedure()
    if not own or procedure is None:
        raise Http404
    stage = stage_of(procedure, StageCode.APPLICATION)
    reason = reason_against(check_can_enter_paper, request.user, procedure, now)
    if stage is None or (reason and request.method != "POST"):
        messages.error(request, reason)
        return redirect("desk")
    form = PaperForm(
        request.POST if request.method == "POST" else None,
        procedure=procedure,
        stage=stage,
        offered=list(offered_groups(procedure)),
        own=own,
        now=now,
    )
    if request.method != "POST":
        return _page(request, form)
    if reason:
        form.refuse(reason)
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        application = enter_paper_application(
            procedure=procedure,
            paper=form.values,
            actor=request.user,
            now=now,
            idempotency_key=form.receipt.cleaned_data["idempotency_key"],
        )
    except ValidationError as error:
        form.child.add_error(None, error)
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotAllowed as refusal:
        form.refuse(refusal.reason)
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect("paper_receipt", application.public_id)


@require_safe
@opens_case(Opened.RECEIPT)
def paper_receipt(request: SignedInRequest, application: Application) -> HttpResponse:
    """The receipt on the screen, from which the clerk prints it or enters the next application."""
    context = {"application": application, "receipt": _receipt(request, application)}
    return render(request, "verification/paper_receipt.html", context)


@require_safe
@opens_case(Opened.RECEIPT)
def paper_receipt_pdf(request: SignedInRequest, application: Application) -> HttpResponse:
    """The same receipt as a file to be printed."""
    receipt = _receipt(request, application)
    return receipt_pdf(
        request, receipt, back=reverse("paper_receipt", args=[application.public_id])
    )


def _receipt(request: SignedInRequest, application: Application) -> Receipt:
    """Of an application that came on paper; else a 404."""
    if application.channel != Channel.PAPER:
        raise Http404
    address = request.build_absolute_uri(reverse("case", args=[application.public_id]))
    return receipt_of(application, address)


def _page(
    request: SignedInRequest, form: PaperForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    context = {"paper": form, "forms": form.forms}
    return render(request, "verification/paper_application.html", context, status=status)
