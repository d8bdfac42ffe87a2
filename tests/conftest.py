"""What every test shares: where the browser is, and that nothing leaves the machine unseen."""

import os
import shutil
from collections.abc import Generator
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# The browser plugin keeps an event loop running; the live server's ORM is used beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_addoption(parser: pytest.Parser) -> None:
    """For the place where changes land: a test that cannot run there is not a test passed."""
    parser.addoption("--nothing-skipped", action="store_true", help="a skipped test fails")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, Any]:
    """Turn a skipped test into a failed one when nothing may be skipped.

    What is about PostgreSQL alone may wait for the pass on PostgreSQL.
    """
    report = yield
    if report.skipped and item.config.getoption("--nothing-skipped"):
        reason = str(report.longrepr)
        if "PostgreSQL" not in reason and not hasattr(report, "wasxfail"):
            report.outcome = "failed"
            report.longrepr = f"Nothing may be skipped: {reason}"
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a browser, loudly, where there is none."""
    if CHROMIUM:
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """Launch the distribution's Chromium, quiet towards the network."""
    return {
        "executable_path": CHROMIUM,
        "args": [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }
