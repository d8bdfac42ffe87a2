"""Messages to families; they carry the number of the application and nothing about the child."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from recruitment.applications.models import Application
from recruitment.procedures.calendar import stage_of
from recruitment.procedures.models import StageCode


def send_request_for_completion(application: Application) -> None:
    """Tell the owner of the account that the committee waits for something, and until when."""
    _send(application, "request_for_completion", StageCode.VERIFICATION)


def send_handing_back(application: Application) -> None:
    """Tell the owner of the account that the application must be corrected and filed again."""
    _send(application, "handing_back", StageCode.APPLICATION)


def send_rejection(application: Application) -> None:
    """Tell the owner of the account that the application takes part in nothing any more."""
    _send(application, "rejection", StageCode.VERIFICATION)


def _send(application: Application, name: str, code: StageCode) -> None:
    """Send the message in the language of the office; it may tell when the stage ends.

    A paper application has no owner: the institution itself calls or writes to the family.
    """
    if application.owner is None:
        return
    with translation.override(settings.LANGUAGE_CODE):
        send_mail(
            subject=_("Wniosek %(number)s: ważna wiadomość od komisji")
            % {"number": application.number},
            message=render_to_string(
                f"verification/mail/{name}.txt",
                {
                    "number": application.number,
                    "completion_due_on": application.completion_due_on,
                    "stage": stage_of(application.procedure, code),
                    "site": settings.SITE,
                },
            ),
            from_email=None,
            recipient_list=[application.owner.email],
        )
