"""What the engine's tests share."""

import sys
from collections.abc import Generator

import pytest


@pytest.fixture(scope="session", autouse=True)
def no_django(request: pytest.FixtureRequest) -> Generator[None]:
    """Run by themselves (`pytest.toml` beside this file), the tests never meet Django."""
    yield
    if not request.config.pluginmanager.hasplugin("django"):
        assert "django" not in sys.modules
