"""The whole suite: `python -m tests [--nothing-skipped] [arguments for pytest]`.

Runs it on SQLite, and what reaches the database again on a PostgreSQL that it starts itself. Installs Chromium, PostgreSQL,
gettext, Pango and pdftotext from the distribution's packages when they are missing and this is allowed;
otherwise it says which tests were skipped, and why. With --nothing-skipped whatever is skipped fails.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.postgres import PostgresUnavailable, temporary_server

ROOT = Path(__file__).resolve().parent.parent
NOTHING_SKIPPED = "--nothing-skipped"
# Browser tours take many times longer than other tests: an idle worker takes over waiting ones.
PYTEST = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "worksteal", "-rs"]


def main(arguments: list[str]) -> int:
    """Run both passes; 0 when everything that could run has passed.

    Asked for nothing skipped, each pass fails at a skipped test by itself (tests/conftest.py).
    """
    tools = ("chromium", "postgres", "msgfmt", "pango", "pdftotext")
    skipped = [tool for tool in tools if not _is_ready(tool)]
    print("==> Suite on SQLite", flush=True)
    failed = _pytest(*arguments, database_url="") != pytest.ExitCode.OK
    try:
        with temporary_server() as database_url:
            print("==> Suite on PostgreSQL", flush=True)
            # The databases go with the server, so nobody waits until a browser has let go of them.
            code = _pytest(
                *arguments, "--reaching-database", "--reuse-db", database_url=database_url
            )
            failed |= code not in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}
    except PostgresUnavailable as reason:
        print(f"==> SKIPPED: the suite on PostgreSQL ({reason})", flush=True)
        failed |= NOTHING_SKIPPED in arguments
    for tool in skipped:
        print(f"==> SKIPPED: the tests that need {tool}, which is not on this machine.", flush=True)
    return int(failed)


def _is_ready(tool: str) -> bool:
    """Is the tool here, or could it be installed?"""
    return subprocess.run([ROOT / "bin" / "need", tool], check=False).returncode == 0


def _pytest(*arguments: str, database_url: str) -> int:
    """One pass of the suite on this database (the embedded one when empty); pytest's exit code."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    if database_url:
        environment["DATABASE_URL"] = database_url
    return subprocess.run([*PYTEST, *arguments], cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
