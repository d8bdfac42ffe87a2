"""How many examples the properties are tried on.

A few for every run of the suite, always the same ones; `make prove` asks for at least
EXAMPLES new ones of each, `make mutants` for at most AT_MOST_EXAMPLES of the usual ones.
"""

import os

from hypothesis import Phase, settings

AT_LEAST = int(os.environ.get("EXAMPLES", "0"))
AT_MOST = int(os.environ.get("AT_MOST_EXAMPLES", "0"))


def examples(number: int) -> settings:
    """Try `number` examples, or as many as is asked for."""
    if AT_MOST:
        # That a mutant fails is all that is asked: nobody reads which example is the smallest.
        return settings(
            max_examples=min(number, AT_MOST),
            deadline=None,
            derandomize=True,
            phases=[Phase.explicit, Phase.generate],
        )
    return settings(max_examples=max(number, AT_LEAST), deadline=None, derandomize=not AT_LEAST)
