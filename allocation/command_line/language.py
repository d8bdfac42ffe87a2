"""The reader's language: the project's own catalogues, by the standard library."""

import gettext
from collections.abc import Callable
from pathlib import Path

LANGUAGES = ("pl", "en", "uk")
CATALOGUES = Path(__file__).resolve().parents[2] / "locale"


def translator(language: str) -> Callable[[str], str]:
    """Return what translates source texts; they stay Polish where no catalogue is compiled."""
    return gettext.translation("django", CATALOGUES, [language], fallback=True).gettext
