"""The one way in which a page of a desk gets at a case: what it shows of the child is recorded."""

from collections.abc import Callable
from datetime import date
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone

from accounts.models import User
from accounts.requests import SignedInRequest
from recruitment.applications.models import Application, Opened
from recruitment.applications.services.openings import Reader, record_openings
from recruitment.verification import queries
from recruitment.verification.queue import query_of

CaseView = Callable[..., HttpResponse]
View = Callable[..., HttpResponse]


def opens_case(what: Opened) -> Callable[[CaseView], View]:
    """Give the view the case, or a 404; record that the person opened it when a page comes back.

    An answer that only leads on shows nothing, and the page to which it leads records itself.
    """

    def decorate(view: CaseView) -> View:
        @wraps(view)
        def page(request: SignedInRequest, public_id: str, **more: Any) -> HttpResponse:
            today = timezone.localdate()
            visible = queries.cases_visible_to(request.user, today)
            application = get_object_or_404(queries.with_case_data(visible), public_id=public_id)
            response = view(request, application, **more)
            if response.status_code != HTTPStatus.FOUND:
                record_openings(
                    [application.pk],
                    reader=_reader(request.user, application, today),
                    what=what,
                    now=timezone.now(),
                )
            return response

        return page

    return decorate


def queue_query(request: SignedInRequest) -> str:
    """What narrows and orders the queue of this page, to be put behind the next address."""
    return query_of(request.GET)


def _reader(user: User, application: Application, today: date) -> Reader:
    """In the role at the institution of first choice; a draft given up early may have none."""
    choice = queries.first_choice(application)
    return Reader.at(choice.group.institution, user, today) if choice else Reader.of_office(user)
