"""Development and the demo that `make run` starts: SQLite, mail to files, no secrets needed."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403
from config.settings.base import DATABASES, SITE, VAR_DIR, env

_THIS_MACHINE = {"", "localhost", "127.0.0.1", "::1"}


def _is_on_this_machine(database: dict[str, Any]) -> bool:
    """SQLite, or a PostgreSQL behind a loopback address or a Unix socket."""
    if database["ENGINE"] == "django.db.backends.sqlite3":
        return True
    options = database.get("OPTIONS", {})
    hosts = {database["HOST"], options.get("host", ""), options.get("hostaddr", "")}
    return all(host in _THIS_MACHINE or host.startswith("/") for host in hosts)


if not _is_on_this_machine(DATABASES["default"]):
    raise ImproperlyConfigured(
        "DATABASE_URL points to another machine. The demo may replace all data, so it uses only "
        "SQLite or a PostgreSQL on this machine. For a real city use config.settings.prod."
    )

SECRET_KEY = env("SECRET_KEY", default="demo-only-key-never-used-in-production-0123456789")
IDENTITY_KEY = env("IDENTITY_KEY", default="demo-only-identity-key-never-used-in-production")
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
SITE = {**SITE, "is_demo": True, "mail_folder": "var/mail"}
# Static files are served straight from where they are; nothing is collected.
STATIC_ROOT = None  # type: ignore[assignment]
WHITENOISE_USE_FINDERS = True
SHOW_COMPONENT_GALLERY = True
