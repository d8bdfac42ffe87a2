"""The one page that must know all others: where a person begins after signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from config.navigation import navigation


def start(request: HttpRequest) -> HttpResponse:
    """Lead the office to its desk, institution staff to theirs, everybody else to their children."""
    places = navigation(request)
    if places["is_office_worker"]:
        return redirect("office")
    if places["is_institution_staff"]:
        return redirect("desk")
    return redirect("my_applications")
