"""What each environment starts with, asked of a fresh interpreter."""

import os
import subprocess
import sys

import pytest
from django.conf import settings

PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.prod",
    "SECRET_KEY": "s" * 25 + "abcdefghijklmnopqrstuvwxyz",
    "IDENTITY_KEY": "i" * 25 + "abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "nabor.example.org",
    "DATABASE_URL": "postgres://nabor@db.example.org/nabor",
}
DEVELOPMENT = {"DJANGO_SETTINGS_MODULE": "config.settings.dev"}


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What the code says after django.setup() with this environment alone."""
    return subprocess.run(
        [sys.executable, "-c", f"import django; django.setup()\n{code}"],
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


ADDRESS_OF_VISITOR = """
from allauth.core.internal.httpkit import get_client_ip
from django.test import RequestFactory
request = RequestFactory().get(
    "/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.66, 198.51.100.7, 10.0.0.2"
)
print(get_client_ip(request))
"""


@pytest.mark.parametrize(
    ("proxies", "address"),
    [
        pytest.param({}, "10.0.0.2", id="one proxy unless told"),
        pytest.param({"TRUSTED_PROXIES": "2"}, "198.51.100.7", id="two proxies"),
        pytest.param({"TRUSTED_PROXIES": "0"}, "10.0.0.1", id="no proxy"),
    ],
)
def test_attempts_to_sign_in_count_by_the_address_that_the_trusted_proxy_saw(proxies, address):
    told = run(ADDRESS_OF_VISITOR, **PRODUCTION, **proxies)

    assert (told.stdout, told.returncode) == (f"{address}\n", 0)


RECORDS = """
import logging
logging.getLogger("django.request").warning("Not Found: /x/")
logging.getLogger("django.security.csrf").warning("Forbidden")
logging.getLogger("recruitment").info("quiet")
try:
    1 / 0
except ZeroDivisionError:
    logging.getLogger("django.request").exception("Internal Server Error: %s", "/y/")
"""


@pytest.mark.parametrize("environment", [PRODUCTION, DEVELOPMENT], ids=["production", "demo"])
def test_errors_are_told_once_with_their_traceback_and_everyday_answers_are_not(environment):
    lines = run(RECORDS, **environment).stderr.splitlines()

    assert [line.split(" ", 2)[2] for line in lines if line.startswith("20")] == [
        "WARNING django.security.csrf: Forbidden",
        "ERROR django.request: Internal Server Error: /y/",
    ]
    assert lines[-1] == "ZeroDivisionError: division by zero"


def test_a_silent_mail_server_does_not_hold_the_page():
    told = run("from django.conf import settings; print(settings.EMAIL_TIMEOUT)", **PRODUCTION)

    assert told.stdout == "10\n"


TRANSPORT = """
from django.conf import settings
print(settings.CSRF_TRUSTED_ORIGINS, settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_PRELOAD)
"""


@pytest.mark.parametrize(
    ("asked", "preload"),
    [({}, False), ({"HSTS_PRELOAD": "1"}, True)],
    ids=["unless told", "when the city asks"],
)
def test_the_domain_is_put_on_lists_of_browsers_only_when_the_city_asks(asked, preload):
    told = run(TRANSPORT, **PRODUCTION, **asked)

    assert told.stdout == f"['https://nabor.example.org'] 31536000 {preload}\n"


@pytest.mark.parametrize("hosts", ["*", ".example.org", "nabor.example.org,*.example.org"])
def test_production_refuses_a_pattern_of_hosts(hosts):
    told = run("", **{**PRODUCTION, "ALLOWED_HOSTS": hosts})

    assert told.returncode == 1
    assert "Set ALLOWED_HOSTS to whole host names" in told.stderr


@pytest.mark.parametrize(
    "address",
    [
        "postgres://nabor@db.example.org/nabor",
        "postgres://nabor@127.0.0.1.example.org/nabor",
        "postgres:///nabor?host=db.example.org",
        "mysql://nabor@db.example.org/nabor",
    ],
)
def test_the_demo_refuses_the_database_of_another_machine(address):
    told = run("", **DEVELOPMENT, DATABASE_URL=address)

    assert told.returncode == 1
    assert "DATABASE_URL points to another machine." in told.stderr


@pytest.mark.parametrize(
    "address",
    [
        "sqlite:////tmp/nabor.sqlite3",
        "postgres://nabor@127.0.0.1:5433/nabor",
        "postgres://nabor@[::1]/nabor",
        "postgres:////var/run/postgresql/nabor",
        "postgres:///nabor",
    ],
)
def test_the_demo_takes_a_database_of_this_machine(address):
    told = run("", **DEVELOPMENT, DATABASE_URL=address)

    assert (told.returncode, told.stderr) == (0, "")
