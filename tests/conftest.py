"""What every test shares: where the browser is, and that nothing leaves the machine unseen."""

import os
import shutil
from collections.abc import Generator
from typing import Any

import pytest

# Nothing reaches the database without the mark or one of these: pytest-django refuses it.
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
# The browser plugin keeps an event loop running; the live server's ORM is used beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def pytest_addoption(parser: pytest.Parser) -> None:
    """What the whole suite (tests/__main__.py) asks of its passes."""
    # For the place where changes land: a test that cannot run there is not a test passed.
    parser.addoption("--nothing-skipped", action="store_true", help="a skipped test fails")
    # For the second database: the other tests would do the same again.
    parser.addoption(
        "--reaching-database", action="store_true", help="only tests that reach the database"
    )


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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what was not asked for; skip what needs a browser, loudly, where there is none."""
    if config.getoption("--reaching-database"):
        config.hook.pytest_deselected(items=[item for item in items if not _reaches_database(item)])
        items[:] = filter(_reaches_database, items)
    if CHROMIUM:
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


def _reaches_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return bool(item.get_closest_marker("django_db") or fixtures & DATABASE_FIXTURES)


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
