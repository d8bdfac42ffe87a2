"""The engine's sentences in the catalogues: it knows no Django, but Django must find them."""

import contextlib
import shutil

import polib
import pytest
from django.core.management import call_command
from django.test import override_settings

from allocation.engine.explaining import words
from tests.allocation.engine.test_words import SENTENCES


def test_django_collects_every_text(tmp_path):
    if not shutil.which("xgettext"):
        pytest.skip("no xgettext on this machine: install GNU gettext to check the marker")
    shutil.copy(words.__file__, tmp_path / "words.py")
    locale = tmp_path / "locale"
    locale.mkdir()

    with contextlib.chdir(tmp_path), override_settings(LOCALE_PATHS=[locale]):
        call_command("makemessages", verbosity=0)

    catalogue = polib.pofile(str(locale / "en" / "LC_MESSAGES" / "django.po"))
    assert {entry.msgid for entry in catalogue} == set(SENTENCES)
