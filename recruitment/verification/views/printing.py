"""A receipt as a file to be printed."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from recruitment.verification.receipts import Receipt
from ui.pdf import PdfUnavailableError, pdf_of


def receipt_pdf(request: HttpRequest, receipt: Receipt, *, back: str) -> HttpResponse:
    """The receipt as PDF in the language of the page; without Pango back to the page, which says so."""
    context = {
        "receipt": receipt,
        "site": settings.SITE,
        "page_language": get_language() or settings.LANGUAGE_CODE,
    }
    try:
        content = pdf_of(render_to_string("verification/receipt_print.html", context))
    except PdfUnavailableError:
        messages.error(
            request,
            _(
                "Na serwerze brakuje biblioteki Pango, więc plik PDF nie powstał. "
                "Potwierdzenie można wydrukować z tej strony."
            ),
        )
        return redirect(back)
    headers = {"Content-Disposition": f'inline; filename="potwierdzenie-{receipt.number}.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
