"""Every text that people read exists in the three languages, and nothing is lost on the way."""

import contextlib
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.utils import translation

from recruitment.applications.validators import clean_pesel
from recruitment.applications.wording import Deadline
from recruitment.procedures.models import StageCode
from tests import factories
from tests.factories import DURING, at

ROOT = Path(settings.BASE_DIR)
FOLDERS_WITH_TEXTS = (
    "accounts",
    "allocation",
    "config",
    "recruitment",
    "reports",
    "schools",
    "templates",
    "ui",
)
TRANSLATIONS = ("en", "uk")
LANGUAGES = ("pl", *TRANSLATIONS)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%?%?\{\w+\}|&[PN]\b")
TAG = re.compile(r"</?\w+[^>]*>")


def catalogue(language: str, folder: Path = ROOT / "locale") -> polib.POFile:
    return polib.pofile(str(folder / language / "LC_MESSAGES" / "django.po"))


def key(entry: polib.POEntry) -> tuple[str | None, str]:
    return entry.msgctxt, entry.msgid


def forms(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> polib.POFile:
    """What `make messages` finds in the code of today, collected in a copy of the project."""
    if not shutil.which("xgettext"):
        pytest.skip("no xgettext on this machine: install GNU gettext to check the catalogues")
    copy = tmp_path_factory.mktemp("project")
    for folder in FOLDERS_WITH_TEXTS:
        ignored = shutil.ignore_patterns("__pycache__", "migrations")
        shutil.copytree(ROOT / folder, copy / folder, ignore=ignored)
    locale = copy / "locale"
    locale.mkdir()
    with contextlib.chdir(copy), override_settings(LOCALE_PATHS=[locale]):
        call_command("makemessages", verbosity=0)
    return catalogue("en", locale)


@pytest.fixture
def compiled(tmp_path: Path) -> Iterator[None]:
    """The catalogues as they are now, whether or not somebody compiled them before."""
    locale = tmp_path / "locale"
    shutil.copytree(ROOT / "locale", locale, ignore=shutil.ignore_patterns("*.mo", ".done"))
    with override_settings(LOCALE_PATHS=[locale]):
        call_command("compile_catalogues", verbosity=0)
        yield


# --- the catalogues are whole -------------------------------------------------------------------
@pytest.mark.parametrize("language", TRANSLATIONS)
def test_every_text_of_the_code_has_its_translation(collected, language):
    known = {key(entry) for entry in catalogue(language)}

    assert [entry.msgid for entry in collected if key(entry) not in known] == []


def test_polish_has_the_forms_of_every_counted_text(collected):
    known = {key(entry) for entry in catalogue("pl")}

    counted = [entry for entry in collected if entry.msgid_plural]
    assert [entry.msgid for entry in counted if key(entry) not in known] == []


def test_no_text_of_the_code_hides_an_escape(collected):
    """Gettext reads `\\u00a0` as six characters, so such a text would never be translated."""
    assert [entry.msgid for entry in collected if "\\" in entry.msgid] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_open(language):
    entries = catalogue(language)

    assert [entry.msgid for entry in entries if not entry.translated() or entry.obsolete] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_counted_texts_have_all_forms_of_the_language(language):
    entries = catalogue(language)

    number = int(re.search(r"nplurals=(\d)", entries.metadata["Plural-Forms"])[1])
    counted = [entry for entry in entries if entry.msgid_plural]
    assert counted
    assert {entry.msgid: sorted(entry.msgstr_plural) for entry in counted} == {
        entry.msgid: list(range(number)) for entry in counted
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("pattern", [PLACEHOLDER, TAG], ids=["placeholders", "tags"])
def test_translations_keep_what_is_filled_in_and_marked_up(language, pattern):
    broken = [
        (entry.msgid, form)
        for entry in catalogue(language)
        for form in forms(entry)
        if Counter(pattern.findall(form)) != Counter(pattern.findall(entry.msgid))
    ]

    assert broken == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_the_spaces_around_a_text(language):
    def edges(text: str) -> tuple[str, str]:
        return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]

    broken = [
        entry.msgid
        for entry in catalogue(language)
        for form in forms(entry)
        if edges(form) != edges(entry.msgid)
    ]

    assert broken == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_headers_hold_no_person_and_no_date(language):
    assert set(catalogue(language).metadata) == {
        "Language",
        "MIME-Version",
        "Content-Type",
        "Content-Transfer-Encoding",
        "Plural-Forms",
    }


# --- the pages speak ----------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("browser_language", "language", "told"),
    [
        ("pl-PL", "pl", "Teraz: Składanie wniosków"),
        ("en-GB", "en", "Now: Submission of applications"),
        ("uk-UA", "uk", "Зараз: Подання заяв"),
        ("de-DE", "pl", "Teraz: Składanie wniosków"),
    ],
)
def test_home_speaks_the_language_of_the_browser(
    client: Client, compiled, browser_language, language, told
):
    factories.make_procedure()

    with time_machine.travel(DURING[StageCode.APPLICATION], tick=False):
        page = client.get("/", headers={"accept-language": browser_language}).content.decode()

    assert re.search(r'<html[^>]* lang="(\w+)"', page)[1] == language
    assert told in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "english", "ukrainian"),
    [
        ("/oferta/", "Places on offer", "Пропозиція"),
        ("/kryteria/", "Criteria and points", "Критерії та бали"),
        ("/terminy/", "Admissions calendar", "Календар набору"),
        ("/konto/login/", "Sign in", "Увійти"),
        ("/rodo/", "Personal data protection", "Захист персональних даних"),
    ],
)
def test_pages_have_translated_headings(client: Client, compiled, address, english, ukrainian):
    factories.make_procedure()

    for language, heading in (("en", english), ("uk", ukrainian)):
        page = client.get(address, headers={"accept-language": language}).content.decode()
        h1 = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)[1]
        assert heading in h1


