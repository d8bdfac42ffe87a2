"""Sessions that know their end: half an hour without a page, and never longer than a working day."""

import time
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

_BEGAN_AT = "began_at"
_RENEWED_EVERY = 60


class SessionStore(DatabaseStore):
    """Keeps beside the data when they expire, which the row tells anyway."""

    ends_at: float | None = None

    def _get_session_from_db(self) -> Any:
        row = super()._get_session_from_db()  # type: ignore[misc]  # the stubs leave it out
        self.ends_at = row.expire_date.timestamp() if row else None
        return row

    @property
    def seconds_left(self) -> int:
        """How long it lives from now on, if nothing more is asked for."""
        self.get(_BEGAN_AT)  # the data are read only when something asks for them
        if self.modified or self.ends_at is None:
            return self.get_expiry_age()
        return max(0, round(self.ends_at - time.time()))

    def renew(self) -> None:
        """Begin the idle time anew: written at most once a minute, and not beyond the longest life."""
        if settings.SESSION_COOKIE_AGE - self.seconds_left < _RENEWED_EVERY:
            return
        began_at = self.setdefault(_BEGAN_AT, time.time())
        if time.time() - began_at < settings.SESSION_LONGEST_AGE:
            self.modified = True
