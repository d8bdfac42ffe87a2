"""Our components give the HTML which GOV.UK Frontend ships as its own fixtures."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from tests.ui.markup import outline

COMPONENTS = Path(settings.BASE_DIR, "node_modules/govuk-frontend/dist/govuk/components")

pytestmark = pytest.mark.skipif(not COMPONENTS.exists(), reason="run `npm ci` first")


def fixture(component: str, name: str) -> dict[str, Any]:
    fixtures = json.loads((COMPONENTS / component / "fixtures.json").read_text())["fixtures"]
    return next(example for example in fixtures if example["name"] == name)


def test_inset_is_as_shipped() -> None:
    example = fixture("inset-text", "default")

    ours = render_to_string("components/inset.html", {"text": example["options"]["text"]})

    assert outline(ours) == outline(example["html"])


def test_details_are_as_shipped() -> None:
    example = fixture("details", "default")
    options = example["options"]

    ours = render_to_string(
        "components/details.html", {"summary": options["summaryText"], "text": options["text"]}
    )

    assert outline(ours) == outline(example["html"])


def test_panel_is_as_shipped() -> None:
    example = fixture("panel", "title html as text")
    options = example["options"]

    ours = render_to_string(
        "components/panel.html", {"title": options["titleText"], "text": options["text"]}
    )

    assert outline(ours) == outline(example["html"])


def test_task_list_is_as_shipped() -> None:
    example = fixture("task-list", "with hint text and additional states")
    tasks = []
    for item in example["options"]["items"]:
        tag = item["status"].get("tag", {})
        tasks.append(
            {
                "title": item["title"]["text"],
                "href": item.get("href"),
                "hint": item.get("hint", {}).get("text"),
                "status": tag.get("text") or item["status"]["text"],
                "tone": tag["classes"].removeprefix("govuk-tag--") if tag else "plain",
            }
        )

    ours = render_to_string("components/task_list.html", {"tasks": tasks, "name": "task-list"})

    assert outline(ours) == outline(example["html"])


def test_warning_is_as_shipped_in_our_language() -> None:
    example = fixture("warning-text", "default")

    ours = render_to_string("components/warning_text.html", {"text": example["options"]["text"]})

    assert outline(ours) == [
        "Uwaga:" if piece == "Warning" else piece for piece in outline(example["html"])
    ]


def test_a_large_id_stays_a_number_that_the_buttons_can_send():
    card = render_to_string(
        "components/ranking_card.html",
        {"id": 1234, "number": 1, "total": 2, "name": "Krasnale", "address": "ul. Leśna 1"},
    )

    assert 'id="s-1234-up"' in card
    assert card.count('value="1234"') == 3
