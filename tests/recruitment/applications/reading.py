"""Reading a page as a person does: its words, without markup and with single spaces."""

import re
from html import unescape

from django.http import HttpResponse


def words(response: HttpResponse) -> str:
    """The text of <main>."""
    html = response.content.decode()
    main = html[html.index("<main") : html.index("</main>")] if "<main" in html else html
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


def errors(response: HttpResponse) -> list[str]:
    """The lines of the error summary."""
    html = response.content.decode()
    found = re.search(r'govuk-error-summary__list">(.*?)</ul>', html, re.DOTALL)
    lines = re.findall(r"<li>(.*?)</li>", found[1], re.DOTALL) if found else []
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", line)).split()) for line in lines]


def title(response: HttpResponse) -> str:
    """The name of the page as in the browser's tab, before the name of the service."""
    found = re.search(r"<title>(.*?)</title>", response.content.decode(), re.DOTALL)
    return " ".join(unescape(found[1]).split()).split(" – ")[0]
