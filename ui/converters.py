"""Pieces of addresses."""

import secrets


def new_public_id() -> str:
    """A name for addresses that nobody can guess: 128 random bits."""
    return secrets.token_urlsafe(16)


class PublicIdConverter:
    """A random public id: only what such an id can hold, so that nothing else reaches the database."""

    regex = "[A-Za-z0-9_-]{1,32}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
