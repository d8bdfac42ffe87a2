"""Who a child is without showing it: a keyed hash, so that one child has one application."""

import hashlib
import hmac
import random
import re
import secrets

from django.conf import settings
from stdnum import luhn

_DIGITS_OF_NUMBER = 8
_NUMBER = re.compile(r"\b[0-9]{3}-[0-9]{3}-[0-9]{3}\b")


def identity_key(*, pesel: str, document_kind: str = "", document_number: str = "") -> str:
    """The same 64 hex digits for the same child, from the PESEL or else from the document.

    Keyed with `settings.IDENTITY_KEY`: one birth year has so few PESEL numbers that a plain hash
    would tell them all.
    """
    number = "".join(document_number.split()).upper()
    name = f"pesel:{pesel}" if pesel else f"document:{document_kind}:{number}"
    return hmac.new(settings.IDENTITY_KEY.encode(), name.encode(), hashlib.sha256).hexdigest()


def new_application_number(source: random.Random | None = None) -> str:
    """A number to read over the telephone: nine digits in threes, the last one a check digit.

    Random, so it tells neither how many applications there are nor who came first; the demo
    gives a `source` that repeats itself.
    """
    source = source or secrets.SystemRandom()
    digits = "".join(source.choice("0123456789") for _ in range(_DIGITS_OF_NUMBER))
    digits += luhn.calc_check_digit(digits)
    return f"{digits[:3]}-{digits[3:6]}-{digits[6:]}"


def numbers_in(text: str) -> set[str]:
    """Whatever looks like the number of an application in this text or page."""
    return set(_NUMBER.findall(text))
