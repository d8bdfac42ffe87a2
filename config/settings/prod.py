"""Production: PostgreSQL, HTTPS only, secrets from the environment (a missing one stops the start)."""

from django.core.exceptions import ImproperlyConfigured

from config.settings.base import *  # noqa: F403
from config.settings.base import DATABASES, env

MINIMUM_SECRET_LENGTH = 50


def _secret(name: str) -> str:
    """The secret `name` from the environment; a missing or short one stops the start."""
    value: str = env(name, default="")
    if len(value) < MINIMUM_SECRET_LENGTH:
        raise ImproperlyConfigured(
            f"Set the environment variable {name} to a random text of at least "
            f"{MINIMUM_SECRET_LENGTH} characters."
        )
    return value


SECRET_KEY = _secret("SECRET_KEY")
IDENTITY_KEY = _secret("IDENTITY_KEY")
DEBUG = False
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
if any(host.startswith((".", "*")) for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured(
        "Set ALLOWED_HOSTS to whole host names: links in messages name the host of the request."
    )
# A form may come from these addresses and from no other, whatever the proxy says.
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql" and not env.bool(
    "ALLOW_SQLITE", default=False
):
    raise ImproperlyConfigured(
        "Set DATABASE_URL to a PostgreSQL address, or ALLOW_SQLITE=1 for a one-machine installation."
    )

# Limits on attempts to sign in count by the visitor's address, which the proxies report: with as
# many proxies as are really there, nobody can pretend another address, nor lock all others out.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=1)

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# The lists inside browsers hold the whole domain for years: the city decides, not this default.
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
LAST_PERSON_COOKIE_NAME = "__Host-lastperson"

EMAIL_CONFIG = env.email("EMAIL_URL", default="smtp://localhost:25")
vars().update(EMAIL_CONFIG)

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
