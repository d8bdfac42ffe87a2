"""No page asks for a value that its view did not give."""

import sys
from collections.abc import Iterator

import pytest
import time_machine
from django.template import engines

from tests.architecture.test_answers import READERS, browser_of, every_address
from tests.architecture.town import make_town

pytestmark = pytest.mark.django_db

# Pieces of pages: their optional arguments are told on top of each.
WITH_OPTIONAL_ARGUMENTS = ("components/", "forms/", "django/forms/", "django_tables2/")
# A value that may be None is followed by a filter that says what stands there instead.
MAY_BE_NOTHING = {("allocation/run_groups.html", "row.outcome.lowest.in_words")}


class NotedDown:
    """Stands for every value that is missing; notes down which, and in which template."""

    def __init__(self) -> None:
        self.missing: set[tuple[str, str]] = set()

    def __contains__(self, text: str) -> bool:
        return text == "%s"

    def __mod__(self, variable: str) -> str:
        self.missing.add((_template_being_rendered(), str(variable)))
        return ""


def _template_being_rendered() -> str:
    """The name of the innermost template: its nodes know where they come from."""
    frame = sys._getframe(2)
    while frame is not None:
        origin = getattr(frame.f_locals.get("self"), "origin", None)
        if frame.f_code.co_name.startswith("render") and origin is not None:
            return str(origin.template_name)
        frame = frame.f_back
    return "?"


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch) -> Iterator[NotedDown]:
    noted = NotedDown()
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", noted)
    return noted


@pytest.mark.parametrize(
    ("moment", "reader"), READERS, ids=lambda value: getattr(value, "name", value)
)
def test_every_page_is_given_what_it_shows(noted, moment, reader):
    with time_machine.travel(moment.clock, tick=False):
        town = make_town(moment)
        browser = browser_of(town, reader)
        for _route, address in every_address(town):
            browser.get(address)

    assert {
        (template, variable)
        for template, variable in noted.missing - MAY_BE_NOTHING
        if not template.startswith(WITH_OPTIONAL_ARGUMENTS)
    } == set()
