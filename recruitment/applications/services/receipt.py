"""The e-mail that says "we have your application": its number, and nothing about the family."""

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts.models import User
from recruitment.applications.models import Submission


def send_receipt(submission: Submission, to: User) -> None:
    """Send the owner the number of the filed application and the time of filing.

    Neither the subject nor the text names the child: a mailbox may be shared or read by others.
    """
    context = {
        "application": submission.application,
        "submission": submission,
        "site": settings.SITE,
    }
    send_mail(
        subject=_("Wniosek %(number)s został złożony") % {"number": submission.application.number},
        message=render_to_string("applications/email/receipt.txt", context),
        html_message=render_to_string("applications/email/receipt.html", context),
        from_email=None,
        recipient_list=[to.email],
    )
