"""JSON text: strict to read, canonical to write. Equal documents have equal bytes.

Canonical text has sorted keys, UTF-8, no floats, and one line feed at the end.
"""

import codecs
import json
from collections import Counter
from typing import NoReturn

from allocation.engine.errors import InputError, quoted


def parse_json(data: bytes) -> object:
    """Read bytes as strict JSON: UTF-8, no repeated field, no NaN. Raise `InputError`."""
    if data.startswith(codecs.BOM_UTF8):
        raise InputError("", "begins with a byte order mark; save it as UTF-8 without one")
    try:
        return json.loads(
            data.decode("utf-8"), object_pairs_hook=_without_repeats, parse_constant=_no_constant
        )
    except UnicodeDecodeError as error:
        raise InputError("", f"not UTF-8 text (byte {error.start})") from None
    except json.JSONDecodeError as error:
        reason = f"not JSON: {error.msg} (line {error.lineno}, column {error.colno})"
        raise InputError("", reason) from None
    except RecursionError:
        raise InputError("", "nested too deeply") from None
    except InputError:
        raise
    except ValueError:
        raise InputError("", "not JSON: a number has too many digits") from None


def canonical_json(document: object) -> bytes:
    """Write a document so that equal documents have equal bytes."""
    text = json.dumps(
        document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return (text + "\n").encode("utf-8")


def _without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    document = dict(pairs)
    if len(document) < len(pairs):
        repeated = Counter(name for name, _ in pairs).most_common(1)[0][0]
        raise InputError("", f"field {quoted(repeated)} is given twice in one object")
    return document


def _no_constant(name: str) -> NoReturn:
    raise InputError("", f"not JSON: {name} is not a number")
