"""What the build leaves in static/dist, and what it must never hold."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
DIST = ROOT / "static" / "dist"
FIRST_LOAD_LIMIT = 150_000
HTMX_SIZE = 17_000

needs_build = pytest.mark.skipif(not DIST.exists(), reason="run `npm run build` first")


@needs_build
def test_styles_hold_nothing_of_the_british_brand() -> None:
    styles = (DIST / "nabor.css").read_text()

    assert re.findall(r"Transport|crown|crest|govuk-logo", styles) == []


@needs_build
def test_styles_ask_only_for_files_which_are_there() -> None:
    styles = (DIST / "nabor.css").read_text()
    addresses = set(re.findall(r"url\(\"?([^)\"]+)\"?\)", styles))

    assert addresses == {f"fonts/{font.name}" for font in (DIST / "fonts").iterdir()}


@needs_build
def test_first_load_is_light() -> None:
    files = [DIST / "nabor.css", DIST / "nabor.js", DIST / "autocomplete.js"]
    size = sum(len(gzip.compress(file.read_bytes())) for file in files)

    assert size + HTMX_SIZE < FIRST_LOAD_LIMIT


def test_lock_names_no_host() -> None:
    assert "http" not in (ROOT / "package-lock.json").read_text()


def test_colours_are_named_only_among_the_tokens() -> None:
    styles = ROOT / "ui" / "styles"
    colours = {
        path.name: re.findall(r"#[0-9a-fA-F]{3,8}\b(?!\{)", path.read_text())
        for path in styles.glob("*.scss")
        if path.name != "_tokens.scss"
    }

    assert {name: found for name, found in colours.items() if found} == {}


def test_templates_have_no_inline_style_or_script() -> None:
    inline = re.compile(r"""\sstyle=|\son[a-z]+="|<style|<script(?![^>]*\bsrc=)""")
    found = [
        path.name
        for path in (ROOT / "templates").rglob("*.html")
        if inline.search(path.read_text())
    ]

    assert found == []
