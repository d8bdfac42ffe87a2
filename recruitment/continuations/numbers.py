"""The number of a declaration, to be read from its receipt."""

import random
import secrets

from stdnum import luhn

_DIGITS = 8


def new_declaration_number(source: random.Random | None = None) -> str:
    """D and nine digits, the last one a check digit; never the number of an application.

    Random, so it does not tell how many declarations there are; the demo gives a `source`.
    """
    source = source or secrets.SystemRandom()
    digits = "".join(source.choice("0123456789") for _ in range(_DIGITS))
    digits += luhn.calc_check_digit(digits)
    return f"D-{digits[:5]}-{digits[5:]}"
