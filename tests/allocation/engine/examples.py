"""How many examples the properties are tried on.

A few for every run of the suite, always the same ones; `make prove` asks for at least
EXAMPLES new ones of each.
"""

import os

from hypothesis import settings

AT_LEAST = int(os.environ.get("EXAMPLES", "0"))


def examples(number: int) -> settings:
    """Try `number` examples, or as many as `make prove` asks for."""
    return settings(max_examples=max(number, AT_LEAST), deadline=None, derandomize=not AT_LEAST)
