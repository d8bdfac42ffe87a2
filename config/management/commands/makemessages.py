"""Collect texts into catalogues that change only when a text of the project changes."""

from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import CommandParser
from django.core.management.commands import makemessages

# Polish is the language of source texts: its catalogue holds only what Polish declines.
SOURCE_LANGUAGE = "pl"
OPENING = "Source texts are Polish: docs/adr/0001-polish-source-texts.md"
KEPT_HEADERS = (
    "Language",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Plural-Forms",
)


class Command(makemessages.Command):
    help = (
        "Zbiera teksty z kodu i szablonów do katalogów językowych (locale/*/LC_MESSAGES/django.po).\n"
        "Nowe teksty zostawia bez tłumaczenia; niczego nie zgaduje.\n\n"
        "Przykład:\n  manage.py makemessages"
    )
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching"]

    def add_arguments(self, parser: CommandParser) -> None:
        """All languages, no line numbers, no leftovers, nothing of other people's code."""
        super().add_arguments(parser)
        parser.set_defaults(
            locale=[language for language, _name in settings.LANGUAGES],
            no_location=True,
            no_obsolete=True,
            no_wrap=True,
            ignore_patterns=["node_modules", "staticfiles", "tests", "var"],
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Collect, then put every catalogue into its one possible order."""
        super().handle(*args, **options)
        for folder in settings.LOCALE_PATHS:
            for path in sorted(Path(folder).glob("*/LC_MESSAGES/django.po")):
                tidy(path)


def tidy(path: Path) -> None:
    """Sort by source text; keep no date, no name and, in Polish, no text without plural forms."""
    catalogue = polib.pofile(str(path), wrapwidth=0)
    language = path.parent.parent.name
    headers = {**catalogue.metadata, "Language": language}
    tidied = polib.POFile(wrapwidth=0)
    tidied.header = OPENING
    tidied.metadata = {name: headers[name] for name in KEPT_HEADERS}
    tidied.extend(
        entry
        for entry in sorted(catalogue, key=lambda entry: (entry.msgid, entry.msgctxt or ""))
        if entry.msgid_plural or language != SOURCE_LANGUAGE
    )
    tidied.save(str(path))
