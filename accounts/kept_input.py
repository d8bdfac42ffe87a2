"""What a person typed when their session had ended, kept until they have signed in again.

A guest's form is answered by the page for signing in. Its fields wait in the guest's session, on the
server: for half an hour, for one page, and only for the person who had been signed in in this
browser, whom a signed cookie remembers. Nobody else is shown them, and nothing is saved: after
signing in the form comes back as it was typed, and the person sends it again. Passwords and files
are never kept.
"""

import time
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.http import escape_leading_slashes, url_has_allowed_host_and_scheme

KEPT_FOR = 30 * 60
LARGEST = 64 * 1024
_REMEMBERED_FOR = 7 * 24 * 60 * 60
_RENEWED_AFTER = 24 * 60 * 60
_IN_SESSION = "kept_input"
_SALT = "accounts.last_person"
_OF_DJANGO = "csrfmiddlewaretoken"
_SECRET = "password"  # noqa: S105 -- a part of names of fields


@dataclass(frozen=True, slots=True)
class KeptInput:
    """The fields of one form: whose, sent where, typed on which page, and when they came."""

    owner: str
    action: str
    page: str
    fields: dict[str, list[str]]
    kept_at: float


def page_of(request: HttpRequest) -> str:
    """The page that the form stood on: the browser's word if it names a page of ours."""
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}, request.is_secure()):
        parts = urlsplit(referer)
        return escape_leading_slashes(urlunsplit(("", "", parts.path or "/", parts.query, "")))
    return request.get_full_path()


def keep(request: HttpRequest, owner: str) -> bool:
    """Keep the fields of this POST for `owner`; False if they may not be kept, or are too many."""
    fields = {name: values for name, values in request.POST.lists() if name != _OF_DJANGO}
    size = sum(len(name) + sum(map(len, values)) for name, values in fields.items())
    if not owner or size > LARGEST or any(_SECRET in name for name in fields):
        return False
    page = urlsplit(page_of(request)).path
    kept = KeptInput(owner, request.path, page, fields, kept_at=time.time())
    request.session[_IN_SESSION] = asdict(kept)
    return True


def kept_for(request: HttpRequest) -> KeptInput | None:
    """What waits for the person who is signed in; what is not theirs, or is old, is thrown away."""
    if not request.user.is_authenticated or _IN_SESSION not in request.session:
        return None
    kept = KeptInput(**request.session[_IN_SESSION])
    if kept.owner != str(request.user.pk) or time.time() > kept.kept_at + KEPT_FOR:
        forget(request, kept)
        return None
    return kept


def forget(request: HttpRequest, kept: KeptInput) -> None:
    """Throw this away, unless something newer has taken its place."""
    if request.session.get(_IN_SESSION) == asdict(kept):
        del request.session[_IN_SESSION]


def last_person(request: HttpRequest, most: int = _REMEMBERED_FOR) -> str:
    """The key of the account that was signed in in this browser last; empty if nobody knows."""
    return (
        request.get_signed_cookie(settings.LAST_PERSON_COOKIE_NAME, "", salt=_SALT, max_age=most)
        or ""
    )


def remember_person(request: HttpRequest, response: HttpResponse) -> None:
    """Let the browser know, until it is closed, who is signed in: a signed key and nothing else."""
    person = str(request.user.pk)
    if last_person(request, _RENEWED_AFTER) != person:
        response.set_signed_cookie(
            settings.LAST_PERSON_COOKIE_NAME,
            person,
            salt=_SALT,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
