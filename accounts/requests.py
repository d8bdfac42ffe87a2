"""The request of a page that asks for an account, as the type checker should see it."""

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class SignedInRequest(HttpRequest):
    """For annotations only: at run time it is Django's own request, with what middleware adds."""

    user: User
    htmx: HtmxDetails
