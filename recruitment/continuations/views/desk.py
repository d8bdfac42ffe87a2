"""What a preschool does with the declarations of its children."""

from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.requests import SignedInRequest
from recruitment.applications.errors import NotAllowed
from recruitment.applications.models import OpenedList
from recruitment.applications.permissions import reason_against
from recruitment.applications.services.openings import record_list_opening
from recruitment.continuations import queries
from recruitment.continuations.columns import LIST_COLUMNS
from recruitment.continuations.forms import DeclarationForm, SearchForm, WithdrawForm
from recruitment.continuations.permissions import check_can_enter, check_can_withdraw
from recruitment.continuations.receipts import receipt_of
from recruitment.continuations.services import enter_declaration, withdraw_declaration
from recruitment.continuations.views.loading import opens_declaration
from recruitment.procedures.calendar import stage_of
from recruitment.procedures.models import Continuation, Procedure, StageCode
from recruitment.procedures.queries import current_procedure
from recruitment.verification.receipts import Receipt
from recruitment.verification.views.printing import receipt_pdf
from schools.models import Group, Institution

ROWS_ON_A_PAGE = 50


@require_safe
def continuations(request: SignedInRequest) -> HttpResponse:
    """The children who stay, and how many places they take in each group."""
    now, today = timezone.now(), timezone.localdate()
    procedure, groups = _procedure_and_groups(request)
    search = SearchForm(request.GET or None)
    text = search.cleaned_data["q"] if search.is_valid() else ""
    declarations = queries.matching(request.user, procedure, today, text)
    page = Paginator(declarations, ROWS_ON_A_PAGE).get_page(request.GET.get("page"))
    record_list_opening(
        procedure,
        user=request.user,
        what=OpenedList.CONTINUATIONS,
        number_of_children=len(page),
        now=now,
        filters="q" if text else "",
    )
    context = {
        "page": page,
        "columns": LIST_COLUMNS,
        "groups": groups,
        "has_several": len({group.institution for group in groups}) > 1,
        "search": search,
        "against_entering": reason_against(check_can_enter, request.user, procedure, now),
        "stage": stage_of(procedure, StageCode.CONTINUATION),
    }
    return render(request, "continuations/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def continuation_new(request: SignedInRequest) -> HttpResponse:
    """One page for everything that stands on the paper."""
    now = timezone.now()
    procedure, groups = _procedure_and_groups(request)
    stage = stage_of(procedure, StageCode.CONTINUATION)
    reason = reason_against(check_can_enter, request.user, procedure, now)
    if stage is None or (reason and request.method != "POST"):
        messages.error(request, reason)
        return redirect("continuations")
    data = request.POST if request.method == "POST" else None
    form = DeclarationForm(data, procedure=procedure, stage=stage, groups=groups, now=now)
    if data is None:
        return _page(request, form)
    if reason:
        form.refuse(reason)
    elif form.is_valid():
        try:
            declaration = enter_declaration(
                procedure=procedure, paper=form.values, actor=request.user, now=now
            )
        except ValidationError as error:
            form.refuse_child(error)
        except NotAllowed as refusal:
            form.refuse(refusal.reason)
        else:
            return redirect("continuation", declaration.public_id)
    return _page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)


@require_safe
@opens_declaration
def continuation(request: SignedInRequest, declaration: Continuation) -> HttpResponse:
    """One declaration: its receipt, from which the clerk goes on to the next, and its history."""
    context = {
        "declaration": declaration,
        "receipt": _receipt(request, declaration),
        "history": queries.history_of(declaration),
        "against_withdrawing": reason_against(
            check_can_withdraw, request.user, declaration, timezone.now()
        ),
    }
    return render(request, "continuations/declaration.html", context)


@require_safe
@opens_declaration
def continuation_pdf(request: SignedInRequest, declaration: Continuation) -> HttpResponse:
    """The receipt as a file to be printed; a declaration that was withdrawn has none."""
    if not declaration.is_standing:
        raise Http404
    back = reverse("continuation", args=[declaration.public_id])
    return receipt_pdf(request, _receipt(request, declaration), back=back)


@require_http_methods(["GET", "HEAD", "POST"])
@opens_declaration
def continuation_withdraw(request: SignedInRequest, declaration: Continuation) -> HttpResponse:
    """Ask for the reason, then give the place back."""
    now = timezone.now()
    if reason := reason_against(check_can_withdraw, request.user, declaration, now):
        messages.error(request, reason)
        return redirect("continuation", declaration.public_id)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        context = {"declaration": declaration, "form": form}
        return render(request, "continuations/withdraw.html", context, status=status)
    try:
        withdraw_declaration(
            declaration=declaration, actor=request.user, now=now, **form.cleaned_data
        )
    except NotAllowed as refusal:
        messages.error(request, refusal.reason)
    else:
        messages.success(request, _("Deklaracja jest wycofana. Miejsce jest znowu wolne."))
    return redirect("continuation", declaration.public_id)


def _procedure_and_groups(request: SignedInRequest) -> tuple[Procedure, list[Group]]:
    """The current procedure and the own groups in it; a 404 for who works nowhere."""
    procedure, today = current_procedure(), timezone.localdate()
    if procedure is None or not Institution.objects.of_staff(request.user, today).exists():
        raise Http404
    return procedure, list(queries.own_groups(request.user, procedure, today))


def _receipt(request: SignedInRequest, declaration: Continuation) -> Receipt:
    address = request.build_absolute_uri(reverse("continuation", args=[declaration.public_id]))
    return receipt_of(declaration, address)


def _page(
    request: SignedInRequest, form: DeclarationForm, status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    context = {"declaration": form, "forms": form.forms}
    return render(request, "continuations/new.html", context, status=status)
