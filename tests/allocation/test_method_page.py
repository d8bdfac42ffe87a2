"""docs/allocation.md names what is kept of a run by the fields that keep it; its links lead somewhere."""

import re
from pathlib import Path

import pytest
from django.apps import apps

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "allocation.md").read_text("utf-8")

KEPT = set(re.findall(r"`(AllocationRun|Placement|TieDecision|ChoiceDecision)\.(\w+)`", PAGE))
MODELS = {model.__name__: model for model in apps.get_models()}


def test_what_is_kept_is_on_the_page():
    assert {model for model, _ in KEPT} == {
        "AllocationRun",
        "Placement",
        "TieDecision",
        "ChoiceDecision",
    }


@pytest.mark.parametrize(("model", "field"), sorted(KEPT))
def test_a_field_on_the_page_exists(model, field):
    assert MODELS[model]._meta.get_field(field)


@pytest.mark.parametrize("page", ["allocation.md", "guarantees.md", "worked-example.md"])
def test_links_between_pages_lead_somewhere(page):
    text = (DOCS / page).read_text("utf-8")
    for target, anchor in re.findall(r"\]\(([^)#]+)(#[^)]*)?\)", text):
        linked = DOCS / target
        assert linked.exists(), target
        if anchor:
            assert anchor in _anchors(linked.read_text("utf-8"))


def _anchors(text):
    heads = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {"#" + re.sub(r"[^\w -]", "", head).lower().replace(" ", "-") for head in heads}


def test_tests_that_the_guarantees_name_exist():
    text = (DOCS / "guarantees.md").read_text("utf-8")
    tests = "".join(
        path.read_text("utf-8") for path in (DOCS.parent / "tests/allocation/engine").glob("*.py")
    )

    named = re.findall(r"`(test_\w+)`", text)

    assert named
    assert [name for name in named if f"def {name}(" not in tests] == []
