"""The test suite: as development, with quick hashing, mail in memory and jobs run at once."""

from config.settings.base import LOGGING
from config.settings.dev import *  # noqa: F403

SECRET_KEY = "tests-only"  # noqa: S105 -- a fixed key makes the tests repeatable
IDENTITY_KEY = "tests-only-identity-key"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
ACCOUNT_RATE_LIMITS = False
# Static files come from their sources: a fresh clone has collected none.
WHITENOISE_AUTOREFRESH = True
LOGGING = {**LOGGING, "handlers": {"stderr": {"class": "logging.NullHandler"}}}
