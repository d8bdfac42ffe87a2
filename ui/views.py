"""Pages with every component in every state, for looking and for tests; not in production."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from ui import samples


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    page = Paginator(range(120), 10).get_page(request.GET.get("page", "4"))
    context: dict[str, Any] = {
        "tasks": samples.TASKS,
        "answers": samples.ANSWERS,
        "steps": samples.STEPS,
        "columns": samples.COLUMNS,
        "rows": samples.ROWS,
        "schools": samples.SCHOOLS,
        "now": timezone.now(),
        "page": page,
    }
    return render(request, "ui/gallery.html", context)


@login_not_required
def form_page(request: HttpRequest) -> HttpResponse:
    form = samples.SampleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        messages.success(request, samples.SAVED)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "ui/gallery_form.html", {"form": form}, status=status)


@login_not_required
def wide_table(request: HttpRequest) -> HttpResponse:
    table = samples.SampleTable(samples.APPLICATIONS, order_by=request.GET.get("sort", "name"))
    table.paginate(page=int(request.GET.get("page", "1")), per_page=10)
    return render(request, "ui/gallery_table.html", {"table": table})
