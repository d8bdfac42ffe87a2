"""One text for one content, and its hash: what is kept, and by what it is recognised later."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any


def canonical(content: Mapping[str, Any]) -> str:
    """The one text of this content: keys sorted, no spaces, every letter as it is."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sha256_of(text: str) -> str:
    """The hash of a kept text, as pages and prints show it."""
    return hashlib.sha256(text.encode()).hexdigest()