# --- numbers are declined -----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("language", "days", "told"),
    [
        ("pl", 1, "Został 1 dzień (do 14 marca 2027, godz. 16:00)."),
        ("pl", 2, "Zostały 2 dni (do 14 marca 2027, godz. 16:00)."),
        ("pl", 5, "Zostało 5 dni (do 14 marca 2027, godz. 16:00)."),
        ("pl", 12, "Zostało 12 dni (do 14 marca 2027, godz. 16:00)."),
        ("pl", 22, "Zostały 22 dni (do 14 marca 2027, godz. 16:00)."),
        ("en", 1, "1 day left (until 14 March 2027, 16:00)."),
        ("en", 5, "5 days left (until 14 March 2027, 16:00)."),
        ("uk", 1, "Залишився 1 день (до 14 березня 2027, 16:00)."),
        ("uk", 2, "Залишилося 2 дні (до 14 березня 2027, 16:00)."),
        ("uk", 5, "Залишилося 5 днів (до 14 березня 2027, 16:00)."),
        ("uk", 21, "Залишився 21 день (до 14 березня 2027, 16:00)."),
    ],
)
def test_days_left_are_declined(compiled, language, days, told):
    deadline = Deadline(ends_at=at(3, 14, 16), days_left=days)

    with translation.override(language):
        page = render_to_string("applications/days_left.html", {"deadline": deadline})

    assert page.strip() == told


@pytest.mark.parametrize(
    ("language", "typed", "told"),
    [
        ("pl", "1", "wpisano 1 cyfrę."),
        ("pl", "12345", "wpisano cyfr: 5."),
        ("en", "1", "you entered 1 digit."),
        ("en", "12345", "you entered 5 digits."),
        ("uk", "1", "вписано 1 цифру."),
        ("uk", "123", "вписано 3 цифри."),
        ("uk", "12345", "вписано 5 цифр."),
    ],
)
def test_digits_of_a_pesel_are_counted_in_words(compiled, language, typed, told):
    with translation.override(language), pytest.raises(ValidationError) as caught:
        clean_pesel(typed)

    with translation.override(language):
        assert told in caught.value.messages[0]
